#ifndef OKTA_DESCRIBE_MEMBER_INDEX_HPP
#define OKTA_DESCRIBE_MEMBER_INDEX_HPP

// How the members of a struct are found by the names of a JSON object.

#include <okta/describe/name_slots.hpp>
#include <okta/describe/type_info.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace okta::detail {

/// How a struct's members are found by their names on the wire; made at compile time.
struct member_index
{
    static constexpr std::size_t most = 128; // members

    std::span<std::uint8_t const>
        slots;                     // by name_hash, then onwards; as many as a power of two, some of them no_member
    std::uint8_t const* order;     // the member declared behind the one [i - 1]; [0]: the first
    std::size_t longest_key = 0;   // in bytes: `"name":`
    std::uint8_t rest = no_member; // the member that keeps what no other names
    bool required = false;         // some member is
    bool choices = false;          // some member is a one_of …
    std::string_view sibling = {}; // … told apart by this member of the object
    std::uint8_t sibling_member = no_member; // which it is in the struct
    bool fits = true;                        // false: too many members, or siblings, or too long names, for this index

    [[nodiscard]] std::uint8_t find(std::string_view name, std::span<member_info const> members) const noexcept
    {
        auto const mask = slots.size() - 1;
        for (auto i = name_hash(name) & mask;; i = (i + 1) & mask)
            if (auto const found = slots[i]; found == no_member || members[found].wire == name) return found;
    }
};

/// Which member comes behind which when they come as declared; no_member behind the last one.
template <std::size_t N>
constexpr auto declared_order(std::array<member_info, N> const& members)
{
    std::array<std::uint8_t, N + 1> order{};
    for (std::size_t i = 0; i < N; ++i) order[i] = members[i].rest ? no_member : static_cast<std::uint8_t>(i);
    order[N] = no_member;
    return order;
}

constexpr member_index index_of(std::span<std::uint8_t const> slots, std::span<std::uint8_t const> order,
                                std::span<member_info const> members)
{
    member_index index{.slots = slots, .order = order.data()};
    index.fits = members.size() <= member_index::most;
    for (std::size_t i = 0; i < members.size() && index.fits; ++i) {
        auto const& m = members[i];
        index.longest_key = std::max(index.longest_key, m.key().size - 1);
        if (index.longest_key > std::numeric_limits<decltype(field::key_size)>::max()) index.fits = false;
        if (m.rest && index.rest == no_member) index.rest = static_cast<std::uint8_t>(i);
        index.required = index.required || m.presence == presence::required;
        if (m.type->what != kind::choice) continue;
        index.choices = true;
        for (auto const& a : m.type->choice->alternatives) {
            if (a.sibling.empty()) continue;
            index.fits = index.fits && (index.sibling.empty() || index.sibling == a.sibling);
            index.sibling = a.sibling;
        }
    }
    for (std::size_t i = 0; i < members.size() && index.fits && !index.sibling.empty(); ++i)
        if (members[i].wire == index.sibling) index.sibling_member = static_cast<std::uint8_t>(i);
    return index;
}

} // namespace okta::detail
#endif
