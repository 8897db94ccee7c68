#ifndef OKTA_MODEL_TOKEN_TYPES_HPP
#define OKTA_MODEL_TOKEN_TYPES_HPP

#include <okta/describe/open_enum.hpp>
#include <okta/model/secret.hpp>

#include <optional>

namespace okta {

/// What a token is asked for with.
enum class grant_type {
    authorization_code,
    client_credentials,
    implicit,
    interaction_code,
    password_,
    refresh_token,
    device_code,
    jwt_bearer,
    saml2_bearer,
    token_exchange,
    ciba,
    otp,
    oob,
    mfa_otp,
    mfa_oob
};
BOOST_DESCRIBE_ENUM(grant_type, authorization_code, client_credentials, implicit, interaction_code, password_,
                    refresh_token, device_code, jwt_bearer, saml2_bearer, token_exchange, ciba, otp, oob, mfa_otp,
                    mfa_oob)
constexpr auto wire_names(grant_type)
{
    return renamed{{{"authorization_code", "authorization_code"},
                    {"client_credentials", "client_credentials"},
                    {"implicit", "implicit"},
                    {"interaction_code", "interaction_code"},
                    {"password_", "password"},
                    {"refresh_token", "refresh_token"},
                    {"device_code", "urn:ietf:params:oauth:grant-type:device_code"},
                    {"jwt_bearer", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                    {"saml2_bearer", "urn:ietf:params:oauth:grant-type:saml2-bearer"},
                    {"token_exchange", "urn:ietf:params:oauth:grant-type:token-exchange"},
                    {"ciba", "urn:openid:params:grant-type:ciba"},
                    {"otp", "urn:okta:params:oauth:grant-type:otp"},
                    {"oob", "urn:okta:params:oauth:grant-type:oob"},
                    {"mfa_otp", "http://auth0.com/oauth/grant-type/mfa-otp"},
                    {"mfa_oob", "http://auth0.com/oauth/grant-type/mfa-oob"}}};
}

/// What a token is (RFC 8693 section 3).
enum class token_type {
    access_token,
    id_token,
    jwt,
    refresh_token,
    saml1,
    saml2,
    web_sso_token,
    device_secret,
    interclient_token,
    id_jag,
    vaulted_secret,
    service_account,
    oauth_sts
};
BOOST_DESCRIBE_ENUM(token_type, access_token, id_token, jwt, refresh_token, saml1, saml2, web_sso_token, device_secret,
                    interclient_token, id_jag, vaulted_secret, service_account, oauth_sts)
constexpr auto wire_names(token_type)
{
    return renamed{{{"access_token", "urn:ietf:params:oauth:token-type:access_token"},
                    {"id_token", "urn:ietf:params:oauth:token-type:id_token"},
                    {"jwt", "urn:ietf:params:oauth:token-type:jwt"},
                    {"refresh_token", "urn:ietf:params:oauth:token-type:refresh_token"},
                    {"saml1", "urn:ietf:params:oauth:token-type:saml1"},
                    {"saml2", "urn:ietf:params:oauth:token-type:saml2"},
                    {"web_sso_token", "urn:okta:oauth:token-type:web_sso_token"},
                    {"device_secret", "urn:x-oath:params:oauth:token-type:device-secret"},
                    {"interclient_token", "urn:okta:params:oauth:token-type:interclient_token"},
                    {"id_jag", "urn:ietf:params:oauth:token-type:id-jag"},
                    {"vaulted_secret", "urn:okta:params:oauth:token-type:vaulted-secret"},
                    {"service_account", "urn:okta:params:oauth:token-type:service-account"},
                    {"oauth_sts", "urn:okta:params:oauth:token-type:oauth-sts"}}};
}

/// How a token is presented. Okta's schema lacks DPoP, which its guides and tokens have.
enum class token_response_type { bearer, dpop, n_a };
BOOST_DESCRIBE_ENUM(token_response_type, bearer, dpop, n_a)
constexpr auto wire_names(token_response_type) { return renamed{{{"bearer", "Bearer"}, {"dpop", "DPoP"}}}; }

} // namespace okta
#endif
