#ifndef OKTA_TEST_INTEROP_OIDC_WORLD_HPP
#define OKTA_TEST_INTEROP_OIDC_WORLD_HPP

#include "browser.hpp"
#include "wire.hpp"

#include <okta/actions/oauth.hpp>
#include <okta/actions/user_info.hpp>
#include <okta/actions/users.hpp>
#include <okta/auth/authorization_code.hpp>
#include <okta/auth/oauth.hpp>
#include <okta/client.hpp>

#include <boost/json/serialize.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace okta::test {

inline constexpr std::string_view token_path = "/oauth2/v1/token";
inline constexpr std::string_view user_info_path = "/oauth2/v1/userinfo";
inline constexpr std::string_view api_path = "/api/v1/users/";

/// The provider, its apps, and the way to it.
struct world
{
    /// `said`: the line of JSON that the provider printed.
    explicit world(boost::json::object const& said)
        : origin(said.at("origin").as_string()),
          redirect_uri(said.at("redirect_uri").as_string()),
          rsa_key(taken("the PEM",
                        signing_key::from_pem(secret(std::string(said.at("rsa_pem").as_string())), {.kid = "rsa-1"}))),
          ec_key(taken("the JWK", signing_key::from_jwk(secret(boost::json::serialize(said.at("ec_jwk")))))),
          service_rsa(oauth_client::with_key("service-rsa", rsa_key)),
          service_ec(oauth_client::with_key("service-ec", ec_key)),
          web_key(oauth_client::with_key(
              "web-key", taken("the JWK", signing_key::from_jwk(secret(boost::json::serialize(said.at("web_jwk"))))))),
          web(oauth_client::with_secret("web", secret(std::string(said.at("web_secret").as_string())))),
          native(oauth_client::without_secret("native"))
    {
    }

    template <class Auth>
    client as(Auth auth)
    {
        return client(origin, std::move(auth), transport);
    }

    /// For the endpoints where an app proves itself in the form.
    client anyone() { return as(no_credentials()); }

    browser new_browser() const { return {network, origin}; }

    std::string origin, redirect_uri;
    asio_transport network;
    wire seen{network};
    any_transport transport{seen};
    signing_key rsa_key, ec_key;
    oauth_client service_rsa; ///< DPoP if it likes
    oauth_client service_ec;  ///< DPoP always
    oauth_client web_key, web, native;
};

/// A request of an app that proves itself by its secret, or by nothing.
template <class Request>
Request by(oauth_client const& app, Request request)
{
    request.client_id = app.client_id();
    if (!app.client_secret().empty()) request.client_secret = app.client_secret();
    return request;
}

inline std::string key_of(std::optional<dpop> const& d) { return d ? d->key().thumbprint() : "nobody"; }

/// Calls the API; the token that it gets is bound to that key.
inline void reach_api(world& w, client& org, std::optional<dpop> const& d)
{
    get_user const request{.id = "00u1"};
    equal("the user", taken("the API", org.call(request)).id.text, "00u1");
    equal("the key that the token is bound to", w.seen.answered(api_path, "X-Bound-To"), key_of(d));
}

inline void reach_user_info(world& w, client& org, std::optional<dpop> const& d)
{
    auto const user = taken("the user info", org.call(get_user_info{}));
    equal("the subject", user.sub.text, "00uada");
    equal("the name", user.name.value_or(""), "Ada Lovelace");
    auto const sent = w.seen.asked(user_info_path, "Authorization");
    equal("the scheme", sent.substr(0, sent.find(' ')), d ? "DPoP" : "Bearer");
}

/// The call fails with this error, for the reason that the provider keeps to itself.
template <class T>
void refused(world const& w, std::string_view path, result<T> const& r, std::string_view code, std::string_view why)
{
    auto const e = failure("the call", r);
    equal("the error's code", e.code, code);
    equal("the reason", w.seen.answered(path, "X-Refused-Because"), why);
}

/// Keeps each set of tokens.
struct kept
{
    std::vector<token_set> all = {};

    token_keeper keeper()
    {
        return [this](token_set const& t) -> std::optional<error> {
            all.push_back(t);
            return std::nullopt;
        };
    }
    token_set const& last() const
    {
        if (all.empty()) throw unexpected("the keeper", "tokens", "none");
        return all.back();
    }
};

/// The library's clock, which a test puts forward: tokens grow old by it.
struct forward_clock
{
    std::shared_ptr<std::atomic<int>> seconds = std::make_shared<std::atomic<int>>(0);

    [[nodiscard]] oauth_options options(std::optional<dpop> d) const
    {
        oauth_options o{.dpop = std::move(d)};
        o.environment.now = [s = seconds] { return std::chrono::system_clock::now() + std::chrono::seconds(*s); };
        return o;
    }
};
/// A token that is refused sooner than this after it was issued may be left alone.
inline constexpr int no_longer_new = 10;

inline bool active(world& w, secret const& token)
{
    auto const request = by(w.web, introspection_request{.token = token});
    return taken("the introspection", w.anyone().call(request)).active.value_or(false);
}

inline void revoke(world& w, oauth_client const& app, secret const& token)
{
    auto const request = by(app, revoke_request{.token = token});
    (void)taken("the revocation", w.anyone().call(request));
}

} // namespace okta::test
#endif
