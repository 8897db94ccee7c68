#ifndef OKTA_IMPL_SANDBOX_HOOK_DELIVERIES_IPP
#define OKTA_IMPL_SANDBOX_HOOK_DELIVERIES_IPP

#include <okta/codec/decode.hpp>
#include <okta/codec/uri.hpp>
#include <okta/sandbox/hook_deliveries.hpp>
#include <okta/sandbox/text.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

constexpr std::chrono::seconds receivers_time{3};

OKTA_DECL bool gets_events(event_hook_record const& hook)
{
    return hook.data.status == event_hook_status::active &&
           hook.data.verification_status == event_hook_verification_status::verified;
}

OKTA_DECL log_target target_of(event_hook const& hook)
{
    log_target target;
    target.id = hook.id.text;
    target.type = "EventHook";
    target.alternate_id = hook.id.text;
    target.display_name = hook.name;
    return target;
}

OKTA_DECL void log_event_of(org_state& o, log_event const& event)
{
    o.log.add(event);
    std::string json;
    for (auto const& [number, hook] : o.hooks.all()) {
        auto const& types = hook.data.events.items;
        if (!gets_events(hook) || std::ranges::find(types, event.event_type.value_or("")) == types.end()) continue;
        if (json.empty()) json = to_json(event);
        o.deliveries.add(hook.data.id.text, event.published.value_or(timestamp{}), json);
    }
}

OKTA_DECL http_request request_to(event_hook_record const& hook, method m)
{
    http_request r;
    auto const& config = hook.data.channel.config;
    auto url = parse_url(config.uri).value_or(url_parts{}); // checked when the hook was made
    r.method = m;
    r.origin = url.origin();
    r.target = std::move(url.target);
    r.timeout = receivers_time;
    r.anonymous = true; // no credentials of the org's
    r.fields.add("Accept", "application/json");
    if (m == method::post) r.fields.add("Content-Type", "application/json");
    if (config.headers)
        for (auto const& h : *config.headers) r.fields.set(h.key.value_or(""), h.value.value_or(""));
    if (config.auth_scheme) r.fields.set(config.auth_scheme->key.value_or(""), hook.secret_value.reveal());
    return r;
}

OKTA_DECL timestamp time_of(org_state& o)
{
    std::lock_guard const lock(o.mutex);
    return o.options.clock();
}

/// The answer, or nothing when there was none in time.
OKTA_DECL std::optional<http_response> ask(org_state& o, event_hook_sender const& send, http_request const& request)
{
    auto const began = time_of(o);
    auto answer = send(request);
    if (!answer || time_of(o) - began > receivers_time) return std::nullopt;
    return std::move(*answer);
}

// ── the challenge ───────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL std::string wrong_answer(http_response const& answer, std::string_view challenge)
{
    boost::system::error_code ec;
    auto const body = boost::json::parse(answer.body, ec);
    auto const* const object = ec ? nullptr : body.if_object();
    auto const* const value = object ? object->if_contains("verification") : nullptr;
    if (value && value->is_string() && text_of(value->get_string()) == challenge) return {};
    return R"(The answer is not the JSON {"verification": "<the challenge>"})";
}

OKTA_DECL std::string challenge_receiver(org_state& o, event_hook_sender const& send, http_request request)
{
    std::string challenge;
    {
        std::lock_guard const lock(o.mutex);
        challenge = o.random_text(48);
    }
    request.fields.set("x-okta-verification-challenge", challenge);
    std::string wrong;
    for (int tries = 2; tries > 0; --tries) {
        auto const answer = ask(o, send, request);
        if (answer && answer->status == 200) return wrong_answer(*answer, challenge);
        wrong = answer ? "The receiver answered " + std::to_string(answer->status) + " instead of 200"
                       : "The receiver did not answer within three seconds";
    }
    return wrong;
}

// ── deliveries ──────────────────────────────────────────────────────────────────────────────────────────

struct delivery
{
    id_of<event_hook> hook;
    http_request request;
};

OKTA_DECL std::string json_quoted(std::string_view text) { return boost::json::serialize(boost::json::string(text)); }

OKTA_DECL delivery make_delivery(org_state& o, event_hook_record const& hook, hook_batch const& batch)
{
    auto request = request_to(hook, method::post);
    auto& body = request.body;
    body = R"({"eventType":"com.okta.event_hook","eventTypeVersion":"1.0","cloudEventsVersion":"0.1","source":)";
    body.append(json_quoted(hook.origin + "/api/v1/eventHooks/" + hook.data.id.text));
    body.append(R"(,"eventId":)").append(json_quoted(o.random_uuid())).append(R"(,"data":{"events":[)");
    for (std::size_t i = 0; i < batch.events.size(); ++i) body.append(i == 0 ? "" : ",").append(batch.events[i]);
    body.append(R"(]},"eventTime":)").append(json_quoted(okta::to_string(o.options.clock())));
    body.append(R"(,"contentType":"application/json"})");
    return {hook.data.id, std::move(request)};
}

/// What is to be sent now, in that order.
OKTA_DECL std::vector<delivery> take_deliveries(org_state& o, deliver which)
{
    std::lock_guard const lock(o.mutex);
    if (!o.hook_sender) return {};
    std::vector<delivery> out;
    auto& trouble = o.trouble;
    auto batches = o.deliveries.take(o.options.clock(), which);
    if (trouble.reversed) std::ranges::reverse(batches);
    for (auto& batch : batches) {
        auto const* const hook = o.hooks.find(batch.hook);
        if (!hook || !gets_events(*hook)) {
            o.deliveries.counts.lost += batch.events.size();
            continue;
        }
        if (trouble.reversed) std::ranges::reverse(batch.events);
        out.push_back(make_delivery(o, *hook, batch));
        if (trouble.duplicates > 0) --trouble.duplicates, out.push_back(delivery(out.back()));
        if (trouble.repeats > 0) --trouble.repeats, out.push_back(make_delivery(o, *hook, batch));
    }
    return out;
}

OKTA_DECL void note_failure(org_state& o, delivery const& d, std::string reason)
{
    ++o.deliveries.counts.failed;
    log_event e;
    e.uuid = o.random_uuid();
    e.published = o.options.clock();
    e.event_type = "event_hook.delivery";
    e.version = "0";
    e.severity = log_severity::warn;
    e.display_message = "Event hook delivery";
    auto& actor = e.actor.emplace();
    actor.type = "SystemPrincipal";
    actor.alternate_id = "system@okta.com";
    actor.display_name = "Okta System";
    e.outcome.emplace().result = log_outcome_result::failure;
    e.outcome->reason = std::move(reason);
    if (auto const* const hook = o.hooks.find(d.hook.text)) e.target = {target_of(hook->data)};
    o.log.add(e); // to no hook: a receiver that is down would get ever more of them
}

/// Once, and once more after 5xx or no answer in time.
OKTA_DECL void send_delivery(org_state& o, event_hook_sender const& send, delivery const& d)
{
    std::optional<http_response> answer;
    std::uint64_t requests = 0;
    do answer = ask(o, send, d.request), ++requests;
    while (requests < 2 && (!answer || answer->status >= 500));
    std::lock_guard const lock(o.mutex);
    auto& counts = o.deliveries.counts;
    counts.requests += requests;
    if (answer && (answer->status == 200 || answer->status == 204)) ++counts.delivered;
    else note_failure(o, d, answer ? "HTTP status " + std::to_string(answer->status) : "Timeout");
}

OKTA_DECL std::size_t deliver_events(org_state& o, deliver which)
{
    auto const send = [&] {
        std::lock_guard const lock(o.mutex);
        return o.hook_sender;
    }();
    if (!send) return 0;
    auto const all = take_deliveries(o, which);
    for (auto const& d : all) send_delivery(o, *send, d);
    return all.size();
}

} // namespace okta::sandbox::detail
#endif
