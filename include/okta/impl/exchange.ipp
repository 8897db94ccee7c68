#ifndef OKTA_IMPL_EXCHANGE_IPP
#define OKTA_IMPL_EXCHANGE_IPP

#include <okta/codec/decode.hpp>
#include <okta/exchange/exchange.hpp>

namespace okta::detail {

OKTA_DECL exchange::exchange(http_request request, std::string_view origin)
    : request_(std::move(request)), foreign_(request_.origin != origin)
{
}

OKTA_DECL exchange::step exchange::finish(error e)
{
    outcome_.failure = std::move(e);
    return done{};
}

OKTA_DECL exchange::step exchange::resume(started)
{
    if (!foreign_) return authorise{};
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = "the request goes to " + request_.origin +
                ", which is not the org: it would carry the org's credentials";
    return finish(std::move(e));
}

OKTA_DECL exchange::step exchange::resume(authorised a)
{
    if (a.failure) return finish(std::move(*a.failure));
    return send{};
}

OKTA_DECL exchange::step exchange::resume(answered a)
{
    outcome_.facts = facts_of(a.answer);
    outcome_.answer = std::move(a.answer);
    return done{};
}

OKTA_DECL exchange::step exchange::resume(failed f) { return finish(std::move(f.why)); }

} // namespace okta::detail
#endif
