#ifndef OKTA_IMPL_ENSURE_EVENT_HOOK_IPP
#define OKTA_IMPL_ENSURE_EVENT_HOOK_IPP

#include <okta/codec/uri.hpp>
#include <okta/ensure_event_hook.hpp>
#include <okta/hook/hook_secret.hpp>

#include <algorithm>
#include <set>

namespace okta {
namespace detail {

constexpr std::size_t max_event_types = 300, max_hook_url = 1'024; // of Okta's (concepts: event hooks)

OKTA_DECL std::vector<std::string> without_repetitions(std::vector<std::string> const& types)
{
    std::vector<std::string> all;
    std::set<std::string_view> seen;
    for (auto const& one : types)
        if (seen.insert(one).second) all.push_back(one);
    return all;
}

OKTA_DECL bool is_header_name(std::string_view text) // a token of RFC 9110 section 5.6.2
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && text.size() <= 256 && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.find(c) != marks.npos;
    });
}

OKTA_DECL bool has_control(std::string_view text)
{
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// What is wrong with a URL; empty: nothing. The URL itself is not shown: there may be a password in it.
OKTA_DECL std::string wrong_url(std::string_view url)
{
    auto const parts = parse_url(url);
    auto const length = std::ranges::count_if(url,
                                              [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
    if (static_cast<std::size_t>(length) > max_hook_url)
        return "has " + std::to_string(length) + " characters: Okta takes 1,024 at most";
    if (!parts) return "is not of the form https://hooks.example.com/okta, without user and password";
    if (parts->scheme != "https") return "of " + parts->host + " is not https: Okta delivers over TLS only";
    return {};
}

OKTA_DECL std::string wrong_event_types(std::vector<std::string> const& types)
{
    if (types.empty()) return "has none: name the event types that the hook is for";
    for (std::size_t i = 0; i < types.size(); ++i)
        if (types[i].empty() || types[i].find_first_of(" \t") != std::string::npos || has_control(types[i]))
            return "has an item that is no event type such as user.lifecycle.create, at index " + std::to_string(i);
    auto const count = without_repetitions(types).size();
    if (count > max_event_types) return "has " + std::to_string(count) + ": a hook takes 300 at most";
    return {};
}

} // namespace detail

OKTA_DECL std::optional<error> check_event_hook(desired_event_hook const& desired)
{
    std::pair<std::string_view, std::string> const findings[] = {
        {"name", desired.name.empty() || detail::has_control(desired.name) ? "is empty or has control characters" : ""},
        {"url", detail::wrong_url(desired.url)},
        {"event_types", detail::wrong_event_types(desired.event_types.items)},
        {"header_name", detail::is_header_name(desired.header_name) ? "" : "is no name of a header field"},
        {"secret", detail::wrong_hook_secret(desired.secret.reveal())}};
    for (auto const& [member, wrong] : findings) {
        if (wrong.empty()) continue;
        error e;
        e.kind = error_kind::invalid_request;
        e.summary.append("event hook '").append(desired.name).append("': ").append(member).append(" ").append(wrong);
        return e;
    }
    return std::nullopt;
}

namespace detail {

OKTA_DECL event_hook_setup::event_hook_setup(desired_event_hook desired) : desired_(std::move(desired))
{
    if (auto wrong = check_event_hook(desired_)) failed_ = std::move(*wrong), step_ = event_hook_step::done;
    desired_.event_types.items = without_repetitions(desired_.event_types.items);
}

// ── requests ────────────────────────────────────────────────────────────────────────────────────────────

/// The filters of the event types that stay are kept.
OKTA_DECL new_event_subscriptions event_hook_setup::subscriptions() const
{
    new_event_subscriptions s{.items = desired_.event_types.items};
    auto const& had = made_.hook.events.filter;
    if (!had || !had->event_filter_map) return s;
    std::vector<new_event_hook_filter> kept;
    for (auto const& f : *had->event_filter_map) {
        if (!f.event || !f.condition || !f.condition->expression) continue;
        if (std::ranges::find(s.items, *f.event) == s.items.end()) continue;
        kept.push_back({.event = *f.event, .condition = {.expression = *f.condition->expression}});
    }
    if (!kept.empty()) s.filter = {.event_filter_map = std::move(kept)};
    return s;
}

OKTA_DECL new_event_hook_channel event_hook_setup::channel() const
{
    return {.config = {.uri = desired_.url,
                       .headers = made_.hook.channel.config.headers,
                       .auth_scheme = new_event_hook_auth_scheme{
                           .key = desired_.header_name, .value = static_cast<secret const&>(desired_.secret)}}};
}

OKTA_DECL create_event_hook event_hook_setup::creation() const
{
    return {
        .name = desired_.name, .description = desired_.description, .events = subscriptions(), .channel = channel()};
}

OKTA_DECL replace_event_hook event_hook_setup::replacement() const
{
    return {.event_hook_id = made_.hook.id,
            .name = desired_.name,
            .description = desired_.description ? desired_.description : made_.hook.description,
            .events = subscriptions(),
            .channel = channel()};
}

// ── answers ─────────────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL result<event_hook const*> event_hook_setup::choose(std::vector<event_hook> const& all) const
{
    auto const pick = [&](auto fits) -> std::pair<event_hook const*, std::string> {
        event_hook const* one = nullptr;
        std::string ids;
        std::size_t count = 0;
        for (auto const& h : all)
            if (fits(h)) one = &h, ids.append(count++ == 0 ? "" : ", ").append(h.id.text);
        return {count == 1 ? one : nullptr, count > 1 ? ids : std::string()};
    };
    auto const at_url = [&](event_hook const& h) { return h.channel.config.uri == desired_.url; };
    auto const named = [&](event_hook const& h) { return h.name == desired_.name; };
    auto const ambiguous = [](std::string_view what, std::string const& ids) {
        error e;
        e.kind = error_kind::invalid_request;
        e.summary.append("several hooks have that ").append(what).append(": ").append(ids);
        e.summary.append("; delete all but one, since each delivers the same events");
        return e;
    };
    if (auto const both = pick([&](event_hook const& h) { return at_url(h) && named(h); }); both.first)
        return both.first;
    auto const by_url = pick(at_url);
    if (!by_url.second.empty()) return ambiguous("URL", by_url.second);
    if (by_url.first || unknown_) return by_url.first; // one that may just have been created has the URL
    auto const by_name = pick(named);
    if (!by_name.second.empty()) return ambiguous("name", by_name.second);
    return by_name.first;
}

OKTA_DECL bool event_hook_setup::fits(event_hook const& h) const
{
    auto const& config = h.channel.config;
    auto const& scheme = config.auth_scheme;
    auto types = without_repetitions(h.events.items), wanted = desired_.event_types.items;
    std::ranges::sort(types);
    std::ranges::sort(wanted);
    return h.name == desired_.name && config.uri == desired_.url && types == wanted && scheme && scheme->key &&
           equal_ignoring_case(*scheme->key, desired_.header_name) && // Okta answers it in lower case
           (!desired_.description || h.description == desired_.description) && !desired_.secret_changed;
}

OKTA_DECL void event_hook_setup::take(result<std::vector<event_hook>> all)
{
    facts_ = all.facts();
    auto const chosen = all ? choose(*all) : all.error();
    if (unknown_ && (!chosen || !*chosen)) { // not found out, or not there: the creation failed as far as anybody knows
        step_ = event_hook_step::create;
        return fail(std::move(*unknown_));
    }
    if (!chosen) return fail(chosen.error());
    if (!*chosen) {
        step_ = event_hook_step::create;
        return;
    }
    made_.hook = **chosen;
    made_.created = unknown_.has_value();
    if (made_.created || fits(made_.hook)) go_on();
    else step_ = event_hook_step::replace;
}

OKTA_DECL void event_hook_setup::take(result<event_hook> answered)
{
    facts_ = answered.facts();
    bool const creating = step_ == event_hook_step::create;
    if (!answered && creating && answered.error().may_have_happened) {
        unknown_ = std::move(answered.error());
        step_ = event_hook_step::look_up;
        return;
    }
    if (!answered) return fail(std::move(answered.error()));
    made_.hook = std::move(*answered);
    made_.created = made_.created || creating;
    made_.replaced = made_.replaced || step_ == event_hook_step::replace;
    made_.activated = made_.activated || step_ == event_hook_step::activate;
    made_.verified = made_.verified || step_ == event_hook_step::verify;
    go_on();
}

/// What is missing of an active and verified hook; each step once.
OKTA_DECL void event_hook_setup::go_on()
{
    auto const& h = made_.hook;
    bool const active = h.status && *h.status == event_hook_status::active;
    bool const verified = h.verification_status && *h.verification_status == event_hook_verification_status::verified;
    if (!active && !made_.activated) step_ = event_hook_step::activate;
    else if (!verified && !made_.verified) step_ = event_hook_step::verify;
    else if ((h.status && !active) || (h.verification_status && !verified)) {
        error e;
        e.kind = error_kind::unexpected_answer;
        e.summary = "Okta answered no error, but the hook is " + std::string(h.status ? h.status->text() : "") + " " +
                    std::string(h.verification_status ? h.verification_status->text() : "");
        fail(std::move(e));
    } else step_ = event_hook_step::done;
}

OKTA_DECL void event_hook_setup::fail(error e)
{
    failed_ = explained(std::move(e));
    step_ = event_hook_step::done;
}

OKTA_DECL error event_hook_setup::explained(error e) const
{
    constexpr std::string_view steps[] = {"could not be looked up", "could not be created",  "could not be replaced",
                                          "could not be activated", "could not be verified", ""};
    std::string text = "event hook '" + std::string(desired_.name) + "'";
    if (!made_.hook.id.empty()) text.append(" (").append(made_.hook.id.text).append(")");
    text.append(" ").append(steps[static_cast<std::size_t>(step_)]);
    if (made_.created) text.append(", though it was created");
    else if (made_.replaced) text.append(", though it was replaced");
    e.summary.insert(0, text + ": ");
    return e;
}

OKTA_DECL result<ensured_event_hook> event_hook_setup::finish() &&
{
    if (failed_) return {std::move(*failed_), std::move(facts_)};
    return {std::move(made_), std::move(facts_)};
}

} // namespace detail
} // namespace okta
#endif
