#ifndef OKTA_IMPL_HTTP_DATE_IPP
#define OKTA_IMPL_HTTP_DATE_IPP

#include <okta/codec/http_date.hpp>

#include <charconv>

namespace okta {

OKTA_DECL std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) noexcept
{
    using namespace std::chrono;
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    constexpr std::string_view form = "***, 00 *** 0000 00:00:00 GMT";
    if (text.size() != form.size()) return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i) {
        bool const digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : form[i] != '*' && form[i] != text[i]) return std::nullopt;
    }
    auto const number = [&](std::size_t at, std::size_t size) {
        int n = 0;
        std::from_chars(text.data() + at, text.data() + at + size, n);
        return n;
    };
    auto const month_at = months.find(text.substr(8, 3));
    if (month_at == months.npos || month_at % 3 != 0) return std::nullopt;
    auto const date = year{number(12, 4)} / month{static_cast<unsigned>(month_at / 3 + 1)} /
                      day{static_cast<unsigned>(number(5, 2))};
    int const h = number(17, 2), m = number(20, 2), s = number(23, 2);
    if (!date.ok() || h > 23 || m > 59 || s > 60) return std::nullopt;
    return sys_days{date} + hours{h} + minutes{m} + seconds{s};
}

OKTA_DECL std::string to_http_date(std::chrono::sys_seconds t)
{
    constexpr std::string_view weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(t);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const time(t - day);
    std::string out(weekdays[std::chrono::weekday(day).c_encoding()]);
    auto const number = [&](char const* before, std::int64_t n, std::size_t width) {
        auto const digits = std::to_string(n);
        out.append(before).append(width - std::min(width, digits.size()), '0').append(digits);
    };
    number(", ", static_cast<unsigned>(date.day()), 2);
    out.append(" ").append(months[static_cast<unsigned>(date.month()) - 1]);
    number(" ", static_cast<int>(date.year()), 4);
    number(" ", time.hours().count(), 2);
    number(":", time.minutes().count(), 2);
    number(":", time.seconds().count(), 2);
    return out += " GMT";
}

} // namespace okta
#endif
