#ifndef OKTA_EVENTS_EVENT_INDEX_HPP
#define OKTA_EVENTS_EVENT_INDEX_HPP

#include <okta/describe/fnv1a.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace okta::detail {

/// Finds an `eventType` among N by one look into a table that was made at compile time: each has a slot of its own.
template <std::size_t N>
class event_index
{
public:
    consteval explicit event_index(std::array<std::string_view, N> const& types) : types_(types)
    {
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (types[i] == types[j]) throw "two events have the same eventType";
        while (!fill()) ++seed_;
    }

    /// Its place in the list, or N.
    [[nodiscard]] constexpr std::size_t find(std::string_view type) const noexcept
    {
        auto const i = slots_[hash(type)];
        return i != N && types_[i] == type ? i : N;
    }

private:
    static constexpr std::size_t slots = std::bit_ceil(4 * N);
    static_assert(N < 256);

    /// False: two of them meet.
    constexpr bool fill()
    {
        slots_.fill(static_cast<std::uint8_t>(N));
        for (std::size_t i = 0; i < N; ++i) {
            auto& slot = slots_[hash(types_[i])];
            if (slot != N) return false;
            slot = static_cast<std::uint8_t>(i);
        }
        return true;
    }

    [[nodiscard]] constexpr std::size_t hash(std::string_view type) const noexcept
    {
        auto const h = fnv1a(type, seed_);
        return (h >> 32 ^ h) & (slots - 1);
    }

    std::array<std::string_view, N> types_;
    std::array<std::uint8_t, slots> slots_ = {};
    std::uint64_t seed_ = fnv1a_basis;
};

} // namespace okta::detail
#endif
