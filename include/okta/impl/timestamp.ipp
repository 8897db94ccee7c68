#ifndef OKTA_IMPL_TIMESTAMP_IPP
#define OKTA_IMPL_TIMESTAMP_IPP

#include <okta/model/timestamp.hpp>

#include <algorithm>
#include <charconv>

namespace okta {
namespace detail {

/// Takes `digits` decimal digits off the front of text; -1 when they are not there.
OKTA_DECL int take_digits(std::string_view& text, std::size_t digits) noexcept
{
    if (text.size() < digits) return -1;
    int n = 0;
    for (char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') return -1;
        n = 10 * n + (c - '0');
    }
    text.remove_prefix(digits);
    return n;
}

OKTA_DECL bool take(std::string_view& text, char c) noexcept
{
    if (text.empty() || (text.front() | 0x20) != (c | 0x20)) return false;
    text.remove_prefix(1);
    return true;
}

OKTA_DECL int take_milliseconds(std::string_view& text) noexcept
{
    int ms = 0, seen = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++seen)
        if (seen < 3) ms = 10 * ms + (text.front() - '0');
    for (int i = seen; i < 3; ++i) ms *= 10;
    return seen == 0 ? -1 : ms;
}

/// The offset of RFC 3339's time-offset in minutes.
OKTA_DECL std::optional<int> take_offset(std::string_view& text) noexcept
{
    if (take(text, 'Z')) return 0;
    bool const west = !text.empty() && text.front() == '-';
    if (text.empty() || (text.front() != '+' && !west)) return std::nullopt;
    text.remove_prefix(1);
    int const hours = take_digits(text, 2);
    if (!text.empty() && text.front() == ':') text.remove_prefix(1);
    int const minutes = take_digits(text, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return west ? -(60 * hours + minutes) : 60 * hours + minutes;
}

OKTA_DECL bool take_dash(std::string_view& text) noexcept
{
    if (text.empty() || text.front() != '-') return false;
    text.remove_prefix(1);
    return true;
}

OKTA_DECL bool take_colon(std::string_view& text) noexcept
{
    if (text.empty() || text.front() != ':') return false;
    text.remove_prefix(1);
    return true;
}

} // namespace detail

OKTA_DECL std::optional<timestamp> parse_timestamp(std::string_view text) noexcept
{
    using namespace std::chrono;
    int const y = detail::take_digits(text, 4);
    bool const d1 = detail::take_dash(text);
    int const m = detail::take_digits(text, 2);
    bool const d2 = detail::take_dash(text);
    int const d = detail::take_digits(text, 2);
    bool const t = detail::take(text, 'T');
    int const h = detail::take_digits(text, 2);
    bool const c1 = detail::take_colon(text);
    int const min = detail::take_digits(text, 2);
    bool const c2 = detail::take_colon(text);
    int const s = detail::take_digits(text, 2);
    if (y < 0 || m < 0 || d < 0 || h < 0 || min < 0 || s < 0 || !d1 || !d2 || !t || !c1 || !c2) return std::nullopt;
    int ms = 0;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        ms = detail::take_milliseconds(text);
    }
    auto const offset = detail::take_offset(text);
    auto const date = year{y} / month{static_cast<unsigned>(m)} / day{static_cast<unsigned>(d)};
    if (ms < 0 || !offset || !text.empty() || !date.ok() || h > 23 || min > 59 || s > 60) return std::nullopt;
    timestamp const utc = sys_days{date} + hours{h} + minutes{min - *offset} + seconds{s} + milliseconds{ms};
    if (utc < sys_days{year{0} / 1 / 1} || utc >= sys_days{year{10000} / 1 / 1}) return std::nullopt;
    return utc;
}

OKTA_DECL std::string to_string(timestamp t)
{
    using namespace std::chrono;
    auto const first = timestamp{sys_days{year{0} / 1 / 1}};
    auto const last = timestamp{sys_days{year{10000} / 1 / 1}} - milliseconds{1};
    t = std::clamp(t, first, last);
    auto const day_start = floor<days>(t);
    year_month_day const date{day_start};
    hh_mm_ss const clock{t - day_start};
    std::string out = "0000-00-00T00:00:00.000Z";
    auto const put = [&](std::size_t at, std::size_t width, int value) {
        for (std::size_t i = width; i-- > 0; value /= 10) out[at + i] = static_cast<char>('0' + value % 10);
    };
    put(0, 4, static_cast<int>(date.year()));
    put(5, 2, static_cast<int>(static_cast<unsigned>(date.month())));
    put(8, 2, static_cast<int>(static_cast<unsigned>(date.day())));
    put(11, 2, static_cast<int>(clock.hours().count()));
    put(14, 2, static_cast<int>(clock.minutes().count()));
    put(17, 2, static_cast<int>(clock.seconds().count()));
    put(20, 3, static_cast<int>(clock.subseconds().count()));
    return out;
}

} // namespace okta
#endif
