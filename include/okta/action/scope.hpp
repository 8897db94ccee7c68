#ifndef OKTA_ACTION_SCOPE_HPP
#define OKTA_ACTION_SCOPE_HPP

#include <okta/describe/fixed_string.hpp>

#include <string_view>

namespace okta {

/// An OAuth scope as a type. `okta::scope` names those that the actions need; a scope of your own is
/// `using apps_read = okta::scope_named<"okta.apps.read">;`.
template <fixed_string Name>
struct scope_named
{
    static constexpr std::string_view text = Name.view();
};

namespace scope {

using devices_read = scope_named<"okta.devices.read">;
using devices_manage = scope_named<"okta.devices.manage">;
using groups_read = scope_named<"okta.groups.read">;
using groups_manage = scope_named<"okta.groups.manage">;
using realms_read = scope_named<"okta.realms.read">;
using realms_manage = scope_named<"okta.realms.manage">;
using users_read = scope_named<"okta.users.read">;
using users_manage = scope_named<"okta.users.manage">;
using user_types_read = scope_named<"okta.userTypes.read">;
using user_types_manage = scope_named<"okta.userTypes.manage">;
using openid = scope_named<"openid">;

} // namespace scope

/// Whether a token with the scope `granted` may do what needs the scope `needed`: the same one, or `.manage` of the
/// resource whose `.read` is needed.
[[nodiscard]] constexpr bool covers(std::string_view granted, std::string_view needed) noexcept
{
    constexpr std::string_view read = ".read", manage = ".manage";
    if (granted == needed) return true;
    return granted.ends_with(manage) && needed.ends_with(read) &&
           granted.substr(0, granted.size() - manage.size()) == needed.substr(0, needed.size() - read.size());
}

} // namespace okta
#endif
