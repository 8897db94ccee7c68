#include "governor_support.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace governor_turns_test {
namespace {

using namespace governor_support;

/// Asks for all of them whenever they were told to, for so long; the clients in the order in which they went.
std::string order_of(bench& b, std::vector<governor_ticket>& tickets, milliseconds length, bool settle = true)
{
    struct asking
    {
        governor_ticket* ticket;
        std::chrono::steady_clock::time_point at;
    };
    std::vector<asking> queue;
    for (auto& t : tickets) queue.push_back({&t, b.now});
    std::string order;
    auto const end = b.now + length;
    while (!queue.empty()) {
        auto const next = std::min_element(queue.begin(), queue.end(), [](auto& x, auto& y) { return x.at < y.at; });
        if (next->at > end) break;
        b.now = next->at;
        if (auto const wait = b.admit(*next->ticket); wait > 0ms) {
            next->at = b.now + wait;
            continue;
        }
        order += char('a' + next->ticket->client);
        if (settle) b.settle(*next->ticket);
        queue.erase(next);
    }
    return order;
}

okta::governor_options at_most(std::size_t parallel)
{
    okta::governor_options o;
    o.most_parallel = parallel;
    return o;
}

std::vector<governor_ticket> several(std::size_t n, priority p, std::uint64_t client)
{
    return std::vector<governor_ticket>(n, bench::ticket(p, client));
}

void append(std::vector<governor_ticket>& to, std::vector<governor_ticket> const& more)
{
    to.insert(to.end(), more.begin(), more.end());
}

} // namespace

BOOST_AUTO_TEST_SUITE(governor_turns)

BOOST_AUTO_TEST_CASE(clients_take_turns)
{
    bench b;
    BOOST_TEST(b.tell(60, 60, 60s));
    auto tickets = several(6, priority::bulk, 0);
    append(tickets, several(2, priority::bulk, 1));
    append(tickets, several(3, priority::bulk, 2));
    BOOST_TEST(order_of(b, tickets, 40s) == "aabcabcacaa"); // the first went before there was anybody else
}

BOOST_AUTO_TEST_CASE(the_calls_of_a_client_go_first_come_first_served)
{
    bench b;
    BOOST_TEST(b.tell(60, 60, 60s));
    auto tickets = several(8, priority::bulk, 0);
    std::vector<std::size_t> order;
    std::vector<std::chrono::steady_clock::time_point> at(tickets.size(), b.now);
    while (order.size() < tickets.size()) {
        auto const i = std::size_t(std::min_element(at.begin(), at.end()) - at.begin());
        b.now = at[i];
        auto const wait = b.admit(tickets[i]);
        at[i] = wait > 0ms ? b.now + wait : std::chrono::steady_clock::time_point::max();
        if (wait == 0ms) order.push_back(i);
    }
    BOOST_TEST(std::is_sorted(order.begin(), order.end()));
}

BOOST_AUTO_TEST_CASE(interactive_calls_go_first_when_requests_are_limited)
{
    bench b(at_most(1));
    BOOST_TEST(b.admitted(2) == 1u);
    auto bulk = b.ticket(priority::bulk), interactive = b.ticket(priority::interactive);
    auto const bulk_wait = b.admit(bulk);
    BOOST_TEST(bulk_wait.count() > 0);
    b.now += 5ms;
    BOOST_TEST(b.admit(interactive).count() > 0);
    b.settle(b.under_way.front());
    b.now += std::max(bulk_wait, 5ms);
    BOOST_TEST(b.admit(bulk).count() > 0); // though it asks first
    BOOST_TEST(b.admit(interactive).count() == 0);
}

BOOST_AUTO_TEST_CASE(bulk_calls_are_not_starved_when_requests_are_limited)
{
    bench b(at_most(1));
    auto bulk = b.ticket(priority::bulk, 1);
    auto interactive = std::vector<governor_ticket>(2, b.ticket(priority::interactive));
    BOOST_TEST(b.admit(interactive[0]).count() == 0);
    std::size_t before_bulk = 0;
    for (int i = 0; i < 100; ++i) { // each of the two interactive callers always has a request under way or waits
        BOOST_TEST_REQUIRE(b.admit(interactive[1]).count() > 0);
        if (b.admit(bulk) == 0ms) break;
        b.now += 100ms;
        b.settle(interactive[0]);
        if (b.admit(interactive[1]) > 0ms) {
            if (b.admit(bulk) == 0ms) break;
        } else ++before_bulk;
        std::swap(interactive[0], interactive[1]);
    }
    BOOST_TEST(before_bulk >= 1u);
    BOOST_TEST(before_bulk <= 4u);
    BOOST_TEST(b.governor.admit(bulk, b.now).count() == 0); // it has leave
}

BOOST_AUTO_TEST_CASE(interactive_calls_leave_a_fifth_to_bulk_calls_that_wait)
{
    bench b(at_most(1000));
    BOOST_TEST(b.tell(100, 100, 60s));
    auto bulk = several(2, priority::bulk, 1);
    BOOST_TEST(b.admit(bulk[0]).count() == 0);
    BOOST_TEST(b.admit(bulk[1]).count() > 0);
    auto const burst = b.admitted(200);
    BOOST_TEST(burst >= 77u);
    BOOST_TEST(burst <= 80u);
    b.now += 30s; // the share of the time that has passed is theirs again
    BOOST_TEST(b.admit(bulk[1]).count() == 0);
    BOOST_TEST(b.admitted(200) == 19u); // nobody waits any more
}

BOOST_AUTO_TEST_CASE(an_interactive_call_is_the_one_that_finds_out)
{
    bench b;
    BOOST_TEST(b.tell(600, 0, 10s));
    auto bulk = b.ticket(priority::bulk), interactive = b.ticket(priority::interactive);
    BOOST_TEST(b.admit(bulk).count() == 10'000);
    BOOST_TEST(b.admit(interactive).count() == 10'000);
    b.now += 10s;
    BOOST_TEST(b.admit(bulk).count() > 0);
    BOOST_TEST(b.admit(interactive).count() == 0);
}

BOOST_AUTO_TEST_CASE(who_does_not_come_back_holds_up_nobody)
{
    bench b;
    BOOST_TEST(b.tell(600, 0, 10s));
    auto lost = several(50, priority::bulk, 1);
    append(lost, several(50, priority::interactive, 2));
    for (auto& t : lost) BOOST_TEST(b.admit(t).count() > 0);
    std::vector<governor_ticket> tickets{b.ticket(priority::bulk, 3), b.ticket(priority::interactive, 4)};
    BOOST_TEST(order_of(b, tickets, 25s).size() == 2u);
}

BOOST_AUTO_TEST_CASE(who_comes_late_has_kept_its_place)
{
    bench b;
    BOOST_TEST(b.tell(60, 30, 60s)); // one every two seconds
    auto first = b.ticket(priority::bulk), late = first, last = first;
    BOOST_TEST(b.admit(first).count() == 0);
    auto const wait = b.admit(late);
    BOOST_TEST(b.admit(last).count() > 0);
    b.now += wait + 1s;
    BOOST_TEST(b.admit(last).count() == 0); // instead of the late one
    auto other = b.ticket(priority::bulk);
    BOOST_TEST(b.admit(other).count() > 0);
    auto const again = b.admit(late);
    BOOST_TEST(again.count() > 0);
    b.now += again;
    BOOST_TEST(b.admit(other).count() > 0);
    BOOST_TEST(b.admit(late).count() == 0);
}

BOOST_AUTO_TEST_CASE(who_leaves_makes_room)
{
    bench b;
    BOOST_TEST(b.tell(60, 30, 60s));
    auto first = b.ticket(priority::bulk), second = first, third = first;
    BOOST_TEST(b.admit(first).count() == 0);
    auto const wait = b.admit(second);
    BOOST_TEST((b.admit(third) > wait + wait / 2));
    b.governor.leave(second, b.now);
    BOOST_TEST(second.place == 0u);
    b.governor.leave(second, b.now);
    BOOST_TEST((b.admit(third) <= wait));
}

BOOST_AUTO_TEST_CASE(leave_is_given_and_settled_once)
{
    bench b(at_most(2));
    auto t = b.ticket(priority::bulk);
    for (int i = 0; i < 5; ++i) BOOST_TEST(b.admit(t).count() == 0);
    b.governor.leave(t, b.now); // it does not wait
    BOOST_TEST(b.admitted(5) == 1u);
    for (int i = 0; i < 5; ++i) b.settle(t);
    BOOST_TEST(b.admitted(5) == 1u);
    auto stranger = b.ticket(priority::bulk);
    b.settle(stranger);
    BOOST_TEST(b.admitted(5) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace governor_turns_test
