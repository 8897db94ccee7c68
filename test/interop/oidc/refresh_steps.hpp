#ifndef OKTA_TEST_INTEROP_OIDC_REFRESH_STEPS_HPP
#define OKTA_TEST_INTEROP_OIDC_REFRESH_STEPS_HPP

#include "sign_in_steps.hpp"

#include <set>

// Refresh tokens that rotate.

namespace okta::test {

/// The access token is revoked three times, and each time a new one is fetched by the latest refresh token.
inline void rotate(world& w, oauth_client const& app, std::optional<dpop> const& d)
{
    forward_clock const clock;
    kept k;
    auto org = sign_in(w, app, clock.options(d), k);
    reach_user_info(w, org, d);
    std::set<std::string, std::less<>> seen{std::string(k.last().refresh_token.value_or("").reveal())};
    for (int i = 0; i < 3; ++i) {
        revoke(w, app, k.last().access_token);
        *clock.seconds += no_longer_new;
        w.seen.forget();
        reach_user_info(w, org, d);
        equal("the user info's answers", w.seen.answers(user_info_path), "401 invalid_token, 200");
        equal("the token endpoint's answers", w.seen.answers(token_path), "200");
        holds("the refresh token is a new one", seen.emplace(k.last().refresh_token.value_or("").reveal()).second);
    }
    holds("each set of tokens was kept", k.all.size() == 4);
}

inline void expire(world& w)
{
    forward_clock const clock;
    kept k;
    auto org = sign_in(w, w.web, clock.options({}), k);
    reach_user_info(w, org, {});
    *clock.seconds += 3601;
    w.seen.forget();
    reach_user_info(w, org, {});
    equal("the token endpoint's answers", w.seen.answers(token_path), "200");
    equal("the user info's answers", w.seen.answers(user_info_path), "200");
    holds("there are two sets of tokens", k.all.size() == 2);
}

/// The call of an app that has a refresh token and nothing else.
inline result<user_info> call_with(world& w, oauth_client const& app, secret const& token, oauth_options options,
                                   token_keeper keep = {})
{
    w.seen.forget();
    auto org = w.as(refresh_token(app, token, std::move(keep), std::move(options)));
    return org.call(get_user_info{});
}

inline void reuse(world& w)
{
    dpop const d;
    kept k;
    auto org = sign_in(w, w.native, {.dpop = d}, k);
    reach_user_info(w, org, d);
    auto const old = k.last().refresh_token.value_or("");
    (void)taken("its first use", call_with(w, w.native, old, {.dpop = d}, k.keeper()));
    auto const r = call_with(w, w.native, old, {.dpop = d});
    refused(w, token_path, r, "invalid_grant", "refresh token already used");
    auto const next = call_with(w, w.native, k.last().refresh_token.value_or(""), {.dpop = d}); // it may be a thief's
    refused(w, token_path, next, "invalid_grant", "refresh token not found");
}

inline void refresh_steps(steps& step, world& w)
{
    step("refresh_token: three rotations", [&] { rotate(w, w.native, {}); });
    step("refresh_token: three rotations, DPoP", [&] { rotate(w, w.native, dpop()); });
    step("refresh_token: three rotations, secret, DPoP", [&] { rotate(w, w.web, dpop()); });
    step("refresh_token: an expired token is not even tried", [&] { expire(w); });
    step("refresh_token: a reused one is refused, and all of its kin", [&] { reuse(w); });
    step("refresh_token: another DPoP key is refused", [&] {
        kept k;
        auto org = sign_in(w, w.native, {.dpop = dpop()}, k);
        (void)taken("the call", org.call(get_user_info{}));
        auto const r = call_with(w, w.native, k.last().refresh_token.value_or(""), {.dpop = dpop()});
        refused(w, token_path, r, "invalid_grant", "failed jkt verification");
    });
    step("refresh_token: a wrong secret is refused", [&] {
        kept k;
        auto org = sign_in(w, w.web, {}, k);
        (void)taken("the call", org.call(get_user_info{}));
        auto const wrong = oauth_client::with_secret("web", "not-the-secret");
        auto const r = call_with(w, wrong, k.last().refresh_token.value_or(""), {});
        refused(w, token_path, r, "invalid_client", "invalid secret provided");
    });
}

} // namespace okta::test
#endif
