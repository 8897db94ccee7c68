#ifndef OKTA_DESCRIBE_FNV1A_HPP
#define OKTA_DESCRIBE_FNV1A_HPP

#include <cstdint>
#include <string_view>

namespace okta::detail {

inline constexpr std::uint64_t fnv1a_basis = 0xcbf29ce484222325u;

/// FNV-1a of 64 bits, gone on with from `h`: the same value at compile time, and in every program.
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t h = fnv1a_basis) noexcept
{
    for (char const c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return h;
}

} // namespace okta::detail
#endif
