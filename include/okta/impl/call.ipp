#ifndef OKTA_IMPL_CALL_IPP
#define OKTA_IMPL_CALL_IPP

#include <okta/transport/call.hpp>
#include <okta/version.hpp>

namespace okta::detail {

OKTA_DECL std::shared_ptr<client_settings const> make_settings(std::string const& product,
                                                               std::chrono::milliseconds timeout,
                                                               decode_limits const& limits)
{
    for (char const c : product)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            error e;
            e.kind = error_kind::invalid_request;
            e.summary = "client_options::user_agent holds a control character";
            throw exception(std::move(e));
        }
    auto const agent = (product.empty() ? "" : product + " ") + "okta-cpp/" + std::string(version);
    return std::shared_ptr<client_settings const>(new client_settings{agent, timeout, limits});
}

OKTA_DECL void complete(http_request& request, std::string const& origin, client_settings const& settings)
{
    if (request.origin.empty()) request.origin = origin;
    if (!request.fields.find("Accept")) request.fields.add("Accept", "application/json");
    if (!request.fields.find("User-Agent")) request.fields.add("User-Agent", settings.user_agent);
    if (request.timeout.count() == 0) request.timeout = settings.timeout;
}

OKTA_DECL result<http_request> caller::prepare(void const* request) const
{
    if (info.bearer_only && !bearer) {
        error e;
        e.kind = error_kind::invalid_request;
        e.summary = std::string(info.id) + " needs an OAuth access token; an API token will not do";
        return e;
    }
    auto http = encode(request, info);
    if (http) complete(*http, origin, settings);
    return http;
}

OKTA_DECL bool outcome_decoder::fill(void* self, void* value, error& e)
{
    auto& d = *static_cast<outcome_decoder*>(self);
    if (d.outcome.failure) {
        e = std::move(*d.outcome.failure);
        return false;
    }
    auto* const to = d.info.result ? value : nullptr;
    auto* const next = d.info.paginated ? &d.next : nullptr;
    return decode_answer(std::move(d.outcome.answer), d.info, d.origin, d.outcome.facts, to, next, e, d.limits);
}

OKTA_DECL bool open_outcome(exchange_outcome& outcome, action_info const& info, std::string const& origin,
                            std::string& next, error& e)
{
    if (!outcome.failure) return open_answer(outcome.answer, info, origin, outcome.facts, &next, e);
    e = std::move(*outcome.failure);
    return false;
}

OKTA_DECL result<http_response> finish_raw(exchange_outcome&& outcome)
{
    if (outcome.failure) return {std::move(*outcome.failure), std::move(outcome.facts)};
    return {std::move(outcome.answer), std::move(outcome.facts)};
}

} // namespace okta::detail
#endif
