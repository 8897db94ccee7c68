#ifndef OKTA_IMPL_TARGET_IPP
#define OKTA_IMPL_TARGET_IPP

#include <okta/events/target.hpp>

#include <algorithm>

namespace okta::detail {

OKTA_DECL bool holds_ignoring_case(std::string_view text, std::string_view lower)
{
    auto const same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; };
    return std::search(text.begin(), text.end(), lower.begin(), lower.end(), same) != text.end();
}

OKTA_DECL std::string one_line(std::string_view text, std::size_t most)
{
    std::size_t size = std::min(text.size(), most);
    if (size < text.size())
        while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    std::string line(text.substr(0, size));
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return line;
}

OKTA_DECL log_target const* find_target(log_event const& e, target_kind const& kind)
{
    if (!e.target) return nullptr;
    for (auto const& t : *e.target)
        if (t.type == kind.type && t.id) return &t;
    if (kind.hint.empty()) return nullptr;
    for (auto const& t : *e.target)
        if (t.type && t.id && *t.type != "AppUser" && holds_ignoring_case(*t.type, kind.hint)) return &t;
    return nullptr;
}

OKTA_DECL std::string no_such_target(log_event const& e, target_kind const& kind)
{
    constexpr std::size_t most = 8; // types to name
    std::string why = "target: expected one of type ";
    why.append(kind.type).append(", found ");
    std::size_t n = 0;
    for (auto const& t : *e.target) {
        if (n++ == most) return why.append(", …");
        why.append(n > 1 ? ", " : "").append(t.type ? one_line(*t.type) : "one without type");
        if (!t.id) why.append(" without id");
    }
    return why;
}

} // namespace okta::detail
#endif
