#ifndef OKTA_TEST_BENCH_ALLOCATIONS_HPP
#define OKTA_TEST_BENCH_ALLOCATIONS_HPP

#include <cstdint>

namespace okta::bench {

/// What the calling thread has allocated: by operator new, by Asio, which aligns its memory itself, and by OpenSSL.
struct allocation_count
{
    std::uint64_t times = 0, bytes = 0;
};
[[nodiscard]] allocation_count allocated();

} // namespace okta::bench
#endif
