#ifndef OKTA_IMPL_SANDBOX_USER_TYPES_IPP
#define OKTA_IMPL_SANDBOX_USER_TYPES_IPP

#include <okta/sandbox/behaviours.hpp>
#include <okta/sandbox/text.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

constexpr std::size_t max_user_types = 10; // the default one included

OKTA_DECL log_target target_of(user_type const& t)
{
    log_target target;
    target.id = t.id.text;
    target.type = "UserType";
    target.alternate_id = t.name;
    target.display_name = t.display_name;
    return target;
}

OKTA_DECL result<user_type_record*> require_type(call& c, id_of<user_type> const& id)
{
    auto* const found = id.text == "default" ? c.org.default_type : c.org.types.find(id.text);
    if (!found) return refuse_missing(id.text, "UserType");
    return found;
}

OKTA_DECL user_type with_links(call const& c, user_type_record const& r)
{
    auto t = r.data;
    auto& all = t.links.emplace();
    add_link(all, "self", to_link(c.url("/api/v1/meta/types/user/", t.id.text), "GET"));
    auto schema = to_link(
        c.url("/api/v1/meta/schemas/user/", "osc" + t.id.text.substr(std::min<std::size_t>(3, t.id.text.size()))),
        "GET");
    add_link(all, "schema", std::move(schema));
    return t;
}

OKTA_DECL error blank_display_name() { return refuse_invalid({"displayName: The field cannot be left blank"}); }

OKTA_DECL bool is_name(std::string_view text)
{
    auto const letter = [](char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z'); };
    auto const other = [&](char ch) { return letter(ch) || (ch >= '0' && ch <= '9') || ch == '_'; };
    return !text.empty() && text.size() <= 100 && letter(text.front()) && std::ranges::all_of(text, other);
}

OKTA_DECL result<std::vector<user_type>> behave(call& c, list_user_types const&)
{
    std::vector<user_type> out;
    for (auto const& [number, r] : c.org.types.all()) out.push_back(with_links(c, r));
    return out;
}

OKTA_DECL result<user_type> behave(call& c, get_user_type const& a)
{
    auto const found = require_type(c, a.type_id);
    if (!found) return found.error();
    return with_links(c, **found);
}

OKTA_DECL result<user_type> behave(call& c, create_user_type const& a)
{
    if (!is_name(a.name))
        return refuse_invalid(
            {"name: '" + printable(a.name, 100) + "' is not a letter followed by letters, digits and underscores"});
    if (a.display_name.empty()) return blank_display_name();
    auto const same = [&](auto const& entry) {
        return entry.second.data.name == static_cast<std::string const&>(a.name);
    };
    if (std::ranges::any_of(c.org.types.all(), same))
        return refuse_invalid({"name: An object with this field already exists in the current organization"});
    if (c.org.types.size() >= max_user_types)
        return refuse_invalid({"name: An org has ten user types at most, the default one included"});
    user_type_record r;
    r.data.id = c.new_id("oty");
    r.data.name = a.name;
    r.data.display_name = a.display_name;
    r.data.description = a.description;
    r.data.is_default = false;
    r.data.created = r.data.last_updated = c.now;
    r.data.created_by = r.data.last_updated_by = c.caller.user.empty() ? c.caller.client : c.caller.user;
    auto const& added = c.org.types.add(std::move(r));
    c.log("directory.non_default_user_profile.create", "Create non-default user profile", {target_of(added.data)});
    return with_links(c, added);
}

OKTA_DECL user_type changed(call& c, user_type_record& r)
{
    r.data.last_updated = c.now;
    r.data.last_updated_by = c.caller.user.empty() ? c.caller.client : c.caller.user;
    r.changed();
    c.log("directory.user_profile.update", "Update user profile", {target_of(r.data)});
    return with_links(c, r);
}

OKTA_DECL result<user_type> behave(call& c, update_user_type const& a)
{
    auto const found = require_type(c, a.type_id);
    if (!found) return found.error();
    auto& r = **found;
    if (a.display_name && a.display_name->empty()) return blank_display_name();
    if (a.display_name) r.data.display_name = *a.display_name;
    if (a.description) r.data.description = a.description;
    return changed(c, r);
}

OKTA_DECL result<user_type> behave(call& c, replace_user_type const& a)
{
    auto const found = require_type(c, a.type_id);
    if (!found) return found.error();
    auto& r = **found;
    if (r.data.name != static_cast<std::string const&>(a.name))
        return refuse_invalid({"name: The name of a user type cannot be changed; it is '" + r.data.name + "'"});
    if (a.display_name.empty()) return blank_display_name();
    r.data.display_name = a.display_name;
    r.data.description = a.description;
    return changed(c, r);
}

OKTA_DECL result<no_content> behave(call& c, delete_user_type const& a)
{
    auto const found = require_type(c, a.type_id);
    if (!found) return found.error();
    auto& r = **found;
    if (&r == c.org.default_type || r.users != 0)
        return refuse(403, "E0000142",
                      &r == c.org.default_type ? "The default user type cannot be deleted."
                                               : "The user type cannot be deleted: it is in use.");
    c.log("directory.non_default_user_profile.delete", "Delete non-default user profile", {target_of(r.data)});
    c.org.types.remove(r);
    return no_content{};
}

} // namespace okta::sandbox::detail
#endif
