#ifndef OKTA_TEST_INTEROP_OIDC_DEVICE_STEPS_HPP
#define OKTA_TEST_INTEROP_OIDC_DEVICE_STEPS_HPP

#include "world.hpp"

#include <okta/auth/device_grant.hpp>

// The device grant. The provider lets devices ask each second.

namespace okta::test {

/// The user enters the code elsewhere, and agrees or not. Gives the last page.
inline std::string enter(world& w, device_authorize_response const& codes, bool agrees)
{
    constexpr std::string_view before = R"(name="xsrf" value=")";
    auto elsewhere = w.new_browser();
    auto const form = elsewhere.open(codes.verification_uri.value_or("")).body;
    auto const start = form.find(before) + before.size();
    auto const xsrf = form.substr(start, form.find('"', start) - start);
    return elsewhere
        .submit(codes.verification_uri.value_or(""), "xsrf=" + xsrf + "&user_code=" + codes.user_code.value_or("") +
                                                         (agrees ? "&confirm=yes" : "&abort=yes"))
        .body;
}

inline void agree(world& w, device_authorize_response const& codes)
{
    holds("the user sees that it worked", enter(w, codes, true).find("Signed in") != std::string::npos);
}

inline device_grant grant(oauth_client const& app, std::optional<dpop> const& d)
{
    return {app, {"openid", "profile", "offline_access"}, {.dpop = d}};
}

/// The user agrees after the second time that the device has asked in vain.
inline void agree_late(world& w, std::optional<dpop> const& d)
{
    w.seen.forget();
    device_authorize_response codes;
    int pending = 0;
    w.seen.after_each([&](http_response const& answer) {
        if (error_named(answer) == "authorization_pending" && ++pending == 2) agree(w, codes);
    });
    auto org = w.anyone();
    auto const tokens = sign_in_by_device(org, grant(w.native, d), [&](auto const& c) { codes = c; });
    auto const answers = w.seen.answers(token_path);
    equal("the token endpoint's answers", answers,
          d ? "400 use_dpop_nonce, 400 authorization_pending, 400 authorization_pending, 200"
            : "400 authorization_pending, 400 authorization_pending, 200");
    forward_clock const clock;
    auto user = w.as(refresh_token(w.native, taken("the tokens", tokens), {}, clock.options(d)));
    reach_user_info(w, user, d);
    revoke(w, w.native, tokens->access_token);
    *clock.seconds += no_longer_new;
    reach_user_info(w, user, d); // by the refresh token
    w.seen.forget();
}

inline void agree_at_once(world& w, oauth_client const& app, std::optional<dpop> const& d)
{
    w.seen.forget();
    auto org = w.anyone();
    auto const tokens = sign_in_by_device(org, grant(app, d), [&](auto const& c) { agree(w, c); });
    auto user = w.as(refresh_token(app, taken("the tokens", tokens), {}, {.dpop = d}));
    reach_user_info(w, user, d);
}

inline void device_steps(steps& step, world& w)
{
    auto const nobody = [](auto const&) {};
    step("device_code: public client, agreed after two polls", [&] { agree_late(w, {}); });
    step("device_code: public client, DPoP, agreed after two polls", [&] { agree_late(w, dpop()); });
    step("device_code: secret", [&] { agree_at_once(w, w.web, {}); });
    step("device_code: assertion, DPoP", [&] { agree_at_once(w, w.web_key, dpop()); });
    step("device_code: a user who says no", [&] {
        auto org = w.anyone();
        auto const r = sign_in_by_device(org, grant(w.native, {}), [&](auto const& c) { (void)enter(w, c, false); });
        equal("the code", failure("the sign-in", r).code, "access_denied");
    });
    step("device_code: a wrong secret is refused", [&] {
        w.seen.forget();
        auto org = w.anyone();
        auto const r = sign_in_by_device(org, grant(oauth_client::with_secret("web", "not-the-secret"), {}), nobody);
        refused(w, "/oauth2/v1/device/authorize", r, "invalid_client", "invalid secret provided");
    });
    step("device_code: an app without the grant is refused", [&] {
        w.seen.forget();
        auto org = w.anyone();
        auto const r = sign_in_by_device(org, grant(w.service_rsa, {}), nobody);
        equal("the code", failure("the sign-in", r).code, "invalid_request");
    });
}

} // namespace okta::test
#endif
