#ifndef OKTA_IMPL_HOOK_SECRET_IPP
#define OKTA_IMPL_HOOK_SECRET_IPP

#include <okta/hook/hook_secret.hpp>

#include <algorithm>

namespace okta::detail {

OKTA_DECL std::string wrong_hook_secret(std::string_view value)
{
    auto const control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (value.empty()) return "is empty: without one anybody could send events";
    if (std::any_of(value.begin(), value.end(), control))
        return "has a line break or another control character, which no header can hold";
    if (value.front() == ' ' || value.back() == ' ') return "has blanks around it, which do not arrive";
    if (value.size() > 1'024) return "has more than 1,024 bytes";
    return {};
}

} // namespace okta::detail
#endif
