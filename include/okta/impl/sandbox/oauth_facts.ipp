#ifndef OKTA_IMPL_SANDBOX_OAUTH_FACTS_IPP
#define OKTA_IMPL_SANDBOX_OAUTH_FACTS_IPP

#include <okta/auth/token_call.hpp>
#include <okta/model/oauth.hpp>
#include <okta/model/oauth_metadata.hpp>
#include <okta/sandbox/oauth_service.hpp>

#include <okta/impl/sandbox/oauth_answers.ipp>
#include <okta/impl/sandbox/oauth_tokens.ipp>
#include <okta/impl/sandbox/token_form.ipp>

// What an authorization server says of tokens and of itself, and how clients give tokens back.

namespace okta::sandbox::detail {

OKTA_DECL http_response oauth_service::revoke(org& o, http_request const& request, timestamp now)
{
    std::lock_guard const lock(mutex_);
    form_map form;
    if (auto const wrong = read_form(request.body, form)) return oauth_refusal(*wrong, request);
    auto const who = clients_.authenticate(request, form, now);
    if (auto const* const no = std::get_if<refused>(&who)) return oauth_refusal(*no, request);
    auto const token = parameter(form, "token");
    if (token.empty()) return oauth_refusal(invalid_request("The 'token' parameter is required."), request);
    auto const& client = std::get<oauth_clients::client>(who).id;
    auto const* const refresh = refresh_tokens_.find(token);
    auto const* const family = refresh ? families_.find(refresh->family) : nullptr;
    if (family && family->by.client == client) end_family(o, std::string(refresh->family));
    auto const g = o.find_token(secret(token));
    if (g && g->kind == grant::scheme::access_token && g->client == client) o.revoke_token(secret(token));
    return oauth_answer(200, {}); // for an unknown token too (RFC 7009 section 2.2)
}

OKTA_DECL http_response oauth_service::introspect(org& o, http_request const& request, timestamp now)
{
    std::lock_guard const lock(mutex_);
    form_map form;
    if (auto const wrong = read_form(request.body, form)) return oauth_refusal(*wrong, request);
    auto const who = clients_.authenticate(request, form, now);
    if (auto const* const no = std::get_if<refused>(&who)) return oauth_refusal(*no, request);
    auto const token = parameter(form, "token");
    if (token.empty()) return oauth_refusal(invalid_request("The 'token' parameter is required."), request);
    auto const& client = std::get<oauth_clients::client>(who).id;
    introspection_response to;
    to.active = false;
    auto const tell = [&](std::string const& user, std::vector<std::string> const& scopes, timestamp end) {
        auto const u = o.find_user(user);
        to.active = true;
        to.iss = request.origin;
        to.client_id = client;
        to.scope = okta::detail::joined_scopes(scopes);
        to.exp = numeric_date(end);
        to.sub = u ? u->profile.login : client;
        if (u) to.uid = u->id.text, to.username = u->profile.login;
    };
    auto const g = o.find_token(secret(token));
    auto const* const refresh = refresh_tokens_.find(token);
    auto const* const family = refresh ? families_.find(refresh->family) : nullptr;
    if (g && g->kind == grant::scheme::access_token && g->client == client && !g->revoked && g->expires > now) {
        tell(g->user, g->scopes, *g->expires);
        to.token_type = g->jkt.empty() ? "Bearer" : "DPoP";
        if (!g->jkt.empty()) to.custom["cnf"] = boost::json::object{{"jkt", g->jkt}}; // RFC 9449 section 6.2
    } else if (family && family->by.client == client && !refresh->replaced && refresh->unused_until > now &&
               family->ends > now) {
        tell(family->by.user, family->by.scopes, std::min(refresh->unused_until, family->ends));
    }
    return oauth_answer(200, to_json(to));
}

OKTA_DECL http_response oauth_service::keys(org&, http_request const&, timestamp)
{
    std::lock_guard const lock(mutex_);
    auto jwk = key().public_jwk();
    jwk.kid = key().thumbprint();
    jwk.use = json_web_key_use::sig;
    jwk.alg = key().algorithm();
    oauth_keys all;
    all.keys.emplace().push_back(std::move(jwk));
    auto out = oauth_answer(200, to_json(all));
    out.fields.set("Cache-Control", "max-age=3600, must-revalidate");
    return out;
}

OKTA_DECL http_response oauth_service::metadata(org&, http_request const& request, timestamp)
{
    using texts = std::vector<std::string>;
    auto const at = [&](char const* endpoint) { return request.origin + "/oauth2/v1/" + endpoint; };
    oauth_metadata m;
    m.issuer = request.origin;
    m.authorization_endpoint = at("authorize");
    m.token_endpoint = at("token");
    m.userinfo_endpoint = at("userinfo");
    m.jwks_uri = at("keys");
    m.introspection_endpoint = at("introspect");
    m.revocation_endpoint = at("revoke");
    m.device_authorization_endpoint = at("device/authorize");
    m.response_types_supported = texts{"code"};
    m.response_modes_supported = texts{"query"};
    m.grant_types_supported = texts{"authorization_code", "refresh_token", "client_credentials",
                                    "urn:ietf:params:oauth:grant-type:device_code"};
    m.subject_types_supported = texts{"public"};
    m.scopes_supported = texts{"openid", "profile", "email", "address", "phone", "groups", "offline_access"};
    m.token_endpoint_auth_methods_supported = texts{"client_secret_basic", "client_secret_post", "private_key_jwt",
                                                    "none"};
    m.code_challenge_methods_supported = texts{"S256"};
    m.dpop_signing_alg_values_supported = texts{"RS256", "RS384", "RS512", "ES256", "ES384", "ES512"};
    m.custom["id_token_signing_alg_values_supported"] = boost::json::array{"RS256"};
    return oauth_answer(200, to_json(m));
}

} // namespace okta::sandbox::detail
#endif
