#include "reference.hpp"

#include <algorithm>

// Realms.

namespace okta::test {

view reference::shown(realm_entry const& e, bool alone) const
{
    boost::json::object json;
    json["id"] = e.id;
    json["isDefault"] = e.is_default;
    json["created"] = e.created;
    json["lastUpdated"] = e.last_updated;
    json["profile"] = {{"name", e.name}};
    if (!e.type.empty()) json["profile"].as_object()["realmType"] = e.type;
    if (alone) json["profile"].as_object()["domains"] = boost::json::array(e.domains.begin(), e.domains.end());
    auto out = view_of(json);
    out["_links"] = "self";
    return out;
}

facts reference::facts_of(realm_entry const& e) const
{
    facts all;
    add_fact(all, "id", e.id.c_str());
    add_fact(all, "profile.name", e.name.c_str());
    add_fact(all, "created", e.created.c_str());
    add_fact(all, "lastUpdated", e.last_updated.c_str());
    return all;
}

answer reference::list(list_realms const& a, asked const& q) const
{
    answer r;
    if (q.broken) r.refuse(400, "E0000031");
    std::vector<listed> all;
    for (auto const& [number, e] : in_order(realms)) all.push_back({facts_of(*e), shown(*e, false)});
    r.items = chosen(std::move(all), q, a.sort_by, a.sort_order);
    return r;
}

/// Names are unique. (A choice of the sandbox.)
void reference::check_name(answer& r, std::string const& name, std::string const& self) const
{
    r.refuse_unless(!name.empty(), 400, "E0000001");
    for (auto const& [id, e] : realms) r.refuse_unless(id == self || e.name != name, 400, "E0000001");
}

answer reference::act(create_realm const& a, std::string const& id)
{
    answer r;
    check_name(r, a.profile.name, "");
    r.refuse_unless(realms.size() < max_realms, 403, "E0000221");
    if (!r.good()) return r;
    realm_entry e{.id = id, .name = a.profile.name, .type = {}, .created = now, .last_updated = now};
    e.domains = a.profile.domains.value_or(std::vector<std::string>{});
    if (a.profile.realm_type) e.type = a.profile.realm_type->text();
    e.number = ++created;
    realms[id] = e;
    note("realm.lifecycle.create", {{id, "Realm"}});
    r.value = shown(e, true);
    return r;
}

answer reference::act(get_realm const& a, std::string const&)
{
    if (!realms.contains(a.realm_id.text)) return not_found();
    answer r;
    r.value = shown(realms.at(a.realm_id.text), true);
    return r;
}

answer reference::act(update_realm const& a, std::string const&)
{
    if (!realms.contains(a.realm_id.text)) return not_found();
    auto& e = realms.at(a.realm_id.text);
    answer r;
    check_name(r, a.profile.name, e.id);
    if (!r.good()) return r;
    e.name = a.profile.name;
    e.domains = a.profile.domains.value_or(std::vector<std::string>{});
    e.type.clear();
    if (a.profile.realm_type) e.type = a.profile.realm_type->text();
    e.last_updated = now;
    note("realm.lifecycle.update", {{e.id, "Realm"}});
    r.value = shown(e, true);
    return r;
}

answer reference::act(delete_realm const& a, std::string const&)
{
    if (!realms.contains(a.realm_id.text)) return not_found();
    answer r;
    bool const used = std::ranges::any_of(users, [&](auto const& p) { return p.second.realm == a.realm_id.text; });
    r.refuse_unless(!used && !realms.at(a.realm_id.text).is_default, 400, "E0000178");
    if (!r.good()) return r;
    realms.erase(a.realm_id.text);
    note("realm.lifecycle.delete", {{a.realm_id.text, "Realm"}});
    return r;
}

} // namespace okta::test
