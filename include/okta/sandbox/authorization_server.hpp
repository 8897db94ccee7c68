#ifndef OKTA_SANDBOX_AUTHORIZATION_SERVER_HPP
#define OKTA_SANDBOX_AUTHORIZATION_SERVER_HPP

#include <okta/sandbox/org.hpp>
#include <okta/sandbox/service_app.hpp>
#include <okta/sandbox/sign_in_app.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace okta::sandbox {

namespace detail {
class oauth_service;
} // namespace detail

/// The org authorization server of Okta: authorization code with PKCE (RFC 7636), device grant (RFC 8628), refresh
/// tokens, client credentials, DPoP (RFC 9449), OpenID Connect. All that requests make it remember is bounded.
///
/// Access tokens live an hour, refresh tokens 90 days or a week without use, codes 300 s, device codes 600 s. A code
/// that is used again ends all that came of it, and so does a rotated refresh token after its grace period.
///
/// Copies share the server. Thread-safe.
class authorization_server
{
public:
    explicit authorization_server(token_endpoint service_apps = {});

    /// \throws std::invalid_argument that says what is wrong with the app: its client id is empty or known, it has a
    /// secret and a key, its grace period is longer than a minute, a scope, a redirect URI or its JWK is not one
    void add(sign_in_app app);
    void add(service_app app); ///< \throws as token_endpoint::add does

    /// The user whom the device shows this code agrees, as at the page `/activate`: `user` is an id or a login. Blanks,
    /// hyphens and case in the code do not count. False: no device waits with that code.
    bool approve(std::string_view user_code, std::string_view user);
    bool deny(std::string_view user_code);

private:
    friend void serve_oauth(org& o, authorization_server const& server);
    friend void serve_tokens(org& o, token_endpoint apps);

    std::shared_ptr<detail::oauth_service> service_;
};

/// Gives the org the server's endpoints: under `/oauth2/v1/` authorize, token, revoke, introspect, keys and
/// device/authorize; `/activate`, `/.well-known/openid-configuration` and `/.well-known/oauth-authorization-server`. A
/// further call replaces the server.
void serve_oauth(org& o, authorization_server const& server);

/// What a browser does that is sent to an authorisation URL: opens the page, signs in there as `login` and agrees, or
/// says no.
/// \returns where it is sent back to, with a code or an error
/// \throws okta::exception with the page's words when it is not sent anywhere
std::string visit(org& o, std::string_view url, std::string_view login, bool agree = true);

} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/authorization_server.ipp>
#endif
#endif
