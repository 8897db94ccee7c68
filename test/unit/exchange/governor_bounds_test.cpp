#include "governor_support.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <limits>
#include <random>
#include <string>

namespace governor_bounds_test {
namespace {

using namespace governor_support;

constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto most = std::numeric_limits<std::int64_t>::max();

std::chrono::sys_seconds at(std::int64_t seconds) { return std::chrono::sys_seconds(std::chrono::seconds(seconds)); }

/// Sane answers, ten seconds apart, until the bucket is as it should be: 0 when it never is.
int answers_until_sane(bench& b)
{
    for (int i = 1; i <= 100; ++i) {
        b.now += 10s;
        auto t = b.ticket(priority::interactive);
        if (b.admit(t) > 0ms) {
            b.governor.leave(t, b.now);
            continue;
        }
        b.settle(t, {600, 300, b.date() + 60s});
        b.under_way.clear();
        auto const n = b.admitted(20);
        for (auto& u : b.under_way) b.settle(u, {600, 300, b.date() + 60s});
        if (n == 20) return i;
    }
    return 0;
}

} // namespace

BOOST_AUTO_TEST_SUITE(governor_bounds)

BOOST_AUTO_TEST_CASE(absurd_headers_do_no_harm)
{
    std::array const values{least, least / 1000, std::int64_t(-1), std::int64_t(0), std::int64_t(1), most / 1000, most};
    for (auto const limit : values)
        for (auto const remaining : values)
            for (auto const reset : values)
                for (auto const date : values)
                    for (int const status : {200, 429}) {
                        bench b;
                        auto t = b.ticket(priority::bulk);
                        BOOST_TEST_REQUIRE(b.admit(t).count() == 0);
                        b.governor.settle(t,
                                          {.status = status,
                                           .rate_limit = okta::rate_limit{limit, remaining, at(reset)},
                                           .date = at(date)},
                                          b.now);
                        for (auto const p : {priority::bulk, priority::interactive}) {
                            auto next = b.ticket(p);
                            auto const wait = b.admit(next);
                            BOOST_TEST_REQUIRE((wait >= 0ms && wait <= 5min));
                            b.settle(next, 0);
                            b.governor.leave(next, b.now);
                        }
                        BOOST_TEST_REQUIRE(answers_until_sane(b) > 0,
                                           limit << ' ' << remaining << ' ' << reset << ' ' << date << ' ' << status);
                    }
}

BOOST_AUTO_TEST_CASE(one_absurd_date_among_many_answers_is_overcome)
{
    bench b;
    BOOST_TEST(b.tell(600, 300, 60s));
    auto t = b.ticket(priority::interactive);
    BOOST_TEST(b.admit(t).count() == 0);
    b.governor.settle(t, {.status = 200, .date = b.date() + 3600s}, b.now);
    BOOST_TEST(b.tell(600, 0, 60s));
    BOOST_TEST(b.admit(t).count() >= 58'000); // two seconds less, at most
    b.governor.leave(t, b.now);
}

BOOST_AUTO_TEST_CASE(whatever_happens_waits_are_short_and_requests_are_few)
{
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        std::mt19937_64 random(seed);
        okta::governor_options o;
        o.most_parallel = 1 + random() % 20;
        o.most_buckets = 1 + random() % 4;
        o.most_waiting = 1 + random() % 4;
        o.keep_free = double(random() % 10) / 10;
        bench b(o);
        std::array<std::string, 6> const names{"a", "b", "c", "d", "e", "f"};
        std::vector<governor_ticket> tickets(60);
        for (auto& t : tickets) t = b.ticket(random() % 2 ? priority::bulk : priority::interactive, random() % 5);
        auto const any = [&]() -> std::int64_t {
            return random() % 3 ? std::int64_t(random() % 700) : std::int64_t(random());
        };
        std::vector<bool> under_way(tickets.size());
        for (int i = 0; i < 5000; ++i) {
            b.now += std::chrono::microseconds(random() % 1'000'000);
            auto const n = random() % tickets.size();
            auto& t = tickets[n];
            if (under_way[n]) {
                okta::response_facts f{.status = std::array{0, 200, 429, 503}[random() % 4]};
                if (random() % 4)
                    f.rate_limit = {any(), any(),
                                    random() % 3 ? b.date() + at(any()).time_since_epoch() % 1000 : at(any())};
                if (random() % 4) f.date = random() % 4 ? b.date() : at(any());
                b.governor.settle(t, f, b.now);
                under_way[n] = false;
                t.bucket = names[random() % names.size()];
            } else if (random() % 10 == 0) b.governor.leave(t, b.now);
            else {
                auto const wait = b.admit(t);
                BOOST_TEST_REQUIRE((wait >= 0ms && wait <= 5min));
                under_way[n] = wait == 0ms;
            }
            BOOST_TEST_REQUIRE(std::size_t(std::count(under_way.begin(), under_way.end(), true)) <= o.most_parallel);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_concurrency_limit_lowers_the_requests_under_way)
{
    bench b;
    BOOST_TEST(b.admitted(100) == 64u);
    auto const far = b.date() + 114s;
    b.now += 1ms;
    for (int i = 0; i < 4; ++i) b.settle(b.under_way[std::size_t(60 + i)], {0, 0, far}, 429);
    for (int i = 0; i < 60; ++i) b.settle(b.under_way[std::size_t(i)], {600, 500, b.date() + 60s});
    b.under_way.clear();
    BOOST_TEST(b.admitted(100) == 0u);
    b.now += 100ms;                     // a breath, not until that reset
    BOOST_TEST(b.admitted(100) == 48u); // three quarters, once
    int successes = 0;
    while (b.under_way.size() < 64 && successes < 100'000) { // as many as may be are under way all the time
        b.settle(b.under_way.back(), {10'000'000, 9'000'000, b.date() + 60s});
        b.under_way.pop_back();
        ++successes;
        b.admitted(64 - b.under_way.size());
    }
    BOOST_TEST(b.under_way.size() == 64u);
    BOOST_TEST(successes > 1'000); // a sixteenth of a request at a time would be refused again soon
}

BOOST_AUTO_TEST_CASE(one_request_at_a_time_is_always_sent)
{
    bench b;
    for (int i = 0; i < 50; ++i) {
        auto t = b.ticket(priority::bulk);
        auto const wait = b.admit(t);
        BOOST_TEST((wait <= 3200ms));
        b.now += wait;
        if (wait > 0ms) BOOST_TEST(b.admit(t).count() == 0);
        b.settle(t, {0, 0, b.date() + 114s}, 429);
    }
}

BOOST_AUTO_TEST_CASE(the_number_of_buckets_is_bounded)
{
    okta::governor_options o;
    o.most_buckets = 2;
    bench b(o);
    BOOST_TEST(b.tell(600, 0, 30s, 200, "a"));
    BOOST_TEST(b.tell(600, 0, 30s, 200, "b"));
    BOOST_TEST(!b.tell(600, 0, 30s, 200, "a"));
    b.now += 1ms;
    BOOST_TEST(b.admitted(1, priority::interactive, "c") == 1u); // instead of the one that was used longest ago
    BOOST_TEST(b.admitted(1, priority::interactive, "d") == 1u);
    BOOST_TEST(b.admitted(1, priority::interactive, "e") == 1u); // c and d are in use: not accounted for
    for (auto& t : b.under_way) b.settle(t, {600, 0, b.date() + 30s});
    BOOST_TEST(b.admitted(1, priority::interactive, "c") == 0u);
    BOOST_TEST(b.admitted(1, priority::interactive, "d") == 0u);
    BOOST_TEST(b.admitted(1, priority::interactive, "e") == 1u);
}

BOOST_AUTO_TEST_CASE(the_number_of_tickets_in_line_is_bounded)
{
    okta::governor_options o;
    o.most_waiting = 10;
    bench b(o);
    BOOST_TEST(b.tell(600, 0, 30s));
    std::vector<governor_ticket> tickets(30, b.ticket(priority::bulk));
    for (auto& t : tickets) BOOST_TEST(b.admit(t).count() >= 30'000);
    for (std::size_t i = 0; i < tickets.size(); ++i) BOOST_TEST((tickets[i].place != 0) == (i < 10));
    b.now += 60s; // nobody came
    BOOST_TEST(b.admit(tickets[20]).count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace governor_bounds_test
