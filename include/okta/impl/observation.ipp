#ifndef OKTA_IMPL_OBSERVATION_IPP
#define OKTA_IMPL_OBSERVATION_IPP

#include <okta/exchange/observation.hpp>

#include <algorithm>
#include <string>

namespace okta {

OKTA_DECL std::string_view to_string(wait_reason r) noexcept
{
    constexpr std::string_view names[] = {"none", "backoff", "rate_limit", "concurrency", "governor"};
    return names[static_cast<int>(r)];
}

namespace detail {

OKTA_DECL bool is_plain_segment(std::string_view text)
{
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == text.npos;
}

/// Appends the parts of `text` that lie between `separator`s, each by `append`.
template <class Append>
void each_part(std::string_view text, char separator, std::string& out, Append append)
{
    for (;;) {
        auto const end = std::min(text.find(separator), text.size());
        append(text.substr(0, end));
        if (end == text.size()) return;
        out += separator;
        text.remove_prefix(end + 1);
    }
}

OKTA_DECL std::string redacted_url(std::string_view origin, std::string_view target)
{
    std::string url(origin);
    auto const path_end = std::min(target.find('?'), target.size());
    each_part(target.substr(0, path_end), '/', url,
              [&](std::string_view segment) { url += is_plain_segment(segment) ? segment : "***"; });
    if (path_end == target.size()) return url;
    url += '?';
    each_part(target.substr(path_end + 1), '&', url, [&](std::string_view parameter) {
        auto const equals = std::min(parameter.find('='), parameter.size());
        url += parameter.substr(0, equals);
        if (equals != parameter.size()) url += "=***";
    });
    return url;
}

} // namespace detail
} // namespace okta
#endif
