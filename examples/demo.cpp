// The main job on one page: people are created and put into a group, listed page by page, and a mistake is answered.
// It runs against a small server in this process that answers in Okta's shape over TLS; nothing leaves the machine.

#include <okta.hpp>

#include <loopback_server.hpp>

#include <boost/json.hpp>

#include <iostream>
#include <map>
#include <mutex>

namespace json = boost::json;
using okta::test::server_reply;
using okta::test::server_request;

// ── the server: three calls of an org, kept in a map ────────────────────────────────────────────────────

class tiny_org
{
public:
    std::string origin = {}; // its own address, for the next link

    server_reply operator()(server_request const& r)
    {
        std::lock_guard const lock(mutex_);
        server_reply reply;
        reply.fields.add("Content-Type", "application/json");
        reply.fields.add("X-Okta-Request-Id", "req-" + std::to_string(r.number));
        if (r.fields.find("Authorization") != "SSWS 00demo") refuse(reply, 401, "E0000011", "Invalid token provided");
        else if (r.method == "POST" && r.target == "/api/v1/users") create_user(reply, r.body);
        else if (r.method == "POST" && r.target == "/api/v1/groups") create_group(reply, r.body);
        else if (r.method == "PUT" && r.target.starts_with("/api/v1/groups/")) reply.status = 204;
        else if (r.method == "GET" && r.target.starts_with("/api/v1/users?")) list_users(reply, r.target);
        else refuse(reply, 404, "E0000007", "Not found: Resource not found: " + r.target);
        return reply;
    }

private:
    static void refuse(server_reply& reply, int status, std::string const& code, std::string const& summary)
    {
        reply.status = status;
        reply.body = json::serialize(
            json::object{{"errorCode", code}, {"errorSummary", summary}, {"errorCauses", json::array{}}});
    }

    void create_user(server_reply& reply, std::string const& body)
    {
        auto const profile = json::parse(body).at("profile");
        auto const id = "00u" + std::to_string(users_.size() + 1);
        users_[id] = {{"id", id}, {"status", "STAGED"}, {"profile", profile}, {"created", "2026-01-02T03:04:05.000Z"}};
        reply.body = json::serialize(users_[id]);
    }

    static void create_group(server_reply& reply, std::string const& body)
    {
        reply.body = json::serialize(json::object{{"id", "00g1"},
                                                  {"type", "OKTA_GROUP"},
                                                  {"objectClass", json::array{"okta:user_group"}},
                                                  {"profile", json::parse(body).at("profile")}});
    }

    void list_users(server_reply& reply, std::string const& target)
    {
        constexpr std::size_t page_size = 2;
        auto const after = target.find("after=");
        auto const start = after == target.npos ? users_.begin() : users_.upper_bound(target.substr(after + 6));
        json::array page;
        auto last = start;
        for (; last != users_.end() && page.size() < page_size; ++last) page.push_back(last->second);
        reply.body = json::serialize(page);
        reply.fields.add("Link", "<" + origin + "/api/v1/users?limit=2>; rel=\"self\"");
        if (last == users_.end()) return;
        auto const next = "/api/v1/users?limit=2&after=" + std::prev(last)->first;
        reply.fields.add("Link", "<" + origin + next + ">; rel=\"next\"");
    }

    std::mutex mutex_;
    std::map<std::string, json::object> users_;
};

// ── the client ──────────────────────────────────────────────────────────────────────────────────────────

int fail(okta::error const& e) { return std::cerr << e.message() << '\n', 1; }

int run(okta::client& org)
{
    auto const group = org.call(okta::create_group{.profile = {.name = "Analysts", .description = "Of engines"}});
    if (!group) return fail(group.error());
    std::cout << "created group " << group->id.text << " '" << group->name() << "'\n";

    for (std::string const name : {"ada", "grace", "barbara"}) {
        auto const login = name + "@example.com";
        auto const user = org.call(
            okta::create_user{.profile = {.login = login, .email = login, .custom = {{"badgeNumber", 1815}}}});
        if (!user) return fail(user.error());
        auto const added = org.call(okta::add_user_to_group{.group_id = group->id, .user_id = user->id});
        if (!added) return fail(added.error());
        std::cout << "created user " << user->id.text << " " << user->profile.login << ", in the group ("
                  << added.facts().status << ")\n";
    }

    auto pages = org.pages(okta::list_users{.limit = 2});
    for (int number = 1; auto const page = pages.next(); ++number)
        for (okta::user const& u : *page)
            std::cout << "page " << number << ": " << u.profile.login << " " << u.status.text() << ", badge "
                      << u.profile.custom.at("badgeNumber") << '\n';
    if (pages.failure()) return fail(*pages.failure());

    auto const nobody = org.call(okta::get_user{.id = "nobody@example.com"});
    std::cout << "asked for nobody: " << nobody.error().message() << '\n';
    auto const refused = org.call(okta::delete_user{.id = ""});
    std::cout << "asked to delete '': " << refused.error().message() << '\n';
    return nobody || refused ? 1 : 0;
}

int main()
{
    tiny_org answers;
    okta::test::loopback_server server([&answers](server_request const& r) { return answers(r); }, {.tls = true});
    answers.origin = server.origin();
    std::cout << "a server that answers like an Okta org: " << server.origin() << '\n';

    okta::asio_transport_options options;
    options.ca_file = okta::test::authority_file(); // made for this run; a real org needs no such thing
    okta::client org{server.origin(), okta::api_token{"00demo"}, okta::asio_transport{options}};
    return run(org);
}
