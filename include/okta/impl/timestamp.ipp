#ifndef OKTA_IMPL_TIMESTAMP_IPP
#define OKTA_IMPL_TIMESTAMP_IPP

#include <okta/model/timestamp.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

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

/// The byte `at` of eight that were read at once.
constexpr std::uint32_t byte_of(std::uint64_t eight, unsigned at) noexcept
{
    auto const shift = std::endian::native == std::endian::little ? 8 * at : 56 - 8 * at;
    return static_cast<std::uint32_t>(eight >> shift & 0xFF);
}

/// Of eight digits the numbers that each makes with the next one.
constexpr std::uint64_t pairs_of(std::uint64_t digits) noexcept
{
    return 10 * digits + (std::endian::native == std::endian::little ? digits >> 8 : digits << 8);
}

OKTA_DECL bool read_usual_form(std::string_view text, timestamp& out) noexcept
{
    constexpr char form[] = "0000-00-00T00:00:00.000Z";
    constexpr char beyond[] = "\x76\x76\x76\x76\x7f\x76\x76\x7f\x76\x76\x7f\x76\x76\x7f\x76\x76\x7f\x76\x76\x7f\x76\x76"
                              "\x76\x7f"; // what, added, sets the top bit of a byte that is no digit, or not that sign
    if (text.size() != sizeof form - 1) return false;
    std::uint64_t wrong = 0;
    auto const eight = [&](std::size_t at) {
        std::uint64_t bytes, wanted, add;
        std::memcpy(&bytes, text.data() + at, 8);
        std::memcpy(&wanted, form + at, 8);
        std::memcpy(&add, beyond + at, 8);
        bytes ^= wanted; // digits become their values, signs 0
        wrong |= bytes | (bytes + add);
        return bytes;
    };
    auto const date = eight(0), day_and_time = eight(8), rest = eight(16); // `2013-06-`, `24T16:39`, `:18.000Z`
    if ((wrong & 0x8080808080808080u) != 0) return false;
    auto const dates = pairs_of(date), times = pairs_of(day_and_time), rests = pairs_of(rest);
    auto const y = 100 * byte_of(dates, 0) + byte_of(dates, 2), m = byte_of(dates, 5);
    auto const d = byte_of(times, 0), h = byte_of(times, 3), min = byte_of(times, 6);
    auto const s = byte_of(rests, 1), ms = 10 * byte_of(rests, 4) + byte_of(rest, 6);
    // March comes first, so that February's end is the year's: https://howardhinnant.github.io/date_algorithms.html
    auto const from_march = m > 2 ? m - 3 : m + 9, year = m > 2 ? y + 400 : y + 399; // never negative
    if (m - 1 > 11 || d - 1 > 30 || h > 23 || min > 59 || s > 59) return false;      // a leap second goes the other way
    if (d > 28) {
        auto const found = std::chrono::year{static_cast<int>(y)} / std::chrono::month{m} / std::chrono::day{d};
        if (!found.ok()) return false;
    }
    auto const day = 365 * year + year / 4 - year / 100 + year / 400 + (153 * from_march + 2) / 5 + d - 1;
    constexpr std::int64_t epoch = 719468 + 146097; // 1970-01-01, counted from 0000-03-01, and the 400 years
    auto const ms_of_day = ((h * 60 + min) * 60 + s) * 1000 + ms;
    out = timestamp{std::chrono::milliseconds{(std::int64_t{day} - epoch) * 86'400'000 + ms_of_day}};
    return true;
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
    if (timestamp usual; detail::read_usual_form(text, usual)) return usual;
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

namespace detail {

/// The two digits of each number below 100, one pair behind the other.
inline constexpr auto digit_pairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t i = 0; i < pairs.size(); ++i)
        pairs[i] = static_cast<char>('0' + (i % 2 == 0 ? i / 20 : i / 2 % 10));
    return pairs;
}();

OKTA_DECL void write_timestamp(timestamp t, char* out) noexcept
{
    using namespace std::chrono;
    constexpr auto first = timestamp{sys_days{year{0} / 1 / 1}};
    constexpr auto last = timestamp{sys_days{year{10000} / 1 / 1}} - milliseconds{1};
    t = std::clamp(t, first, last);
    auto const day_start = floor<days>(t);
    year_month_day const date{day_start};
    auto const ms = static_cast<std::uint32_t>((t - day_start).count()), s = ms / 1000, min = s / 60;
    std::memcpy(out, "0000-00-00T00:00:00.000Z", timestamp_size);
    auto const put = [&](std::size_t at, std::uint32_t value) { std::memcpy(out + at, &digit_pairs[2 * value], 2); };
    auto const y = static_cast<std::uint32_t>(static_cast<int>(date.year()));
    put(0, y / 100);
    put(2, y % 100);
    put(5, static_cast<unsigned>(date.month()));
    put(8, static_cast<unsigned>(date.day()));
    put(11, min / 60);
    put(14, min % 60);
    put(17, s % 60);
    auto const fraction = ms % 1000;
    put(20, fraction / 10);
    out[22] = static_cast<char>('0' + fraction % 10);
}

} // namespace detail

OKTA_DECL std::string to_string(timestamp t)
{
    std::string text(detail::timestamp_size, ' ');
    detail::write_timestamp(t, text.data());
    return text;
}

} // namespace okta
#endif
