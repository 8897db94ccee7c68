#ifndef OKTA_IMPL_URI_IPP
#define OKTA_IMPL_URI_IPP

#include <okta/codec/uri.hpp>

#include <algorithm>
#include <charconv>

namespace okta {

OKTA_DECL void percent_encode(std::string_view text, std::string& out)
{
    constexpr char digits[] = "0123456789ABCDEF";
    auto const is_unreserved = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == '_' || c == '~';
    };
    while (!text.empty()) {
        auto const stop = std::ranges::find_if_not(text, is_unreserved);
        auto const run = static_cast<std::size_t>(stop - text.begin());
        out.append(text, 0, run);
        text.remove_prefix(run);
        if (text.empty()) return;
        auto const u = static_cast<unsigned char>(text.front());
        ((out += '%') += digits[u >> 4]) += digits[u & 15];
        text.remove_prefix(1);
    }
}

OKTA_DECL bool is_loopback_host(std::string_view host)
{
    if (host == "localhost" || host == "::1") return true;
    if (!host.starts_with("127.")) return false;
    return std::ranges::count(host, '.') == 3 && host.find_first_not_of("0123456789.") == host.npos;
}

OKTA_DECL std::string url_parts::origin() const
{
    auto text = scheme + "://" + (host.find(':') != host.npos ? "[" + host + "]" : host);
    if (port != (scheme == "https" ? 443 : 80)) text += ":" + std::to_string(port);
    return text;
}

OKTA_DECL bool url_parts::is_loopback() const { return is_loopback_host(host); }

OKTA_DECL std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_blank) out += ' ';
        else if (text[i] != '%') out += text[i];
        else {
            auto const high = i + 2 < text.size() ? detail::hex_digit(text[i + 1]) : -1;
            auto const low = i + 2 < text.size() ? detail::hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return out;
}

OKTA_DECL std::optional<std::string> query_parameter(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        auto const pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        auto const equals = std::min(pair.find('='), pair.size());
        if (percent_decode(pair.substr(0, equals), true) == name)
            return percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    }
    return std::nullopt;
}

OKTA_DECL std::optional<url_parts> parse_url(std::string_view url)
{
    for (char const c : url)
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return std::nullopt;
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    url_parts parts;
    auto const colon = url.find("://");
    if (colon == url.npos) return std::nullopt;
    std::ranges::transform(url.substr(0, colon), std::back_inserter(parts.scheme), lower);
    if (parts.scheme != "https" && parts.scheme != "http") return std::nullopt;
    url.remove_prefix(colon + 3);

    auto const authority = url.substr(0, url.find_first_of("/?#"));
    url.remove_prefix(authority.size());
    if (authority.find('@') != authority.npos) return std::nullopt;
    auto host = authority;
    auto const bracket = authority.starts_with('[') ? authority.find(']') : 0;
    if (bracket == authority.npos) return std::nullopt;
    auto const port = authority.find(':', bracket);
    host = authority.substr(0, port);
    if (host.starts_with('[')) {
        if (host.size() != bracket + 1) return std::nullopt;
        host = host.substr(1, bracket - 1);
        // An IPv6 address (RFC 3986 section 3.2.2); a zone makes no sense to others.
        if (host.find(':') == host.npos || host.find_first_not_of("0123456789abcdefABCDEF:.") != host.npos)
            return std::nullopt;
    }
    if (host.empty() || host.find_first_of("\\\"<>^`{|}%[]") != host.npos) return std::nullopt;
    std::ranges::transform(host, std::back_inserter(parts.host), lower);
    parts.port = parts.scheme == "https" ? 443 : 80;
    if (port != authority.npos) {
        auto const digits = authority.substr(port + 1);
        auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), parts.port);
        if (ec != std::errc{} || end != digits.data() + digits.size() || parts.port == 0) return std::nullopt;
    }
    parts.target = url.substr(0, url.find('#'));
    if (!parts.target.starts_with('/')) parts.target.insert(0, "/");
    return parts;
}

} // namespace okta
#endif
