#include "../fakes.hpp"

#include <okta/sandbox/faults.hpp>

#include <boost/test/unit_test.hpp>

#include <limits>

// Which requests a fault hits.

namespace fault_rules_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
namespace sandbox = okta::sandbox;
using sandbox::fault;

struct client_side
{
    explicit client_side(std::uint64_t seed = 7)
        : transport(blocking_fake{scripted(answer(200, "{}"))}, {.seed = seed, .sleep = [](auto) {}})
    {
    }

    /// The requests that went wrong, in order: x or a dot.
    std::string pattern(int requests, okta::http_request const& request = {.target = "/api/v1/users"})
    {
        std::string text;
        for (int i = 0; i < requests; ++i) {
            auto const r = transport.send(request);
            text += r.has_error() || r->status != 200 ? 'x' : '.';
        }
        return text;
    }

    sandbox::faulty<blocking_fake> transport;
};

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_fault_rules)

BOOST_AUTO_TEST_CASE(predicates_choose)
{
    auto const holds = [](sandbox::request_predicate const& p, okta::method m, std::string target) {
        return p({.method = m, .target = std::move(target)});
    };
    using enum okta::method;
    auto const users = sandbox::on("POST", "/api/v1/users");
    for (auto const* target : {"/api/v1/users", "/api/v1/users?activate=true", "/api/v1/users/00u1/lifecycle"})
        BOOST_TEST((holds(users, post, target) && !holds(users, get, target)));
    for (auto const* target : {"/api/v1/usersets", "/api/v1/user", "/", "/x/api/v1/users"})
        BOOST_TEST(!holds(users, post, target));
    BOOST_TEST((holds(sandbox::on("*", "/"), del, "/api/v1/users") && holds(sandbox::on("*", "/a/"), put, "/a")));
    BOOST_CHECK_THROW((void)sandbox::on("post", "/"), std::invalid_argument);
    BOOST_CHECK_THROW((void)sandbox::on("GET", "api"), std::invalid_argument);
    BOOST_CHECK_THROW((void)sandbox::nth(0), std::invalid_argument);

    auto const pattern = [](sandbox::fault_rule rule) {
        client_side b;
        b.transport.inject(fault::server_error, std::move(rule));
        return b.pattern(6);
    };
    BOOST_TEST(pattern({.when = sandbox::nth(3)}) == "..x...");
    BOOST_TEST(pattern({.when = sandbox::first(2)}) == "xx....");
    BOOST_TEST(pattern({.times = 4}) == "xxxx..");
    BOOST_TEST(pattern({.times = 0}) == "......");
    BOOST_TEST(pattern({.when = [n = 0](auto const&) mutable { return ++n % 2 == 0; }, .times = 2}) == ".x.x..");
    BOOST_TEST(pattern({.when = sandbox::nth(2, sandbox::on("GET", "/api/v1/users"))}) == ".x....");
    BOOST_TEST(pattern({.when = sandbox::first(2, sandbox::on("PUT", "/"))}) == "......");
}

BOOST_AUTO_TEST_CASE(the_first_rule_that_applies_wins)
{
    client_side b;
    b.transport.inject(fault::connection_reset, {.when = sandbox::nth(2)});
    b.transport.inject(fault::html_page, {.when = sandbox::nth(2)}); // asked at every request: it counted to 2 as well
    b.transport.inject(fault::server_error, {.when = sandbox::first(2), .status = 503});
    BOOST_TEST(b.transport.send({})->status == 503);
    BOOST_TEST(b.transport.send({}).has_error());
    BOOST_TEST(b.transport.send({})->status == 200);
    BOOST_TEST((b.transport.injected(fault::connection_reset) == 1 && b.transport.injected(fault::html_page) == 0));
    BOOST_TEST((b.transport.injected(fault::server_error) == 1 && b.transport.injected() == 2));
}

BOOST_AUTO_TEST_CASE(chance_follows_the_seed)
{
    auto const pattern = [](std::uint64_t seed, bool rule_behind, bool others_between) {
        client_side b(seed);
        auto const users = sandbox::on("GET", "/api/v1/users");
        b.transport.inject(fault::server_error, {.when = users, .probability = 0.25});
        if (rule_behind) b.transport.inject(fault::latency, {.probability = 0.5, .delay = 1ms});
        std::string text;
        for (int i = 0; i < 400; ++i) {
            text += b.pattern(1);
            if (others_between) (void)b.pattern(1, {.target = "/api/v1/groups"});
        }
        return text;
    };
    auto const seven = pattern(7, false, false);
    BOOST_TEST(seven == pattern(7, false, false));
    BOOST_TEST(seven == pattern(7, true, true)); // a rule's luck is its own
    BOOST_TEST(seven != pattern(8, false, false));
    auto const hit = std::ranges::count(seven, 'x');
    BOOST_TEST((hit > 60 && hit < 140));

    client_side never, always, again;
    never.transport.inject(fault::server_error, {.probability = 0});
    always.transport.inject(fault::garbage, {.probability = 1});
    again.transport.inject(fault::garbage);
    BOOST_TEST(never.pattern(100).find('x') == std::string::npos);
    auto const one = always.transport.send({})->body, two = always.transport.send({})->body;
    BOOST_TEST((one != two && one == again.transport.send({})->body));
}

BOOST_AUTO_TEST_CASE(a_rule_out_of_bounds_is_named)
{
    client_side b;
    auto const message = [&](fault kind, sandbox::fault_rule rule) -> std::string {
        try {
            b.transport.inject(kind, std::move(rule));
        } catch (std::invalid_argument const& e) {
            return e.what();
        }
        return "(accepted)";
    };
    BOOST_TEST(message(fault::latency, {}) == "okta::sandbox::faulty: latency: it needs a delay: {.delay = 200ms}");
    auto const names = [&](std::string_view word, fault kind, sandbox::fault_rule rule) {
        auto const m = message(kind, std::move(rule));
        BOOST_TEST(m.find(word) != std::string::npos, m);
    };
    names("probability", fault::garbage, {.probability = 1.5});
    names("probability", fault::garbage, {.probability = std::numeric_limits<double>::quiet_NaN()});
    names("delay", fault::garbage, {.delay = -1ms});
    names("delay", fault::latency, {.delay = 2h});
    names("limit", fault::rate_limit, {.limit = 0});
    names("reset_in", fault::rate_limit, {.reset_in = 25h});
    names("status", fault::server_error, {.status = 404});
    names("status", fault::lost_answer, {.status = 503});
    names("no such fault", static_cast<fault>(99), {});
    BOOST_TEST(b.pattern(1) == "."); // none was taken
    BOOST_TEST((to_string(fault::garbage) == "garbage" && to_string(fault::lost_answer) == "lost_answer"));
}

BOOST_AUTO_TEST_CASE(threads_may_send_and_inject_at_once)
{
    auto const server = scripted(answer(200, "{}"));
    std::atomic<int> wrong = 0;
    auto const work = [&](sandbox::faulty<blocking_fake> transport) {
        for (int i = 0; i < 100; ++i) {
            auto const r = transport.send({});
            wrong += r.has_error() || r->status != 200;
            if (i % 10 == 0) transport.inject(fault::latency, {.delay = 1ms, .limit = 1 + i});
        }
    };
    auto quiet = sandbox::faulty{blocking_fake{server}, {.sleep = [](auto) {}}};
    quiet.inject(fault::server_error, {.times = 100});
    quiet.inject(fault::connection_reset, {.when = sandbox::first(150)}); // of which the rule above takes 100
    std::thread threads[] = {std::thread(work, quiet), std::thread(work, quiet), std::thread(work, quiet)};
    for (auto& t : threads) t.join();
    BOOST_TEST((wrong == 150 && quiet.injected(fault::server_error) == 100));
    BOOST_TEST(quiet.injected(fault::connection_reset) == 50u);
    BOOST_TEST(server->seen().size() == 150u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace fault_rules_test
