#ifndef OKTA_IMPL_CONFIGURATION_CHECK_IPP
#define OKTA_IMPL_CONFIGURATION_CHECK_IPP

#include <okta/auth/configuration.hpp>
#include <okta/auth/configuration_reader.hpp>
#include <okta/codec/http.hpp>
#include <okta/exchange/org_url.hpp>

#include <algorithm>

namespace okta {
namespace detail {

using problems = std::vector<std::string>;

OKTA_DECL std::string how_to_set(std::string const& key)
{
    return "set " + variable_name("okta.client." + key) + ", or okta.client." + key + " in okta.yaml";
}

/// `{apiToken}`, `<token>`, `YOUR_API_TOKEN`: what stands in an example until somebody puts a value there.
OKTA_DECL bool is_config_placeholder(std::string_view text)
{
    return text.find_first_of("{}<>") != text.npos || equal_ignoring_case(text.substr(0, 5), "YOUR_");
}

OKTA_DECL void check_org_url(config::settings const& s, problems& found)
{
    if (!s.org_url) {
        found.push_back("there is no org URL: " + how_to_set("orgUrl") + ", to one such as https://example.okta.com");
        return;
    }
    auto const& [url, source] = *s.org_url;
    bool const plain = s.allow_plain_http && s.allow_plain_http->value;
    auto const parsed = org_url::parse(url, plain ? plain_http::allowed : plain_http::loopback_only);
    if (!parsed) {
        auto why = parsed.error().summary;
        if (auto const at = why.find("'" + url + "' "); at != why.npos) why.erase(at, url.size() + 3);
        found.push_back(source + ": " + why);
    } else if (parsed->origin().ends_with(".com.com"))
        found.push_back(source + ": the org URL ends in .com.com: leave one of them out");
}

OKTA_DECL void check_secret(config::setting<secret> const* held, std::string_view what, std::string_view key,
                            problems& found)
{
    if (!held || held->value.empty()) {
        found.push_back("there is no " + std::string(what) + ": " + how_to_set(std::string(key)));
        return;
    }
    auto const text = trimmed_value(held->value.reveal());
    // A JSON Web Key has braces of its own.
    if (text.starts_with('{') ? text.find("\"kty\"") == text.npos : is_config_placeholder(text))
        found.push_back(held->source + ": the " + std::string(what) + " is a placeholder: put the real one there");
}

OKTA_DECL void check_private_key(config::settings const& s, problems& found)
{
    if (!s.client_id || s.client_id->value.empty())
        found.push_back("PrivateKey needs the client id of a service app: " + how_to_set("clientId"));
    else if (is_config_placeholder(s.client_id->value))
        found.push_back(s.client_id->source + ": the client id is a placeholder: put that of your service app there");
    if (!s.scopes || s.scopes->value.empty())
        found.push_back("PrivateKey needs scopes, such as okta.users.read: " + how_to_set("scopes"));
    else if (std::ranges::any_of(s.scopes->value, is_config_placeholder))
        found.push_back(s.scopes->source + ": a scope is a placeholder: put one such as okta.users.read there");
    check_secret(config::credential_of(s), "private key", "privateKey", found);
    if (!s.private_key && s.access_token)
        found.push_back(s.access_token->source +
                        " is an access token, which PrivateKey does not use: set authorizationMode to Bearer for it");
}

/// Nothing says a mode, so an API token is wanted, and is missing.
OKTA_DECL void check_unsaid_mode(config::settings const& s, problems& found)
{
    auto const advise = [&](std::string const& source, std::string_view what, std::string_view mode) {
        found.push_back(
            source + " is " + std::string(what) + ", but there is no authorizationMode, and without one an " +
            "API token is expected: set OKTA_CLIENT_AUTHORIZATIONMODE, or okta.client.authorizationMode in " +
            "okta.yaml, to " + std::string(mode));
    };
    if (s.private_key) advise(s.private_key->source, "a private key", "PrivateKey");
    else if (s.access_token) advise(s.access_token->source, "an access token", "Bearer");
    else check_secret(nullptr, "API token", "token", found);
}

OKTA_DECL void check_credential(config::settings const& s, problems& found)
{
    using enum config::authorization_mode;
    auto const mode = config::mode_of(s);
    if (mode == private_key) check_private_key(s, found);
    else if (mode == bearer) check_secret(config::credential_of(s), "access token", "accessToken", found);
    else if (!s.mode && !s.token) check_unsaid_mode(s, found);
    else check_secret(config::credential_of(s), "API token", "token", found);
    if (mode != private_key && s.dpop && s.dpop->value)
        found.push_back(s.dpop->source + ": dpopEnabled binds the tokens that PrivateKey gets, and has no effect " +
                        "without that authorizationMode: set it, or leave dpopEnabled out");
}

OKTA_DECL void check_proxy(config::settings const& s, problems& found)
{
    if (s.use_proxy && !s.use_proxy->value) return;
    if (!s.proxy_host) {
        auto const needs = [&](auto const& held) {
            if (held) found.push_back(held->source + " is of a proxy without a host: " + how_to_set("proxy.host"));
        };
        needs(s.proxy_port), needs(s.proxy_username), needs(s.proxy_password);
        return;
    }
    auto const& host = s.proxy_host->value;
    bool const is_name = host.find_first_of("/@ \t?#") == host.npos &&
                         (std::ranges::count(host, ':') == 0 || host.starts_with('['));
    if (!is_name || is_config_placeholder(host))
        found.push_back(s.proxy_host->source +
                        ": the proxy's host must be a name or address, such as proxy.example.com: the port and the " +
                        "user name have keys of their own");
    if (s.proxy_username && !s.proxy_password)
        found.push_back(s.proxy_username->source + " lacks a password: " + how_to_set("proxy.password"));
    if (s.proxy_password && !s.proxy_username)
        found.push_back(s.proxy_password->source + " lacks a user name: " + how_to_set("proxy.username"));
}

} // namespace detail

namespace config {

OKTA_DECL std::optional<error> check(settings const& s)
{
    detail::problems found;
    detail::check_org_url(s, found);
    detail::check_credential(s, found);
    detail::check_proxy(s, found);
    if (found.empty()) return std::nullopt;
    auto e = detail::config_error(found.size() == 1 ? found.front() : "the configuration cannot be used");
    if (found.size() > 1) e.causes = std::move(found);
    return e;
}

} // namespace config
} // namespace okta
#endif
