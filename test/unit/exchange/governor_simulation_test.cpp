#include "governor_simulation.hpp"

#include <okta/exchange/rate_governor.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdio>

namespace {

using namespace governor_simulation;
using okta::any_governor;
using okta::rate_governor;

/// The worst of several seeds, in each respect.
figures worst(setting s, simulation::make_governor const& make)
{
    figures w{1, 0, 1, 0};
    for (s.seed = 1; s.seed <= 5; ++s.seed) {
        auto const f = simulation(s, make).run();
        w = {std::min(w.throughput, f.throughput), std::max(w.refused, f.refused), std::min(w.lowest, f.lowest),
             std::max(w.asked, f.asked)};
    }
    return w;
}

void print(char const* name, figures const& f)
{
    std::printf("%-28s %7.2f %% %8.2f %% %10.1f %% %8.2f\n", name, f.throughput * 100, f.refused * 100,
                f.lowest * 100, f.asked);
}

any_governor governed() { return rate_governor(); }
any_governor naive() { return {}; }

} // namespace

BOOST_AUTO_TEST_SUITE(governor_simulation_)

BOOST_AUTO_TEST_CASE(eight_clients)
{
    std::printf("%-28s %9s %10s %12s %8s\n", "8 clients, 30 min, worst of 5", "of limit", "429", "lowest share", "asked");
    setting o; o.one_process = true;
    print("one governor", worst(o, governed));
    print("a governor each", worst({}, governed));
    print("after 429 only", worst({}, naive));
    for (std::size_t n : {1, 2, 3, 20}) { setting s; s.clients = n; print(std::to_string(n).c_str(), worst(s, governed)); }
    setting s; s.priority = okta::priority::interactive;
    print("interactive apart", worst(s, governed));
    s.one_process = true;
    print("interactive shared", worst(s, governed));
}

BOOST_AUTO_TEST_SUITE_END()
