#ifndef OKTA_CONFIG_HPP
#define OKTA_CONFIG_HPP

#include <okta/configured_client.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Configuration files, as Okta's SDKs have them:
//
//     okta:
//       client:
//         orgUrl: https://example.okta.com
//         authorizationMode: PrivateKey
//         clientId: 0oa...
//         scopes: [okta.users.read, okta.groups.manage]
//         privateKey: ~/.okta/key.pem
//
// This header, and only this one, needs yaml-cpp 0.6.3 or newer: its headers, and its library when linking.

namespace okta::config {

inline constexpr std::size_t max_yaml_size = 1024 * 1024; ///< bytes

/// Reads YAML 1.2, one document, or JSON. Keys are read in any case, and dotted ones (`okta.client.token`) as well;
/// what is not below `okta` is ignored. Keys below `okta.client` that are not known are warnings, the first hundred.
///
/// Refused are more than max_yaml_size bytes, more than 16 levels, anchors, aliases, tags of one's own, a key that is
/// there twice, and a value that is not of its kind.
///
/// \param text the file's bytes
/// \param name what messages call it: `./okta.yaml`
/// \returns `invalid_request` with the name, line, column, key and what would be right; never with a value
[[nodiscard]] result<settings> from_yaml(std::string_view text, std::string const& name);

/// Reads one file, as from_yaml does. An error too when there is none, it is no regular file or cannot be read.
[[nodiscard]] result<settings> from_file(std::string const& path);

/// Where load() looks; each can be another in a test.
struct places
{
    std::optional<std::string> home = {}; ///< has `.okta/okta.yaml`; nothing: `HOME` or `USERPROFILE`; empty: none
    std::string folder = ".";             ///< has `okta.yaml`; empty: none
    variable_source get = {};             ///< nothing: std::getenv
};

/// `.okta/okta.yaml` in the home folder, then `okta.yaml` in the current one, then the environment: each overrides what
/// is before it. Files that are not there are passed over. In a `privateKey`, a leading tilde is the home folder. What
/// is set in code overrides them all: `merged(load().value(), mine)`; then check() it.
///
/// \returns the error of the first source that cannot be read, even where a later one overrides what is wrong
///
/// Thread safety: as from_environment.
[[nodiscard]] result<settings> load(places const& where = {});

} // namespace okta::config

// Here also with OKTA_SEPARATE_COMPILATION, since the compiled library does without yaml-cpp.
#include <okta/impl/config_file.ipp>
#include <okta/impl/config_yaml.ipp>
#endif
