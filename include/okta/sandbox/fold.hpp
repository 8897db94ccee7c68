#ifndef OKTA_SANDBOX_FOLD_HPP
#define OKTA_SANDBOX_FOLD_HPP

#include <okta/impl/config.hpp>

#include <string>
#include <string_view>

// Texts compared without regard to case, and logins without regard to diacritics as well (behaviour of Get User: logins
// are unique ignoring both; searches ignore case only). No locale; every function is thread-safe.
//
// Case is Unicode's simple case folding for Latin, Greek and Cyrillic letters; other letters are themselves. A byte
// that is not UTF-8 is equal to itself only.

namespace okta::sandbox::detail {

/// The text as logins compare: lower case, Latin letters without their diacritics, æ as ae, ß as ss, combining marks
/// left out. `Łukasz.GROẞ` becomes `lukasz.gross`.
[[nodiscard]] std::string fold(std::string_view utf8);

[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;
[[nodiscard]] bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept;
[[nodiscard]] bool ends_with_ignoring_case(std::string_view text, std::string_view suffix) noexcept;
[[nodiscard]] bool contains_ignoring_case(std::string_view text, std::string_view part) noexcept;

/// Below, equal to or above 0: the order of the texts by code point, ignoring case.
[[nodiscard]] int compare_ignoring_case(std::string_view a, std::string_view b) noexcept;

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/fold.ipp>
#endif
#endif
