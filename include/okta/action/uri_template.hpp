#ifndef OKTA_ACTION_URI_TEMPLATE_HPP
#define OKTA_ACTION_URI_TEMPLATE_HPP

#include <string_view>

namespace okta::detail {

/// Whether the template keeps to what this library expands of RFC 6570: `{x}`, `{?a,b}` and `{&a,b}`, well closed.
constexpr bool is_well_formed(std::string_view uri)
{
    if (!uri.starts_with('/')) return false;
    bool inside = false, name = false;
    for (std::size_t i = 0; i < uri.size(); ++i) {
        char const c = uri[i];
        if (!inside) {
            if (c == '}') return false;
            if (c == '{') inside = true, name = false;
        }
        else if (c == '}' || c == ',') {
            if (!name) return false;
            name = false;
            inside = c == ',';
        }
        else if ((c == '?' || c == '&') && uri[i - 1] == '{') continue;
        else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_') name = true;
        else return false;
    }
    return !inside;
}

/// Calls f(name, is_query) with each placeholder, in order.
template <class F>
constexpr void for_each_placeholder(std::string_view uri, F f)
{
    for (auto open = uri.find('{'); open != uri.npos; open = uri.find('{')) {
        auto const close = uri.find('}', open);
        auto inside = uri.substr(open + 1, close - open - 1);
        bool const query = inside.starts_with('?') || inside.starts_with('&');
        if (query) inside.remove_prefix(1);
        while (!inside.empty()) {
            auto const comma = inside.find(',');
            f(inside.substr(0, comma), query);
            inside.remove_prefix(comma == inside.npos ? inside.size() : comma + 1);
        }
        uri.remove_prefix(close == uri.npos ? uri.size() : close + 1);
    }
}

/// Whether the header `If-Match` is what the member `if_match` is sent as.
constexpr bool header_matches(std::string_view header, std::string_view member)
{
    if (header.size() != member.size()) return false;
    for (std::size_t i = 0; i < header.size(); ++i) {
        char const c = header[i];
        char const lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '-' ? '_' : c;
        if (lower != member[i]) return false;
    }
    return true;
}

} // namespace okta::detail
#endif
