// The schemas of the OAuth endpoints.

#include "models.hpp"

#include <okta/model/error.hpp>
#include <okta/model/oauth.hpp>

#include <map>

namespace conformance {

std::vector<model> oauth_models()
{
    using namespace okta;
    return {
        type<device_authorize_request>("DeviceAuthorizeRequest"),
        type<device_authorize_response>("DeviceAuthorizeResponse"),
        type<open_enum<grant_type>>("GrantType"),
        type<introspection_request>("IntrospectionRequest"),
        type<introspection_response>("IntrospectionResponse"),
        type<json_web_key>("JsonSigningWebKey"),
        type<json_web_key>("JsonWebKey"),
        type<json_web_key>("JsonWebKeyBase"),
        type<json_web_key>("JsonWebKeyEC"),
        type<json_web_key>("JsonWebKeyRsa"),
        type<open_enum<json_web_key_status>>("JsonWebKeyStatus"),
        type<open_enum<json_web_key_type>>("JsonWebKeyType"),
        type<open_enum<json_web_key_use>>("JsonWebKeyUse"),
        type<error_document>("OAuth-Error"),
        type<oauth_error_document>("OAuthError"),
        type<oauth_keys>("OAuthKeys"),
        type<revoke_request>("RevokeRequestOrgAs"),
        type<open_enum<signing_algorithm>>("SigningAlgorithm"),
        type<token_request_authorization_code>("TokenRequest"), // by grant_type: token_request_for
        type<token_request_authorization_code>("TokenRequestAuthorizationCode"),
        type<token_request_ciba>("TokenRequestCiba"),
        type<token_request_client_credentials>("TokenRequestClientCredentials"),
        type<token_request_mfa_oob>("TokenRequestDirectAuthenticationMfaOob"),
        type<token_request_mfa_otp>("TokenRequestDirectAuthenticationMfaOtp"),
        type<token_request_oob>("TokenRequestDirectAuthenticationOob"),
        type<token_request_otp>("TokenRequestDirectAuthenticationOtp"),
        type<token_request_authorization_code>("TokenRequestOrgAs"), // by grant_type: token_request_for
        type<token_request_password>("TokenRequestPassword"),
        type<token_request_refresh_token>("TokenRequestRefreshToken"),
        type<token_request_saml_bearer>("TokenRequestSamlBearer"),
        type<token_request_token_exchange>("TokenRequestTokenExchange"),
        type<token_request_token_exchange>("TokenRequestTokenExchangeOrgAs"),
        type<token_response>("TokenResponse"),
        type<token_response>("TokenResponseOrgAs"),
        type<token_response_service_account>("TokenResponseServiceAccount"),
        type<open_enum<token_response_type>>("TokenResponseTokenType"),
        type<std::map<std::string, secret, std::less<>>>("TokenResponseVaultedSecret"),
        type<open_enum<token_type_hint_introspect>>("TokenTypeHintIntrospect"),
        type<open_enum<token_type_hint_revoke>>("TokenTypeHintRevokeOrgAs"),
        type<open_enum<token_type>>("TokenTypeOrgAs"),
    };
}

model const* token_request_for(std::string_view grant)
{
    using namespace okta;
    static std::map<std::string_view, model> const all = {
        {"authorization_code", type<token_request_authorization_code>("TokenRequestAuthorizationCode")},
        {"client_credentials", type<token_request_client_credentials>("TokenRequestClientCredentials")},
        {"refresh_token", type<token_request_refresh_token>("TokenRequestRefreshToken")},
        {"password", type<token_request_password>("TokenRequestPassword")},
        {"urn:ietf:params:oauth:grant-type:device_code", type<token_request_device_code>("")},
        {"urn:ietf:params:oauth:grant-type:jwt-bearer", type<token_request_jwt_bearer>("")},
        {"urn:ietf:params:oauth:grant-type:saml2-bearer", type<token_request_saml_bearer>("TokenRequestSamlBearer")},
        {"urn:ietf:params:oauth:grant-type:token-exchange",
         type<token_request_token_exchange>("TokenRequestTokenExchangeOrgAs")},
        {"urn:openid:params:grant-type:ciba", type<token_request_ciba>("TokenRequestCiba")},
        {"urn:okta:params:oauth:grant-type:otp", type<token_request_otp>("TokenRequestDirectAuthenticationOtp")},
        {"urn:okta:params:oauth:grant-type:oob", type<token_request_oob>("TokenRequestDirectAuthenticationOob")},
        {"http://auth0.com/oauth/grant-type/mfa-otp",
         type<token_request_mfa_otp>("TokenRequestDirectAuthenticationMfaOtp")},
        {"http://auth0.com/oauth/grant-type/mfa-oob",
         type<token_request_mfa_oob>("TokenRequestDirectAuthenticationMfaOob")},
    };
    auto const it = all.find(grant);
    return it == all.end() ? nullptr : &it->second;
}

} // namespace conformance
