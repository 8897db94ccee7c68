#ifndef OKTA_AUTH_CONFIGURATION_HPP
#define OKTA_AUTH_CONFIGURATION_HPP

#include <okta/auth/configuration_settings.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/result.hpp>

#include <optional>
#include <string>

// The settings that Okta's own SDKs share, in all the spellings that those for Java, .NET, Node.js, Python and Go take.
// What is higher up here gives way to what is further down:
//
//     ~/.okta/okta.yaml     okta/config.hpp, which needs yaml-cpp
//     ./okta.yaml           the same
//     the environment       OKTA_CLIENT_ORGURL, OKTA_CLIENT_TOKEN, ...: the keys of YAML in capitals, _ between them
//     code                  merged(load().value(), mine)
//
// Nothing here throws but std::bad_alloc, and what a variable_source of your own throws.

namespace okta::config {

/// Reads the environment. Besides the variables that settings names: those of the Go SDK with more underscores
/// (`OKTA_CLIENT_REQUEST_TIMEOUT`), lists and keys in parts (`OKTA_CLIENT_SCOPES_0`, `OKTA_CLIENT_PRIVATEKEY_KTY`).
///
/// \param get what to ask; nothing: std::getenv
/// \returns `invalid_request` when a value is not of its kind, or two spellings of one setting differ; the message
/// names the variables and what would be right
///
/// Thread safety: as long as nobody changes the environment.
[[nodiscard]] result<settings> from_environment(variable_source const& get = {});

/// Member by member what `higher` says, and else what `lower` says. The warnings of both are kept.
[[nodiscard]] settings merged(settings lower, settings higher);

/// The mode that is set, and else SSWS, as in the SDKs. They never guess another one from what is there, neither does
/// this; but check() says so when nothing fits SSWS and something fits another mode.
[[nodiscard]] authorization_mode mode_of(settings const& s) noexcept;

/// What the mode sends or signs with: the API token; the private key; the access token and, where there is none, the
/// token, which is how the SDKs for Go and Python call it. Null when there is none; points into `s`.
[[nodiscard]] setting<secret> const* credential_of(settings const& s) noexcept;

/// Whether a client can be made of this; nothing if so. An error of kind `invalid_request` names every setting that is
/// missing, is still a placeholder (`{yourOktaDomain}`) or contradicts another, where it comes from, and what would be
/// right. Asks no server and opens no file.
[[nodiscard]] std::optional<error> check(settings const& s);

/// A line for each setting, with its source, such as `okta.client.orgUrl: https://example.okta.com (okta.yaml:3)`. In
/// place of a secret stand three asterisks, so this can go to a log.
[[nodiscard]] std::string to_string(settings const& s);

} // namespace okta::config

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/configuration.ipp>
#include <okta/impl/configuration_check.ipp>
#endif
#endif
