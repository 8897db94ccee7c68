#ifndef OKTA_IMPL_SANDBOX_EVENT_HOOKS_IPP
#define OKTA_IMPL_SANDBOX_EVENT_HOOKS_IPP

#include <okta/codec/uri.hpp>
#include <okta/sandbox/behaviours.hpp>
#include <okta/sandbox/hook_deliveries.hpp>
#include <okta/sandbox/text.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

constexpr std::size_t max_hook_types = 300, max_hook_uri = 1'024, max_active_hooks = 25;

OKTA_DECL result<event_hook_record*> require_hook(call& c, id_of<event_hook> const& id)
{
    auto* const found = c.org.hooks.find(id.text);
    if (!found) return refuse_missing(id.text, "EventHook");
    return found;
}

OKTA_DECL bool is_active(event_hook_record const& r) { return r.data.status == event_hook_status::active; }

OKTA_DECL event_hook with_links(call const& c, event_hook_record const& r)
{
    auto h = r.data;
    auto const self = c.url("/api/v1/eventHooks/", h.id.text);
    auto& all = h.links.emplace();
    add_link(all, "self", to_link(self));
    auto const add = [&](char const* relation) {
        auto l = to_link(self + "/lifecycle/" + relation);
        l.hints.emplace().allow = {"POST"};
        add_link(all, relation, std::move(l));
    };
    add("verify");
    add(is_active(r) ? "deactivate" : "activate");
    return h;
}

// ── what a hook may be ──────────────────────────────────────────────────────────────────────────────────

OKTA_DECL void check_events(new_event_subscriptions const& events, std::vector<std::string>& causes)
{
    auto const& items = events.items;
    if (!(events.type == event_subscription_type::event_type)) causes.push_back("events.type: It must be EVENT_TYPE");
    if (items.empty()) causes.push_back("events.items: The field cannot be left blank");
    if (items.size() > max_hook_types)
        causes.push_back("events.items: " + std::to_string(items.size()) + " event types, 300 at most");
    if (std::ranges::any_of(items, [](auto const& type) { return type.empty(); }))
        causes.push_back("events.items: An event type is blank");
}

OKTA_DECL void check_channel(new_event_hook_channel const& channel, std::vector<std::string>& causes)
{
    auto const& config = channel.config;
    auto const url = parse_url(config.uri);
    if (!(channel.type == event_hook_channel_type::http)) causes.push_back("channel.type: It must be HTTP");
    if (channel.version != "1.0.0") causes.push_back("channel.version: It must be 1.0.0");
    if (!url || url->scheme != "https") causes.push_back("channel.config.uri: It must be a valid https URL");
    if (characters(config.uri) > max_hook_uri) causes.push_back("channel.config.uri: It has 1,024 characters at most");
    auto const has_break = [](std::string_view text) { return text.find_first_of("\r\n") != text.npos; };
    if (config.headers)
        for (auto const& h : *config.headers)
            if (!h.key || h.key->empty() || has_break(*h.key) || has_break(h.value.value_or("")))
                causes.push_back("channel.config.headers: A header has no valid key and value");
    if (!config.auth_scheme) return;
    auto const& scheme = *config.auth_scheme;
    if (!(scheme.type == event_hook_auth_scheme_type::header))
        causes.push_back("channel.config.authScheme.type: It must be HEADER");
    if (scheme.key.empty() || has_break(scheme.key) || scheme.value.empty() || has_break(scheme.value.reveal()))
        causes.push_back("channel.config.authScheme: It needs a key and a value without line breaks");
}

OKTA_DECL std::optional<error> check_room(call const& c)
{
    auto const active = [](auto const& entry) { return is_active(entry.second); };
    auto const count = std::ranges::count_if(c.org.hooks.all(), active);
    if (static_cast<std::size_t>(count) < max_active_hooks) return std::nullopt;
    return refuse_invalid({"status: The org has 25 active event hooks, which is the most"});
}

template <class Request>
std::optional<error> check(Request const& a)
{
    std::vector<std::string> causes;
    if (a.name.empty()) causes.push_back("name: The field cannot be left blank");
    check_events(a.events, causes);
    check_channel(a.channel, causes);
    if (causes.empty()) return std::nullopt;
    return refuse_invalid(std::move(causes));
}

// ── what is kept of it ──────────────────────────────────────────────────────────────────────────────────

/// Filters are kept, but not applied: the org does not evaluate Okta's expression language.
OKTA_DECL event_subscriptions kept(new_event_subscriptions const& events)
{
    event_subscriptions out{.items = events.items};
    if (!events.filter) return out;
    auto& filter = out.filter.emplace();
    filter.type = "EXPRESSION_LANGUAGE";
    auto& all = filter.event_filter_map.emplace();
    for (auto const& f : events.filter->event_filter_map)
        all.push_back({f.event, event_hook_filter_condition{f.condition.expression, {}}});
    return out;
}

/// As answered: the name of the auth scheme's header in lower case, and never its value.
OKTA_DECL event_hook_channel kept(new_event_hook_channel const& channel)
{
    event_hook_channel out;
    out.config.uri = channel.config.uri;
    out.config.headers = channel.config.headers;
    out.config.method = "POST";
    if (!channel.config.auth_scheme) return out;
    auto& scheme = out.config.auth_scheme.emplace();
    scheme.type = event_hook_auth_scheme_type::header;
    scheme.key = channel.config.auth_scheme->key;
    std::ranges::transform(*scheme.key, scheme.key->begin(),
                           [](char ch) { return ch >= 'A' && ch <= 'Z' ? static_cast<char>(ch - 'A' + 'a') : ch; });
    return out;
}

/// Another channel has to be verified anew.
template <class Request>
void assign(event_hook_record& r, Request const& a)
{
    auto channel = kept(a.channel);
    auto const& scheme = a.channel.config.auth_scheme;
    secret value = scheme ? static_cast<secret const&>(scheme->value) : secret();
    if (!(channel == r.data.channel) || !(value == r.secret_value))
        r.data.verification_status = event_hook_verification_status::unverified;
    r.data.name = a.name;
    r.data.description = a.description;
    r.data.events = kept(a.events);
    r.data.channel = std::move(channel);
    r.secret_value = std::move(value);
}

// ── the calls ───────────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL event_hook changed(call& c, event_hook_record& r, std::string_view event, std::string_view message)
{
    r.data.last_updated = c.now;
    if (!gets_events(r)) c.org.deliveries.drop(r.data.id.text);
    c.log(event, message, {target_of(r.data)});
    return with_links(c, r);
}

OKTA_DECL result<std::vector<event_hook>> behave(call& c, list_event_hooks const&)
{
    std::vector<event_hook> out;
    for (auto const& [number, r] : c.org.hooks.all()) out.push_back(with_links(c, r));
    return out;
}

OKTA_DECL result<event_hook> behave(call& c, get_event_hook const& a)
{
    auto const found = require_hook(c, a.event_hook_id);
    if (!found) return found.error();
    return with_links(c, **found);
}

OKTA_DECL result<event_hook> behave(call& c, create_event_hook const& a)
{
    if (auto wrong = check(a)) return *wrong;
    if (auto full = check_room(c)) return *full;
    event_hook_record r;
    r.data.id = c.new_id("who");
    r.data.status = event_hook_status::active;
    r.data.verification_status = event_hook_verification_status::unverified;
    r.data.created = c.now;
    r.data.created_by = c.caller.user.empty() ? c.caller.client : c.caller.user;
    r.origin = c.http.origin;
    assign(r, a);
    return changed(c, c.org.hooks.add(std::move(r)), "event_hook.created", "Create event hook");
}

OKTA_DECL result<event_hook> behave(call& c, replace_event_hook const& a)
{
    auto const found = require_hook(c, a.event_hook_id);
    if (!found) return found.error();
    if (auto wrong = check(a)) return *wrong;
    assign(**found, a);
    return changed(c, **found, "event_hook.updated", "Update event hook");
}

OKTA_DECL result<no_content> behave(call& c, delete_event_hook const& a)
{
    auto const found = require_hook(c, a.event_hook_id);
    if (!found) return found.error();
    if (is_active(**found))
        return refuse_invalid({"status: Only an inactive event hook can be deleted: deactivate it first"});
    c.log("event_hook.deleted", "Delete event hook", {target_of((*found)->data)});
    c.org.hooks.remove(**found);
    return no_content{};
}

OKTA_DECL result<event_hook> behave(call& c, activate_event_hook const& a)
{
    auto const found = require_hook(c, a.event_hook_id);
    if (!found) return found.error();
    if (is_active(**found)) return with_links(c, **found);
    if (auto full = check_room(c)) return *full;
    (*found)->data.status = event_hook_status::active;
    return changed(c, **found, "event_hook.activated", "Activate event hook");
}

OKTA_DECL result<event_hook> behave(call& c, deactivate_event_hook const& a)
{
    auto const found = require_hook(c, a.event_hook_id);
    if (!found) return found.error();
    if (!is_active(**found)) return with_links(c, **found);
    (*found)->data.status = event_hook_status::inactive;
    return changed(c, **found, "event_hook.deactivated", "Deactivate event hook");
}

/// Lets others have the org while its lock is not needed: the receiver may call it.
class unlocked
{
public:
    explicit unlocked(std::mutex& m) : mutex_(m) { mutex_.unlock(); }
    unlocked(unlocked const&) = delete;
    ~unlocked() { mutex_.lock(); }

private:
    std::mutex& mutex_;
};

OKTA_DECL result<event_hook> behave(call& c, verify_event_hook const& a)
{
    auto found = require_hook(c, a.event_hook_id);
    if (!found) return found.error();
    auto const send = c.org.hook_sender;
    if (!send) return refuse_invalid({"verification: This org reaches nobody: call its set_event_hook_sender first"});
    auto const asked = (*found)->data.channel;
    auto const secret_value = (*found)->secret_value;
    auto const request = request_to(**found, method::get);
    grant const by = c.caller; // what the call refers to may be gone by then
    std::string wrong;
    {
        unlocked const others_turn(c.org.mutex);
        wrong = challenge_receiver(c.org, *send, request);
    }
    if (!wrong.empty()) return refuse_invalid({"verification: " + wrong});
    found = require_hook(c, a.event_hook_id);
    if (!found) return found.error();
    if (!((*found)->data.channel == asked) || !((*found)->secret_value == secret_value))
        return refuse_invalid({"verification: The channel was changed while it was verified"});
    (*found)->data.verification_status = event_hook_verification_status::verified;
    call again(c.org, c.http, by, c.now, c.request_id, c.peer_address);
    return changed(again, **found, "event_hook.verified", "Verify event hook");
}

} // namespace okta::sandbox::detail
#endif
