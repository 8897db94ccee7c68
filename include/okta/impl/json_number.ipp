#ifndef OKTA_IMPL_JSON_NUMBER_IPP
#define OKTA_IMPL_JSON_NUMBER_IPP

#include <okta/codec/json_number.hpp>

#include <cfloat>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace okta::detail {

#ifdef __FAST_MATH__ // which makes multiplications of divisions
inline constexpr bool doubles_are_rounded_once = false;
#else
inline constexpr bool doubles_are_rounded_once = FLT_EVAL_METHOD == 0; // not so on the 387
#endif

OKTA_DECL bool read_short_decimal(char const* begin, char const* end, double& to) noexcept
{
    constexpr int longest = 15;
    constexpr double powers[longest + 1] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    if (!doubles_are_rounded_once || end - begin > longest) return false;
    bool const negative = *begin == '-';
    char const* point = nullptr;
    std::int64_t digits = 0;
    for (auto const* at = begin + negative; at != end; ++at) {
        if (*at >= '0' && *at <= '9') digits = 10 * digits + (*at - '0');
        else if (*at == '.') point = at;
        else return false;
    }
    auto const number = static_cast<double>(digits) / powers[point ? end - point - 1 : 0];
    to = negative ? -number : number;
    return true;
}

OKTA_DECL char* write_short_decimal(char* to, double number) noexcept
{
    constexpr std::int64_t million = 1'000'000;
    auto const size = std::abs(number);
    if (!doubles_are_rounded_once || !(size >= 0.001 && size < 100'000)) return nullptr;
    auto const millionths = static_cast<std::int64_t>(size * million + 0.5);
    if (static_cast<double>(millionths) / million != size) return nullptr;
    if (number < 0) *to++ = '-';
    to = std::to_chars(to, to + 6, millionths / million).ptr;
    auto fraction = millionths % million;
    if (fraction == 0) return to;
    *to = '.';
    for (auto* digit = to + 6; digit != to; --digit, fraction /= 10) *digit = static_cast<char>('0' + fraction % 10);
    to += 7;
    while (to[-1] == '0') --to;
    return to;
}

} // namespace okta::detail
#endif
