#ifndef OKTA_TEST_INTEROP_OIDC_TOKEN_STEPS_HPP
#define OKTA_TEST_INTEROP_OIDC_TOKEN_STEPS_HPP

#include "refresh_steps.hpp"

#include <okta/auth/jwt.hpp>

#include <algorithm>

// Discovery, introspection and revocation.

namespace okta::test {

inline void discover(world& w)
{
    auto const found = taken("the metadata", w.anyone().call(get_openid_configuration{}));
    auto const at = [&](std::string_view path) { return w.origin + std::string(path); };
    equal("the issuer", found.issuer.value_or(""), w.origin);
    equal("the token endpoint", found.token_endpoint.value_or(""), at(token_path));
    equal("the user info", found.userinfo_endpoint.value_or(""), at(user_info_path));
    equal("the authorize endpoint", found.authorization_endpoint.value_or(""), at("/oauth2/v1/authorize"));
    equal("the device endpoint", found.device_authorization_endpoint.value_or(""), at("/oauth2/v1/device/authorize"));
    equal("the introspection", found.introspection_endpoint.value_or(""), at("/oauth2/v1/introspect"));
    equal("the revocation", found.revocation_endpoint.value_or(""), at("/oauth2/v1/revoke"));
    equal("the keys", found.jwks_uri.value_or(""), at("/oauth2/v1/keys"));
    auto const algorithms = found.dpop_signing_alg_values_supported.value_or(std::vector<std::string>());
    holds("DPoP by ES256", std::ranges::find(algorithms, "ES256") != algorithms.end());
    auto const methods = found.code_challenge_methods_supported.value_or(std::vector<std::string>());
    holds("PKCE by S256 alone", methods == std::vector<std::string>{"S256"});
}

inline void introspect(world& w)
{
    kept k;
    auto org = sign_in(w, w.native, {.dpop = dpop()}, k);
    (void)taken("the call", org.call(get_user_info{}));
    auto const asked = by(w.web, introspection_request{.token = k.last().access_token,
                                                       .token_type_hint = token_type_hint_introspect::access_token});
    auto const said = taken("the introspection", w.anyone().call(asked));
    holds("the token is active", said.active.value_or(false));
    equal("its client", said.client_id.value_or(""), "native");
    equal("its subject", said.sub.value_or(""), "00uada");
    equal("its type", said.token_type.value_or(""), "DPoP");
    equal("its scope", said.scope.value_or(""), "openid profile email offline_access");
    auto const left = said.exp.value_or(0) - said.iat.value_or(0);
    equal("its life", std::to_string(left), "3600");
    holds("the key that it is bound to is told", said.custom.contains("cnf"));
    holds("the refresh token is active", active(w, k.last().refresh_token.value_or("")));
    holds("what is no token is not", !active(w, "no-token"));
}

/// A service app asks about its own token, with an assertion for that very endpoint.
inline void introspect_by_assertion(world& w)
{
    w.seen.forget();
    auto org = w.as(service_app(w.service_rsa, {"okta.users.read"}));
    reach_api(w, org, {});
    auto const token = w.seen.asked(api_path, "Authorization").substr(7);
    client_assertion_claims const claims{
        .client_id = "service-rsa",
        .audience = w.origin + "/oauth2/v1/introspect",
        .now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
        .jti = {}};
    introspection_request request{.token = token};
    request.client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    request.client_assertion = make_client_assertion(w.rsa_key, claims);
    auto const said = taken("the introspection", w.anyone().call(request));
    holds("the token is active", said.active.value_or(false));
    equal("its client", said.client_id.value_or(""), "service-rsa");
    auto const e = failure("the same assertion again", w.anyone().call(request));
    equal("the code", e.code, "invalid_client");
}

inline void revoke_tokens(world& w)
{
    kept k;
    auto org = sign_in(w, w.native, {}, k);
    reach_user_info(w, org, {});
    auto const& tokens = k.last();
    auto const refresh = tokens.refresh_token.value_or("");
    revoke(w, w.native, tokens.access_token);
    holds("the access token is dead", !active(w, tokens.access_token));
    holds("the refresh token is not", active(w, refresh));
    (void)failure("the call", w.as(bearer_token(tokens.access_token)).call(get_user_info{}));
    revoke(w, w.native, refresh);
    holds("the refresh token is dead", !active(w, refresh));
    refused(w, token_path, call_with(w, w.native, refresh, {}), "invalid_grant", "refresh token not found");
    revoke(w, w.native, "no-token"); // which is no error (RFC 7009 section 2.2)
}

inline void token_steps(steps& step, world& w)
{
    step("discovery", [&] { discover(w); });
    step("introspection", [&] { introspect(w); });
    step("introspection: assertion", [&] { introspect_by_assertion(w); });
    step("introspection: a wrong secret is refused", [&] {
        auto const wrong = oauth_client::with_secret("web", "not-the-secret");
        auto const request = by(wrong, introspection_request{.token = "no-token"});
        auto const r = w.anyone().call(request);
        refused(w, "/oauth2/v1/introspect", r, "invalid_client", "invalid secret provided");
        holds("the error is of OAuth's", r.error().kind == error_kind::oauth);
    });
    step("revocation", [&] { revoke_tokens(w); });
    step("revocation: another client's token is refused", [&] {
        kept k;
        auto org = sign_in(w, w.native, {}, k);
        reach_user_info(w, org, {});
        auto const request = by(w.web, revoke_request{.token = k.last().access_token});
        auto const r = w.anyone().call(request);
        refused(w, "/oauth2/v1/revoke", r, "invalid_request", "this token does not belong to you");
        holds("the token is alive", active(w, k.last().access_token));
    });
}

} // namespace okta::test
#endif
