#include "reference.hpp"

#include <algorithm>

// Devices and their lifecycle; realms.

namespace okta::test {

view reference::shown(device_entry const& d) const
{
    boost::json::object json;
    json["id"] = d.id;
    json["status"] = d.status;
    json["created"] = d.created;
    json["lastUpdated"] = d.last_updated;
    json["profile"] = boost::json::object(d.profile.begin(), d.profile.end());
    json["resourceType"] = "UDDevice";
    json["resourceId"] = d.id;
    json["resourceDisplayName"] = {{"value", d.profile.at("displayName")}, {"sensitive", false}};
    auto out = view_of(json);
    out["_links"] = d.status == "DEACTIVATED" ? "activate self"
                    : d.status == "ACTIVE"    ? "deactivate self suspend users"
                    : d.status == "SUSPENDED" ? "deactivate self unsuspend users"
                                              : "activate self users";
    return out;
}

facts reference::facts_of(device_entry const& d) const
{
    facts all;
    for (auto const& [name, value] : d.profile) add_fact(all, "profile." + name, value);
    add_fact(all, "id", d.id.c_str());
    add_fact(all, "status", d.status.c_str());
    add_fact(all, "lastUpdated", d.last_updated.c_str());
    return all;
}

answer reference::list(list_devices const& a, asked const& q) const
{
    answer r;
    if (q.broken) r.refuse(400, "E0000031");
    r.refuse_unless(a.limit.value_or(1) <= 200, 400, "E0000001");
    std::vector<listed> all;
    for (auto const& [number, entry] : in_order(devices)) {
        auto const& d = *entry;
        all.push_back({facts_of(d), shown(d)});
        if (!a.expand) continue;
        if (d.users.empty()) all.back().shown["_embedded.users"] = "[]";
        for (std::size_t i = 0; i < d.users.size(); ++i) {
            auto const at = "_embedded.users." + std::to_string(i) + '.';
            auto& v = all.back().shown;
            v[at + "created"] = text_of(d.users[i].second);
            v[at + "managementStatus"] = R"("NOT_MANAGED")";
            v[at + "screenLockType"] = R"("NONE")";
            for (auto const& [name, value] : shown(users.at(d.users[i].first), false)) {
                bool const summary = name == "id" || name == "realmId" || name == "_links" ||
                                     name == "profile.firstName" || name == "profile.lastName" ||
                                     name == "profile.login" || name == "profile.email";
                if (summary || a.expand->text() == "user") v[at + "user." + name] = value;
            }
        }
    }
    r.items = chosen(std::move(all), q, {}, {});
    return r;
}

answer reference::act(get_device const& a, std::string const&)
{
    if (!devices.contains(a.device_id.text)) return not_found();
    answer r;
    r.value = shown(devices.at(a.device_id.text));
    return r;
}

answer reference::act(delete_device const& a, std::string const&)
{
    if (!devices.contains(a.device_id.text)) return not_found();
    answer r;
    r.refuse_unless(devices.at(a.device_id.text).status == "DEACTIVATED", 403, "E0000152");
    if (!r.good()) return r;
    devices.erase(a.device_id.text);
    note("device.lifecycle.delete", {{a.device_id.text, "Device"}});
    return r;
}

answer reference::act(activate_device const& a, std::string const&)
{
    if (!devices.contains(a.device_id.text)) return not_found();
    auto& d = devices.at(a.device_id.text);
    answer r;
    if (d.status == "ACTIVE") return r;
    r.refuse_unless(d.status == "CREATED" || d.status == "DEACTIVATED", 403, "E0000152");
    if (!r.good()) return r;
    d.status = "ACTIVE";
    d.last_updated = now;
    note("device.lifecycle.activate", {{d.id, "Device"}});
    return r;
}

answer reference::act(deactivate_device const& a, std::string const&)
{
    if (!devices.contains(a.device_id.text)) return not_found();
    auto& d = devices.at(a.device_id.text);
    answer r;
    if (d.status == "DEACTIVATED") return r;
    r.refuse_unless(d.status == "ACTIVE" || d.status == "SUSPENDED", 403, "E0000152");
    if (!r.good()) return r;
    d.status = "DEACTIVATED";
    d.users.clear();
    d.last_updated = now;
    note("device.lifecycle.deactivate", {{d.id, "Device"}});
    return r;
}

} // namespace okta::test
