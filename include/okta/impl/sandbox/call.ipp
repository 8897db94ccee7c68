#ifndef OKTA_IMPL_SANDBOX_CALL_IPP
#define OKTA_IMPL_SANDBOX_CALL_IPP

#include <okta/codec/uri.hpp>
#include <okta/sandbox/call.hpp>
#include <okta/sandbox/hook_deliveries.hpp>
#include <okta/sandbox/text.hpp>

namespace okta::sandbox {

OKTA_DECL call::call(detail::org_state& state, http_request const& h, grant const& by, timestamp t, std::string id,
                     std::string address)
    : org(state), http(h), caller(by), now(t), request_id(std::move(id)), peer_address(std::move(address))
{
}

OKTA_DECL std::string call::url(std::string_view path, std::string_view id) const
{
    auto text = http.origin;
    text += path;
    percent_encode(id, text);
    return text;
}

namespace detail {

OKTA_DECL log_actor actor_of(call const& c)
{
    log_actor actor;
    auto const* const user = c.org.users.find_id(c.caller.user);
    actor.id = user ? user->id : c.caller.client;
    actor.type = user ? "User" : "PublicClientApp";
    actor.alternate_id = user ? std::string(user->profile.text("login")) : c.caller.client;
    actor.display_name = user ? display_name(*user) : c.caller.client;
    return actor;
}

OKTA_DECL log_client client_of(call const& c)
{
    log_client client;
    client.ip_address = printable(c.peer_address, 64);
    client.device = "Unknown";
    client.zone = "null"; // as Okta writes it
    auto& agent = client.user_agent.emplace();
    agent.raw_user_agent = printable(c.http.fields.find("User-Agent").value_or(""), 512);
    agent.browser = "UNKNOWN";
    agent.os = "Unknown";
    return client;
}

} // namespace detail

OKTA_DECL void call::log(std::string_view event_type, std::string_view message, std::vector<log_target> targets)
{
    log_event e;
    e.uuid = org.random_uuid();
    e.published = now;
    e.event_type = event_type;
    e.version = "0";
    e.severity = log_severity::info;
    e.display_message = message;
    e.actor = detail::actor_of(*this);
    e.client = detail::client_of(*this);
    e.outcome.emplace().result = log_outcome_result::success;
    e.target = std::move(targets);
    e.transaction.emplace().id = request_id;
    e.transaction->type = "WEB";
    e.transaction->detail.emplace();
    auto& debug = e.debug_context.emplace().debug_data.emplace();
    debug["requestId"] = request_id;
    debug["requestUri"] = detail::printable(std::string_view(http.target).substr(0, http.target.find('?')), 512);
    debug["url"] = detail::printable(http.target, 1024);
    e.authentication_context.emplace().authentication_step = 0;
    e.security_context.emplace();
    auto& address = e.request.emplace().ip_chain.emplace().emplace_back();
    address.ip = e.client->ip_address;
    address.version = peer_address.find(':') == std::string::npos ? "V4" : "V6";
    detail::log_event_of(org, e);
}

} // namespace okta::sandbox
#endif
