#ifndef OKTA_SANDBOX_SERVE_TOKENS_HPP
#define OKTA_SANDBOX_SERVE_TOKENS_HPP

#include <okta/sandbox/authorization_server.hpp>
#include <okta/sandbox/org.hpp>
#include <okta/sandbox/service_app.hpp>

namespace okta::sandbox {

/// Gives the org the endpoint `/oauth2/v1/token` alone, where these service apps get access tokens that live an hour. A
/// further call replaces the apps. serve_oauth gives it all of OAuth 2.0.
void serve_tokens(org& o, token_endpoint apps);

} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/serve_tokens.ipp>
#endif
#endif
