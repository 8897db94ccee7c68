#ifndef OKTA_IMPL_ORIGIN_IPP
#define OKTA_IMPL_ORIGIN_IPP

#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>

#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace okta::detail {

/// A host as a connection needs it: where to, and how it is named.
struct endpoint_name
{
    std::string host = {}; ///< without the brackets of an IPv6 literal
    std::uint16_t port = 0;
    std::optional<boost::asio::ip::address> address = {}; ///< when the host is a literal

    /// `host:port`, an IPv6 literal in brackets.
    [[nodiscard]] std::string text() const
    {
        auto const colon = host.find(':') != std::string::npos;
        return (colon ? '[' + host + ']' : host) + ':' + std::to_string(port);
    }

    [[nodiscard]] bool is_loopback() const
    {
        return address ? address->is_loopback() : equal_ignoring_case(host, "localhost");
    }
};

struct origin_name
{
    bool tls = true;
    std::string authority = {}; ///< for the `Host` line (RFC 9112 section 3.2)
    endpoint_name endpoint = {};
};

/// Parses `host`, `host:port`, `[v6]` or `[v6]:port`; nothing when it is none of them.
OKTA_DECL std::optional<endpoint_name> parse_authority(std::string_view text, std::uint16_t default_port)
{
    auto const bracket = text.starts_with('[') ? text.find(']') : 0;
    if (bracket == std::string_view::npos) return std::nullopt;
    auto const colon = text.find(':', bracket);
    auto const host = text.substr(0, colon);

    endpoint_name name{.host = std::string(bracket != 0 ? host.substr(1, bracket - 1) : host), .port = default_port};
    if (name.host.empty() || (bracket != 0 && host.size() != bracket + 1)) return std::nullopt;
    constexpr std::string_view refused = "/?#@\\[]<>\"^`{|}% ";
    for (char const c : name.host)
        if (c <= ' ' || c > '~' || refused.find(c) != std::string_view::npos) return std::nullopt;
    if (colon != std::string_view::npos) {
        auto const digits = text.substr(colon + 1);
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), name.port);
        if (error != std::errc() || end != digits.data() + digits.size() || name.port == 0) return std::nullopt;
    }

    boost::system::error_code not_literal;
    auto const address = boost::asio::ip::make_address(name.host, not_literal);
    if (!not_literal) name.address = address;
    if (bracket != 0 && (!name.address || !address.is_v6())) return std::nullopt;
    return name;
}

/// Parses `http://host[:port]` or `https://host[:port]`; nothing when it is anything else.
OKTA_DECL std::optional<origin_name> parse_origin(std::string_view text)
{
    auto const scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    auto const scheme = text.substr(0, scheme_end);
    auto const tls = equal_ignoring_case(scheme, "https");
    if (!tls && !equal_ignoring_case(scheme, "http")) return std::nullopt;
    auto const authority = text.substr(scheme_end + 3);
    auto endpoint = parse_authority(authority, tls ? 443 : 80);
    if (!endpoint) return std::nullopt;
    return origin_name{tls, std::string(authority), std::move(*endpoint)};
}

} // namespace okta::detail
#endif
