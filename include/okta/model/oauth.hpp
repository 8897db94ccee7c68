#ifndef OKTA_MODEL_OAUTH_HPP
#define OKTA_MODEL_OAUTH_HPP

// What the OAuth endpoints take and answer. Their errors are `oauth_error_document` (model/error.hpp), but 429 and the
// metadata endpoints answer `error_document`.

#include <okta/describe/compiled_table.hpp>
#include <okta/model/json_web_key.hpp>
#include <okta/model/result.hpp>
#include <okta/model/token_request.hpp>
#include <okta/model/token_request_direct.hpp>
#include <okta/model/token_response.hpp>

#include <vector>

namespace okta {

/// The code that the device keeps, and the one that the user types in at the address.
struct device_authorize_response
{
    std::optional<secret> device_code = {};
    std::optional<std::string> user_code = {};
    std::optional<std::string> verification_uri = {};
    std::optional<std::string> verification_uri_complete = {}; ///< with the user code in it
    std::optional<std::int64_t> expires_in = {};               ///< seconds; 600
    std::optional<std::int64_t> interval = {};                 ///< seconds between token requests; 5

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(device_authorize_response, (),
                      (device_code, user_code, verification_uri, verification_uri_complete, expires_in, interval))

/// The first step of the device flow (RFC 8628).
struct device_authorize_request
{
    std::optional<std::string> client_id = {};
    std::optional<std::string> scope = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};

    using endpoint = post<"/oauth2/v1/device/authorize", device_authorize_response, form_body>;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(device_authorize_request, (),
                      (client_id, scope, client_secret, client_assertion_type, client_assertion))

/// What a token says; of one that is expired, revoked or unknown only `active`, which is then false.
struct introspection_response
{
    std::optional<bool> active = {};
    std::optional<std::string> aud = {};
    std::optional<std::string> client_id = {};
    std::optional<std::string> device_id = {};
    std::optional<std::int64_t> exp = {}; ///< seconds since 1970-01-01T00:00Z
    std::optional<std::int64_t> iat = {};
    std::optional<std::string> iss = {};
    std::optional<std::string> jti = {};
    std::optional<std::int64_t> nbf = {};
    std::optional<std::string> scope = {};
    std::optional<std::string> sub = {};
    std::optional<std::string> token_type = {};
    std::optional<std::string> uid = {};
    std::optional<std::string> username = {};
    custom_attributes custom = {}; ///< the org's own claims

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(introspection_response, (),
                      (active, aud, client_id, device_id, exp, iat, iss, jti, nbf, scope, sub, token_type, uid,
                       username, custom))

enum class token_type_hint_introspect { access_token, device_secret, id_token, refresh_token };
BOOST_DESCRIBE_ENUM(token_type_hint_introspect, access_token, device_secret, id_token, refresh_token)
constexpr auto wire_names(token_type_hint_introspect)
{
    return renamed{{{"access_token", "access_token"},
                    {"device_secret", "device_secret"},
                    {"id_token", "id_token"},
                    {"refresh_token", "refresh_token"}}};
}

/// Asks whether a token is good (RFC 7662).
struct introspection_request
{
    required<secret> token;
    std::optional<open_enum<token_type_hint_introspect>> token_type_hint = {};
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};

    using endpoint = post<"/oauth2/v1/introspect", introspection_response, form_body>;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(introspection_request, (),
                      (token, token_type_hint, client_id, client_secret, client_assertion_type, client_assertion))

enum class token_type_hint_revoke { access_token, device_secret, refresh_token, oauth_sts };
BOOST_DESCRIBE_ENUM(token_type_hint_revoke, access_token, device_secret, refresh_token, oauth_sts)
constexpr auto wire_names(token_type_hint_revoke)
{
    return renamed{{{"access_token", "access_token"},
                    {"device_secret", "device_secret"},
                    {"refresh_token", "refresh_token"},
                    {"oauth_sts", "oauth_sts"}}};
}

/// Revokes a token (RFC 7009). Answered with 200 also when the token is unknown.
struct revoke_request
{
    required<secret> token;
    std::optional<open_enum<token_type_hint_revoke>> token_type_hint = {};
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};

    using endpoint = post<"/oauth2/v1/revoke", no_content, form_body>;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(revoke_request, (),
                      (token, token_type_hint, client_id, client_secret, client_assertion_type, client_assertion))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<device_authorize_response>;
extern template struct detail::compiled_table<introspection_response>;
extern template class result<device_authorize_response>;
extern template class result<introspection_response>;
#endif

} // namespace okta
#endif
