#ifndef OKTA_ACTIONS_OAUTH_HPP
#define OKTA_ACTIONS_OAUTH_HPP

// The OAuth endpoints of the org authorization server. The requests of model/token_request.hpp and model/oauth.hpp are
// actions too: `org.call(okta::revoke_request{.token = …})`. Their errors have the kind `oauth`.

#include <okta/action/action.hpp>
#include <okta/model/oauth.hpp>
#include <okta/model/oauth_metadata.hpp>
#include <okta/model/result.hpp>

namespace okta {

struct get_openid_configuration
{
    using endpoint = get<"/.well-known/openid-configuration", oauth_metadata, anonymous>;
    static constexpr documented doc{"Gets what the authorization server says of itself."};
};
BOOST_DESCRIBE_STRUCT(get_openid_configuration, (), ())

struct list_oauth_keys
{
    using endpoint = get<"/oauth2/v1/keys{?client_id}", oauth_keys, anonymous>;
    static constexpr documented doc{"Lists the public keys that ID tokens are signed with.",
                                    {{"client_id", "Of the application whose keys are asked for."}}};
    std::optional<std::string> client_id = {};

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(list_oauth_keys, (), (client_id))

/// Every action on the OAuth endpoints; they are not in the catalogue, which lists the management API.
using oauth_actions = boost::mp11::mp_list<
    token_request_authorization_code, token_request_client_credentials, token_request_refresh_token,
    token_request_password, token_request_device_code, token_request_jwt_bearer, token_request_saml_bearer,
    token_request_token_exchange, token_request_ciba, token_request_otp, token_request_oob, token_request_mfa_otp,
    token_request_mfa_oob, device_authorize_request, introspection_request, revoke_request, get_openid_configuration,
    list_oauth_keys>;

template <class A>
    requires boost::mp11::mp_contains<oauth_actions, A>::value
struct detail::listed_in<A>
{
    using type = oauth_actions;
};
#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_actions<oauth_actions>;
#endif

} // namespace okta
#endif
