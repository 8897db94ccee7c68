#ifndef OKTA_DESCRIBE_FIXED_STRING_HPP
#define OKTA_DESCRIBE_FIXED_STRING_HPP

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace okta {

/// A string literal as a template argument: `get<"/api/v1/users/{id}", user>`.
template <std::size_t N>
struct fixed_string
{
    char text[N]{};

    consteval fixed_string(char const (&literal)[N]) { std::copy_n(literal, N, text); }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, N - 1}; }
};

namespace detail {

/// A name found at compile time, as a template argument of a failing check: compilers print it.
struct culprit
{
    char name[48]{};

    constexpr culprit() = default;
    constexpr culprit(std::string_view n) { std::copy_n(n.data(), std::min(n.size(), sizeof name - 1), name); }

    [[nodiscard]] constexpr bool none() const noexcept { return name[0] == 0; }
};

} // namespace detail
} // namespace okta
#endif
