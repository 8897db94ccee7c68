#include "reference.hpp"

#include <algorithm>

// Users: creating, changing and deleting them (behaviour.md, sections 9 and 10).

namespace okta::test {
namespace {

struct bound
{
    char const* attribute;
    std::size_t min, max;
};

bound const bounds[] = {{"login", 5, 100},        {"email", 5, 100},          {"firstName", 1, 50},
                        {"lastName", 1, 50},      {"city", 0, 128},           {"state", 0, 128},
                        {"zipCode", 0, 50},       {"countryCode", 0, 2},      {"mobilePhone", 0, 100},
                        {"primaryPhone", 0, 100}, {"streetAddress", 0, 1024}, {"secondEmail", 0, 100}};

/// The part after the last @.
std::string domain_of(attributes const& profile, char const* attribute)
{
    auto const it = profile.find(attribute);
    if (it == profile.end()) return {};
    std::string const text(it->second.as_string());
    return lower(text.substr(text.rfind('@') + 1));
}

} // namespace

bool is_set(std::optional<password> const& p)
{
    auto const* const clear = p ? p->get_if<password_value>() : nullptr;
    return p && (!clear || clear->value);
}

void reference::check_profile(answer& r, attributes const& profile, std::string const& realm,
                              std::string const& self) const
{
    for (auto const& b : bounds) {
        auto const it = profile.find(b.attribute);
        bool const present = it != profile.end() && it->second.is_string();
        auto const size = present ? length(it->second.as_string()) : 0;
        if (present && (size < b.min || size > b.max)) r.refuse(400, "E0000001");
    }
    for (auto const* name : {"login", "email"}) r.refuse_unless(profile.contains(name), 400, "E0000001");
    if (!r.good()) return;
    for (auto const* name : {"login", "email"})
        r.refuse_unless(profile.at(name).as_string().find('@') != std::string::npos, 400, "E0000001");
    auto const login = plain(std::string(profile.at("login").as_string()));
    for (auto const& [id, u] : users)
        if (id != self && plain(u.login()) == login) r.refuse(400, "E0000001");
    if (auto const it = realms.find(realm); it != realms.end() && !it->second.domains.empty())
        for (auto const* name : {"login", "email"})
            if (std::ranges::count(it->second.domains, domain_of(profile, name)) == 0) r.refuse(400, "E0000001");
}

void reference::check_credentials(answer& r, std::optional<password> const& p,
                                  std::optional<recovery_question> const& q, bool staged) const
{
    if (is_set(p) && p->get_if<password_value>()) {
        auto const& value = p->get_if<password_value>()->value;
        auto const size = length(value->reveal());
        r.refuse_unless(size >= 8 && size <= 72, 403, "E0000080");
    } else if (is_set(p)) r.refuse_unless(staged, 403, "E0000038");
    if (q) {
        auto const question = length(q->question.value_or("")), said = length(q->answer.value_or(secret()).reveal());
        r.refuse_unless(question >= 1 && question <= 100 && said >= 1 && said <= 100, 400, "E0000001");
    }
}

answer reference::act(create_user const& a, std::string const& id)
{
    answer r;
    user_entry u{.id = id,
                 .status = "STAGED",
                 .type = a.type ? a.type->id.text : default_type,
                 .realm = a.realm_id ? a.realm_id->text : default_realm,
                 .profile = attributes_of(a.profile),
                 .created = now,
                 .status_changed = now,
                 .last_updated = now};
    std::erase_if(u.profile, [](auto const& p) { return p.second.is_null(); });
    auto const credentials = a.credentials.value_or(user_credentials{});
    bool const activate = a.activate.value_or(true);
    check_profile(r, u.profile, u.realm, "");
    check_credentials(r, credentials.password, credentials.recovery_question, true);
    if (a.next_login) r.refuse_unless(activate && is_set(credentials.password), 400, "E0000124");
    r.refuse_unless(types.contains(u.type), 400, "E0000001");
    r.refuse_unless(realms.contains(u.realm), 400, "E0000001");
    auto const group_ids = a.group_ids.value_or(std::vector<id_of<group>>{});
    r.refuse_unless(group_ids.size() <= 20, 400, "E0000093");
    for (auto const& g : group_ids) {
        r.refuse_unless(groups.contains(g.text), 404, "E0000007");
        if (groups.contains(g.text)) r.refuse_unless(groups.at(g.text).type == "OKTA_GROUP", 403, "E0000006");
    }
    if (!r.good()) return r;

    u.has_password = is_set(credentials.password);
    if (u.has_password) u.password_changed = now;
    if (credentials.recovery_question) u.question = credentials.recovery_question->question.value_or("");
    bool elsewhere = false;
    if (credentials.provider && credentials.provider->type) {
        u.provider = credentials.provider->type->text();
        u.provider_name = credentials.provider->name.value_or(u.provider);
        elsewhere = u.provider == "FEDERATION" || u.provider == "SOCIAL";
        if (elsewhere && u.has_password) r.refuse(400, "E0000001");
    }
    if (!r.good()) return r;
    if (activate) {
        u.status = a.next_login ? "PASSWORD_EXPIRED" : u.has_password || elsewhere ? "ACTIVE" : "PROVISIONED";
        u.activated = now;
    }
    u.number = ++created;
    users[id] = u;
    note("user.lifecycle.create", {{id, "User"}});
    if (activate) note("user.lifecycle.activate", {{id, "User"}});
    for (auto const& g : group_ids) join(groups.at(g.text), users.at(id));
    r.value = shown(u, true);
    return r;
}

answer reference::change(user_entry& u, std::optional<std::string> const& if_match, attributes const& profile,
                         user_credentials_update const& credentials, std::string const& realm, std::string const& type,
                         bool replace)
{
    answer r;
    if (if_match) {
        auto const seen = etags.find(*if_match);
        bool const same = seen != etags.end() && seen->second == std::pair(u.id, u.revision);
        r.refuse_unless(same, 412, "E0000231");
    }
    r.refuse_unless(u.status != "DEPROVISIONED", 403, "E0000038");
    r.refuse_unless(u.transitioning_to.empty(), 409, "E0000112");
    auto const all = replace ? profile : [&] {
        auto merged = u.profile;
        for (auto const& [name, value] : profile) merged[name] = value;
        return merged;
    }();
    auto next = u;
    next.profile = all;
    std::erase_if(next.profile, [](auto const& p) { return p.second.is_null(); });
    if (!realm.empty()) next.realm = realm;
    if (!type.empty()) next.type = type;
    check_profile(r, next.profile, next.realm, u.id);
    check_credentials(r, credentials.password, credentials.recovery_question, u.status == "STAGED");
    if (is_set(credentials.password) && (u.provider == "FEDERATION" || u.provider == "SOCIAL"))
        r.refuse(400, "E0000001");
    r.refuse_unless(types.contains(next.type), 400, "E0000001");
    r.refuse_unless(replace || next.type == u.type, 400, "E0000001");
    r.refuse_unless(realms.contains(next.realm), 400, "E0000001");
    if (!r.good()) return r;

    next.last_updated = now;
    ++next.revision;
    if (is_set(credentials.password)) {
        next.has_password = true;
        next.password_changed = now;
    }
    if (credentials.recovery_question) next.question = credentials.recovery_question->question.value_or("");
    u = next;
    note("user.account.update_profile", {{u.id, "User"}});
    if (is_set(credentials.password)) note("user.account.reset_password", {{u.id, "User"}});
    r.value = shown(u, true);
    return r;
}

answer reference::act(update_user const& a, std::string const&)
{
    auto* const u = find_user(a.id.text);
    if (!u) return not_found();
    return change(*u, a.if_match, a.profile ? attributes_of(*a.profile) : attributes{},
                  a.credentials.value_or(user_credentials_update{}), a.realm_id.value_or("").text,
                  a.type.value_or(user_type_reference{}).id.text, false);
}

answer reference::act(replace_user const& a, std::string const&)
{
    auto* const u = find_user(a.id.text);
    if (!u) return not_found();
    return change(*u, a.if_match, attributes_of(static_cast<user_profile const&>(a.profile)),
                  a.credentials.value_or(user_credentials_update{}), a.realm_id.value_or("").text,
                  a.type.value_or(user_type_reference{}).id.text, true);
}

answer reference::act(delete_user const& a, std::string const&)
{
    auto* const u = find_user(a.id.text);
    if (!u) return not_found();
    if (u->id == caller.user) {
        answer r;
        r.refuse(403, "E0000006"); // nobody deletes the owner of the token in use
        return r;
    }
    if (u->status != "DEPROVISIONED") {
        set_status(*u, "DEPROVISIONED", u->transitioning_to);
        note("user.lifecycle.deactivate", {{u->id, "User"}});
        return {};
    }
    note("user.lifecycle.delete.initiated", {{u->id, "User"}});
    note("user.lifecycle.delete.completed", {{u->id, "User"}});
    for (auto& [id, d] : devices) std::erase_if(d.users, [&](auto const& p) { return p.first == u->id; });
    users.erase(u->id);
    return {};
}

} // namespace okta::test
