#include "../fakes.hpp"
#include "played_call.hpp"

#include <okta/actions/users.hpp>

#include <boost/test/unit_test.hpp>

// milliseconds::max() for "never", which no clock's time can be added to.

namespace endless_durations_test {
namespace {

using namespace okta::test;

constexpr auto never = std::chrono::milliseconds::max();

/// Tells everybody to wait so long, but for the first ones.
struct slow_governor
{
    std::chrono::milliseconds wait;
    int let_go = 0;

    std::chrono::milliseconds admit(okta::governor_ticket&, std::chrono::steady_clock::time_point)
    {
        return let_go-- > 0 ? 0ms : wait;
    }
    void settle(okta::governor_ticket&, okta::response_facts const&, std::chrono::steady_clock::time_point) const {}
    void leave(okta::governor_ticket&, std::chrono::steady_clock::time_point) const {}
};

} // namespace

BOOST_AUTO_TEST_SUITE(endless_durations)

BOOST_AUTO_TEST_CASE(repetitions_are_not_bounded_by_them)
{
    played_call call({.retry = {.max_elapsed = never}});
    call.now += 1h;
    call.until_sent();
    BOOST_TEST(call.respond(answer(503)) == "wait");
    BOOST_TEST(call.again() == "send");
}

BOOST_AUTO_TEST_CASE(nor_is_a_call_or_its_attempt)
{
    played_call call({.call_timeout = never});
    call.now += 1h;
    BOOST_TEST(call.start() == "authorise");
    BOOST_TEST(call.authorise() == "send");
    BOOST_TEST(call.machine->outgoing(true).timeout.count() == 0); // the transport's own
    BOOST_TEST(call.respond(answer(503)) == "wait");
    BOOST_TEST(call.again() == "send");
    played_call own({.call_timeout = 5s}, reading, {.timeout = never});
    own.until_sent();
    BOOST_TEST(own.machine->outgoing(false).timeout.count() == 5'000);
}

BOOST_AUTO_TEST_CASE(a_governor_that_says_never_ends_the_call)
{
    played_call call({.governor = slow_governor{never}});
    BOOST_TEST(call.start() == "done");
}

BOOST_AUTO_TEST_CASE(who_would_wait_in_line_for_too_long_is_told_which_bound_it_was)
{
    auto const why = [](okta::detail::exchange_policy policy) {
        played_call call(std::move(policy));
        auto next = call.until_sent();
        if (next == "send") next = call.respond(answer(503));
        if (next == "wait") next = call.wait();
        auto const o = call.machine->take_outcome();
        auto const text = o.failure ? o.failure->summary : o.given_up;
        auto const at = text.find("at the earliest, ");
        return next == "done" && at != text.npos ? text.substr(at + 17) : next + ": " + text;
    };
    auto const hour = "an hour or more after the call began, which is too long";
    auto const deadline = "after the call's deadline", elapsed = "after retry_options::max_elapsed";
    BOOST_TEST(why({.governor = slow_governor{never}}) == hour);
    BOOST_TEST(why({.governor = slow_governor{1h}}) == hour);
    BOOST_TEST(why({.call_timeout = 2h, .governor = slow_governor{3h}}) == hour);
    BOOST_TEST(why({.call_timeout = 10s, .governor = slow_governor{3h}}) == deadline);
    BOOST_TEST(why({.call_timeout = 10s, .governor = slow_governor{10s}}) == deadline);
    BOOST_TEST(why({.governor = slow_governor{2h, 1}}) == elapsed);
    BOOST_TEST(why({.retry = {.max_elapsed = 0ms}, .governor = slow_governor{2h, 1}}) == hour);
    BOOST_TEST(why({.call_timeout = 10s, .governor = slow_governor{2h, 1}}) == deadline);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_client_may_be_given_them, Way, ways)
{
    auto const s = std::make_shared<script>(std::initializer_list<okta::transport_result>{
        okta::test::answer(503, ""), okta::test::answer(200, R"({"id":"00u1"})")});
    Way way(s);
    simulated_time time;
    *time.milliseconds = 1'000;
    okta::client client(
        org, okta::api_token{"x"}, way.transport,
        {.timeout = never, .call_timeout = never, .retry = {.max_elapsed = never}, .clock = time.clock()});
    auto const r = way.call(client, okta::get_user{.id = "me"});
    BOOST_TEST(r.has_value());
    BOOST_TEST(s->seen().size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace endless_durations_test
