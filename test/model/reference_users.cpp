#include "reference.hpp"

#include <algorithm>

// Users: looking them up, showing and listing them (behaviour.md, sections 8 and 9).

namespace okta::test {

answer not_found()
{
    answer r;
    r.refuse(404, "E0000007");
    return r;
}

user_entry* reference::find_user(std::string const& name)
{
    if (name == "me") return users.contains(caller.user) ? &users.at(caller.user) : nullptr;
    if (users.contains(name)) return &users.at(name);
    if (name.find('/') != name.npos) return nullptr; // by its id only
    user_entry* short_match = nullptr;
    int matches = 0;
    for (auto& [id, u] : users) {
        auto const login = plain(u.login());
        if (login == plain(name)) return &u;
        if (login.substr(0, login.find('@')) == plain(name)) short_match = &u, ++matches;
    }
    return matches == 1 ? short_match : nullptr;
}

void reference::set_status(user_entry& u, std::string const& status, std::string const& transitioning_to)
{
    u.status = status;
    u.transitioning_to = transitioning_to;
    u.status_changed = now;
    u.last_updated = now;
    ++u.revision;
}

void reference::note(std::string type, std::vector<std::pair<std::string, std::string>> targets)
{
    log.push_back({std::move(type), std::move(targets), actor(), now});
}

std::string reference::actor() const { return users.contains(caller.user) ? caller.user : caller.client; }

namespace {

/// What is left of a user by the only `fields` parameter that the test uses, `a_few_fields`.
std::set<std::string> const some_fields{"id", "status", "profile.login", "profile.city"};

/// The relations of a user's links by its status. (A choice of the sandbox: only `delete` was seen.)
std::string links_of(std::string const& status)
{
    if (status == "STAGED") return "activate deactivate self type";
    if (status == "PROVISIONED") return "deactivate reactivate self type";
    if (status == "DEPROVISIONED") return "activate delete self type";
    if (status == "SUSPENDED") return "deactivate self type unsuspend";
    if (status == "LOCKED_OUT") return "deactivate self type unlock";
    if (status != "ACTIVE") return "deactivate self type";
    return "changePassword changeRecoveryQuestion deactivate expirePassword resetPassword self suspend type";
}

/// What `okta-response` leaves out.
void omit_credentials(view& v)
{
    std::erase_if(v, [](auto const& p) { return p.first.starts_with("credentials."); });
    v.erase("transitioningToStatus");
    if (v.at("_links").starts_with("changePassword")) v["_links"] = "deactivate self suspend type";
}

} // namespace

view reference::shown(user_entry const& u, bool alone) const
{
    boost::json::object json;
    json["id"] = u.id;
    json["status"] = u.status;
    if (!u.transitioning_to.empty()) json["transitioningToStatus"] = u.transitioning_to;
    json["type"] = {{"id", u.type}};
    json["realmId"] = u.realm;
    json["created"] = u.created;
    json["lastUpdated"] = u.last_updated;
    if (!u.activated.empty()) json["activated"] = u.activated;
    if (!u.status_changed.empty()) json["statusChanged"] = u.status_changed;
    if (!u.password_changed.empty()) json["passwordChanged"] = u.password_changed;
    json["profile"] = boost::json::object(u.profile.begin(), u.profile.end());
    auto& credentials = json["credentials"].emplace_object();
    credentials["provider"] = {{"type", u.provider}, {"name", u.provider_name}};
    if (u.has_password) credentials["password"].emplace_object();
    if (!u.question.empty()) credentials["recovery_question"] = {{"question", u.question}};
    auto out = view_of(json);
    out["_links"] = alone ? links_of(u.status) : "self";
    return out;
}

facts reference::facts_of(user_entry const& u) const
{
    facts all;
    for (auto const& [name, value] : u.profile) add_fact(all, "profile." + name, value);
    add_fact(all, "id", u.id.c_str());
    add_fact(all, "status", u.status.c_str());
    add_fact(all, "type.id", u.type.c_str());
    add_fact(all, "created", u.created.c_str());
    add_fact(all, "lastUpdated", u.last_updated.c_str());
    if (!u.activated.empty()) add_fact(all, "activated", u.activated.c_str());
    if (!u.status_changed.empty()) add_fact(all, "statusChanged", u.status_changed.c_str());
    return all;
}

std::vector<view> chosen(std::vector<listed> all, asked const& q, std::optional<std::string> const& sort_by,
                         std::optional<std::string> const& sort_order)
{
    std::erase_if(all, [&](listed const& l) {
        return (q.search && !q.search->holds(l.known)) || (q.filter && !q.filter->holds(l.known));
    });
    bool const descending = sort_order == "desc";
    if (q.search && sort_by)
        std::ranges::sort(all, [&](listed const& a, listed const& b) {
            auto const [x, x_end] = a.known.equal_range(*sort_by);
            auto const [y, y_end] = b.known.equal_range(*sort_by);
            if (x == x_end && y != y_end) return false;
            if (x != x_end && y == y_end) return true;
            auto const order = x == x_end ? 0 : compare(x->second, y->second, true);
            if (order == 0) return a.shown.at("id") < b.shown.at("id");
            return descending ? order > 0 : order < 0;
        });
    std::vector<view> out;
    for (auto& l : all) out.push_back(std::move(l.shown));
    return out;
}

answer reference::list(list_users const& a, asked const& q) const
{
    answer r;
    if (q.broken) r.refuse(400, a.filter ? "E0000053" : "E0000031");
    std::vector<listed> all;
    for (auto const& [number, entry] : in_order(users)) {
        auto const& u = *entry;
        if (!a.search && !a.filter && u.status == "DEPROVISIONED") continue;
        if (a.q) {
            auto const starts = [&, &p = u.profile](char const* name) {
                return p.contains(name) && lower(std::string(p.at(name).as_string())).starts_with(lower(*a.q));
            };
            if (!starts("firstName") && !starts("lastName") && !starts("email")) continue;
        }
        all.push_back({facts_of(u), shown(u, false)});
        if (a.content_type == lean_users) omit_credentials(all.back().shown);
    }
    if (a.search && a.filter) r.refuse(400, "E0000031"); // (a choice of the sandbox)
    if (a.after) r.refuse(400, "E0000001");
    r.items = chosen(std::move(all), q, a.sort_by, a.sort_order);
    if (a.fields)
        for (auto& v : r.items) std::erase_if(v, [](auto const& p) { return !some_fields.contains(p.first); });
    if (a.q) r.items.resize(std::min<std::size_t>(r.items.size(), static_cast<std::size_t>(a.limit.value_or(10))));
    return r;
}

answer reference::act(get_user const& a, std::string const&)
{
    auto const* const u = find_user(a.id.text);
    if (!u) return not_found();
    answer r;
    r.value = shown(*u, true);
    if (a.content_type == lean_users) omit_credentials(r.value);
    if (a.expand == "blocks" && u->blocks.empty()) r.value["_embedded.blocks"] = "[]";
    if (a.expand == "blocks")
        for (std::size_t i = 0; i < u->blocks.size(); ++i) {
            auto const at = "_embedded.blocks." + std::to_string(i);
            r.value[at + ".type"] = text_of(u->blocks[i].type.text());
            r.value[at + ".appliesTo"] = text_of(u->blocks[i].applies_to.text());
        }
    return r;
}

answer reference::act(list_user_blocks const& a, std::string const&)
{
    auto const* const u = find_user(a.id.text);
    if (!u) return not_found();
    answer r;
    for (auto const& b : u->blocks)
        r.items.push_back(view{{"type", text_of(b.type.text())}, {"appliesTo", text_of(b.applies_to.text())}});
    return r;
}

} // namespace okta::test
