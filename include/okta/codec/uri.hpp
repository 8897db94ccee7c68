#ifndef OKTA_CODEC_URI_HPP
#define OKTA_CODEC_URI_HPP

#include <okta/impl/config.hpp>

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace okta {

/// Percent-encodes everything but RFC 3986's unreserved characters (section 2.3), appending to `out`.
void percent_encode(std::string_view text, std::string& out);

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
