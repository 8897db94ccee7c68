#ifndef OKTA_DESCRIBE_NAMES_HPP
#define OKTA_DESCRIBE_NAMES_HPP

// How C++ names become the names on the wire: first_name → firstName for members, locked_out → LOCKED_OUT for
// enumerators. The exceptions stand next to the type:
//
//   struct user { … static constexpr okta::renamed wire{{{"links", "_links"}}}; };
//   constexpr auto wire_names(user_next_login) { return okta::renamed{{{"change_password", "changePassword"}}}; }

#include <array>
#include <cstddef>
#include <string_view>

namespace okta {

/// One exception from the computed wire name. A member listed more than once is written by its first name and read by
/// all of them.
struct rename
{
    std::string_view member, wire;
};

/// The exceptions of one struct or enum.
template <std::size_t N>
struct renamed
{
    rename entries[N];

    constexpr renamed(rename const (&list)[N])
    {
        for (std::size_t i = 0; i < N; ++i) entries[i] = list[i];
    }
};

/// Says `static constexpr okta::snake_case naming{};` in a struct whose wire names are its member names (OIDC, OAuth).
struct snake_case
{
};

namespace detail {

template <class T>
concept has_renames = requires { T::wire.entries; };
template <class T>
concept has_snake_case = requires {
    { T::naming } -> std::convertible_to<snake_case const&>;
};
template <class E>
concept has_enum_renames = requires(E e) { wire_names(e).entries; };

constexpr std::size_t camel_size(char const* member)
{
    std::size_t n = 0;
    for (auto p = member; *p; ++p) n += *p != '_';
    return n;
}

template <std::size_t N>
constexpr std::array<char, N> camel_case(char const* member)
{
    std::array<char, N> out{};
    bool upper = false;
    std::size_t n = 0;
    for (auto p = member; *p; ++p) {
        if (*p == '_') upper = true;
        else out[n++] = upper && *p >= 'a' && *p <= 'z' ? static_cast<char>(*p - 'a' + 'A') : *p, upper = false;
    }
    return out;
}

constexpr std::size_t without_trailing_underscore(std::string_view name)
{
    return name.size() - (name.size() > 1 && name.back() == '_'); // `default_`, since `default` is a keyword
}

template <std::size_t N>
constexpr std::array<char, N> upper_case(std::string_view name)
{
    std::array<char, N> out{};
    for (std::size_t i = 0; i < N; ++i)
        out[i] = name[i] >= 'a' && name[i] <= 'z' ? static_cast<char>(name[i] - 'a' + 'A') : name[i];
    return out;
}

template <class D> inline constexpr auto camel_of = camel_case<camel_size(D::name)>(D::name);

template <class D>
inline constexpr auto upper_of = upper_case<without_trailing_underscore(D::name)>(std::string_view(D::name));

/// The name on the wire of the member that D describes; Owner is the struct it is read through.
template <class Owner, class D>
constexpr std::string_view wire_name()
{
    if constexpr (has_renames<Owner>)
        for (auto const& r : Owner::wire.entries)
            if (r.member == D::name) return r.wire;
    if constexpr (has_snake_case<Owner>) return D::name;
    else return {camel_of<D>.data(), camel_of<D>.size()};
}

/// The text on the wire of the enumerator that D describes.
template <class E, class D>
constexpr std::string_view enumerator_text()
{
    if constexpr (has_enum_renames<E>)
        for (auto const& r : wire_names(E{}).entries)
            if (r.member == D::name) return r.wire;
    return {upper_of<D>.data(), upper_of<D>.size()};
}

} // namespace detail
} // namespace okta
#endif
