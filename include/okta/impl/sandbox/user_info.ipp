#ifndef OKTA_IMPL_SANDBOX_USER_INFO_IPP
#define OKTA_IMPL_SANDBOX_USER_INFO_IPP

#include <okta/sandbox/behaviours.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

OKTA_DECL std::optional<std::string> attribute(user_record const& user, std::string_view name)
{
    auto const text = user.profile.text(name);
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

/// The claims of the scope `profile` (OpenID Connect Core 1.0 section 5.4).
OKTA_DECL void add_profile_claims(user_record const& user, user_info& info)
{
    info.given_name = attribute(user, "firstName");
    info.family_name = attribute(user, "lastName");
    info.middle_name = attribute(user, "middleName");
    info.nickname = attribute(user, "nickName");
    info.name = display_name(user);
    info.preferred_username = attribute(user, "login");
    info.profile = attribute(user, "profileUrl");
    info.locale = attribute(user, "locale");
    info.zoneinfo = attribute(user, "timezone");
    info.updated_at = std::chrono::floor<std::chrono::seconds>(user.last_updated).time_since_epoch().count();
}

OKTA_DECL std::optional<address_claim> address_of(user_record const& user)
{
    address_claim a;
    a.street_address = attribute(user, "streetAddress");
    a.locality = attribute(user, "city");
    a.region = attribute(user, "state");
    a.postal_code = attribute(user, "zipCode");
    a.country = attribute(user, "countryCode");
    if (!a.street_address && !a.locality && !a.region && !a.postal_code && !a.country) return std::nullopt;
    return a;
}

OKTA_DECL result<user_info> behave(call& c, get_user_info const&)
{
    auto const* const user = c.org.users.find_id(c.caller.user);
    if (!user) return refuse(403, "insufficient_scope", "The access token must stand for a user.");
    constexpr std::string_view telling[] = {"profile", "email", "address", "phone"};
    if (std::ranges::none_of(telling, [&](auto scope) { return c.caller.allows(scope); }))
        return refuse(403, "insufficient_scope",
                      "The access token must provide access to at least one of these scopes - "
                      "profile, email, address or phone");
    user_info info;
    info.sub = user->id;
    if (c.caller.allows("profile")) add_profile_claims(*user, info);
    if (c.caller.allows("email")) {
        info.email = attribute(*user, "email");
        info.email_verified = true;
    }
    if (c.caller.allows("phone")) info.phone_number = attribute(*user, "primaryPhone");
    if (c.caller.allows("address")) info.address = address_of(*user);
    if (c.caller.allows("groups")) {
        auto& names = info.groups.emplace();
        names.push_back(c.org.everyone->data.name());
        for (auto const* const id : user->groups) names.push_back(c.org.groups.find(*id)->data.name());
    }
    return info;
}

} // namespace okta::sandbox::detail
#endif
