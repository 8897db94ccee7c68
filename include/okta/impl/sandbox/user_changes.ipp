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
    if (change_password && !(a.activate.value_or(true) && a.credentials && a.credentials->password))
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
    if (a.realm_id && !c.org.realms.find(a.realm_id->text)) return *set_realm(c, a.realm_id, user);
    auto const* const in = a.realm_id ? c.org.realms.find(a.realm_id->text) : c.org.default_realm;
    if (auto wrong = check_domains(user.profile, in)) return *wrong;
    if (auto wrong = set_type(c, a.type, user)) return *wrong;
    (void)set_realm(c, a.realm_id, user);
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
    return found;
}

OKTA_DECL user changed(call& c, user_record& user, attributes profile, bool new_password)
{
    auto const login = std::string(profile.text("login"));
    c.org.users.rename(user, login);
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
    if (a.profile)
        for (auto const& [name, value] : profile_json(*a.profile)) profile.set({name.data(), name.size()}, value);
    if (auto wrong = check_profile(c, profile, &user)) return *wrong;
    if (a.type && a.type->id.text != *user.type)
        return refuse_invalid("type", {"type: The type of a user is changed by PUT only"});
    if (a.realm_id && !c.org.realms.find(a.realm_id->text)) return *set_realm(c, a.realm_id, user);
    auto const* const in = c.org.realms.find(a.realm_id ? a.realm_id->text : *user.realm);
    if (auto wrong = check_domains(profile, in)) return *wrong;
    bool const new_password = a.credentials && a.credentials->password;
    if (a.credentials) {
        auto wrong = set_credentials(c, a.credentials->password, a.credentials->recovery_question,
                                     a.strict.value_or(false), user);
        if (wrong) return *wrong;
    }
    if (a.realm_id) (void)set_realm(c, a.realm_id, user);
    return changed(c, user, std::move(profile), new_password);
}

OKTA_DECL result<user> behave(call& c, replace_user const& a)
{
    auto const found = to_be_changed(c, a.id, a.if_match);
    if (!found) return found.error();
    auto& user = **found;
    auto profile = attributes(profile_json(static_cast<user_profile const&>(a.profile)));
    if (auto wrong = check_profile(c, profile, &user)) return *wrong;
    if (a.realm_id && !c.org.realms.find(a.realm_id->text)) return *set_realm(c, a.realm_id, user);
    if (a.type && !c.org.types.find(a.type->id.text)) return *set_type(c, a.type, user);
    auto const* const in = c.org.realms.find(a.realm_id ? a.realm_id->text : *user.realm);
    if (auto wrong = check_domains(profile, in)) return *wrong;
    bool const new_password = a.credentials && a.credentials->password;
    if (a.credentials) {
        auto wrong = set_credentials(c, a.credentials->password, a.credentials->recovery_question,
                                     a.strict.value_or(false), user);
        if (wrong) return *wrong;
    }
    if (a.realm_id) (void)set_realm(c, a.realm_id, user);
    if (a.type) (void)set_type(c, a.type, user);
    return changed(c, user, std::move(profile), new_password);
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
