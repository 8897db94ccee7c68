#ifndef OKTA_IMPL_SANDBOX_DEVICES_IPP
#define OKTA_IMPL_SANDBOX_DEVICES_IPP

#include <okta/sandbox/behaviours.hpp>
#include <okta/sandbox/dialects.hpp>
#include <okta/sandbox/listing.hpp>
#include <okta/sandbox/text.hpp>

namespace okta::sandbox::detail {

OKTA_DECL log_target target_of(device const& d)
{
    log_target t;
    t.id = d.id.text;
    t.type = "Device";
    t.alternate_id = d.id.text;
    t.display_name = d.profile.display_name;
    return t;
}

OKTA_DECL result<device_record*> require_device(call& c, id_of<device> const& id)
{
    auto* const found = c.org.devices.find(id.text);
    if (!found) return refuse_missing(id.text, "Device");
    return found;
}

OKTA_DECL void allow(links& all, char const* relation, std::vector<std::string> methods)
{
    all[relation].items().front().hints.emplace().allow = std::move(methods);
}

OKTA_DECL device with_links(call const& c, device_record const& r)
{
    auto d = r.data;
    auto& all = d.links.emplace();
    auto const self = c.url("/api/v1/devices/", d.id.text);
    bool const deactivated = d.status == device_status::deactivated;
    add_link(all, "self", to_link(self));
    if (deactivated) allow(all, "self", {"GET", "DELETE"}); // deletion is possible from here only
    else allow(all, "self", {"GET"});
    auto const lifecycle = [&](char const* relation) {
        add_link(all, relation, to_link(self + "/lifecycle/" + relation));
        allow(all, relation, {"POST"});
    };
    if (d.status == device_status::active) lifecycle("deactivate"), lifecycle("suspend");
    else if (d.status == device_status::suspended) lifecycle("deactivate"), lifecycle("unsuspend");
    else lifecycle("activate");
    if (!deactivated) {
        add_link(all, "users", to_link(self + "/users"));
        allow(all, "users", {"GET"});
    }
    return d;
}

OKTA_DECL void embed_users(call const& c, device_record const& r, bool whole, device& d)
{
    auto& users = d.embedded.emplace().users.emplace();
    for (auto const& member : r.users) {
        auto const* const user = c.org.users.at(member.user);
        if (!user) continue;
        device_user entry;
        entry.created = okta::to_string(member.since);
        entry.management_status = management_status::not_managed;
        entry.screen_lock_type = screen_lock_type::none;
        entry.user = list_item(c, *user);
        if (!whole) {
            okta::user summary;
            summary.id = entry.user->id;
            summary.realm_id = entry.user->realm_id;
            summary.links = entry.user->links;
            summary.profile.login = entry.user->profile.login;
            summary.profile.email = entry.user->profile.email;
            summary.profile.first_name = entry.user->profile.first_name;
            summary.profile.last_name = entry.user->profile.last_name;
            entry.user = std::move(summary);
        }
        users.push_back(std::move(entry));
    }
}

OKTA_DECL result<page<device>> behave(call& c, list_devices const& a)
{
    listing l;
    std::optional<std::string> const none = {};
    auto const wrong = read_listing(c, {a.search, none, a.limit, a.after, none, none}, {200, 200, true},
                                    &devices_search, nullptr, l);
    if (wrong) return *wrong;
    if (a.expand && !a.expand->known())
        return refuse_invalid({"expand: '" + printable(a.expand->text(), 40) + "' is neither user nor userSummary"});
    page<device> out;
    auto const all = [](device_record const&) { return true; };
    for (auto const* const r : select_page(c.org.devices.all(), l, find_in<device_record>, all, out.next)) {
        auto& d = out.items.emplace_back(with_links(c, *r));
        if (a.expand) embed_users(c, *r, *a.expand == device_expand::user_, d);
    }
    return out;
}

OKTA_DECL result<device> behave(call& c, get_device const& a)
{
    auto const found = require_device(c, a.device_id);
    if (!found) return found.error();
    return with_links(c, **found);
}

OKTA_DECL error wrong_device_status()
{
    return refuse(403, "E0000152",
                  "Device status mismatch. The requested operation is not allowed in the device's current "
                  "status.");
}

OKTA_DECL void set_status(call& c, device_record& r, device_status to, char const* event, char const* message)
{
    r.data.status = to;
    r.data.last_updated = c.now;
    r.changed();
    c.log(event, message, {target_of(r.data)});
}

OKTA_DECL result<no_content> behave(call& c, delete_device const& a)
{
    auto const found = require_device(c, a.device_id);
    if (!found) return found.error();
    auto& r = **found;
    if (!(r.data.status == device_status::deactivated)) return wrong_device_status();
    c.log("device.lifecycle.delete", "Delete device", {target_of(r.data)});
    c.org.devices.remove(r);
    return no_content{};
}

/// An active device stays so, as was seen; a suspended one has to be unsuspended instead.
OKTA_DECL result<no_content> behave(call& c, activate_device const& a)
{
    auto const found = require_device(c, a.device_id);
    if (!found) return found.error();
    auto& r = **found;
    if (r.data.status == device_status::active) return no_content{};
    if (r.data.status == device_status::suspended) return wrong_device_status();
    set_status(c, r, device_status::active, "device.lifecycle.activate", "Activate device");
    return no_content{};
}

OKTA_DECL result<no_content> behave(call& c, deactivate_device const& a)
{
    auto const found = require_device(c, a.device_id);
    if (!found) return found.error();
    auto& r = **found;
    if (r.data.status == device_status::deactivated) return no_content{};
    if (r.data.status == device_status::created) return wrong_device_status();
    r.users.clear(); // it drops all links
    set_status(c, r, device_status::deactivated, "device.lifecycle.deactivate", "Deactivate device");
    return no_content{};
}

} // namespace okta::sandbox::detail
#endif
