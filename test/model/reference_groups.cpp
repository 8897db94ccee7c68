#include "reference.hpp"

#include <algorithm>

// Groups and who is in them.

namespace okta::test {
namespace {

void check_group(answer& r, attributes const& profile)
{
    auto const size = [&](char const* name) {
        return profile.contains(name) ? length(profile.at(name).as_string()) : 0;
    };
    r.refuse_unless(size("name") >= 1 && size("name") <= 255, 400, "E0000001");
    r.refuse_unless(size("description") <= 1024, 400, "E0000001");
}

/// Only Okta's own groups can be changed.
void check_own(answer& r, group_entry const& g)
{
    if (g.type == "BUILT_IN") r.refuse(403, "E0000006");
    if (g.type == "APP_GROUP") r.refuse(403, "E0000023");
}

attributes without_nulls(attributes profile)
{
    std::erase_if(profile, [](auto const& p) { return p.second.is_null(); });
    return profile;
}

} // namespace

view reference::shown(group_entry const& g) const
{
    boost::json::object json;
    json["id"] = g.id;
    json["type"] = g.type;
    json["objectClass"] = boost::json::array{"okta:user_group"};
    json["created"] = g.created;
    json["lastUpdated"] = g.last_updated;
    json["lastMembershipUpdated"] = g.last_membership_updated;
    json["profile"] = boost::json::object(g.profile.begin(), g.profile.end());
    auto out = view_of(json);
    out["_links"] = "apps self users";
    return out;
}

facts reference::facts_of(group_entry const& g) const
{
    facts all;
    for (auto const& [name, value] : g.profile) add_fact(all, "profile." + name, value);
    add_fact(all, "id", g.id.c_str());
    add_fact(all, "type", g.type.c_str());
    add_fact(all, "created", g.created.c_str());
    add_fact(all, "lastUpdated", g.last_updated.c_str());
    add_fact(all, "lastMembershipUpdated", g.last_membership_updated.c_str());
    return all;
}

bool reference::has_member(group_entry const& g, user_entry const& u) const
{
    return g.id == everyone || std::ranges::count(u.groups, g.id) != 0;
}

std::size_t reference::size_of(group_entry const& g) const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(users, [&](auto const& u) { return has_member(g, u.second); }));
}

void reference::join(group_entry& g, user_entry& u)
{
    if (has_member(g, u)) return;
    u.groups.push_back(g.id);
    g.last_membership_updated = now;
    note("group.user_membership.add", {{u.id, "User"}, {g.id, "UserGroup"}});
}

void reference::leave(group_entry& g, user_entry& u)
{
    if (std::erase(u.groups, g.id) == 0) return;
    g.last_membership_updated = now;
    note("group.user_membership.remove", {{u.id, "User"}, {g.id, "UserGroup"}});
}

answer reference::act(create_group const& a, std::string const& id)
{
    answer r;
    group_entry g{.id = id,
                  .type = "OKTA_GROUP",
                  .profile = without_nulls(attributes_of(a.profile)),
                  .created = now,
                  .last_updated = now,
                  .last_membership_updated = now};
    check_group(r, g.profile);
    if (!r.good()) return r;
    g.number = ++created;
    groups[id] = g;
    note("group.lifecycle.create", {{id, "UserGroup"}});
    r.value = shown(g);
    return r;
}

answer reference::act(get_group const& a, std::string const&)
{
    if (!groups.contains(a.group_id.text)) return not_found();
    answer r;
    r.value = shown(groups.at(a.group_id.text));
    return r;
}

answer reference::act(update_group const& a, std::string const&)
{
    if (!groups.contains(a.group_id.text)) return not_found();
    auto& g = groups.at(a.group_id.text);
    answer r;
    check_own(r, g);
    auto const profile = without_nulls(attributes_of(a.profile));
    check_group(r, profile);
    if (!r.good()) return r;
    g.profile = profile;
    g.last_updated = now;
    note("group.profile.update", {{g.id, "UserGroup"}});
    r.value = shown(g);
    return r;
}

answer reference::act(delete_group const& a, std::string const&)
{
    if (!groups.contains(a.group_id.text)) return not_found();
    answer r;
    r.refuse_unless(groups.at(a.group_id.text).type != "BUILT_IN", 403, "E0000006");
    if (!r.good()) return r;
    for (auto& [id, u] : users) std::erase(u.groups, a.group_id.text);
    groups.erase(a.group_id.text);
    note("group.lifecycle.delete", {{a.group_id.text, "UserGroup"}});
    return r;
}

answer reference::act(add_user_to_group const& a, std::string const&)
{
    if (!groups.contains(a.group_id.text)) return not_found();
    answer r;
    check_own(r, groups.at(a.group_id.text));
    r.refuse_unless(users.contains(a.user_id.text), 404, "E0000007"); // a login will not do
    if (r.good()) join(groups.at(a.group_id.text), users.at(a.user_id.text));
    return r;
}

answer reference::act(remove_user_from_group const& a, std::string const&)
{
    if (!groups.contains(a.group_id.text)) return not_found();
    answer r;
    check_own(r, groups.at(a.group_id.text));
    r.refuse_unless(users.contains(a.user_id.text), 404, "E0000007"); // a login will not do
    if (r.good()) leave(groups.at(a.group_id.text), users.at(a.user_id.text));
    return r;
}

answer reference::list(list_group_members const& a, asked const&) const
{
    if (!groups.contains(a.group_id.text)) return not_found();
    answer r;
    auto const& g = groups.at(a.group_id.text);
    for (auto const& [number, u] : in_order(users))
        if (has_member(g, *u)) r.items.push_back(shown(*u, false));
    return r;
}

answer reference::list(list_groups const& a, asked const& q) const
{
    answer r;
    if (q.broken) r.refuse(400, a.filter ? "E0000053" : "E0000031");
    std::vector<listed> all;
    for (auto const& [number, entry] : in_order(groups)) {
        auto const& g = *entry;
        auto const name = lower(std::string(g.profile.at("name").as_string()));
        if (a.q && !name.starts_with(lower(*a.q))) continue;
        all.push_back({facts_of(g), shown(g)});
        if (a.expand == "stats") {
            auto& v = all.back().shown;
            v["_embedded.stats.usersCount"] = std::to_string(size_of(g));
            v["_embedded.stats.appsCount"] = v["_embedded.stats.groupPushMappingsCount"] = "0";
            v["_embedded.stats.hasAdminPrivlege"] = "false";
        }
    }
    r.items = chosen(std::move(all), q, a.sort_by, a.sort_order);
    if (a.q) r.items.resize(std::min<std::size_t>(r.items.size(), static_cast<std::size_t>(a.limit.value_or(300))));
    return r;
}

} // namespace okta::test
