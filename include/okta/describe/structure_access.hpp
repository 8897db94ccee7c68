#ifndef OKTA_DESCRIBE_STRUCTURE_ACCESS_HPP
#define OKTA_DESCRIBE_STRUCTURE_ACCESS_HPP

// The members of a described struct as a table.

#include <okta/describe/access.hpp>
#include <okta/describe/member_index.hpp>

#include <boost/json/object.hpp>

#include <array>
#include <memory>
#include <utility>

namespace okta::detail {

/// Where a member's value is, as its type's functions take it.
template <class M>
void* place_of(M& member)
{
    using type = typename unwrap_required<M>::type;
    if constexpr (std::same_as<M, custom_attributes>) return static_cast<boost::json::object*>(&member);
    else if constexpr (!is_required<M>) return &member;
    else if constexpr (std::derived_from<M, type>) return static_cast<type*>(&member);
    else return &member.value;
}

template <class Owner, class D>
constexpr member_info describe_member()
{
    using declared = type_of_member<D>;
    using type = typename unwrap_required<declared>::type;
    constexpr auto there = needs_members<declared>                          ? presence::required
                           : is_optional<declared> || is_nullable<declared> ? presence::optional
                                                                            : presence::plain;
    return {wire_name<Owner, D>(),
            D::name,
            &type_table<type>,
            nullptr,
            0,
            there,
            false,
            std::same_as<declared, custom_attributes>};
}

/// Whether an earlier one names the same member.
template <std::size_t N>
constexpr bool is_alias(rename const (&entries)[N], rename const& one)
{
    for (auto const* r = entries; r != &one; ++r)
        if (r->member == one.member) return true;
    return false;
}

template <class Owner>
constexpr std::size_t alias_count()
{
    std::size_t n = 0;
    if constexpr (has_renames<Owner>)
        for (auto const& r : Owner::wire.entries) n += is_alias(Owner::wire.entries, r);
    return n;
}

template <class Owner>
constexpr auto describe_members_of()
{
    return []<class... D>(boost::mp11::mp_list<D...>) {
        constexpr auto declared = sizeof...(D);
        std::array<member_info, declared + alias_count<Owner>()> table{{describe_member<Owner, D>()...}};
        for (std::size_t i = 0; i < declared; ++i) table[i].declared = static_cast<std::uint8_t>(i);
        if constexpr (alias_count<Owner>() != 0) {
            auto next = table.begin() + declared;
            for (auto const& r : Owner::wire.entries)
                for (std::size_t i = 0; i < declared; ++i)
                    if (table[i].name == r.member && is_alias(Owner::wire.entries, r)) {
                        *next = table[i];
                        next->wire = r.wire;
                        next++->alias = true;
                    }
        }
        return table;
    }(members_of<Owner>{});
}

/// Whether every name stands in JSON as it is, between quotes.
constexpr bool have_plain_names(std::span<member_info const> members)
{
    for (auto const& m : members)
        for (char const c : m.wire)
            if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') return false;
    return true;
}

constexpr bool null_is_absent(member_info const& m)
{
    if (m.presence == presence::plain) return !keeps_null(*m.type);
    return m.presence == presence::optional && !m.type->option->set_null;
}

/// A row for each member. `offsets` are the declared members'.
inline void fill_fields(std::span<member_info const> members, member_index const& index, std::size_t const* offsets,
                        field* row)
{
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto const& m = members[i];
        auto const key = m.key();
        bool const chooses = (index.sibling_member != no_member && i == index.sibling_member) ||
                             m.type->what == kind::choice;
        row[i] = {.key = key.text + 1,
                  .read = m.type->read,
                  .offset = static_cast<std::uint32_t>(offsets[m.declared]),
                  .key_size = static_cast<std::uint8_t>(key.size - 1),
                  .number = static_cast<std::uint8_t>(i),
                  .shape = chooses ? shape::choosing : m.type->shape,
                  .null_is_absent = !chooses && null_is_absent(m)};
    }
}

template <class T> inline constexpr auto named_members = describe_members_of<T>();

template <class T>
struct structure_access
{
    static constexpr auto const& named = named_members<T>;

    /// `,"name":` of every member, one behind the other: what reader and writer compare and copy whole.
    static constexpr auto quoted = [] {
        static_assert(named.size() < no_member, "a struct has at most 254 members, all their names counted");
        static_assert(have_plain_names(named), "a Wire name holds a quote, a backslash or a control character");
        constexpr auto size = [] {
            std::size_t n = 0;
            for (auto const& m : named) n += m.wire.size() + 4;
            return n;
        }();
        std::array<char, size + key_padding> text{};
        auto out = text.begin();
        for (auto const& m : named) {
            *out++ = ',', *out++ = '"';
            for (char const c : m.wire) *out++ = c;
            *out++ = '"', *out++ = ':';
        }
        return text;
    }();

    /// A constant expression cannot tell where members are; `p` is an object to see it in.
    static field const* fields(void const* p)
    {
        static auto const table = [&] {
            std::array<field, named.size()> rows{};
            auto offsets = offsets_in(const_cast<T&>(*static_cast<T const*>(p)), members_of<T>{}); // nothing is written
            fill_fields(members, index, offsets.data(), rows.data());
            return rows;
        }();
        return table.data();
    }

    template <class... D>
    static auto offsets_in([[maybe_unused]] T& object, boost::mp11::mp_list<D...>)
    {
        [[maybe_unused]] auto const from_start = [&](void* place) {
            return static_cast<std::size_t>(static_cast<char*>(place) - reinterpret_cast<char*>(&object));
        };
        return std::array<std::size_t, sizeof...(D)>{from_start(place_of(object.*D::pointer))...};
    }

    static constexpr auto members = [] {
        auto table = named;
        std::size_t at = 2;
        for (auto& m : table) {
            m.wire = {quoted.data() + at, m.wire.size()};
            at += m.wire.size() + 4;
            m.fields = fields;
        }
        return table;
    }();

    static constexpr auto slots = [] {
        std::array<std::string_view, members.size()> names{};
        std::array<bool, members.size()> left_out{};
        for (std::size_t i = 0; i < names.size(); ++i) {
            names[i] = members[i].wire;
            left_out[i] = members[i].rest;
        }
        return name_slots(names, left_out);
    }();
    static constexpr auto order = declared_order<members.size()>(members);
    static constexpr member_index index = index_of(slots, order, members);

    static void reset(void* p)
    {
        auto fresh = blank<T>(); // before the old one goes: a default member initialiser may throw
        std::destroy_at(static_cast<T*>(p));
        ::new (p) T(std::move(fresh));
    }
};

template <class T> inline constexpr auto const& member_table = structure_access<T>::members;

} // namespace okta::detail
#endif
