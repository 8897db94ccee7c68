#ifndef OKTA_IMPL_CALL_IPP
#define OKTA_IMPL_CALL_IPP

#include <okta/transport/call.hpp>

namespace okta::detail {

OKTA_DECL void complete(http_request& request, std::string const& origin, client_settings const& settings)
{
    if (request.origin.empty()) request.origin = origin;
    if (!request.fields.find("Accept")) request.fields.add("Accept", "application/json");
    if (!request.fields.find("User-Agent")) request.fields.add("User-Agent", settings.user_agent);
    if (request.timeout.count() == 0) request.timeout = settings.timeout;
}

OKTA_DECL result<prepared_call> caller::prepare(void const* request) const
{
    if (info.bearer_only && !bearer) {
        error e;
        e.kind = error_kind::invalid_request;
        e.summary = std::string(info.id) + " needs an OAuth access token; an API token will not do";
        return e;
    }
    auto http = encode(request, info);
    if (!http) return std::move(http.error());
    complete(*http, origin, settings);
    return prepared_call{std::move(*http), traits_of(info)};
}

/// What the error alone does not tell of a call that failed.
OKTA_DECL void say_what_may_be(exchange_outcome& outcome, bool safe, error& e)
{
    bool const done = e.kind == error_kind::unexpected_answer && outcome.facts.status / 100 == 2;
    e.may_have_happened = outcome.may_have_happened || (done && !safe);
    if (!outcome.given_up.empty()) e.causes.push_back("not repeated: " + std::move(outcome.given_up));
}

OKTA_DECL bool outcome_source::fill(void* self, void* value, error& e)
{
    auto& s = *static_cast<outcome_source*>(self);
    auto* const to = s.info.result ? value : nullptr;
    auto* const next = s.info.paginated ? &s.next : nullptr;
    if (s.outcome.failure) e = std::move(*s.outcome.failure);
    else if (decode_answer(std::move(s.outcome.answer), s.info, s.origin, s.outcome.facts, to, next, e, s.limits))
        return true;
    say_what_may_be(s.outcome, s.info.method == method::get, e);
    return false;
}

OKTA_DECL bool open_outcome(exchange_outcome& outcome, action_info const& info, std::string const& origin,
                            std::string& next, error& e)
{
    if (outcome.failure) e = std::move(*outcome.failure);
    else if (open_answer(outcome.answer, info, origin, outcome.facts, &next, e)) return true;
    say_what_may_be(outcome, info.method == method::get, e);
    return false;
}

OKTA_DECL result<http_response> finish_raw(exchange_outcome&& outcome)
{
    if (outcome.failure) {
        auto e = std::move(*outcome.failure);
        say_what_may_be(outcome, false, e);
        return {std::move(e), std::move(outcome.facts)};
    }
    return {std::move(outcome.answer), std::move(outcome.facts)};
}

} // namespace okta::detail
#endif
