#ifndef OKTA_AUTH_CONFIGURATION_SETTINGS_HPP
#define OKTA_AUTH_CONFIGURATION_SETTINGS_HPP

#include <okta/model/secret.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace okta::config {

/// `authorizationMode`: how requests are authorised.
enum class authorization_mode {
    ssws,        ///< `SSWS`: an API token
    private_key, ///< `PrivateKey`: the client credentials of a service app
    bearer       ///< `Bearer`: an access token that was got elsewhere
};

/// A value, and where it comes from: `OKTA_CLIENT_TOKEN`, `./okta.yaml:7`. Messages name the source, never the value.
template <class T>
struct setting
{
    T value = {};
    std::string source = "code";
};

/// What one source says, or all of them merged. Each member stands for a key below `okta.client` and, unless it says
/// otherwise, for the variable `OKTA_CLIENT_` with that key in capitals. A value that is empty or null says nothing.
struct settings
{
    std::optional<setting<std::string>> org_url = {};             ///< `orgUrl`; `oktaDomain`
    std::optional<setting<secret>> token = {};                    ///< `token`: an API token; an access token if Bearer
    std::optional<setting<authorization_mode>> mode = {};         ///< `authorizationMode`; see mode_of()
    std::optional<setting<std::string>> client_id = {};           ///< `clientId`
    std::optional<setting<std::vector<std::string>>> scopes = {}; ///< `scopes`: a list, or text with blanks or commas
    std::optional<setting<secret>> private_key = {};              ///< `privateKey`; `jwk`: PEM, JSON or a path
    std::optional<setting<std::string>> private_key_id = {};      ///< `privateKeyId`; `keyId`; `kid`
    std::optional<setting<secret>> access_token = {};             ///< `accessToken`; `oauth2.accessToken`
    std::optional<setting<bool>> dpop = {};                       ///< `dpopEnabled`; nothing: as the org asks for it

    /// `connectionTimeout` and `requestTimeout`, in whole seconds, at most an hour; 0: no limit. The latter is for the
    /// whole of a call, retries included.
    std::optional<setting<std::chrono::milliseconds>> connection_timeout = {};
    std::optional<setting<std::chrono::milliseconds>> request_timeout = {};

    std::optional<setting<int>> max_retries = {};                       ///< `rateLimit.maxRetries`: 0 to 100
    std::optional<setting<std::chrono::milliseconds>> max_backoff = {}; ///< `rateLimit.maxBackoff`, in whole seconds

    std::optional<setting<bool>> use_proxy = {};             ///< `useProxy`: false leaves `proxy` unused
    std::optional<setting<std::string>> proxy_host = {};     ///< `proxy.host`: a name, without a scheme
    std::optional<setting<int>> proxy_port = {};             ///< `proxy.port`: 1 to 65535
    std::optional<setting<std::string>> proxy_username = {}; ///< `proxy.username`
    std::optional<setting<secret>> proxy_password = {};      ///< `proxy.password`

    std::optional<setting<std::string>> user_agent_extra = {}; ///< `userAgentExtra`; `userAgent`
    std::optional<setting<bool>> allow_plain_http = {};        ///< `okta.testing.disableHttpsCheck`

    /// What was not understood or is doubtful: keys that are not known or have no effect here, a credential that now
    /// goes to another org than its own source names. They hold no values.
    std::vector<std::string> warnings = {};
};

/// What `std::getenv` does: the value of an environment variable, or null.
using variable_source = std::function<char const*(char const*)>;

} // namespace okta::config
#endif
