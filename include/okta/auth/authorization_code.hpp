#ifndef OKTA_AUTH_AUTHORIZATION_CODE_HPP
#define OKTA_AUTH_AUTHORIZATION_CODE_HPP

#include <okta/auth/oauth.hpp>
#include <okta/auth/pkce.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace okta {

/// A sign-in that has begun. Keep it until the browser comes back, where nobody else can read it: in the user's
/// session, in memory. It serves once.
struct sign_in
{
    std::string url;    ///< where the browser goes
    std::string state;  ///< comes back with the browser
    std::string nonce;  ///< comes back in the ID token
    std::string issuer; ///< who gives it out
    secret code_verifier;
};

/// A user who has just signed in. The first call exchanges the code for tokens, so do it soon: Okta's is good for 300
/// seconds, and once. Later calls renew by the refresh token, which is granted for the scope `offline_access`.
class signed_in_user : public oauth_authoriser
{
    friend class authorization_code_flow;
    using oauth_authoriser::oauth_authoriser;
};

/// The grant authorization_code with PKCE (RFC 6749 section 4.1, RFC 7636): a user signs in with the browser, for an
/// application with a secret or key and for one that has none. Immutable; thread-safe.
class authorization_code_flow
{
public:
    /// `redirect_uri` is one of those registered with the application.
    /// \throws okta::exception (`invalid_request`) without redirect URI or scopes
    authorization_code_flow(oauth_client app, std::string redirect_uri, std::vector<std::string> scopes,
                            oauth_options options = {});

    using parameters = std::vector<std::pair<std::string, std::string>>;

    /// `origin`: the org's, as `client::origin()` gives it. `more`: parameters such as `prompt`, `login_hint`, `idp`.
    /// \throws okta::exception (`invalid_request`) when one of `more` is what this function sets
    [[nodiscard]] sign_in start(std::string const& origin, parameters const& more = {}) const;

    /// `redirect`: what the browser came back with, the URL or its query.
    /// \returns credentials for okta::client, or an error: `oauth` with Okta's code when the sign-in was refused
    /// (`access_denied`), `authorisation` when the state is another one's (somebody may be forging the answer), or when
    /// there is no code
    [[nodiscard]] result<signed_in_user> finish(sign_in const& begun, std::string_view redirect,
                                                token_keeper keep = {}) const;

private:
    oauth_client client_;
    std::string redirect_uri_;
    std::vector<std::string> scopes_;
    oauth_options options_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/authorization_code.ipp>
#endif
#endif
