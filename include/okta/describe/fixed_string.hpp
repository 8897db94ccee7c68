#ifndef OKTA_DESCRIBE_FIXED_STRING_HPP
#define OKTA_DESCRIBE_FIXED_STRING_HPP

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace okta {
namespace detail {

/// A name found at compile time, the reason of a failing check.
struct culprit
{
    char name[48]{};

    constexpr culprit() = default;
    constexpr culprit(std::string_view n) { std::copy_n(n.data(), std::min(n.size(), sizeof name - 1), name); }

    [[nodiscard]] constexpr bool none() const noexcept { return name[0] == 0; }
    [[nodiscard]] constexpr std::size_t size() const noexcept
    {
        std::size_t n = 0;
        while (name[n]) ++n;
        return n;
    }
};

} // namespace detail

/// A string literal as a template argument: `get<"/api/v1/users/{id}", user>`.
template <std::size_t N>
struct fixed_string
{
    char text[N]{};

    consteval fixed_string(char const (&literal)[N]) { std::copy_n(literal, N, text); }
    explicit consteval fixed_string(detail::culprit const& c) { std::copy_n(c.name, N, text); }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, N - 1}; }
};

namespace detail {

/// The culprit as a template argument that compilers print as text: without trailing zeros.
template <culprit C>
inline constexpr auto printed = fixed_string<C.size() + 1>(C);

} // namespace detail
} // namespace okta
#endif
