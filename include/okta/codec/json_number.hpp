#ifndef OKTA_CODEC_JSON_NUMBER_HPP
#define OKTA_CODEC_JSON_NUMBER_HPP

// Decimal numbers of a few digits, such as coordinates: just what std::from_chars and std::to_chars make of them, but
// sooner. Both rest on this: an integer of up to 15 digits and 10 to the power of up to 22 are exact doubles, and IEEE
// 754 rounds their quotient once, to the nearest (unless the program asks for another direction); and no two decimals
// of up to 15 digits have the same nearest double.

#include <okta/impl/config.hpp>

namespace okta::detail {

/// A valid JSON number without an exponent. False: it is not of that kind, or too long.
bool read_short_decimal(char const* begin, char const* end, double& to) noexcept;

/// Up to six decimals of a number from 0.001 to 99999.999999, where none is shorter with an exponent. Returns the end
/// of what was written; null: it is another number. `to` has room for 16 bytes.
char* write_short_decimal(char* to, double number) noexcept;

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/json_number.ipp>
#endif
#endif
