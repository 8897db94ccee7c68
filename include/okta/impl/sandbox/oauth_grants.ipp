#ifndef OKTA_IMPL_SANDBOX_OAUTH_GRANTS_IPP
#define OKTA_IMPL_SANDBOX_OAUTH_GRANTS_IPP

#include <okta/auth/token_call.hpp>
#include <okta/auth/encoding.hpp>
#include <okta/sandbox/oauth_service.hpp>

#include <okta/impl/sandbox/oauth_answers.ipp>
#include <okta/impl/sandbox/oauth_tokens.ipp>
#include <okta/impl/sandbox/service_app.ipp>

#include <algorithm>
#include <optional>

// The token endpoint, a function for each grant.

namespace okta::sandbox::detail {

OKTA_DECL refused invalid_grant(std::string why) { return {400, "invalid_grant", std::move(why)}; }

OKTA_DECL refused invalid_proof(std::string const& why) { return {400, "invalid_dpop_proof", why}; }

/// A nonce is new for a day and good for three.
OKTA_DECL std::string const& oauth_service::current_nonce(org& o, timestamp now)
{
    using std::chrono::hours;
    while (!nonces_.empty() && nonces_.front().made + hours{72} <= now) nonces_.pop_front();
    if (nonces_.empty() || nonces_.back().made + hours{24} <= now) nonces_.push_back({o.new_token(), now});
    return nonces_.back().text;
}

OKTA_DECL std::optional<refused> oauth_service::check_proof(asking& a, bool required)
{
    if (!required) return std::nullopt; // Okta's SDK for Node proves by its assertion's key, whatever the app wants
    if (!a.http.fields.find("DPoP")) return invalid_proof("The client needs a DPoP proof JWT in the header DPoP.");
    auto proof = proofs_.check(a.http, {}, a.now);
    if (!proof.fault.empty()) return invalid_proof("The DPoP proof JWT is refused: " + proof.fault + '.');
    if (proof.jkt == a.client.key_thumbprint)
        return invalid_proof("The key of the DPoP proof JWT must differ from that of the client_assertion.");
    current_nonce(a.o, a.now); // forgets the old ones
    if (proof.nonce.empty() || std::ranges::none_of(nonces_, [&](auto const& n) { return n.text == proof.nonce; }))
        return refused{400, "use_dpop_nonce", "The DPoP proof JWT must have the nonce of the header DPoP-Nonce."};
    a.jkt = std::move(proof.jkt);
    return std::nullopt;
}

OKTA_DECL http_response oauth_service::token(org& o, http_request const& request, timestamp now)
{
    std::lock_guard const lock(mutex_);
    asking a{o, request, now};
    auto const got = answer_token(a);
    auto const* const no = std::get_if<refused>(&got);
    auto out = no ? oauth_refusal(*no, request) : oauth_answer(200, to_json(std::get<token_response>(got)));
    if (request.fields.find("DPoP")) out.fields.add("DPoP-Nonce", current_nonce(o, now));
    return out;
}

OKTA_DECL oauth_service::outcome oauth_service::answer_token(asking& a)
{
    if (auto wrong = read_form(a.http.body, a.form)) return std::move(*wrong);
    auto const type = parameter(a.form, "grant_type");
    auto const* const app = clients_.find(parameter(a.form, "client_id"));
    if (type == "client_credentials" && !app) return for_program(a);
    auto const run = type == "authorization_code"                             ? &oauth_service::for_code
                     : type == "refresh_token"                                ? &oauth_service::for_refresh_token
                     : type == "urn:ietf:params:oauth:grant-type:device_code" ? &oauth_service::for_device
                                                                              : nullptr;
    if (type.empty()) return invalid_request("The 'grant_type' parameter is required.");
    if (!run && type != "client_credentials")
        return refused{400, "unsupported_grant_type", "The grant type in the request isn't supported."};
    auto who = clients_.authenticate(a.http, a.form, a.now);
    if (auto* const no = std::get_if<refused>(&who)) return std::move(*no);
    a.client = std::get<oauth_clients::client>(std::move(who));
    if (!run || !a.client.app || (run == &oauth_service::for_device && !a.client.app->device_grant))
        return refused{400, "unauthorized_client", "The client is not authorized to use the provided grant type."};
    if (auto wrong = check_proof(a, a.client.app->dpop)) return std::move(*wrong);
    return (this->*run)(a);
}

OKTA_DECL oauth_service::outcome oauth_service::for_program(asking& a)
{
    auto const url = a.http.origin + a.http.target.substr(0, a.http.target.find('?'));
    auto who = clients_.programs.grant(a.http.body, url, a.now);
    if (auto* const no = std::get_if<refused>(&who)) return std::move(*no);
    auto& yes = std::get<token_endpoint::granted>(who);
    a.client = {std::move(yes.client_id), nullptr, std::move(yes.key_thumbprint)};
    if (auto wrong = check_proof(a, yes.dpop)) return std::move(*wrong);
    auto const token = a.o.new_token();
    token_response to;
    to.access_token = secret(token);
    to.token_type = a.jkt.empty() ? token_response_type::bearer : token_response_type::dpop;
    to.expires_in = access_token_life.count();
    to.scope = okta::detail::joined_scopes(yes.scopes);
    a.o.add_token(secret(token), {.kind = grant::scheme::access_token,
                                  .scopes = std::move(yes.scopes),
                                  .client = a.client.id,
                                  .expires = a.now + access_token_life,
                                  .jkt = a.jkt});
    return to;
}

/// RFC 7636 section 4.6; a code without challenge takes no verifier.
OKTA_DECL bool proves_challenge(std::string_view verifier, std::string_view challenge)
{
    if (challenge.empty()) return verifier.empty();
    return okta::detail::equal_in_constant_time(okta::detail::base64url_encode(okta::detail::sha256(verifier)),
                                                challenge);
}

OKTA_DECL oauth_service::outcome oauth_service::for_code(asking& a)
{
    auto* const code = codes_.find(parameter(a.form, "code"));
    if (!code || code->by.client != a.client.id) return invalid_grant("The authorization code is invalid.");
    if (code->used) { // RFC 6749 section 4.1.2: somebody else has it too
        end_family(a.o, code->family);
        return invalid_grant("The authorization code has been used already.");
    }
    code->used = true; // whatever is wrong with this request, there is no second try
    if (code->ends <= a.now) return invalid_grant("The authorization code has expired.");
    if (parameter(a.form, "redirect_uri") != code->redirect_uri)
        return invalid_grant(
            "The 'redirect_uri' does not match the redirection URI used in the authorization request.");
    if (!proves_challenge(parameter(a.form, "code_verifier"), code->challenge))
        return invalid_grant("PKCE verification failed.");
    if (a.client.app->dpop && !code->jkt.empty() && a.jkt != code->jkt)
        return invalid_grant("The authorization code is bound to another DPoP key.");
    if (!may_sign_in(a.o.find_user(code->by.user))) return invalid_grant("The user may not sign in any more.");
    code->family = add_family(a, code->by);
    auto to = issue(a, code->family, code->by.scopes);
    if (has_scope(code->by.scopes, "offline_access")) add_refresh_token(a, code->family, to);
    return to;
}

OKTA_DECL oauth_service::outcome oauth_service::for_refresh_token(asking& a)
{
    auto* const token = refresh_tokens_.find(parameter(a.form, "refresh_token"));
    auto* const family = token ? families_.find(token->family) : nullptr;
    if (!family || family->by.client != a.client.id) return invalid_grant("The refresh token is invalid or expired.");
    auto const id = token->family;
    if (token->replaced && *token->replaced + a.client.app->grace <= a.now) {
        end_family(a.o, id); // whoever has the new one may be a thief as well
        return invalid_grant("The refresh token has been used already.");
    }
    if (token->unused_until <= a.now || family->ends <= a.now)
        return invalid_grant("The refresh token is invalid or expired.");
    if (!family->jkt.empty() && a.jkt != family->jkt)
        return a.jkt.empty() ? invalid_proof("The refresh token is bound to a key: a DPoP proof JWT is needed.")
                             : invalid_grant("The refresh token is bound to another DPoP key.");
    auto scopes = family->by.scopes;
    if (auto const fewer = parameter(a.form, "scope"); !fewer.empty()) {
        scopes.clear();
        if (auto wrong = read_scopes(fewer, family->by.scopes, scopes)) return std::move(*wrong);
    }
    if (!may_sign_in(a.o.find_user(family->by.user))) return invalid_grant("The user may not sign in any more.");
    family->by.nonce.clear(); // OpenID Connect Core section 12.2
    auto to = issue(a, id, scopes);
    token->unused_until = a.now + refresh_token_idle;
    if (!a.client.app->rotates) return to;
    if (!token->replaced) token->replaced = a.now;
    add_refresh_token(a, id, to);
    return to;
}

OKTA_DECL oauth_service::outcome oauth_service::for_device(asking& a)
{
    constexpr std::chrono::seconds slower{5}; // RFC 8628 section 3.5
    auto const code = parameter(a.form, "device_code");
    auto* const device = devices_.find(code);
    auto const no = [](char const* error, char const* why) { return refused{400, error, why}; };
    if (!device || device->client != a.client.id) return invalid_grant("The device code is invalid.");
    if (device->ends <= a.now) return no("expired_token", "The device code has expired.");
    if (device->denied) return no("access_denied", "The user refused the device.");
    if (device->user.empty()) {
        bool const early = device->asked && a.now < *device->asked + device->interval;
        device->asked = a.now;
        if (!early) return no("authorization_pending", "The user has not agreed yet.");
        device->interval += slower;
        return no("slow_down", "The device asks more often than it may.");
    }
    auto const who = a.o.find_user(device->user);
    if (!may_sign_in(who)) return no("access_denied", "The user may not sign in.");
    consent by{device->client, who->id.text, device->scopes, {}, a.now};
    devices_.erase(std::string(code));
    auto const family = add_family(a, by);
    auto to = issue(a, family, by.scopes);
    if (has_scope(by.scopes, "offline_access")) add_refresh_token(a, family, to);
    return to;
}

} // namespace okta::sandbox::detail
#endif
