#include "governor_simulation.hpp"

#include <okta/exchange/rate_governor.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdio>

namespace governor_simulation_test {
namespace {

using namespace governor_simulation;
using okta::any_governor;
using okta::rate_governor;

void heading(char const* what)
{
    std::printf("%-30s %12s %10s %12s %8s\n", what, "of possible", "429", "lowest share", "asked");
}

/// The worst of several seeds, in each respect.
figures worst(std::string const& name, setting s, simulation::make_governor const& make, std::uint32_t seeds = 1)
{
    figures w{1, 0, 1, 0};
    for (s.seed = 1; s.seed <= seeds; ++s.seed) {
        auto const f = simulation(s, make).run();
        w = {std::min(w.throughput, f.throughput), std::max(w.refused, f.refused), std::min(w.lowest, f.lowest),
             std::max(w.asked, f.asked)};
    }
    std::printf("%-30s %10.2f %% %8.2f %% %10.1f %% %8.2f\n", name.c_str(), w.throughput * 100, w.refused * 100,
                w.lowest * 100, w.asked);
    return w;
}

any_governor governed() { return rate_governor(); }
any_governor naive() { return {}; }

} // namespace

BOOST_AUTO_TEST_SUITE(governor_simulation_)

BOOST_AUTO_TEST_CASE(clients_use_a_limit_up_without_being_refused)
{
    heading("600 requests/min, bulk");
    setting together;
    together.one_process = true;
    auto const one = worst("8 clients, one governor", together, governed, 3);
    auto const each = worst("8 clients, a governor each", {}, governed, 3);
    auto const retry = worst("8 clients, wait after a 429", {}, naive, 3);
    for (auto const& f : {one, each}) {
        BOOST_TEST(f.throughput > 0.97);
        BOOST_TEST(f.refused < 0.005);
        BOOST_TEST(f.lowest > 0.8);
        BOOST_TEST(f.refused * 10 < retry.refused);
    }
    BOOST_TEST(one.asked < 2.5); // once to be told when, and once then
}

BOOST_AUTO_TEST_CASE(whatever_their_number)
{
    heading("600 requests/min, bulk");
    for (std::size_t const n : {1u, 2u, 20u}) {
        setting s;
        s.clients = n;
        s.length = 10min;
        auto const f = worst(std::to_string(n) + " clients, a governor each", s, governed);
        BOOST_TEST(f.throughput > 0.97);
        BOOST_TEST(f.refused < 0.005);
        BOOST_TEST(f.lowest > 0.8);
    }
}

BOOST_AUTO_TEST_CASE(bursts_of_interactive_calls_stop_at_the_limit)
{
    heading("600 requests/min, interactive");
    setting s;
    s.priority = okta::priority::interactive;
    s.length = 10min;
    auto const retry = worst("8 clients, wait after a 429", s, naive);
    for (bool const together : {true, false}) {
        s.one_process = together;
        auto const f = worst(together ? "8 clients, one governor" : "8 clients, a governor each", s, governed);
        BOOST_TEST(f.throughput > 0.97);
        BOOST_TEST(f.refused < 0.005);
        BOOST_TEST(f.lowest > 0.8);
        BOOST_TEST(f.refused * 10 < retry.refused);
    }
}

BOOST_AUTO_TEST_CASE(resets_that_are_told_a_second_too_early_are_learned)
{
    heading("reset rounded down, bulk");
    setting s;
    s.reset_early = 1s;
    s.length = 10min;
    for (bool const together : {true, false}) {
        s.one_process = together;
        auto const f = worst(together ? "8 clients, one governor" : "8 clients, a governor each", s, governed);
        BOOST_TEST(f.throughput > 0.97);
        BOOST_TEST(f.refused < 0.005);
    }
}

BOOST_AUTO_TEST_CASE(a_limit_of_requests_at_a_time_is_found)
{
    setting s;
    s.limits.per_window = 1'000'000; // no other limit
    s.limits.concurrent = 35;
    s.limits.service_time = 400ms;
    s.possible = 35 * 60 / 0.4;
    s.shortest_trip = 450ms;
    s.longest_trip = 600ms;
    s.callers = 12;
    s.length = 3min;
    heading("35 at a time, 96 callers");
    worst("8 clients, wait after a 429", s, naive);
    s.one_process = true;
    auto const one = worst("8 clients, one governor", s, governed);
    s.one_process = false;
    auto const each = worst("8 clients, a governor each", s, governed);
    for (auto const& f : {one, each}) {
        BOOST_TEST(f.throughput > 0.6);
        BOOST_TEST(f.refused < 0.03);
        BOOST_TEST(f.lowest > 0.5);
    }
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace governor_simulation_test
