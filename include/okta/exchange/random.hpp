#ifndef OKTA_EXCHANGE_RANDOM_HPP
#define OKTA_EXCHANGE_RANDOM_HPP

#include <cstdint>

namespace okta::detail {

/// SplitMix64: the next number, from any state. For jitter and made-up data, not for secrets.
[[nodiscard]] constexpr std::uint64_t next_random(std::uint64_t& state) noexcept
{
    auto z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

} // namespace okta::detail
#endif
