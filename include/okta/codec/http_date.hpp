#ifndef OKTA_CODEC_HTTP_DATE_HPP
#define OKTA_CODEC_HTTP_DATE_HPP

#include <okta/impl/config.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace okta {

/// Reads an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7). The obsolete forms are not read: no
/// server of Okta's sends them.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) noexcept;

/// Writes one. \pre the year is within 0000 and 9999
[[nodiscard]] std::string to_http_date(std::chrono::sys_seconds t);

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/http_date.ipp>
#endif
#endif
