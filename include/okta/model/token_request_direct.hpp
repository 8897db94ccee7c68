#ifndef OKTA_MODEL_TOKEN_REQUEST_DIRECT_HPP
#define OKTA_MODEL_TOKEN_REQUEST_DIRECT_HPP

#include <okta/model/token_request.hpp>

// Direct authentication: the client asks the user for the factor, without a browser. Okta's schema calls
// `grant_types_supported` an array, but the form and Okta's examples have one text.

namespace okta {

/// Direct authentication with a one-time password.
struct token_request_otp
{
    required<std::string> login_hint;
    required<secret> otp;
    required<std::string> scope;
    std::optional<std::string> grant_types_supported = {}; ///< separated by blanks
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::otp;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_otp, (),
                      (login_hint, otp, scope, grant_types_supported, client_id, client_secret, client_assertion_type,
                       client_assertion, grant_type))

/// Direct authentication out of band.
struct token_request_oob
{
    required<secret> oob_code;
    required<std::string> scope;
    std::optional<std::string> grant_types_supported = {}; ///< separated by blanks
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::oob;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_oob, (),
                      (oob_code, scope, grant_types_supported, client_id, client_secret, client_assertion_type,
                       client_assertion, grant_type))

/// Direct authentication, the second factor: a one-time password.
struct token_request_mfa_otp
{
    required<secret> mfa_token;
    required<secret> otp;
    std::optional<std::string> scope = {};
    std::optional<std::string> grant_types_supported = {}; ///< separated by blanks
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::mfa_otp;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_mfa_otp, (),
                      (mfa_token, otp, scope, grant_types_supported, client_id, client_secret, client_assertion_type,
                       client_assertion, grant_type))

/// Direct authentication, the second factor: out of band.
struct token_request_mfa_oob
{
    required<secret> mfa_token;
    required<secret> oob_code;
    std::optional<std::string> scope = {};
    std::optional<std::string> grant_types_supported = {}; ///< separated by blanks
    std::optional<std::string> client_id = {};
    std::optional<secret> client_secret = {};
    std::optional<std::string> client_assertion_type = {};
    std::optional<secret> client_assertion = {};
    open_enum<okta::grant_type> grant_type = okta::grant_type::mfa_oob;

    using endpoint = token_endpoint;
    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_request_mfa_oob, (),
                      (mfa_token, oob_code, scope, grant_types_supported, client_id, client_secret,
                       client_assertion_type, client_assertion, grant_type))

} // namespace okta
#endif
