#ifndef OKTA_IMPL_PROXY_IPP
#define OKTA_IMPL_PROXY_IPP

#include <okta/impl/origin.ipp>
#include <okta/transport/asio_transport_options.hpp>

#include <boost/beast/core/detail/base64.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace okta::detail {

/// The proxy of a transport: where it is, how to log in, who is reached without it (`NO_PROXY`).
struct proxy_settings
{
    std::optional<endpoint_name> server = {};
    std::string authorization = {}; ///< value of Proxy-Authorization, or empty
    std::string exceptions = {};

    /// Whether `host` is reached through the proxy.
    [[nodiscard]] bool serves(endpoint_name const& host) const;
};

OKTA_DECL std::string environment(char const* name, char const* other_name)
{
    char const* value = std::getenv(name);
    if (!value || *value == '\0') value = std::getenv(other_name);
    return value ? value : "";
}

OKTA_DECL std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        unsigned char byte = 0;
        auto const digits = text.substr(i + 1, 2);
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (error != std::errc() || end != digits.data() + 2) return std::nullopt;
        out += static_cast<char>(byte);
        i += 2;
    }
    return out;
}

/// RFC 7617: `Basic` and the base64 of `user:password`.
OKTA_DECL std::string basic_authorization(std::string const& user_and_password)
{
    namespace base64 = boost::beast::detail::base64;
    std::string text(base64::encoded_size(user_and_password.size()), '\0');
    text.resize(base64::encode(text.data(), user_and_password.data(), user_and_password.size()));
    return "Basic " + text;
}

OKTA_DECL proxy_settings make_proxy(asio_transport_options const& options)
{
    auto const url = options.proxy ? *options.proxy : environment("HTTPS_PROXY", "https_proxy");
    proxy_settings proxy{.exceptions = options.no_proxy ? *options.no_proxy : environment("NO_PROXY", "no_proxy")};
    if (url.empty()) return proxy;

    // not the URL itself in the message: it may hold a password
    auto const refuse = [](char const* why) {
        throw boost::system::system_error(make_error_code(boost::system::errc::invalid_argument),
                                          std::string("okta::asio_transport: proxy: ") + why);
    };
    auto text = std::string_view(url);
    auto const scheme = text.find("://");
    if (scheme != std::string_view::npos) {
        if (!equal_ignoring_case(text.substr(0, scheme), "http")) refuse("only http:// is supported");
        text.remove_prefix(scheme + 3);
    }
    if (text.ends_with('/')) text.remove_suffix(1);
    if (auto const at = text.rfind('@'); at != std::string_view::npos) {
        auto const login = percent_decoded(text.substr(0, at));
        if (!login) refuse("a malformed escape in its login");
        proxy.authorization = basic_authorization(login->find(':') == std::string::npos ? *login + ':' : *login);
        text.remove_prefix(at + 1);
    }
    proxy.server = parse_authority(text, 80);
    if (!proxy.server) refuse("expected http://[user:password@]host[:port]");
    return proxy;
}

OKTA_DECL bool excepted_by(std::string_view rule, endpoint_name const& to)
{
    if (rule == "*") return true;
    auto host = rule;
    auto const colons = static_cast<std::size_t>(std::count(rule.begin(), rule.end(), ':'));
    if (colons == 1 || rule.starts_with('[')) { // with a port, unless it is a bare IPv6 literal
        auto const parsed = parse_authority(rule.starts_with('.') ? rule.substr(1) : rule, to.port);
        if (!parsed || parsed->port != to.port) return false;
        return excepted_by(parsed->host, to);
    }
    if (host.starts_with("*.")) host.remove_prefix(1);
    if (host.starts_with('.')) host.remove_prefix(1);
    if (host.empty()) return false;
    if (equal_ignoring_case(to.host, host)) return true;
    if (to.address || to.host.size() <= host.size()) return false;
    auto const start = to.host.size() - host.size();
    return to.host[start - 1] == '.' && equal_ignoring_case(std::string_view(to.host).substr(start), host);
}

OKTA_DECL bool proxy_settings::serves(endpoint_name const& to) const
{
    if (!server) return false;
    auto rest = std::string_view(exceptions);
    while (!rest.empty()) {
        auto const end = std::min(rest.find_first_of(", \t"), rest.size());
        auto const rule = rest.substr(0, end);
        if (!rule.empty() && excepted_by(rule, to)) return false;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return true;
}

} // namespace okta::detail
#endif
