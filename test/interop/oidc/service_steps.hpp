#ifndef OKTA_TEST_INTEROP_OIDC_SERVICE_STEPS_HPP
#define OKTA_TEST_INTEROP_OIDC_SERVICE_STEPS_HPP

#include "world.hpp"

#include <boost/asio/use_future.hpp>

#include <functional>
#include <thread>

// The grant client_credentials.

namespace okta::test {

inline std::vector<std::string> const read_users{"okta.users.read"};

/// Two calls, and one token for both.
inline void serve(world& w, oauth_client const& app, std::optional<dpop> const& d)
{
    w.seen.forget();
    auto org = w.as(service_app(app, read_users, {.dpop = d}));
    reach_api(w, org, d);
    reach_api(w, org, d);
    equal("the API's answers", w.seen.answers(api_path), "200, 200");
    equal("the token endpoint's answers", w.seen.answers(token_path), d ? "400 use_dpop_nonce, 200" : "200");
}

/// The call of a new service app.
inline result<user> call_once(world& w, oauth_client const& app, std::vector<std::string> scopes, oauth_options options)
{
    w.seen.forget();
    auto org = w.as(service_app(app, std::move(scopes), std::move(options)));
    get_user const request{.id = "00u1"};
    return org.call(request);
}

inline void service_steps(steps& step, world& w)
{
    step("client_credentials: assertion RS256, PEM", [&] { serve(w, w.service_rsa, {}); });
    step("client_credentials: assertion RS256, DPoP with nonce", [&] { serve(w, w.service_rsa, dpop()); });
    step("client_credentials: assertion ES256, JWK, DPoP with nonce", [&] { serve(w, w.service_ec, dpop()); });
    for (auto const& [name, algorithm] :
         {std::pair("RS256", signing_algorithm::rs256), std::pair("ES384", signing_algorithm::es384),
          std::pair("ES512", signing_algorithm::es512)})
        step(std::string("client_credentials: DPoP by ") + name,
             [&, key = signing_key::generate(algorithm)] { serve(w, w.service_ec, dpop(key)); });
    step("client_credentials: a remote signer", [&] {
        auto const sign = [key = w.ec_key](std::string input, std::function<void(result<std::string>)> done) {
            std::thread([=] { done(key.sign(input)); }).detach();
        };
        serve(w, oauth_client::with_signer("service-ec", signing_algorithm::es256, "ec-1", sign), dpop());
    });
    step("client_credentials: two asynchronous calls", [&] {
        client org(w.origin, service_app(w.service_ec, read_users, {.dpop = dpop()}), w.network);
        get_user const request{.id = "00u1"};
        auto first = org.async_call(request, boost::asio::use_future);
        auto second = org.async_call(request, boost::asio::use_future);
        equal("the first user", taken("the first call", first.get()).id.text, "00u1");
        equal("the second user", taken("the second call", second.get()).id.text, "00u1");
    });
    step("client_credentials: an app for DPoP without a proof is refused", [&] {
        auto const r = call_once(w, w.service_ec, read_users, {});
        refused(w, token_path, r, "invalid_grant", "DPoP proof JWT not provided");
    });
    step("client_credentials: a reused jti is refused", [&] {
        oauth_options options;
        options.environment.random_id = [] { return "the-same-twice"; };
        (void)taken("the first call", call_once(w, w.service_rsa, read_users, options));
        auto const r = call_once(w, w.service_rsa, read_users, options);
        refused(w, token_path, r, "invalid_client", "client assertion tokens must only be used once");
        equal("the status", w.seen.answers(token_path), "401 invalid_client");
    });
    step("client_credentials: another key is refused", [&] {
        auto const jwk = signing_key::generate(); // the kid is the registered key's
        auto const sign = [jwk](std::string input, auto done) { done(jwk.sign(input)); };
        auto const app = oauth_client::with_signer("service-ec", signing_algorithm::es256, "ec-1", sign);
        auto const r = call_once(w, app, read_users, {.dpop = dpop()});
        refused(w, token_path, r, "invalid_client", "signature verification failed");
    });
    step("client_credentials: a scope that the app lacks is refused", [&] {
        auto const r = call_once(w, w.service_rsa, {"okta.users.manage"}, {});
        refused(w, token_path, r, "invalid_scope", "requested scope is not allowed");
    });
    step("client_credentials: a stolen token is worth nothing without its key", [&] {
        (void)taken("the call", call_once(w, w.service_ec, read_users, {.dpop = dpop()}));
        auto const stolen = w.seen.asked(api_path, "Authorization").substr(5);
        get_user const request{.id = "00u1"};
        auto const e = failure("the thief's call", w.as(bearer_token(stolen)).call(request));
        equal("its status", std::to_string(e.status), "401");
        equal("the API's answers", w.seen.answers(api_path), "200, 401 invalid_token");
    });
}

} // namespace okta::test
#endif
