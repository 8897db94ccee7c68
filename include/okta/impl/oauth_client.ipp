#ifndef OKTA_IMPL_OAUTH_CLIENT_IPP
#define OKTA_IMPL_OAUTH_CLIENT_IPP

#include <okta/auth/oauth_client.hpp>

#include <utility>

namespace okta {

OKTA_DECL oauth_client::oauth_client(std::string client_id) : client_id_(std::move(client_id))
{
    if (!client_id_.empty()) return;
    throw exception({.kind = error_kind::invalid_request,
                     .summary = "the client id is empty: it is on the application's page in Okta, `0oa…`"});
}

OKTA_DECL oauth_client oauth_client::without_secret(std::string client_id)
{
    return oauth_client(std::move(client_id));
}

OKTA_DECL oauth_client oauth_client::with_secret(std::string client_id, secret client_secret)
{
    oauth_client c(std::move(client_id));
    if (client_secret.empty())
        throw exception({.kind = error_kind::invalid_request,
                         .summary = "the client secret is empty; a client that has none is "
                                    "oauth_client::without_secret"});
    c.client_secret_ = std::move(client_secret);
    return c;
}

OKTA_DECL oauth_client oauth_client::with_key(std::string client_id, signing_key key)
{
    oauth_client c(std::move(client_id));
    c.key_ = std::move(key);
    return c;
}

OKTA_DECL oauth_client oauth_client::with_signer(std::string client_id, signing_algorithm algorithm, std::string kid,
                                                 remote_signer sign)
{
    oauth_client c(std::move(client_id));
    c.algorithm_ = algorithm;
    c.kid_ = std::move(kid);
    c.signer_ = std::move(sign);
    return c;
}

} // namespace okta
#endif
