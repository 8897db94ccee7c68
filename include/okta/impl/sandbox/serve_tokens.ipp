#ifndef OKTA_IMPL_SANDBOX_SERVE_TOKENS_IPP
#define OKTA_IMPL_SANDBOX_SERVE_TOKENS_IPP

#include <okta/sandbox/serve_tokens.hpp>

#include <okta/impl/sandbox/authorization_server.ipp>

namespace okta::sandbox {

OKTA_DECL void serve_tokens(org& o, token_endpoint apps)
{
    authorization_server const server(std::move(apps));
    detail::serve_endpoint(o, server.service_, method::post, "/oauth2/v1/token", &detail::oauth_service::token);
}

} // namespace okta::sandbox
#endif
