#ifndef OKTA_IMPL_DEVICE_GRANT_IPP
#define OKTA_IMPL_DEVICE_GRANT_IPP

#include <okta/actions/oauth.hpp>
#include <okta/auth/device_grant.hpp>
#include <okta/auth/jwt.hpp>
#include <okta/codec/decode.hpp>

#include <algorithm>
#include <utility>

namespace okta {

OKTA_DECL device_grant::device_grant(oauth_client app, std::vector<std::string> const& scopes, oauth_options options)
    : client_(std::move(app)), scope_(detail::joined_scopes(scopes)), options_(std::move(options))
{
}

OKTA_DECL device_grant::step device_grant::start(std::string const& origin, std::chrono::milliseconds timeout)
{
    origin_ = origin;
    timeout_ = timeout;
    has_codes_ = false;
    codes_ = {};
    return send_first();
}

OKTA_DECL device_grant::step device_grant::send_first()
{
    auto const token_path = detail::token_path(options_.authorization_server);
    auto const path = token_path.substr(0, token_path.rfind('/')) + "/device/authorize";
    secret assertion;
    if (client_.key()) {
        client_assertion_claims claims;
        claims.client_id = client_.client_id();
        claims.audience = origin_ + path;
        claims.now = std::chrono::floor<std::chrono::seconds>(options_.environment.now());
        claims.jti = options_.environment.random_id();
        assertion = make_client_assertion(*client_.key(), claims);
    } else if (client_.signer()) {
        return result<token_set>(
            detail::authorisation_error("the device grant cannot wait for a remote signer: use a key, "
                                        "a secret, or a client without either"));
    }
    auto request = detail::form_of(device_authorize_request{.scope = scope_})(client_, assertion);
    if (!request) return result<token_set>(std::move(request.error()));
    request->origin = origin_;
    request->target = path;
    request->timeout = timeout_;
    return send{std::move(*request)};
}

OKTA_DECL device_grant::step device_grant::answered(http_response answer)
{
    return has_codes_ ? ask(call_->answered(std::move(answer))) : codes_came(std::move(answer));
}

OKTA_DECL device_grant::step device_grant::codes_came(http_response&& answer)
{
    constexpr std::int64_t day = 24 * 3600;
    auto const facts = detail::facts_of(answer);
    error e;
    auto const& info = detail::info_of<device_authorize_request>();
    if (!detail::decode_answer(std::move(answer), info, {}, facts, &codes_, nullptr, e, {}))
        return result<token_set>(std::move(e));
    if (!codes_.device_code || !codes_.user_code || !codes_.verification_uri) {
        e.kind = error_kind::unexpected_answer;
        e.summary = "the device endpoint gave no device_code, user_code or verification_uri";
        return result<token_set>(std::move(e));
    }
    has_codes_ = true;
    interval_ = std::chrono::seconds(std::clamp<std::int64_t>(codes_.interval.value_or(5), 1, day));
    left_ = std::chrono::seconds(std::clamp<std::int64_t>(codes_.expires_in.value_or(600), 1, day));
    return show{codes_, wait_for(interval_).before_asking};
}

OKTA_DECL device_grant::step device_grant::waited()
{
    if (left_.count() <= 0)
        return result<token_set>(detail::authorisation_error("the code " + codes_.user_code.value_or("") +
                                                             " was not entered before it expired: start again"));
    token_request_device_code request{.device_code = *codes_.device_code};
    call_.emplace(client_, options_, origin_, timeout_, detail::form_of(std::move(request)));
    return ask(call_->start());
}

OKTA_DECL device_grant::step device_grant::ask(detail::token_call::step s)
{
    if (auto* const request = std::get_if<detail::token_call::send>(&s)) return send{std::move(request->request)};
    auto* const got = std::get_if<result<token_set>>(&s); // it never waits: there is no remote signer
    if (*got) return std::move(*got);
    return refused(std::move(got->error()));
}

/// Counts down the codes' lifetime by what was waited: a device's clock may be set meanwhile.
OKTA_DECL device_grant::wait device_grant::wait_for(std::chrono::seconds s)
{
    left_ -= s;
    return {s};
}

OKTA_DECL device_grant::step device_grant::refused(error why)
{
    constexpr std::chrono::seconds more{5}; // RFC 8628 section 3.5
    if (why.code == "authorization_pending") return wait_for(interval_);
    if (why.code == "slow_down" || why.status == 429) return wait_for(interval_ += more);
    if (why.status >= 500) return failed(std::move(why));
    return result<token_set>(std::move(why));
}

OKTA_DECL device_grant::step device_grant::failed(error why)
{
    constexpr std::chrono::seconds longest{60};
    if (!has_codes_ || why.kind == error_kind::cancelled) return result<token_set>(std::move(why));
    return wait_for(interval_ = std::max(interval_, std::min(interval_ * 2, longest)));
}

} // namespace okta
#endif
