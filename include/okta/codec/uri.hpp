#ifndef OKTA_CODEC_URI_HPP
#define OKTA_CODEC_URI_HPP

#include <okta/impl/config.hpp>

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace okta {
namespace detail {

/// The value of a hexadecimal digit; -1: it is none.
[[nodiscard]] constexpr int hex_digit(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace detail

/// Percent-encodes everything but RFC 3986's unreserved characters (section 2.3), appending to `out`.
void percent_encode(std::string_view text, std::string& out);

/// The text that was percent-encoded; nothing when an escape is malformed (RFC 3986 section 2.1). In forms and queries
/// of browsers a plus is a blank.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank = false);

/// The value of a parameter in a query or form, name and value decoded as a browser encodes them; of several the first.
[[nodiscard]] std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

/// The parts of an http or https URL, as far as this library needs them.
struct url_parts
{
    std::string scheme;     ///< `https` or `http`
    std::string host;       ///< lower case; an IPv6 address without its brackets
    std::uint16_t port = 0; ///< the scheme's default when the URL names none
    std::string target;     ///< path and query; `/` when there is none

    /// `https://host[:port]`, the port only where it is not the scheme's own. Two URLs are of one origin when these
    /// agree (RFC 6454 section 4).
    [[nodiscard]] std::string origin() const;
    [[nodiscard]] bool is_loopback() const;
};

/// Takes an absolute URL apart; nothing when it is none, has user info, or holds white space or control characters.
[[nodiscard]] std::optional<url_parts> parse_url(std::string_view url);

/// Whether plain http, and so credentials in clear, is safe to that host: localhost, 127.0.0.0/8, ::1.
[[nodiscard]] bool is_loopback_host(std::string_view host);

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/uri.ipp>
#endif
#endif
