#ifndef OKTA_MODEL_OAUTH_METADATA_HPP
#define OKTA_MODEL_OAUTH_METADATA_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/containers.hpp>
#include <okta/describe/names.hpp>
#include <okta/model/equality.hpp>
#include <okta/model/result.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace okta {

/// What an authorization server says of itself (RFC 8414, OpenID Connect Discovery 1.0).
struct oauth_metadata
{
    using texts = std::optional<std::vector<std::string>>;

    std::optional<std::string> issuer = {};
    std::optional<std::string> authorization_endpoint = {};
    std::optional<std::string> token_endpoint = {};
    std::optional<std::string> userinfo_endpoint = {};
    std::optional<std::string> registration_endpoint = {};
    std::optional<std::string> jwks_uri = {};
    texts response_types_supported = {};
    texts response_modes_supported = {};
    texts grant_types_supported = {};
    texts subject_types_supported = {};
    texts scopes_supported = {};
    texts token_endpoint_auth_methods_supported = {};
    texts claims_supported = {};
    texts code_challenge_methods_supported = {};
    std::optional<std::string> introspection_endpoint = {};
    std::optional<std::string> revocation_endpoint = {};
    std::optional<std::string> end_session_endpoint = {};
    std::optional<std::string> device_authorization_endpoint = {};
    texts dpop_signing_alg_values_supported = {};
    custom_attributes custom = {};

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(oauth_metadata, (),
                      (issuer, authorization_endpoint, token_endpoint, userinfo_endpoint, registration_endpoint,
                       jwks_uri, response_types_supported, response_modes_supported, grant_types_supported,
                       subject_types_supported, scopes_supported, token_endpoint_auth_methods_supported,
                       claims_supported, code_challenge_methods_supported, introspection_endpoint, revocation_endpoint,
                       end_session_endpoint, device_authorization_endpoint, dpop_signing_alg_values_supported, custom))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<oauth_metadata>;
extern template class result<oauth_metadata>;
#endif

} // namespace okta
#endif
