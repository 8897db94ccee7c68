#ifndef OKTA_TEST_INTEROP_OIDC_SIGN_IN_STEPS_HPP
#define OKTA_TEST_INTEROP_OIDC_SIGN_IN_STEPS_HPP

#include "world.hpp"

#include <okta/auth/verification.hpp>

// The grant authorization_code.

namespace okta::test {

using parameters = authorization_code_flow::parameters;

inline std::vector<std::string> const all_scopes{"openid", "profile", "email", "offline_access"};

inline authorization_code_flow flow(world const& w, oauth_client const& app, oauth_options options,
                                    std::vector<std::string> scopes = all_scopes)
{
    return {app, w.redirect_uri, std::move(scopes), std::move(options)};
}

/// The user signs in; the URL that the browser comes back with. Without `prompt` the provider grants no offline_access
/// (OpenID Connect Core section 11).
inline std::string visit(world& w, std::string const& url)
{
    auto const end = w.new_browser().open(url).url;
    if (!end.starts_with(w.redirect_uri + '?')) throw unexpected("the browser's end", w.redirect_uri, end);
    return end;
}
inline parameters const consent{{"prompt", "consent"}};

/// Everything from the app's start to its client; the tokens go to `k`.
inline client sign_in(world& w, oauth_client const& app, oauth_options const& options, kept& k)
{
    w.seen.forget();
    auto const f = flow(w, app, options);
    auto const begun = f.start(w.origin, consent);
    return w.as(taken("the redirect", f.finish(begun, visit(w, begun.url), k.keeper())));
}

/// A sign-in that a test spoils before the code is exchanged, and the call that fails for it.
inline result<user_info> spoilt(world& w, authorization_code_flow const& starts, authorization_code_flow const& ends,
                                std::function<void(okta::sign_in&)> spoil = {})
{
    w.seen.forget();
    auto begun = starts.start(w.origin, consent);
    auto const redirect = visit(w, begun.url);
    if (spoil) spoil(begun);
    return w.as(taken("the redirect", ends.finish(begun, redirect))).call(get_user_info{});
}

inline void check_id_token(world& w, token_set const& tokens)
{
    auto const token = tokens.id_token.value_or("");
    auto const header = taken("the ID token", detail::parse_jwt(token.reveal())).header;
    auto const keys = taken("the keys", w.anyone().call(list_oauth_keys{})).keys.value_or(std::vector<json_web_key>());
    holds("one key", keys.size() == 1);
    equal("the key's id", keys.front().kid.value_or(""), header.at("kid").as_string());
    auto const claims = taken("the ID token", detail::verify_jwt(token.reveal(), keys.front())).claims;
    equal("its iss", claims.at("iss").as_string(), w.origin);
    equal("its sub", claims.at("sub").as_string(), "00uada");
}

inline void sign_in_and_call(world& w, oauth_client const& app, std::optional<dpop> const& d)
{
    kept k;
    auto org = sign_in(w, app, {.dpop = d}, k);
    reach_user_info(w, org, d);
    equal("the token endpoint's answers", w.seen.answers(token_path), d ? "400 use_dpop_nonce, 200" : "200");
    holds("there is a refresh token", k.last().refresh_token.has_value());
    holds("four scopes are granted", k.last().scopes.size() == 4);
    check_id_token(w, k.last());
}

inline void good_sign_ins(steps& step, world& w)
{
    step("authorization_code: public client", [&] { sign_in_and_call(w, w.native, {}); });
    step("authorization_code: public client, DPoP", [&] { sign_in_and_call(w, w.native, dpop()); });
    step("authorization_code: secret", [&] { sign_in_and_call(w, w.web, {}); });
    step("authorization_code: secret, DPoP", [&] { sign_in_and_call(w, w.web, dpop()); });
    step("authorization_code: assertion", [&] { sign_in_and_call(w, w.web_key, {}); });
    step("authorization_code: assertion, DPoP", [&] { sign_in_and_call(w, w.web_key, dpop()); });
    step("authorization_code: the nonce is learnt from the resource too", [&] {
        kept k;
        dpop const d;
        auto first = sign_in(w, w.native, {.dpop = d}, k);
        reach_user_info(w, first, d);
        w.seen.forget();
        dpop const restarted(d.key());
        auto org = w.as(refresh_token(w.native, k.last(), {}, {.dpop = restarted}));
        reach_user_info(w, org, restarted);
        equal("its answers", w.seen.answers(user_info_path), "401 use_dpop_nonce, 200");
        equal("the token endpoint's", w.seen.answers(token_path), "");
    });
}

inline void refused_sign_ins(steps& step, world& w)
{
    step("authorization_code: another code_verifier is refused", [&] {
        auto const f = flow(w, w.native, {});
        auto const r = spoilt(w, f, f, [](auto& begun) { begun.code_verifier = pkce::make().verifier(); });
        refused(w, token_path, r, "invalid_grant", "PKCE verification failed");
    });
    step("authorization_code: a wrong secret is refused", [&] {
        auto const wrong = oauth_client::with_secret("web", "not-the-secret");
        auto const r = spoilt(w, flow(w, w.web, {}), flow(w, wrong, {}));
        refused(w, token_path, r, "invalid_client", "invalid secret provided");
    });
    step("authorization_code: another client's code is refused", [&] {
        auto const r = spoilt(w, flow(w, w.native, {}), flow(w, w.web, {}));
        refused(w, token_path, r, "invalid_grant", "client mismatch");
    });
    step("authorization_code: another DPoP key is refused", [&] {
        auto const r = spoilt(w, flow(w, w.native, {.dpop = dpop()}), flow(w, w.native, {.dpop = dpop()}));
        refused(w, token_path, r, "invalid_grant", "DPoP proof key thumbprint does not match dpop_jkt");
    });
    step("authorization_code: a proof that is used twice is refused", [&] {
        oauth_options options{.dpop = dpop()};
        options.environment.random_id = [] { return "the-same-again"; };
        auto const f = flow(w, w.native, options);
        (void)failure("the call", spoilt(w, f, f));
        holds("the first use is good", w.seen.answers(token_path).starts_with("400 use_dpop_nonce, 200"));
        holds("the second is not", w.seen.answers(user_info_path).starts_with("401 invalid_token"));
        equal("the reason", w.seen.answered(user_info_path, "X-Refused-Because"), "DPoP proof JWT Replay detected");
    });
    step("authorization_code: a code is good for once", [&] {
        w.seen.forget();
        auto const f = flow(w, w.native, {});
        auto const begun = f.start(w.origin, consent);
        auto const redirect = visit(w, begun.url);
        (void)taken("the first", w.as(taken("it", f.finish(begun, redirect))).call(get_user_info{}));
        auto const r = w.as(taken("it", f.finish(begun, redirect))).call(get_user_info{});
        refused(w, token_path, r, "invalid_grant", "authorization code already consumed");
    });
    step("authorization_code: a user who says no", [&] {
        auto const f = flow(w, w.native, {});
        auto const begun = f.start(w.origin, {{"prompt", "consent"}, {"login_hint", "mallory"}});
        auto const e = failure("the sign-in", f.finish(begun, visit(w, begun.url)));
        equal("the code", e.code, "access_denied");
        equal("the summary", e.summary, "The user said no");
    });
    step("authorization_code: the provider insists on PKCE", [&] {
        auto const f = flow(w, w.web, {});
        auto begun = f.start(w.origin, consent);
        begun.url.erase(begun.url.find("&code_challenge_method"));
        auto const e = failure("the sign-in", f.finish(begun, visit(w, begun.url)));
        equal("the code", e.code, "invalid_request");
    });
}

inline void sign_in_steps(steps& step, world& w)
{
    good_sign_ins(step, w);
    refused_sign_ins(step, w);
}

} // namespace okta::test
#endif
