#ifndef OKTA_MODEL_LOG_AUTHENTICATION_HPP
#define OKTA_MODEL_LOG_AUTHENTICATION_HPP

#include <okta/describe/containers.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/model/equality.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace okta {

enum class log_authentication_provider {
    active_directory,
    factor_provider,
    federation,
    ldap,
    okta_authentication_provider,
    social
};
BOOST_DESCRIBE_ENUM(log_authentication_provider, active_directory, factor_provider, federation, ldap,
                    okta_authentication_provider, social)

enum class log_credential_provider {
    duo,
    google,
    okta_authentication_provider,
    okta_credential_provider,
    rsa,
    symantec,
    yubikey
};
BOOST_DESCRIBE_ENUM(log_credential_provider, duo, google, okta_authentication_provider, okta_credential_provider, rsa,
                    symantec, yubikey)

enum class log_credential_type {
    assertion,
    certificate,
    device_udid,
    email,
    iwa,
    jwt,
    oauth_2_0,
    okta_client_session,
    otp,
    password_,
    pre_shared_symmetric_key,
    sms
};
BOOST_DESCRIBE_ENUM(log_credential_type, assertion, certificate, device_udid, email, iwa, jwt, oauth_2_0,
                    okta_client_session, otp, password_, pre_shared_symmetric_key, sms)
constexpr auto wire_names(log_credential_type) { return renamed{{{"oauth_2_0", "OAuth 2.0"}}}; }

struct log_issuer
{
    std::optional<std::string> id = {};
    std::optional<std::string> type = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_issuer, (), (id, type, custom))

/// How the actor was authenticated.
struct log_authentication_context
{
    std::optional<open_enum<log_authentication_provider>> authentication_provider = {};
    std::optional<open_enum<log_credential_provider>> credential_provider = {};
    std::optional<open_enum<log_credential_type>> credential_type = {};
    std::optional<log_issuer> issuer = {};
    std::optional<std::string> interface_ = {}; ///< `interface` is a macro of Windows
    std::optional<std::int64_t> authentication_step = {};
    std::optional<std::string> root_session_id = {}; ///< not in Okta's schema, but in its example
    std::optional<std::string> external_session_id = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_authentication_context, (),
                      (authentication_provider, credential_provider, credential_type, issuer, interface_,
                       authentication_step, root_session_id, external_session_id, custom))

} // namespace okta
#endif
