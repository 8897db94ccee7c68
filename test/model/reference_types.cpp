#include "reference.hpp"

#include <algorithm>

// User types.

namespace okta::test {
namespace {

bool is_type_name(std::string const& name)
{
    auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    auto const fits = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && letter(name[0]) && std::ranges::all_of(name, fits);
}

} // namespace

std::string reference::creator() const { return caller.user.empty() ? caller.client : caller.user; }

view reference::shown(type_entry const& t) const
{
    boost::json::object json;
    json["id"] = t.id;
    json["name"] = t.name;
    json["displayName"] = t.display_name;
    if (t.description) json["description"] = *t.description;
    json["default"] = t.is_default;
    json["created"] = t.created;
    json["lastUpdated"] = t.last_updated;
    if (!t.created_by.empty()) json["createdBy"] = t.created_by; // the first one is nobody's
    if (!t.last_updated_by.empty()) json["lastUpdatedBy"] = t.last_updated_by;
    auto out = view_of(json);
    out["_links"] = "schema self";
    return out;
}

answer reference::act(create_user_type const& a, std::string const& id)
{
    answer r;
    r.refuse_unless(is_type_name(a.name), 400, "E0000001");
    r.refuse_unless(!a.display_name.empty(), 400, "E0000001");
    r.refuse_unless(types.size() < 10, 400, "E0000001");
    for (auto const& [other, t] : types) r.refuse_unless(t.name != a.name, 400, "E0000001");
    if (!r.good()) return r;
    type_entry t{.id = id,
                 .name = a.name,
                 .display_name = a.display_name,
                 .description = a.description,
                 .created = now,
                 .created_by = creator(),
                 .last_updated = now,
                 .last_updated_by = creator()};
    t.number = ++created;
    types[id] = t;
    note("directory.non_default_user_profile.create", {{id, "UserType"}});
    r.value = shown(t);
    return r;
}

answer reference::act(get_user_type const& a, std::string const&)
{
    auto const id = a.type_id.text == "default" ? default_type : a.type_id.text;
    if (!types.contains(id)) return not_found();
    answer r;
    r.value = shown(types.at(id));
    return r;
}

answer reference::act(update_user_type const& a, std::string const&)
{
    auto const id = a.type_id.text == "default" ? default_type : a.type_id.text;
    if (!types.contains(id)) return not_found();
    auto& t = types.at(id);
    answer r;
    r.refuse_unless(!a.display_name || !a.display_name->empty(), 400, "E0000001");
    if (!r.good()) return r;
    if (a.display_name) t.display_name = *a.display_name;
    if (a.description) t.description = *a.description;
    t.last_updated = now;
    t.last_updated_by = creator();
    note("directory.user_profile.update", {{t.id, "UserType"}});
    r.value = shown(t);
    return r;
}

answer reference::act(replace_user_type const& a, std::string const&)
{
    auto const id = a.type_id.text == "default" ? default_type : a.type_id.text;
    if (!types.contains(id)) return not_found();
    auto& t = types.at(id);
    answer r;
    r.refuse_unless(a.name == t.name, 400, "E0000001");
    r.refuse_unless(!a.display_name.empty(), 400, "E0000001");
    if (!r.good()) return r;
    t.display_name = a.display_name;
    t.description = a.description;
    t.last_updated = now;
    t.last_updated_by = creator();
    note("directory.user_profile.update", {{t.id, "UserType"}});
    r.value = shown(t);
    return r;
}

answer reference::act(delete_user_type const& a, std::string const&)
{
    auto const id = a.type_id.text == "default" ? default_type : a.type_id.text;
    if (!types.contains(id)) return not_found();
    answer r;
    bool const used = std::ranges::any_of(users, [&](auto const& p) { return p.second.type == id; });
    r.refuse_unless(!used && id != default_type, 403, "E0000142");
    if (!r.good()) return r;
    types.erase(id);
    note("directory.non_default_user_profile.delete", {{id, "UserType"}});
    return r;
}

answer reference::act(list_user_types const&, std::string const&)
{
    answer r;
    for (auto const& [number, t] : in_order(types)) r.items.push_back(shown(*t));
    return r;
}

} // namespace okta::test
