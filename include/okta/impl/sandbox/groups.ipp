#ifndef OKTA_IMPL_SANDBOX_GROUPS_IPP
#define OKTA_IMPL_SANDBOX_GROUPS_IPP

#include <okta/sandbox/behaviours.hpp>
#include <okta/sandbox/dialects.hpp>
#include <okta/sandbox/fold.hpp>
#include <okta/sandbox/listing.hpp>
#include <okta/sandbox/text.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

OKTA_DECL log_target target_of(group const& g)
{
    log_target t;
    t.id = g.id.text;
    t.type = "UserGroup";
    t.alternate_id = "unknown"; // as Okta writes it
    t.display_name = g.name();
    return t;
}

OKTA_DECL result<group_record*> require_group(call& c, id_of<group> const& id)
{
    auto* const found = c.org.groups.find(id.text);
    if (!found) return refuse_missing(id.text, "UserGroup");
    return found;
}

/// A group that may be changed, and its members: one of type OKTA_GROUP.
OKTA_DECL result<group_record*> require_own_group(call& c, id_of<group> const& id)
{
    auto found = require_group(c, id);
    if (!found || (*found)->data.type == group_type::okta_group) return found;
    if ((*found)->data.type == group_type::app_group)
        return refuse(403, "E0000023", "Operation failed because the group is mastered under another system");
    return refuse_forbidden();
}

OKTA_DECL std::optional<error> check_profile(new_group_profile const& p)
{
    std::vector<std::string> causes;
    if (p.name.empty()) causes.push_back("name: The field cannot be left blank");
    if (characters(p.name) > 255) causes.push_back("name: String is too long: 255 characters at most");
    if (p.description && characters(*p.description) > 1024)
        causes.push_back("description: String is too long: 1,024 characters at most");
    if (causes.empty()) return std::nullopt;
    return refuse_invalid(std::move(causes));
}

OKTA_DECL group with_links(call const& c, group_record const& r)
{
    auto g = r.data;
    auto& all = g.links.emplace();
    auto const self = c.url("/api/v1/groups/", g.id.text);
    add_link(all, "self", to_link(self));
    add_link(all, "users", to_link(self + "/users"));
    add_link(all, "apps", to_link(self + "/apps"));
    return g;
}

/// Users that a group has: the built-in one has all.
OKTA_DECL std::size_t member_count(call const& c, group_record const& r)
{
    return &r == c.org.everyone ? c.org.users.size() : r.members.size();
}

OKTA_DECL group expanded(call const& c, group_record const& r, std::optional<std::string> const& expand)
{
    auto g = with_links(c, r);
    if (expand && expand->find("stats") != std::string::npos)
        g.embedded.emplace().stats = group_stats{static_cast<std::int32_t>(member_count(c, r)), 0, 0, false};
    return g;
}

OKTA_DECL result<page<group>> behave(call& c, list_groups const& a)
{
    listing l;
    auto const wrong = read_listing(c, {a.search, a.filter, a.limit, a.after, a.sort_by, a.sort_order},
                                    {a.q ? 300 : 10'000, 10'000}, &groups_search, &groups_filter, l);
    if (wrong) return *wrong;
    auto const wanted = [&](group_record const& r) { return !a.q || starts_with_ignoring_case(r.data.name(), *a.q); };
    page<group> out;
    for (auto const* const r : select_page(c.org.groups.all(), l, find_in<group_record>, wanted, out.next))
        out.items.push_back(expanded(c, *r, a.expand));
    if (a.q) out.next.clear();
    c.no_links = a.q.has_value(); // as was seen
    return out;
}

OKTA_DECL result<group> behave(call& c, get_group const& a)
{
    auto const found = require_group(c, a.group_id);
    if (!found) return found.error();
    return with_links(c, **found);
}

OKTA_DECL result<group> behave(call& c, create_group const& a)
{
    if (auto wrong = check_profile(a.profile)) return *wrong;
    group_record r;
    r.data.id = c.new_id("00g");
    r.data.type = group_type::okta_group;
    r.data.object_class = {"okta:user_group"};
    r.data.profile = okta_group_profile{a.profile.name, a.profile.description, a.profile.custom};
    r.data.created = r.data.last_updated = r.data.last_membership_updated = c.now;
    auto const& added = c.org.groups.add(std::move(r));
    c.log("group.lifecycle.create", "Create Okta group", {target_of(added.data)});
    return with_links(c, added);
}

OKTA_DECL result<group> behave(call& c, update_group const& a)
{
    auto const found = require_own_group(c, a.group_id);
    if (!found) return found.error();
    if (auto wrong = check_profile(a.profile)) return *wrong;
    auto& r = **found;
    r.data.profile = okta_group_profile{a.profile.name, a.profile.description, a.profile.custom};
    r.data.last_updated = c.now;
    r.changed();
    c.log("group.profile.update", "Update Okta group", {target_of(r.data)});
    return with_links(c, r);
}

OKTA_DECL result<no_content> behave(call& c, delete_group const& a)
{
    auto const found = require_group(c, a.group_id);
    if (!found) return found.error();
    auto& r = **found;
    if (r.data.type == group_type::built_in) return refuse_forbidden();
    c.log("group.lifecycle.delete", "Delete Okta group", {target_of(r.data)});
    for (auto const number : r.members)
        if (auto* const user = c.org.users.at(number)) std::erase(user->groups, &r.data.id.text);
    c.org.groups.remove(r);
    return no_content{};
}

OKTA_DECL result<page<user>> behave(call& c, list_group_members const& a)
{
    auto const found = require_group(c, a.group_id);
    if (!found) return found.error();
    listing l;
    std::optional<std::string> const none = {};
    auto const wrong = read_listing(c, {none, none, a.limit, a.after, none, none}, {1'000, 1'000}, nullptr, nullptr, l);
    if (wrong) return *wrong;
    page<user> out;
    auto const all = [](user_record const&) { return true; };
    if (*found == c.org.everyone) {
        for (auto const* const u : select_page(c.org.users.all(), l, find_user_attribute, all, out.next))
            out.items.push_back(list_item(c, *u));
        return out;
    }
    auto const& members = (*found)->members;
    for (auto i = members.upper_bound(l.after.number); i != members.end(); ++i) {
        if (out.items.size() == l.limit) {
            out.next = cursor{*std::prev(i), {}}.text();
            break;
        }
        out.items.push_back(list_item(c, *c.org.users.at(*i)));
    }
    return out;
}

OKTA_DECL void add_member(call& c, group_record& g, user_record& user)
{
    if (!g.members.insert(user.number).second) return;
    user.groups.push_back(&g.data.id.text);
    g.data.last_membership_updated = c.now;
    g.changed();
    c.log("group.user_membership.add", "Add user to group membership", {target_of(user), target_of(g.data)});
}

OKTA_DECL void remove_member(call& c, group_record& g, user_record& user)
{
    if (g.members.erase(user.number) == 0) return;
    std::erase(user.groups, &g.data.id.text);
    g.data.last_membership_updated = c.now;
    g.changed();
    c.log("group.user_membership.remove", "Remove user from group membership", {target_of(user), target_of(g.data)});
}

/// A membership is of a user's id, a login will not do.
OKTA_DECL result<user_record*> require_user_id(call& c, id_of<any_user> const& id)
{
    auto* const found = c.org.users.find_id(id.text);
    if (!found) return refuse_missing(id.text, "User");
    return found;
}

OKTA_DECL result<no_content> behave(call& c, add_user_to_group const& a)
{
    auto const g = require_own_group(c, a.group_id);
    if (!g) return g.error();
    auto const user = require_user_id(c, a.user_id);
    if (!user) return user.error();
    add_member(c, **g, **user);
    return no_content{};
}

OKTA_DECL result<no_content> behave(call& c, remove_user_from_group const& a)
{
    auto const g = require_own_group(c, a.group_id);
    if (!g) return g.error();
    auto const user = require_user_id(c, a.user_id);
    if (!user) return user.error();
    remove_member(c, **g, **user);
    return no_content{};
}

} // namespace okta::sandbox::detail
#endif
