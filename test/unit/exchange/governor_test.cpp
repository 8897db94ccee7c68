#include "governor_support.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>

namespace governor_test {
namespace {

using namespace governor_support;

std::string refusal(okta::governor_options o)
{
    try {
        rate_governor g(o);
        return "taken";
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(governor_)

BOOST_AUTO_TEST_CASE(an_empty_one_admits_everything)
{
    okta::any_governor none;
    BOOST_TEST(!none);
    BOOST_TEST(!okta::any_governor(std::shared_ptr<rate_governor>()));
    auto t = bench::ticket(priority::bulk);
    for (int i = 0; i < 1000; ++i) BOOST_TEST(none.admit(t, {}).count() == 0);
    none.settle(t, {}, {});
    none.leave(t, {});
}

BOOST_AUTO_TEST_CASE(copies_share_the_governor)
{
    okta::governor_options one;
    one.most_parallel = 1;
    auto const shared = std::make_shared<rate_governor>(one);
    rate_governor copy = *shared;
    okta::any_governor by_pointer(shared);
    okta::any_governor by_value(copy);
    auto a = bench::ticket(priority::bulk), b = a;
    BOOST_TEST(bool(by_pointer));
    BOOST_TEST(by_pointer.admit(a, {}).count() == 0);
    BOOST_TEST(by_value.admit(b, {}).count() > 0);
    by_value.settle(a, {}, {});
    BOOST_TEST(copy.admit(b, {}).count() == 0);
}

BOOST_AUTO_TEST_CASE(options_out_of_bounds_are_named)
{
    okta::governor_options o;
    BOOST_TEST(refusal(o) == "taken");
    for (double const keep : {-0.1, 0.91, std::numeric_limits<double>::quiet_NaN()}) {
        o.keep_free = keep;
        BOOST_TEST(refusal(o).find("keep_free") == 0u);
    }
    o = {};
    o.most_parallel = 0;
    BOOST_TEST(refusal(o).find("most_parallel") == 0u);
    o = {};
    o.most_buckets = 1'000'000;
    BOOST_TEST(refusal(o).find("most_buckets") == 0u);
    o = {};
    o.most_waiting = 0;
    BOOST_TEST(refusal(o).find("most_waiting") == 0u);
}

BOOST_AUTO_TEST_CASE(an_unknown_bucket_is_held_back_by_parallelism_only)
{
    okta::governor_options o;
    o.most_parallel = 3;
    bench b(o);
    BOOST_TEST(b.admitted(10, priority::bulk) == 3u);
    b.settle(b.under_way.back());
    BOOST_TEST(b.admitted(10, priority::bulk) == 1u);
    BOOST_TEST(b.admitted(10, priority::bulk, "GET /api/v1/groups") == 0u); // all buckets together
}

BOOST_AUTO_TEST_CASE(interactive_calls_burst_until_nothing_is_left)
{
    bench b;
    BOOST_TEST(b.tell(600, 20, 40s));
    BOOST_TEST(b.admitted(100) == 20u); // none of which was answered: they are counted in
    auto t = b.ticket(priority::interactive);
    for (auto& u : b.under_way) b.settle(u, {600, 0, b.date() + 40s});
    BOOST_TEST(b.admit(t).count() == 40'000); // until the reset, in one wait
    b.now += 40s;
    BOOST_TEST(b.admit(t).count() == 0);
}

BOOST_AUTO_TEST_CASE(bulk_calls_are_spread_over_the_window)
{
    bench b;
    BOOST_TEST(b.tell(60, 50, 50s));
    auto const began = b.now;
    std::int64_t remaining = 50;
    for (int i = 0; i < 50; ++i) {
        auto t = b.ticket(priority::bulk);
        auto const wait = b.admit(t);
        BOOST_TEST((i == 0 ? wait == 0ms : wait > 800ms && wait < 1200ms), i << ": " << wait.count());
        b.now += wait;
        if (wait > 0ms) BOOST_TEST(b.admit(t).count() == 0); // asked again once
        b.settle(t, {60, --remaining, std::chrono::floor<std::chrono::seconds>(b.date() + (began + 50s - b.now))});
    }
    BOOST_TEST((b.now - began > 46s && b.now - began < 50s));
}

BOOST_AUTO_TEST_CASE(what_others_used_of_the_last_window_is_not_made_for)
{
    for (std::int64_t const remaining : {597, 60}) { // just before its end: nobody else, or nearly all
        bench b;
        BOOST_TEST(b.tell(600, 598, 60s));
        b.now += 50s;
        BOOST_TEST(b.tell(600, remaining, 10s));
        b.now += 10s;
        BOOST_TEST(b.tell(600, 599, 60s));
        auto first = b.ticket(priority::bulk), second = first;
        BOOST_TEST(b.admit(first).count() == 0);
        auto const wait = b.admit(second);
        BOOST_TEST((remaining == 60 ? wait > 500ms : wait < 110ms), wait.count());
    }
}

BOOST_AUTO_TEST_CASE(a_share_is_kept_free)
{
    okta::governor_options o;
    o.keep_free = 0.25;
    o.most_parallel = 1000;
    bench b(o);
    BOOST_TEST(b.tell(100, 99, 40s));
    BOOST_TEST(b.admitted(200) == 74u); // and the one that told
    b.now += 39s;
    BOOST_TEST(b.admitted(200) == 0u);
}

BOOST_AUTO_TEST_CASE(after_the_reset_one_request_finds_out)
{
    bench b;
    BOOST_TEST(b.tell(600, 0, 10s));
    b.now += 9s + 999ms;
    BOOST_TEST(b.admitted(10) == 0u);
    b.now += 1ms;
    BOOST_TEST(b.admitted(10) == 1u);
    b.now += 200ms;
    BOOST_TEST(b.admitted(10) == 0u);
    b.settle(b.under_way.back(), {600, 599, b.date() + 60s});
    BOOST_TEST(b.admitted(10) == 10u);
}

BOOST_AUTO_TEST_CASE(a_probe_that_gets_no_answer_is_followed_by_another)
{
    bench b;
    BOOST_TEST(b.tell(600, 0, 10s));
    b.now += 10s;
    BOOST_TEST(b.admitted(10) == 1u);
    b.now += 1s;
    BOOST_TEST(b.admitted(10) == 1u);
    b.settle(b.under_way.back(), 0);
    b.now += 1s;
    BOOST_TEST(b.admitted(10) == 1u);
    b.settle(b.under_way.back(), 200); // tells nothing: then nothing is known
    BOOST_TEST(b.admitted(10) == 10u);
}

BOOST_AUTO_TEST_CASE(a_429_ends_the_window)
{
    bench b;
    BOOST_TEST(b.tell(600, 300, 30s));
    BOOST_TEST(b.tell(600, 0, 30s, 429));
    auto t = b.ticket(priority::interactive);
    BOOST_TEST(b.admit(t).count() == 30'000);
}

BOOST_AUTO_TEST_CASE(a_429_that_tells_nothing_is_waited_for_longer_each_time)
{
    bench b;
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 12; ++i) {
        auto t = b.ticket(priority::interactive);
        auto const wait = b.admit(t);
        waits.push_back(wait / 1s);
        b.now += wait;
        if (wait > 0ms) BOOST_TEST(b.admit(t).count() == 0);
        b.governor.settle(t, {.status = 429}, b.now);
    }
    std::vector<std::int64_t> const doubled{0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256};
    BOOST_TEST(waits == doubled, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reset_that_comes_too_early_is_learned)
{
    bench b;
    BOOST_TEST(b.tell(600, 0, 10s));
    b.now += 10s;
    BOOST_TEST(b.tell(600, 0, 0s, 429)); // the window had not ended yet
    b.now += 1s;
    BOOST_TEST(b.tell(600, 0, 60s));
    b.now += 60s;
    BOOST_TEST(b.admitted(10) == 0u);
    b.now += 500ms;
    BOOST_TEST(b.admitted(10) == 1u);
}

BOOST_AUTO_TEST_CASE(buckets_do_not_know_of_each_other)
{
    bench b;
    BOOST_TEST(b.tell(600, 0, 30s));
    BOOST_TEST(b.tell(100, 7, 30s, 200, "GET /api/v1/groups"));
    BOOST_TEST(b.admitted(10) == 0u);
    BOOST_TEST(b.admitted(10, priority::interactive, "GET /api/v1/groups") == 7u);
    BOOST_TEST(b.admitted(10, priority::interactive, "GET /api/v1/apps") == 10u);
}

BOOST_AUTO_TEST_CASE(answers_out_of_order_do_not_raise_what_remains)
{
    bench b;
    BOOST_TEST(b.admitted(3) == 3u);
    b.settle(b.under_way[2], {600, 4, b.date() + 30s});
    b.settle(b.under_way[0], {600, 6, b.date() + 30s});
    b.settle(b.under_way[1], {600, 5, b.date() + 31s}); // rounded otherwise
    b.under_way.clear();
    BOOST_TEST(b.admitted(10) == 4u);
}

BOOST_AUTO_TEST_CASE(an_answer_of_the_last_window_does_not_end_the_new_one)
{
    bench b;
    BOOST_TEST(b.admitted(2) == 2u);
    b.settle(b.under_way[0], {600, 1, b.date() + 1s});
    b.now += 2s;
    BOOST_TEST(b.tell(600, 599, 60s));
    b.settle(b.under_way[1], {600, 0, b.date() - 1s}, 429);
    BOOST_TEST(b.admitted(10) == 10u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace governor_test
