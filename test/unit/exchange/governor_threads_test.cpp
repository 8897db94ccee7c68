#include "governor_support.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

namespace governor_threads_test {
BOOST_AUTO_TEST_CASE(a_governor_is_shared_by_threads)
{
    using namespace governor_support;
    okta::governor_options o;
    o.most_parallel = 3;
    rate_governor governor(o);
    std::atomic<int> under_way = 0, too_many = 0, done = 0;
    auto const work = [&](std::uint64_t client) {
        bench clock;
        for (int i = 0; i < 2000; ++i) {
            auto t = bench::ticket(i % 3 ? priority::bulk : priority::interactive, client);
            while (governor.admit(t, clock.now) > 0ms) clock.now += 1ms, std::this_thread::yield();
            if (++under_way > 3) ++too_many;
            --under_way;
            governor.settle(t, {.status = 200, .date = clock.date()}, clock.now);
            ++done;
        }
    };
    std::vector<std::thread> threads;
    for (std::uint64_t i = 0; i < 6; ++i) threads.emplace_back(work, i);
    for (auto& t : threads) t.join();
    BOOST_TEST(too_many == 0);
    BOOST_TEST(done == 12'000);
}
} // namespace governor_threads_test
