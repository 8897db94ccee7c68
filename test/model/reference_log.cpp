#include "reference.hpp"

#include <okta/model/timestamp.hpp>

#include <algorithm>
#include <chrono>

// The System Log (behaviour.md, section 7), userinfo, and what a caller may do.

namespace okta::test {

answer reference::admit(std::vector<std::string> const& scopes, bool bearer_only) const
{
    answer r;
    bool const api_token = caller.scopes == std::vector<std::string>{"*"};
    if (caller.revoked || (!caller.expires.empty() && caller.expires <= now))
        r.refuse(401, bearer_only ? "invalid_token" : "E0000011");
    if (api_token && !bearer_only) return r;
    bool const allowed = std::ranges::any_of(scopes, [&](std::string const& needed) {
        return std::ranges::any_of(caller.scopes, [&](std::string const& has) { return covers(has, needed); });
    });
    r.refuse_unless(allowed, 403, bearer_only ? "insufficient_scope" : "E0000006");
    return r;
}

facts reference::facts_of(event_entry const& e) const
{
    facts all;
    add_fact(all, "eventType", e.type.c_str());
    if (!e.actor.empty()) add_fact(all, "actor.id", e.actor.c_str());
    add_fact(all, "outcome.result", "SUCCESS");
    for (auto const& [id, type] : e.targets) {
        add_fact(all, "target.id", id.c_str());
        add_fact(all, "target.type", type.c_str());
    }
    return all;
}

answer reference::list(list_log_events const& a, asked const& q) const
{
    answer r;
    if (q.broken) r.refuse(400, "E0000053");
    auto const today = *parse_timestamp(now);
    bool const descending = a.sort_order && a.sort_order->text() == "DESCENDING";
    bool const polling = !a.until && !descending;
    auto const until = a.until.value_or(today);
    auto const since = a.since.value_or(until - std::chrono::days(7));
    r.refuse_unless(since >= today - std::chrono::days(180), 400, "E0000053");
    if (a.since && a.after) r.refuse(400, "E0000001");
    auto const from = to_string(std::max(since, today - std::chrono::days(90))); // older ones are gone
    std::vector<listed> all;
    for (auto const& e : log) {
        if (e.published < from || (!polling && e.published >= to_string(until))) continue;
        auto const mentions = [&](auto const& target) { return target.first == *a.q; };
        if (a.q && e.type != *a.q && e.actor != *a.q && std::ranges::none_of(e.targets, mentions)) continue;
        view v{{"eventType", e.type}, {"published", e.published}, {"actor", e.actor}};
        for (auto const& [id, type] : e.targets) v["targets"] += id + ':' + type + ' ';
        all.push_back({facts_of(e), v});
    }
    r.items = chosen(std::move(all), q, {}, {});
    if (descending) std::ranges::reverse(r.items);
    return r;
}

answer reference::act(get_user_info const&, std::string const&)
{
    answer r;
    if (!users.contains(caller.user)) {
        r.refuse(403, "insufficient_scope"); // a service app is no user
        return r;
    }
    auto const has = [&](char const* scope) { return std::ranges::count(caller.scopes, scope) != 0; };
    r.refuse_unless(has("profile") || has("email") || has("address") || has("phone"), 403, "insufficient_scope");
    if (!r.good()) return r;
    auto const& u = users.at(caller.user);
    boost::json::object json{{"sub", u.id}};
    auto const claim = [&](char const* name, char const* attribute) {
        if (auto const it = u.profile.find(attribute); it != u.profile.end()) json[name] = it->second;
    };
    if (has("profile")) {
        auto const part = [&](char const* name) {
            return u.profile.contains(name) ? std::string(u.profile.at(name).as_string()) : "";
        };
        auto const first = part("firstName"), last = part("lastName");
        json["name"] = first.empty() && last.empty()   ? u.login()
                       : first.empty() || last.empty() ? first + last
                                                       : first + ' ' + last;
        claim("given_name", "firstName");
        claim("family_name", "lastName");
        claim("middle_name", "middleName");
        claim("nickname", "nickName");
        claim("preferred_username", "login");
        claim("profile", "profileUrl");
        claim("zoneinfo", "timezone");
        claim("locale", "locale");
        json["updated_at"] = parse_timestamp(u.last_updated)->time_since_epoch().count() / 1000;
    }
    if (has("email")) {
        claim("email", "email");
        json["email_verified"] = true;
    }
    if (has("phone")) claim("phone_number", "primaryPhone");
    if (has("address")) {
        boost::json::object address;
        auto const part = [&](char const* name, char const* attribute) {
            if (auto const it = u.profile.find(attribute); it != u.profile.end()) address[name] = it->second;
        };
        part("street_address", "streetAddress");
        part("locality", "city");
        part("region", "state");
        part("postal_code", "zipCode");
        part("country", "countryCode");
        if (!address.empty()) json["address"] = address;
    }
    if (has("groups")) {
        boost::json::array names{groups.at(everyone).profile.at("name")};
        for (auto const& id : u.groups) names.push_back(groups.at(id).profile.at("name"));
        json["groups"] = names;
    }
    r.value = view_of(json);
    return r;
}

} // namespace okta::test
