#ifndef OKTA_TEST_BENCH_TURNS_HPP
#define OKTA_TEST_BENCH_TURNS_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <ctime>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace okta::bench {

/// Of the processor, so that other programs disturb less.
inline double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// The medians of the seconds that one run of each takes, measured in turns: what the machine does meanwhile meets all.
template <class... F>
auto in_turns(F&&... f)
{
    constexpr double about = 0.02; // seconds per measurement
    constexpr std::size_t turns = 11;
    std::array<std::array<double, turns>, sizeof...(F)> times;
    auto const measure = [&](double& into, auto& run) {
        auto const start = seconds();
        int runs = 0;
        do // several, since the clock has its price as well
            for (int i = 0; i < 8; ++i, ++runs) run();
        while (seconds() - start < about);
        into = (seconds() - start) / runs;
    };
    for (std::size_t turn = 0; turn < turns; ++turn) {
        std::size_t which = 0;
        (measure(times[which++][turn], f), ...);
    }
    std::array<double, sizeof...(F)> medians{};
    for (std::size_t i = 0; i < medians.size(); ++i) {
        std::ranges::nth_element(times[i], times[i].begin() + turns / 2);
        medians[i] = times[i][turns / 2];
    }
    return medians;
}

/// Lets the heap keep what is freed: else the kernel, which clears a page of a result each time, is measured as well.
inline void keep_freed_memory()
{
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

} // namespace okta::bench
#endif
