// Many mixed calls against the sandbox while a tenth of them meets a fault, at a random point. What the caller was told
// is kept beside the org; in the end they are the same. OKTA_CHAOS_ACTIONS: how many calls; OKTA_CHAOS_SEED.

#define BOOST_TEST_MODULE okta_chaos_test
#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>
#include <okta/client.hpp>
#include <okta/sandbox/faults.hpp>
#include <okta/sandbox/org.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>

namespace {

namespace sandbox = okta::sandbox;
using sandbox::fault;

std::uint64_t setting(char const* name, std::uint64_t otherwise)
{
    auto const* const text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// What the caller was told of a user.
struct known_user
{
    std::string id = {};
    std::string title = {};
    bool deactivated = false, deleted = false;
    std::set<std::string> groups = {};
};

struct tally
{
    int calls = 0, good = 0, refused = 0, not_happened = 0, unknown = 0, had_happened = 0;
};

class chaos
{
public:
    explicit chaos(std::uint64_t seed) : random_(seed), transport_(org_, {.seed = seed, .sleep = wait()})
    {
        okta::client_clock clock;
        clock.now = [t = now_] { return okta::client_clock::time_point(*t); };
        clock.sleep = wait();
        client_.emplace(org_.url(), okta::api_token{org_.token()}, transport_,
                        okta::client_options{.retry = {.max_retries = 3, .max_elapsed = {}}, .clock = clock});
        sure_.emplace(org_.url(), okta::api_token{org_.token()}, org_, okta::client_options{.governor = {}});
        for (int i = 0; i < 5; ++i)
            groups_.push_back(sure_->call(okta::create_group{.profile = {.name = "g" + std::to_string(i)}}).value().id);
        // Together a tenth of all requests; each where it hurts: before, after, and instead of the work.
        for (auto const kind : {fault::connection_reset, fault::lost_answer, fault::server_error, fault::html_page,
                                fault::truncated_body, fault::garbage, fault::rate_limit, fault::concurrency_limit})
            transport_.inject(kind, {.probability = 0.0125});
    }

    void run(int calls)
    {
        for (seen.calls = 0; seen.calls < calls; ++seen.calls) {
            auto const dice = random_() % 100;
            if (users_.empty() || dice < 15) hire();
            else if (dice < 40) retitle(any());
            else if (dice < 60) join(any());
            else if (dice < 75) leave(any());
            else if (dice < 80) remove(any());
            else read(any());
        }
    }

    void compare()
    {
        std::map<std::string, okta::user> there;
        auto pages = sure_->pages(okta::list_users{.search = "id pr"});
        while (auto page = pages.next())
            for (auto& u : *page) BOOST_TEST(there.emplace(u.profile.login, u).second, "two of " << u.profile.login);
        BOOST_TEST(!pages.failure());
        std::size_t expected = 1; // the administrator
        for (auto const& [login, u] : users_) expected += !u.deleted;
        BOOST_TEST(there.size() == expected);
        for (auto const& [login, u] : users_) compare(login, u, there);
        for (auto const& g : groups_) compare_members(g);
    }

    std::size_t injected() const { return transport_.injected(); }
    tally seen = {};

private:
    using named_user = std::pair<std::string const, known_user>;

    std::function<void(std::chrono::milliseconds)> wait()
    {
        return [t = now_](std::chrono::milliseconds time) { *t += time; };
    }

    named_user& any() { return *in_order_[random_() % in_order_.size()]; }

    /// What the result means: true: it happened, false: it did not. Where nobody knows, `look` does.
    template <class Result, class Look>
    bool happened(Result const& r, Look look)
    {
        if (r) return ++seen.good, true;
        if (!r.error().may_have_happened) return ++(r.error().status ? seen.refused : seen.not_happened), false;
        ++seen.unknown;
        bool const did = look();
        seen.had_happened += did;
        return did;
    }

    okta::result<okta::user> look(std::string const& id) { return sure_->call(okta::get_user{.id = id}); }

    void hire()
    {
        auto const login = "u" + std::to_string(hired_++) + "@example.com";
        okta::create_user request{.profile = {.login = login, .email = login, .first_name = "A", .last_name = "B"}};
        auto r = client_->call(request);
        std::string id = r ? r->id.text : "";
        bool const did = happened(r, [&] {
            auto const found = look(login);
            if (found) id = found->id.text;
            return found.has_value();
        });
        if (did) {
            in_order_.push_back(&*users_.emplace(login, known_user{id}).first);
            return;
        }
        BOOST_TEST(!look(login).has_value(), "a user was made, and the caller told that it was not");
    }

    void retitle(named_user& u)
    {
        auto title = "t" + std::to_string(random_() % 1'000'000);
        okta::update_user request{.id = u.second.id};
        request.profile.emplace().title = title;
        auto const r = client_->call(request);
        bool const did = happened(r, [&] {
            auto const now = look(u.second.id);
            return now && now->profile.title == title;
        });
        if (did) u.second.title = title;
    }

    template <class Action>
    void membership(named_user& u, bool in)
    {
        auto const& group = groups_[random_() % groups_.size()];
        auto const r = client_->call(Action{.group_id = group, .user_id = u.second.id});
        bool const did = happened(r, [&] { return is_member(group, u.second.id) == in; });
        if (did && in) u.second.groups.insert(group.text);
        if (did && !in) u.second.groups.erase(group.text);
    }
    void join(named_user& u) { membership<okta::add_user_to_group>(u, true); }
    void leave(named_user& u) { membership<okta::remove_user_from_group>(u, false); }

    /// The first time it deactivates, the second time it deletes.
    void remove(named_user& u)
    {
        auto& [id, title, deactivated, deleted, groups] = u.second;
        bool const was_deactivated = deactivated, was_deleted = deleted;
        auto const r = client_->call(okta::delete_user{.id = id});
        bool const did = happened(r, [&] {
            auto const now = look(id);
            if (was_deleted) return false;
            return was_deactivated ? !now.has_value() : now.value().status == okta::user_status::deprovisioned;
        });
        if (!did) return;
        deleted = was_deactivated;
        deactivated = true;
    }

    void read(named_user const& u)
    {
        auto const r = client_->call(okta::get_user{.id = u.second.id});
        seen.good += r.has_value();
        if (r) BOOST_TEST(r->profile.title.value_or("") == u.second.title);
        else BOOST_TEST(!r.error().may_have_happened);
    }

    bool is_member(okta::id_of<okta::group> const& group, std::string const& user)
    {
        return members(group).contains(user);
    }

    std::set<std::string> members(okta::id_of<okta::group> const& group)
    {
        std::set<std::string> ids;
        auto pages = sure_->pages(okta::list_group_members{.group_id = group});
        while (auto page = pages.next())
            for (auto const& u : *page) ids.insert(u.id.text);
        return ids;
    }

    void compare(std::string const& login, known_user const& u, std::map<std::string, okta::user> const& there) const
    {
        auto const found = there.find(login);
        BOOST_TEST((found == there.end()) == u.deleted, login << " is there, or is not, against what was told");
        if (found == there.end()) return;
        auto const& now = found->second;
        BOOST_TEST(now.id.text == u.id);
        BOOST_TEST(now.profile.title.value_or("") == u.title, login << ": a lost update");
        BOOST_TEST((now.status == okta::user_status::deprovisioned) == u.deactivated, login << " was deactivated");
    }

    void compare_members(okta::id_of<okta::group> const& group)
    {
        std::set<std::string> expected;
        for (auto const& [login, u] : users_)
            if (u.groups.contains(group.text) && !u.deactivated) expected.insert(u.id);
        std::set<std::string> active;
        for (auto const& id : members(group))
            if (look(id).value().status != okta::user_status::deprovisioned) active.insert(id);
        BOOST_TEST(active == expected, boost::test_tools::per_element());
    }

    std::shared_ptr<std::chrono::milliseconds> now_ = std::make_shared<std::chrono::milliseconds>(0);
    std::mt19937_64 random_;
    sandbox::org org_;
    sandbox::faulty<sandbox::org> transport_;
    std::optional<okta::client> client_, sure_; // one meets the faults, the other does not
    std::vector<okta::id_of<okta::group>> groups_ = {};
    std::map<std::string, known_user> users_ = {};
    std::vector<named_user*> in_order_ = {};
    int hired_ = 0;
};

} // namespace

BOOST_AUTO_TEST_CASE(the_org_is_what_the_caller_was_told)
{
    auto const calls = static_cast<int>(setting("OKTA_CHAOS_ACTIONS", 100'000));
    auto const seed = setting("OKTA_CHAOS_SEED", 1);
    chaos c(seed);
    c.run(calls);
    c.compare();
    auto const& t = c.seen;
    std::cout << t.calls << " calls, " << c.injected() << " faults: " << t.good << " good, " << t.refused
              << " refused, " << t.not_happened << " surely without effect, " << t.unknown << " unknown, of which "
              << t.had_happened << " had happened (seed " << seed << ")" << std::endl;
    BOOST_TEST(c.injected() * 20 > static_cast<std::size_t>(calls)); // or this tests nothing
    BOOST_TEST(t.unknown * 2'000 > calls);
    BOOST_TEST(t.had_happened > 0);
    BOOST_TEST(t.had_happened < t.unknown);
}
