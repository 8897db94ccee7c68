#ifndef OKTA_CONFIGURED_CLIENT_HPP
#define OKTA_CONFIGURED_CLIENT_HPP

#include <okta/auth/configuration.hpp>
#include <okta/client.hpp>

namespace okta::config {

/// The credentials that settings describe; check() has found nothing wrong with them.
/// \throws okta::exception that names where the private key comes from, and says what is wrong with it
[[nodiscard]] any_authoriser authoriser_of(settings const& s);

/// The org, the credentials, an asio_transport and the options that settings describe: for the constructor of
/// okta::client, which calls it. `okta::client org{okta::config::from_environment()}`.
///
/// `rateLimit.maxRetries` and `rateLimit.maxBackoff` are retry_options::max_retries and its two bounds on a wait.
/// \throws okta::exception with what check() says, or what is wrong with the private key, the org's URL or a proxy
[[nodiscard]] client_parts client_parts_of(settings const& s);

/// The same; throws the error if there is one instead of settings.
[[nodiscard]] client_parts client_parts_of(result<settings> const& s);

} // namespace okta::config

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/configured_client.ipp>
#endif
#endif
