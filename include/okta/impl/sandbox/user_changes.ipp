#ifndef OKTA_IMPL_SANDBOX_USER_CHANGES_IPP
#define OKTA_IMPL_SANDBOX_USER_CHANGES_IPP

#include <okta/codec/decode.hpp>
#include <okta/impl/sandbox/user_checks.ipp>
#include <okta/sandbox/behaviours.hpp>
#include <okta/sandbox/text.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

constexpr std::size_t max_groups_of_new_user = 20;

template <class Profile>
boost::json::object profile_json(Profile const& p)
{
    return std::move(boost::json::parse(to_json(p)).as_object());
}

/// The groups that Create User names, or why they cannot be.
OKTA_DECL result<std::vector<group_record*>> groups_for(call& c, std::optional<std::vector<id_of<group>>> const& ids)
{
    std::vector<group_record*> groups;
    if (!ids) return groups;
    if (ids->size() > max_groups_of_new_user)
        return refuse(400, "E0000093", "Target count limit exceeded: 20 groups at most");
    for (auto const& id : *ids) {
        auto* const g = c.org.groups.find(id.text);
        if (!g) return refuse_missing(id.text, "UserGroup");
        if (!(g->data.type == group_type::okta_group)) return refuse_forbidden();
        groups.push_back(g);
    }
    return groups;
}

OKTA_DECL user_status first_status(call& c, create_user const& a, user_record const& user, bool change_password)
{
    if (!a.activate.value_or(true)) return user_status::staged;
    bool const password = user.credentials && user.credentials->has_password;
    if (password && change_password) return user_status::password_expired;
    bool const ready = password || is_federated(user.credentials.get()) || c.org.options.password_optional;
    return ready ? user_status::active : user_status::provisioned;
}

OKTA_DECL result<user> behave(call& c, create_user const& a)
{
    user_record user;
    user.profile = attributes(profile_json(a.profile));
    if (auto wrong = check_profile(c, user.profile, nullptr)) return *wrong;
    auto const groups = groups_for(c, a.group_ids);
    if (!groups) return groups.error();
    bool const change_password = a.next_login && *a.next_login == user_next_login::change_password;
    if (change_password && !(a.activate.value_or(true) && a.credentials && sets_password(a.credentials->password)))
        return refuse(400, "E0000124",
                      "Could not create user. To create a user and expire their password immediately, a "
                      "password must be specified");
    user.id = c.new_id("00u");
    user.created = user.status_changed = user.last_updated = c.now;
    if (a.credentials) {
        if (a.credentials->provider) user.own_credentials().provider = a.credentials->provider;
        auto wrong = set_credentials(c, a.credentials->password, a.credentials->recovery_question, false, user);
        if (wrong) return *wrong;
    }
    user.status = first_status(c, a, user, change_password);
    if (user.status != user_status::staged) user.activated = c.now;
    auto const realm = realm_for(c, a.realm_id);
    if (!realm) return realm.error();
    auto const type = type_for(c, a.type);
    if (!type) return type.error();
    if (auto wrong = check_domains(user.profile, **realm)) return *wrong;
    set_type(c.org, **type, user);
    set_realm(c.org, **realm, user);
    user.profile.shrink_to_fit();
    auto& added = c.org.users.add(std::move(user));
    c.log("user.lifecycle.create", "Create Okta user", {target_of(added)});
    if (added.status != user_status::staged) c.log("user.lifecycle.activate", "Activate Okta user", {target_of(added)});
    for (auto* const g : *groups) add_member(c, *g, added);
    return whole_user(c, added);
}

/// The user to change, unless its status or its ETag forbids it.
OKTA_DECL result<user_record*> to_be_changed(call& c, id_of<any_user> const& id,
                                             std::optional<std::string> const& if_match)
{
    auto found = require_user(c, id);
    if (!found) return found;
    if (if_match && *if_match != "*" && *if_match != etag_of(**found))
        return refuse(412, "E0000231", "Precondition failed: the user has changed, its ETag is another one.");
    if ((*found)->status == user_status::deprovisioned && !c.org.options.update_deprovisioned)
        return refuse(403, "E0000038", "This operation is not allowed in the user's current status.");
    if ((*found)->transitioning_to)
        return refuse(
            409, "E0000112",
            "Cannot update this user because they are still being activated. Please try again in a few minutes.");
    return found;
}

/// Changes a user after all checks; Update User and Replace User differ in what the profile becomes, and the type.
template <class A>
result<user> change_user(call& c, A const& a, user_record& user, attributes profile, user_type_record* type)
{
    if (auto wrong = check_profile(c, profile, &user)) return *wrong;
    auto const realm = realm_for(c, a.realm_id ? a.realm_id : std::optional<id_of<okta::realm>>(*user.realm));
    if (!realm) return realm.error();
    if (auto wrong = check_domains(profile, **realm)) return *wrong;
    bool const new_password = a.credentials && sets_password(a.credentials->password);
    if (a.credentials) {
        auto wrong = set_credentials(c, a.credentials->password, a.credentials->recovery_question,
                                     a.strict.value_or(false), user);
        if (wrong) return *wrong;
    }
    set_realm(c.org, **realm, user);
    if (type) set_type(c.org, *type, user);
    c.org.users.rename(user, profile.text("login"));
    user.profile = std::move(profile);
    user.profile.shrink_to_fit();
    user.last_updated = c.now;
    ++user.version;
    c.log("user.account.update_profile", "Update user profile for Okta", {target_of(user)});
    if (new_password) c.log("user.account.reset_password", "User reset password for Okta", {target_of(user)});
    return whole_user(c, user);
}

OKTA_DECL result<user> behave(call& c, update_user const& a)
{
    auto const found = to_be_changed(c, a.id, a.if_match);
    if (!found) return found.error();
    auto& user = **found;
    auto profile = user.profile;
    if (a.profile) profile.merge(profile_json(*a.profile));
    auto const type = a.type ? type_for(c, a.type) : c.org.types.find(*user.type);
    if (!type || (*type)->data.id.text != *user.type)
        return refuse_invalid({"type: The type of a user is changed by PUT only"});
    return change_user(c, a, user, std::move(profile), nullptr);
}

OKTA_DECL result<user> behave(call& c, replace_user const& a)
{
    auto const found = to_be_changed(c, a.id, a.if_match);
    if (!found) return found.error();
    auto const type = a.type ? type_for(c, a.type) : nullptr;
    if (!type) return type.error();
    auto profile = attributes(profile_json(static_cast<user_profile const&>(a.profile)));
    return change_user(c, a, **found, std::move(profile), *type);
}

/// Nothing is left of the user but what the System Log says.
OKTA_DECL void delete_for_good(call& c, user_record& user)
{
    c.log("user.lifecycle.delete.initiated", "Delete Okta user initiated", {target_of(user)});
    c.log("user.lifecycle.delete.completed", "Delete Okta user completed", {target_of(user)});
    for (auto const* const id : user.groups)
        if (auto* const g = c.org.groups.find(*id)) g->members.erase(user.number);
    for (auto& [number, d] : c.org.devices.all())
        std::erase_if(d.users, [&](device_member const& m) { return m.user == user.number; });
    if (auto* const type = c.org.types.find(*user.type)) --type->users;
    if (auto* const r = c.org.realms.find(*user.realm)) --r->users;
    c.org.users.remove(user);
}

OKTA_DECL result<no_content> behave(call& c, delete_user const& a)
{
    auto const found = require_user(c, a.id);
    if (!found) return found.error();
    auto& user = **found;
    if (user.id == c.caller.user) return refuse_forbidden(); // nobody deletes the owner of the token in use
    if (user.status == user_status::deprovisioned) {
        delete_for_good(c, user);
        return no_content{};
    }
    user.status = user_status::deprovisioned;
    user.status_changed = user.last_updated = c.now;
    ++user.version;
    c.log("user.lifecycle.deactivate", "Deactivate Okta user", {target_of(user)});
    return no_content{};
}

} // namespace okta::sandbox::detail
#endif
