#ifndef OKTA_IMPL_SANDBOX_SEED_IPP
#define OKTA_IMPL_SANDBOX_SEED_IPP

#include <okta/codec/decode.hpp>
#include <okta/codec/uri.hpp>
#include <okta/sandbox/seed.hpp>
#include <okta/sandbox/text.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdlib>

namespace okta::sandbox {
namespace detail {

inline constexpr std::int64_t longest_seconds = 366L * 24 * 3600;

[[noreturn]] OKTA_DECL void throw_seed_error(std::string what)
{
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = "seed: " + std::move(what);
    throw exception(std::move(e));
}

/// Plants one entry after the other, through the org's own actions where there are any.
class planter
{
public:
    explicit planter(org& o) : org_(o) {}

    /// Calls `plant` with each object of the array of that name.
    template <class F>
    void each(boost::json::object const& json, char const* name, F plant)
    {
        auto const* const list = json.if_contains(name);
        if (!list) return;
        if (!list->is_array()) throw_seed_error(std::string(name) + " is not an array");
        std::size_t index = 0;
        for (auto const& entry : list->get_array()) {
            where_ = std::string(name) + '[' + std::to_string(index++) + ']';
            plant(entry);
        }
    }

    [[noreturn]] void fail(std::string const& what) const { throw_seed_error(where_ + ": " + what); }

    boost::json::object const& object(boost::json::value const& v) const
    {
        if (!v.is_object()) fail("is not an object");
        return v.get_object();
    }

    /// Sends what is left of the entry without the members named, and gives the answer.
    boost::json::value send(method m, std::string target, boost::json::object const* body = nullptr)
    {
        http_request r;
        r.method = m;
        r.origin = org::url();
        r.target = std::move(target);
        r.fields.add("Authorization", "SSWS " + std::string(org_.token().reveal()));
        r.fields.add("Content-Type", "application/json");
        if (body) r.body = boost::json::serialize(*body);
        auto const answer = org_.answer(r, {.counted = false});
        auto value = answer.body.empty() ? boost::json::value() : boost::json::parse(answer.body);
        if (answer.status < 300) return value;
        fail(boost::json::serialize(value));
    }

    std::string id_of_user(boost::json::value const& login)
    {
        if (!login.is_string()) fail("a user is named by its login, a string");
        std::string target = "/api/v1/users/";
        percent_encode(text_of(login.get_string()), target);
        return std::string(text_of(send(method::get, target).at("id").as_string()));
    }

    std::vector<std::string> ids_of_users(boost::json::object const& entry, char const* name)
    {
        std::vector<std::string> ids;
        auto const* const logins = entry.if_contains(name);
        if (logins && !logins->is_array()) fail(std::string(name) + " is not an array of logins");
        if (logins)
            for (auto const& login : logins->get_array()) ids.push_back(id_of_user(login));
        return ids;
    }

    org& target() { return org_; }

private:
    org& org_;
    std::string where_ = {};
};

OKTA_DECL void plant_user(planter& p, boost::json::value const& entry)
{
    auto body = p.object(entry);
    auto const* const activate = body.if_contains("activate");
    if (activate && !activate->is_bool()) p.fail("activate is neither true nor false");
    bool const staged = activate && activate->is_bool() && !activate->get_bool();
    body.erase("activate");
    (void)p.send(method::post, staged ? "/api/v1/users?activate=false" : "/api/v1/users", &body);
}

OKTA_DECL void plant_group(planter& p, boost::json::value const& entry)
{
    auto body = p.object(entry);
    auto const members = p.ids_of_users(body, "members");
    body.erase("members");
    if (body.contains("type") && body.at("type") != "OKTA_GROUP") {
        auto g = decode<group>(boost::json::value(body));
        if (!g) p.fail(g.error().summary);
        if (!members.empty()) p.fail("members can be given of groups of type OKTA_GROUP only");
        (void)p.target().add_group(std::move(*g));
        return;
    }
    auto const id = std::string(text_of(p.send(method::post, "/api/v1/groups", &body).at("id").as_string()));
    for (auto const& user : members) (void)p.send(method::put, "/api/v1/groups/" + id + "/users/" + user);
}

OKTA_DECL void plant_device(planter& p, boost::json::value const& entry)
{
    auto body = p.object(entry);
    std::vector<user_id> users;
    for (auto& id : p.ids_of_users(body, "users")) users.emplace_back(std::move(id));
    body.erase("users");
    auto d = decode<device>(boost::json::value(std::move(body)));
    if (!d) p.fail(d.error().summary);
    (void)p.target().add_device(std::move(*d), users);
}

OKTA_DECL void plant_access_token(planter& p, boost::json::value const& entry, timestamp now)
{
    auto const& from = p.object(entry);
    grant g;
    g.kind = grant::scheme::access_token;
    auto const* const token = from.if_contains("token");
    if (!token || !token->is_string()) p.fail("token is missing, or not a string");
    auto const* const scopes = from.if_contains("scopes");
    if (!scopes || !scopes->is_array()) p.fail("scopes is missing, or not an array");
    for (auto const& scope : scopes->get_array()) {
        if (!scope.is_string()) p.fail("scopes: not a string");
        g.scopes.emplace_back(text_of(scope.get_string()));
    }
    if (auto const* const user = from.if_contains("user")) g.user = p.id_of_user(*user);
    if (auto const* const client = from.if_contains("client")) {
        if (!client->is_string()) p.fail("client is not a string");
        g.client = text_of(client->get_string());
    }
    if (auto const* const life = from.if_contains("expiresIn")) {
        if (!life->is_int64() || std::abs(life->get_int64()) > longest_seconds)
            p.fail("expiresIn is not a number of seconds within a year");
        g.expires = now + std::chrono::seconds{life->get_int64()};
    }
    p.target().add_token(secret(text_of(token->get_string())), std::move(g));
}

} // namespace detail

OKTA_DECL seed::seed(std::string_view json)
{
    boost::system::error_code ec;
    auto value = boost::json::parse({json.data(), json.size()}, ec);
    if (ec) detail::throw_seed_error("not JSON: " + ec.message());
    if (!value.is_object()) detail::throw_seed_error("not an object");
    json_ = std::move(value.get_object());
    constexpr std::string_view known[] = {"users",        "groups",     "realms",
                                          "userTypes",    "devices",    "apiTokens",
                                          "accessTokens", "rateLimits", "rateLimitWindowSeconds"};
    for (auto const& [key, unused] : json_)
        if (std::ranges::find(known, std::string_view(key.data(), key.size())) == std::end(known))
            detail::throw_seed_error("there is no member '" + std::string(key.data(), key.size()) + "'");
}

OKTA_DECL void seed::configure(org_options& options) const
{
    if (auto const* const limits = json_.if_contains("rateLimits")) {
        if (!limits->is_object()) detail::throw_seed_error("rateLimits is not an object");
        for (auto const& [bucket, limit] : limits->get_object()) {
            if (!limit.is_int64() || limit.get_int64() < 0)
                detail::throw_seed_error("rateLimits." + std::string(bucket.data(), bucket.size()) + " is not a count");
            options.limits.buckets.insert_or_assign(std::string(bucket.data(), bucket.size()), limit.get_int64());
        }
    }
    if (auto const* const window = json_.if_contains("rateLimitWindowSeconds")) {
        if (!window->is_int64() || window->get_int64() < 1 || window->get_int64() > detail::longest_seconds)
            detail::throw_seed_error("rateLimitWindowSeconds is not a number of seconds from 1 to a year's");
        options.limits.window = std::chrono::seconds{window->get_int64()};
    }
}

OKTA_DECL void seed::plant(org& o) const
{
    detail::planter p(o);
    if (auto const* const limits = json_.if_contains("rateLimits"))
        for (auto const& [bucket, unused] : limits->as_object())
            if (!o.has_bucket({bucket.data(), bucket.size()}))
                detail::throw_seed_error("rateLimits: there is no bucket '" +
                                         std::string(bucket.data(), bucket.size()) +
                                         "'; one is a method and a path, such as GET /api/v1/users/{id}");
    auto const post = [&](char const* path) {
        return [&p, path](boost::json::value const& entry) { (void)p.send(method::post, path, &p.object(entry)); };
    };
    p.each(json_, "realms", post("/api/v1/realms"));
    p.each(json_, "userTypes", post("/api/v1/meta/types/user"));
    p.each(json_, "users", [&](auto const& entry) { detail::plant_user(p, entry); });
    p.each(json_, "groups", [&](auto const& entry) { detail::plant_group(p, entry); });
    p.each(json_, "devices", [&](auto const& entry) { detail::plant_device(p, entry); });
    p.each(json_, "apiTokens", [&](auto const& entry) {
        if (!entry.is_string()) p.fail("is not a string");
        o.add_token(secret(detail::text_of(entry.get_string())), o.administrator());
    });
    p.each(json_, "accessTokens", [&](auto const& entry) { detail::plant_access_token(p, entry, o.now()); });
}

} // namespace okta::sandbox
#endif
