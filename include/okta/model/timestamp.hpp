#ifndef OKTA_MODEL_TIMESTAMP_HPP
#define OKTA_MODEL_TIMESTAMP_HPP

#include <okta/describe/text_form.hpp>
#include <okta/impl/config.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace okta {

/// A point in time as Okta writes it, in milliseconds.
using timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// Reads an RFC 3339 date-time: `2013-06-24T16:39:18.000Z`, also with an offset; digits beyond milliseconds are cut.
/// Nothing when it is not one, or outside the years 0000 to 9999.
[[nodiscard]] std::optional<timestamp> parse_timestamp(std::string_view text) noexcept;

/// Writes `YYYY-MM-DDTHH:mm:ss.SSSZ`, as Okta does.
/// \pre the year is within 0000 and 9999; outside it is clamped.
[[nodiscard]] std::string to_string(timestamp t);

namespace detail {

/// The form that Okta writes, and so nearly every one that is read: `2013-06-24T16:39:18.000Z`. False: another form, or
/// no timestamp at all.
bool read_usual_form(std::string_view text, timestamp& out) noexcept;

/// The size of what to_string gives.
inline constexpr std::size_t timestamp_size = 24;

/// Writes timestamp_size characters.
void write_timestamp(timestamp t, char* out) noexcept;

} // namespace detail

template <>
struct text_form<timestamp>
{
    static constexpr std::string_view expected = "timestamp";
    static bool read(timestamp& out, std::string_view text)
    {
        auto const parsed = parse_timestamp(text);
        if (parsed) out = *parsed;
        return parsed.has_value();
    }
    static void write(timestamp const& t, std::string& out) { out += to_string(t); }
    static std::string_view view(timestamp const& t, text_buffer& out)
    {
        detail::write_timestamp(t, out);
        return {out, detail::timestamp_size};
    }
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/timestamp.ipp>
#endif
#endif
