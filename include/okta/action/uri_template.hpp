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
        } else if (c == '}' || c == ',') {
            if (!name) return false;
            name = false;
            inside = c == ',';
        } else if ((c == '?' || c == '&') && uri[i - 1] == '{') continue;
        else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_') name = true;
        else return false;
    }
    return !inside;
}

/// Calls f(name, is_query) with each placeholder, in order.
template <class F>
constexpr void for_each_placeholder(std::string_view uri, F f)
{
    // By hand: with -fsanitize=undefined g++ finds std::string_view::find on a template argument not constant.
    bool inside = false, query = false;
    std::size_t start = 0;
    for (std::size_t i = 0; i < uri.size(); ++i) {
        char const c = uri[i];
        if (c == '{') {
            inside = true;
            query = i + 1 < uri.size() && (uri[i + 1] == '?' || uri[i + 1] == '&');
            start = i + 1 + query;
        } else if (inside && (c == ',' || c == '}')) {
            f(uri.substr(start, i - start), query);
            start = i + 1;
            inside = c == ',';
        }
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
