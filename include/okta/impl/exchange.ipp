#ifndef OKTA_IMPL_EXCHANGE_IPP
#define OKTA_IMPL_EXCHANGE_IPP

#include <okta/codec/decode.hpp>
#include <okta/exchange/exchange.hpp>

#include <algorithm>

namespace okta::detail {

OKTA_DECL exchange::exchange(http_request request, std::string_view origin)
    : request_(std::move(request)), foreign_(request_.origin != origin)
{
}

OKTA_DECL bool is_target(std::string_view text)
{
    return text.starts_with('/') &&
           std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

OKTA_DECL exchange::step exchange::finish(error e)
{
    outcome_.failure = std::move(e);
    return done{};
}

OKTA_DECL exchange::step exchange::resume(started)
{
    bool const good = is_target(request_.target);
    if (!foreign_ && good && request_.anonymous) return send_now();
    if (!foreign_ && good) return authorise{};
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = foreign_ ? "the request goes to " + request_.origin +
                               ", which is not the org: it would carry the org's credentials"
                         : "the request's target is not a path and query, percent-encoded";
    return finish(std::move(e));
}

OKTA_DECL exchange::step exchange::resume(authorised a)
{
    if (a.failure) return finish(std::move(*a.failure));
    return send_now();
}

OKTA_DECL exchange::step exchange::send_now()
{
    ++attempts_;
    return send{};
}

OKTA_DECL exchange::step exchange::resume(answered a)
{
    constexpr int most = 3;
    if (a.credentials_refused && attempts_ < most) return authorise{};
    outcome_.facts = facts_of(a.answer);
    outcome_.answer = std::move(a.answer);
    return done{};
}

OKTA_DECL exchange::step exchange::resume(failed f) { return finish(std::move(f.why)); }

} // namespace okta::detail
#endif
