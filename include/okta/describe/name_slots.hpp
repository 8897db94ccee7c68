#ifndef OKTA_DESCRIBE_NAME_SLOTS_HPP
#define OKTA_DESCRIBE_NAME_SLOTS_HPP

// Hash tables made at compile time: of a struct's names, of an enumeration's values.

#include <okta/impl/config.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace okta::detail {

inline constexpr std::uint8_t no_member = 0xFF;

/// Spreads names by their size and three of their characters.
OKTA_HOT constexpr std::size_t name_hash(std::string_view name) noexcept
{
    auto const at = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(name[i])); };
    auto const size = name.size();
    if (size == 0) return 0;
    auto const together = at(0) | at(size / 2) << 8 | at(size - 1) << 16 | static_cast<std::uint64_t>(size) << 24;
    return static_cast<std::size_t>(together * 0x9E3779B97F4A7C15u >> 40); // what all of them have a part in
}

/// By name_hash, then onwards: which of the names, or no_member. A quarter full at most, so that what is none of them
/// meets an empty slot at once, mostly. (What is left out is not told by a null view: g++ compares no addresses at
/// compile time when it instruments the program.)
template <std::size_t N>
constexpr auto name_slots(std::array<std::string_view, N> const& names, std::array<bool, N> const& left_out = {})
{
    static_assert(N < no_member);
    std::array<std::uint8_t, std::bit_ceil(4 * N + 1)> slots{};
    slots.fill(no_member);
    for (std::size_t i = 0; i < N; ++i) {
        if (left_out[i]) continue;
        auto at = name_hash(names[i]) & (slots.size() - 1);
        while (slots[at] != no_member) at = (at + 1) & (slots.size() - 1);
        slots[at] = static_cast<std::uint8_t>(i);
    }
    return slots;
}

} // namespace okta::detail
#endif
