#ifndef OKTA_IMPL_SANDBOX_REALMS_IPP
#define OKTA_IMPL_SANDBOX_REALMS_IPP

#include <okta/sandbox/behaviours.hpp>
#include <okta/sandbox/dialects.hpp>
#include <okta/sandbox/listing.hpp>
#include <okta/sandbox/text.hpp>

namespace okta::sandbox::detail {

OKTA_DECL log_target target_of(realm const& r)
{
    log_target t;
    t.id = r.id.text;
    t.type = "Realm";
    t.alternate_id = r.id.text;
    t.display_name = r.profile.name;
    return t;
}

OKTA_DECL result<realm_record*> require_realm(call& c, id_of<realm> const& id)
{
    auto* const found = c.org.realms.find(id.text);
    if (!found) return refuse_missing(id.text, "Realm");
    return found;
}

OKTA_DECL realm with_links(call const& c, realm_record const& r)
{
    auto out = r.data;
    if (!out.profile.domains) out.profile.domains.emplace(); // single reads have them
    add_link(out.links.emplace(), "self", to_link(c.url("/api/v1/realms/", out.id.text)));
    return out;
}

OKTA_DECL std::optional<error> set_profile(call& c, new_realm_profile const& p, realm_record& r)
{
    std::vector<std::string> causes;
    if (p.name.empty()) causes.push_back("name: The field cannot be left blank");
    if (characters(p.name) > 255) causes.push_back("name: String is too long: 255 characters at most");
    for (auto const& [number, other] : c.org.realms.all())
        if (other.data.id != r.data.id && other.data.profile.name == static_cast<std::string const&>(p.name))
            causes.push_back("name: An object with this field already exists in the current organization");
    if (!causes.empty()) return refuse_invalid(std::move(causes));
    r.data.profile.name = p.name;
    r.data.profile.domains = p.domains.value_or(std::vector<std::string>{});
    r.data.profile.realm_type = p.realm_type;
    r.data.last_updated = c.now;
    return std::nullopt;
}

OKTA_DECL result<page<realm>> behave(call& c, list_realms const& a)
{
    listing l;
    std::optional<std::string> const none = {};
    auto const wrong = read_listing(c, {a.search, none, a.limit, a.after, a.sort_by, a.sort_order},
                                    {a.search ? 10 : 200, 200}, &realms_search, nullptr, l);
    if (wrong) return *wrong;
    page<realm> out;
    auto const all = [](realm_record const&) { return true; };
    for (auto const* const r : select_page(c.org.realms.all(), l, find_in<realm_record>, all, out.next))
        out.items.emplace_back(with_links(c, *r)).profile.domains.reset(); // single reads have them, lists do not
    return out;
}

OKTA_DECL result<realm> behave(call& c, get_realm const& a)
{
    auto const found = require_realm(c, a.realm_id);
    if (!found) return found.error();
    return with_links(c, **found);
}

OKTA_DECL result<realm> behave(call& c, create_realm const& a)
{
    if (c.org.realms.size() >= c.org.options.max_realms)
        return refuse(403, "E0000221",
                      "The maximum number of realms is reached: " + std::to_string(c.org.options.max_realms));
    realm_record r;
    if (auto wrong = set_profile(c, a.profile, r)) return *wrong;
    r.data.id = c.new_id("guo");
    r.data.is_default = false;
    r.data.created = c.now;
    auto const& added = c.org.realms.add(std::move(r));
    c.log("realm.lifecycle.create", "Create realm", {target_of(added.data)});
    return with_links(c, added);
}

OKTA_DECL result<realm> behave(call& c, update_realm const& a)
{
    auto const found = require_realm(c, a.realm_id);
    if (!found) return found.error();
    auto& r = **found;
    if (auto wrong = set_profile(c, a.profile, r)) return *wrong;
    r.changed();
    c.log("realm.lifecycle.update", "Update realm", {target_of(r.data)});
    return with_links(c, r);
}

OKTA_DECL result<no_content> behave(call& c, delete_realm const& a)
{
    auto const found = require_realm(c, a.realm_id);
    if (!found) return found.error();
    auto& r = **found;
    if (&r == c.org.default_realm) return refuse(400, "E0000178", "The default realm cannot be deleted.");
    if (r.users != 0)
        return refuse(400, "E0000178",
                      "The realm cannot be deleted: " + std::to_string(r.users) + " users belong to it.");
    c.log("realm.lifecycle.delete", "Delete realm", {target_of(r.data)});
    c.org.realms.remove(r);
    return no_content{};
}

} // namespace okta::sandbox::detail
#endif
