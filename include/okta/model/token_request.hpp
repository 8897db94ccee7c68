#ifndef OKTA_MODEL_TOKEN_REQUEST_HPP
#define OKTA_MODEL_TOKEN_REQUEST_HPP

#include <okta/action/endpoint.hpp>
#include <okta/describe/names.hpp>
#include <okta/describe/presence.hpp>
#include <okta/model/equality.hpp>
#include <okta/model/token_response.hpp>

#include <boost/describe/class.hpp>

#include <string>

// What the token endpoint takes, by grant type: each is an action. The client proves who it is by its secret or its
// assertion in the form, or by an Authorization field instead; a public client sends its id alone.

namespace okta {

/// Of the org authorization server, the only one whose tokens have `okta.*` scopes.
using token_endpoint = post<"/oauth2/v1/token", token_response, form_body>;

/// The second step of the authorization code flow. Codes are good for 300 s and once.
struct token_request_authorization_code
{
    required<secret> code;
    std::optional<secret> code_verifier = {};     ///< PKCE: 43 characters at least
    std::optional<std::string> redirect_uri = {}; ///< as sent to /authorize
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::authorization_code;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_authorization_code, (),
                      (code, code_verifier, redirect_uri, client_id, client_secret, client_assertion_type,
                       client_assertion, grant_type))

/// A token for the client itself. For `okta.*` scopes Okta takes a client assertion only, no client secret.
struct token_request_client_credentials
{
    required<std::string> scope; ///< separated by blanks
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::client_credentials;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_client_credentials, (),
                      (scope, client_id, client_secret, client_assertion_type, client_assertion, grant_type))

/// A new access token. When refresh tokens rotate, the answer has a new one: keep it before using the access token.
struct token_request_refresh_token
{
    required<secret> refresh_token;
    std::optional<std::string> scope = {};
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::refresh_token;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_refresh_token, (),
                      (refresh_token, scope, client_id, client_secret, client_assertion_type, client_assertion,
                       grant_type))

/// The resource owner password flow.
struct token_request_password
{
    required<std::string> username;
    required<secret> password;
    required<std::string> scope;
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::password_;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_password, (),
                      (username, password, scope, client_id, client_secret, client_assertion_type, client_assertion,
                       grant_type))

/// The device flow (RFC 8628): repeated until the user has agreed. Okta's schema of the org server lacks it.
struct token_request_device_code
{
    required<secret> device_code;
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::device_code;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_device_code, (),
                      (device_code, client_id, client_secret, client_assertion_type, client_assertion, grant_type))

/// A JWT as the grant (RFC 7523); custom authorization servers only.
struct token_request_jwt_bearer
{
    required<secret> assertion;
    std::optional<std::string> scope = {};
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::jwt_bearer;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_jwt_bearer, (),
                      (assertion, scope, client_id, client_secret, client_assertion_type, client_assertion, grant_type))

/// A SAML 2.0 assertion as the grant (RFC 7522).
struct token_request_saml_bearer
{
    required<secret> assertion; ///< base64url
    required<std::string> scope;
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::saml2_bearer;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_saml_bearer, (),
                      (assertion, scope, client_id, client_secret, client_assertion_type, client_assertion, grant_type))

/// A token for a token (RFC 8693).
struct token_request_token_exchange
{
    required<secret> subject_token;
    std::optional<open_enum<token_type>> subject_token_type = {};
    std::optional<secret> actor_token = {};
    std::optional<open_enum<token_type>> actor_token_type = {};
    std::optional<open_enum<token_type>> requested_token_type = {};
    std::optional<std::string> audience = {};
    std::optional<std::string> resource = {};
    std::optional<secret> auth_req_id = {};
    std::optional<std::string> scope = {};
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::token_exchange;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_token_exchange, (),
                      (subject_token, subject_token_type, actor_token, actor_token_type, requested_token_type, audience,
                       resource, auth_req_id, scope, client_id, client_secret, client_assertion_type, client_assertion,
                       grant_type))

/// Client-initiated backchannel authentication: repeated until the user has agreed.
struct token_request_ciba
{
    required<secret> auth_req_id;
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::ciba;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_ciba, (),
                      (auth_req_id, client_id, client_secret, client_assertion_type, client_assertion, grant_type))

} // namespace okta
#endif
