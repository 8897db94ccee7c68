#ifndef OKTA_IMPL_SANDBOX_STATE_IPP
#define OKTA_IMPL_SANDBOX_STATE_IPP

#include <okta/sandbox/state.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

OKTA_DECL std::string org_state::random_text(std::size_t size)
{
    constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string text;
    while (text.size() < size) {
        auto bits = options.random();
        for (int i = 0; i < 10 && text.size() < size; ++i, bits /= letters.size())
            text += letters[bits % letters.size()];
    }
    return text;
}

OKTA_DECL std::string org_state::random_uuid()
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx"; // RFC 9562 section 5.4
    std::uint64_t bits = 0;
    int left = 0;
    for (auto& c : text) {
        if (c != 'x') continue;
        if (left == 0) bits = options.random(), left = 16;
        c = digits[bits & 15];
        bits >>= 4, --left;
    }
    return text;
}

OKTA_DECL std::string org_state::new_id(std::string_view prefix)
{
    constexpr std::size_t size = 20; // of Okta's ids
    if (options.next_id) return options.next_id(prefix);
    return std::string(prefix) + random_text(size - std::min(prefix.size(), size - 1));
}

/// The administrator, who owns the API token, and the resources that cannot be deleted.
OKTA_DECL org_state::org_state(org_options o) : options(std::move(o))
{
    auto const now = options.clock();
    user_type_record type;
    type.data.id = new_id("oty");
    type.data.name = "user";
    type.data.display_name = "User";
    type.data.description = "Okta user profile template with default permission settings";
    type.data.is_default = true;
    type.data.created = type.data.last_updated = now;
    default_type = &types.add(std::move(type));

    realm_record realm;
    realm.data.id = new_id("guo");
    realm.data.profile.name = "Default Realm";
    realm.data.is_default = true;
    realm.data.created = realm.data.last_updated = now;
    default_realm = &realms.add(std::move(realm));

    group_record group;
    group.data.id = new_id("00g");
    group.data.type = group_type::built_in;
    group.data.object_class = {"okta:user_group"};
    group.data.profile = okta_group_profile{"Everyone", "All users in your organization", {}};
    group.data.created = group.data.last_updated = group.data.last_membership_updated = now;
    everyone = &groups.add(std::move(group));

    user_record admin;
    admin.id = new_id("00u");
    admin.profile.set_text("login", options.administrator);
    admin.profile.set_text("email", options.administrator);
    admin.profile.set_text("firstName", "Org");
    admin.profile.set_text("lastName", "Administrator");
    admin.status = user_status::active;
    admin.created = admin.status_changed = admin.last_updated = now;
    admin.activated = admin.password_changed = now;
    admin.own_credentials().has_password = true;
    admin.type = &default_type->data.id.text;
    admin.realm = &default_realm->data.id.text;
    ++default_type->users, ++default_realm->users;
    administrator = users.add(std::move(admin)).id;
    grants.add(options.token, {.user = administrator}, now);
}

} // namespace okta::sandbox::detail
#endif
