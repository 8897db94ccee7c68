#ifndef OKTA_IMPL_CONFIGURATION_KEYS_IPP
#define OKTA_IMPL_CONFIGURATION_KEYS_IPP

#include <okta/auth/configuration_reader.hpp>
#include <okta/codec/http.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace okta::detail {

OKTA_DECL std::span<config_row const> config_rows()
{
    using s = config::settings;
    static constexpr int hour = 3600; // more is most likely the .NET SDK's milliseconds
    static constexpr config_row rows[] = {
        {"okta.client.orgUrl", &s::org_url},
        {"okta.client.oktaDomain", &s::org_url}, // .NET
        {"okta.client.authorizationMode", &s::mode},
        {"okta.client.token", &s::token},
        {"okta.client.accessToken", &s::access_token},        // .NET
        {"okta.client.oauth2.accessToken", &s::access_token}, // Java
        {"okta.client.clientId", &s::client_id},
        {"okta.client.scopes", &s::scopes},
        {"okta.client.privateKey", &s::private_key},
        {"okta.client.privateKey.keyFilePath", &s::private_key}, // Java 1.x
        {"okta.client.jwk", &s::private_key},                    // Go, beside the mode JWK
        {"okta.client.privateKeyId", &s::private_key_id},        // Go
        {"okta.client.keyId", &s::private_key_id},               // Node.js
        {"okta.client.kid", &s::private_key_id},                 // Java, Python
        {"okta.client.dpopEnabled", &s::dpop},                   // Python
        {"okta.client.connectionTimeout", &s::connection_timeout, 0, hour, "OKTA_CLIENT_CONNECTION_TIMEOUT"},
        {"okta.client.requestTimeout", &s::request_timeout, 0, hour, "OKTA_CLIENT_REQUEST_TIMEOUT"},
        {"okta.client.rateLimit.maxRetries", &s::max_retries, 0, 100, "OKTA_CLIENT_RATE_LIMIT_MAX_RETRIES"},
        {"okta.client.maxRetries", &s::max_retries, 0, 100},                                                  // .NET
        {"okta.client.rateLimit.maxBackoff", &s::max_backoff, 0, hour, "OKTA_CLIENT_RATE_LIMIT_MAX_BACKOFF"}, // Go
        {"okta.client.useProxy", &s::use_proxy},                                                              // .NET
        {"okta.client.proxy.host", &s::proxy_host},
        {"okta.client.proxy.port", &s::proxy_port, 1, 65535},
        {"okta.client.proxy.username", &s::proxy_username},
        {"okta.client.proxy.password", &s::proxy_password},
        {"okta.client.userAgentExtra", &s::user_agent_extra},
        {"okta.client.userAgent", &s::user_agent_extra}, // Node.js, Python
        {"okta.testing.disableHttpsCheck", &s::allow_plain_http, 0, 0, "OKTA_TESTING_DISABLE_HTTPS_CHECK"},
        {"okta.testing.testingDisableHttpsCheck", &s::allow_plain_http}, // Python
        {"okta.client.disableHttpsCheck", &s::allow_plain_http},         // .NET
    };
    return rows;
}

OKTA_DECL std::span<std::string_view const> jwk_parts()
{
    static constexpr std::string_view names[] = {"kty", "kid", "alg", "use", "n",   "e", "d", "p",
                                                 "q",   "dp",  "dq",  "qi",  "crv", "x", "y"};
    return names;
}

OKTA_DECL config_row const* find_config_row(std::string_view key)
{
    auto const rows = config_rows();
    auto const row = std::ranges::find_if(rows, [&](auto const& r) { return equal_ignoring_case(r.key, key); });
    return row == rows.end() ? nullptr : &*row;
}

OKTA_DECL std::string_view key_below(std::string_view key, std::string_view group)
{
    if (key.size() <= group.size() || key[group.size()] != '.') return {};
    return equal_ignoring_case(key.substr(0, group.size()), group) ? key.substr(group.size() + 1) : std::string_view();
}

OKTA_DECL std::string_view jwk_part(std::string_view key)
{
    auto const name = key_below(key, "okta.client.privateKey");
    for (auto const part : jwk_parts())
        if (equal_ignoring_case(part, name)) return part;
    return {};
}

OKTA_DECL bool is_config_group(std::string_view key)
{
    return std::ranges::any_of(config_rows(), [&](auto const& row) { return !key_below(row.key, key).empty(); });
}

OKTA_DECL bool has_no_effect_here(std::string_view key)
{
    constexpr std::string_view names[] = {"authenticationScheme",
                                          "cache",
                                          "clientAssertion",
                                          "disableOktaDomainCheck",
                                          "dpopKeyRotationInterval",
                                          "encryptionType",
                                          "logging",
                                          "oauthTokenRenewalOffset",
                                          "privateKey.algorithm",
                                          "privateKey.key_ops",
                                          "rateLimit.enable"};
    auto const name = key_below(key, "okta.client");
    return std::ranges::any_of(names, [&](auto const& n) { return equal_ignoring_case(n, name); });
}

/// How many letters must be added, taken or changed, whatever their case (Levenshtein's distance).
OKTA_DECL std::size_t letters_apart(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto const change = diagonal + (equal_ignoring_case(a.substr(i, 1), b.substr(j, 1)) ? 0 : 1);
            diagonal = std::exchange(row[j + 1], std::min({row[j + 1] + 1, row[j] + 1, change}));
        }
    }
    return row.back();
}

OKTA_DECL std::string_view similar_config_key(std::string_view key)
{
    constexpr std::size_t longest = 64, most_apart = 2;
    if (key.size() > longest) return {};
    for (auto const& row : config_rows())
        if (letters_apart(key, row.key) <= most_apart) return row.key;
    return {};
}

OKTA_DECL std::string variable_name(std::string_view key)
{
    std::string name(key);
    for (char& c : name) {
        if (c == '.') c = '_';
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

} // namespace okta::detail
#endif
