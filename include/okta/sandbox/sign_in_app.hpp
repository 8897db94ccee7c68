#ifndef OKTA_SANDBOX_SIGN_IN_APP_HPP
#define OKTA_SANDBOX_SIGN_IN_APP_HPP

#include <okta/model/secret.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace okta::sandbox {

/// An app of Okta's that people sign in to. Every user of the org may.
struct sign_in_app
{
    std::string client_id;
    secret client_secret = {}; ///< empty, and no key: a public client, which must use PKCE
    std::vector<std::string> redirect_uris = {};
    std::vector<std::string> scopes = {}; ///< that it may ask for, `openid` and `offline_access` among them
    bool device_grant = false;
    bool rotates = false;           ///< its refresh tokens serve once each; else they stay
    std::chrono::seconds grace{30}; ///< how long one that has been replaced still serves: 0 to 60 s
    bool dpop = false;              ///< it gets tokens that are bound to a key (RFC 9449) and no other ones
    std::string public_jwk = {};    ///< as service_app's, instead of a secret: it proves itself by private_key_jwt
};

} // namespace okta::sandbox
#endif
