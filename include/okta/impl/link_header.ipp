#ifndef OKTA_IMPL_LINK_HEADER_IPP
#define OKTA_IMPL_LINK_HEADER_IPP

#include <okta/codec/link_header.hpp>

namespace okta {
namespace detail {

OKTA_DECL void skip_blanks(std::string_view& text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

/// Takes a parameter's value, quoted or not, off the front.
OKTA_DECL std::string take_parameter_value(std::string_view& text)
{
    std::string value;
    if (text.starts_with('"')) {
        std::size_t i = 1;
        for (; i < text.size() && text[i] != '"'; ++i) {
            if (text[i] == '\\' && i + 1 < text.size()) ++i;
            value += text[i];
        }
        text.remove_prefix(std::min(i + 1, text.size()));
        return value;
    }
    auto const end = std::min(text.find_first_of(";, \t"), text.size());
    value = text.substr(0, end);
    text.remove_prefix(end);
    return value;
}

/// Whether `relation` is among the space-separated relation types of a `rel` parameter.
OKTA_DECL bool has_relation(std::string_view rel, std::string_view relation)
{
    while (!rel.empty()) {
        auto const end = std::min(rel.find(' '), rel.size());
        if (equal_ignoring_case(rel.substr(0, end), relation)) return true;
        rel.remove_prefix(std::min(end + 1, rel.size()));
    }
    return false;
}

/// Takes one `<target>; name=value; …` off the front; the target if its relation is the one asked for.
OKTA_DECL std::optional<std::string> take_link(std::string_view& text, std::string_view relation)
{
    auto const close = text.find('>');
    if (!text.starts_with('<') || close == text.npos) {
        text = {}; // not a link: nothing after it can be trusted
        return std::nullopt;
    }
    auto const target = text.substr(1, close - 1);
    text.remove_prefix(close + 1);
    bool found = false, seen = false;
    for (skip_blanks(text); text.starts_with(';'); skip_blanks(text)) {
        text.remove_prefix(1);
        skip_blanks(text);
        auto const end = std::min(text.find_first_of("=;, \t"), text.size());
        auto const name = text.substr(0, end);
        text.remove_prefix(end);
        skip_blanks(text);
        std::string value;
        if (text.starts_with('=')) {
            text.remove_prefix(1);
            skip_blanks(text);
            value = take_parameter_value(text);
        }
        if (!equal_ignoring_case(name, "rel") || seen) continue; // later rel parameters are ignored (RFC 8288 3.3)
        seen = true;
        found = has_relation(value, relation);
    }
    if (!text.starts_with(',')) text = {};
    return found ? std::optional(std::string(target)) : std::nullopt;
}

} // namespace detail

OKTA_DECL std::optional<std::string> find_link(http_fields const& fields, std::string_view relation)
{
    for (auto line : fields.all("Link"))
        for (detail::skip_blanks(line); !line.empty(); detail::skip_blanks(line)) {
            if (line.starts_with(',')) {
                line.remove_prefix(1);
                continue;
            }
            if (auto target = detail::take_link(line, relation)) return target;
        }
    return std::nullopt;
}

} // namespace okta
#endif
