#ifndef OKTA_IMPL_SANDBOX_OAUTH_CLIENTS_IPP
#define OKTA_IMPL_SANDBOX_OAUTH_CLIENTS_IPP

#include <okta/auth/encoding.hpp>
#include <okta/codec/uri.hpp>
#include <okta/sandbox/oauth_clients.hpp>

#include <okta/impl/sandbox/service_app.ipp>
#include <okta/impl/sandbox/token_form.ipp>

#include <optional>
#include <stdexcept>
#include <utility>

namespace okta::sandbox::detail {

/// What is wrong with an app; empty: nothing.
OKTA_DECL std::string app_fault(sign_in_app const& app)
{
    if (app.client_id.empty()) return "it has no client id";
    if (!app.client_secret.empty() && !app.public_jwk.empty()) return "it has a secret and a key: one of them will do";
    if (app.grace < std::chrono::seconds{0} || app.grace > std::chrono::seconds{60})
        return "its grace period is not from 0 to 60 s";
    for (auto const& scope : app.scopes)
        if (!is_scope(scope)) return "the scope " + shown(scope) + " is empty or holds blanks or quotes";
    for (auto const& uri : app.redirect_uris) // an app's own scheme too, but no fragment (RFC 6749 section 3.1.2)
        if (uri.find(':') == uri.npos || uri.find_first_of("# \t\r\n\"<>") != uri.npos)
            return "the redirect URI " + shown(uri) + " is not an absolute one without fragment";
    return {};
}

OKTA_DECL void oauth_clients::add(sign_in_app app)
{
    auto why = app_fault(app);
    if (why.empty() && (programs.knows(app.client_id) || people_.contains(app.client_id))) why = "it is known already";
    if (!why.empty())
        throw std::invalid_argument("okta::sandbox::authorization_server: app " + shown(app.client_id) + ": " + why);
    if (!app.public_jwk.empty()) programs.add({app.client_id, {}, app.public_jwk, {}});
    auto id = app.client_id;
    people_.emplace(std::move(id), std::move(app));
}

OKTA_DECL void oauth_clients::add(service_app app)
{
    if (people_.contains(app.client_id))
        throw std::invalid_argument("okta::sandbox::authorization_server: app " + shown(app.client_id) +
                                    ": it is known already");
    programs.add(std::move(app));
}

OKTA_DECL sign_in_app const* oauth_clients::find(std::string_view client_id) const
{
    auto const found = people_.find(client_id);
    return found == people_.end() ? nullptr : &found->second;
}

struct basic_credentials
{
    std::string id, password;
};

/// RFC 7617, with id and secret encoded as in a form (RFC 6749 section 2.3.1).
OKTA_DECL std::optional<basic_credentials> read_basic(std::string_view field)
{
    constexpr std::string_view scheme = "Basic ";
    if (field.size() < scheme.size() || !equal_ignoring_case(field.substr(0, scheme.size()), scheme))
        return std::nullopt;
    std::string text(field.substr(scheme.size()));
    while (text.ends_with('=')) text.pop_back();
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    auto const pair = okta::detail::base64url_decode(text);
    auto const colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return std::nullopt;
    auto id = percent_decode(pair->substr(0, colon), true), password = percent_decode(pair->substr(colon + 1), true);
    if (!id || !password) return std::nullopt;
    return basic_credentials{std::move(*id), std::move(*password)};
}

OKTA_DECL std::variant<oauth_clients::client, refused> oauth_clients::authenticate(http_request const& request,
                                                                                   form_map const& form, timestamp now)
{
    auto const header = request.fields.find("Authorization");
    auto const basic = header ? read_basic(*header) : std::nullopt;
    auto const assertion = parameter(form, "client_assertion"), secret = parameter(form, "client_secret");
    auto const named = parameter(form, "client_id");
    if (header && !basic) return invalid_client("The Authorization header has no client credentials.");
    if (int{basic.has_value()} + int{!assertion.empty()} + int{!secret.empty()} > 1)
        return invalid_request("Use one way of client authentication: the Authorization header, client_secret or "
                               "client_assertion.");
    if (!assertion.empty()) {
        if (parameter(form, "client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            return invalid_request("The client_assertion_type is invalid.");
        auto const url = request.origin + request.target.substr(0, request.target.find('?'));
        auto who = programs.identify(assertion, named, url, now);
        if (auto* const no = std::get_if<refused>(&who)) return std::move(*no);
        auto& yes = std::get<token_endpoint::granted>(who);
        return client{yes.client_id, find(yes.client_id), std::move(yes.key_thumbprint)};
    }
    auto const id = basic ? std::string_view(basic->id) : named;
    if (id.empty()) return invalid_client("No client credentials found.");
    auto const* const app = find(id);
    if (!app || (basic && !named.empty() && named != id))
        return invalid_client("Invalid value for 'client_id' parameter.");
    if (!app->public_jwk.empty()) return invalid_client("The client must prove itself by a client_assertion.");
    auto const given = basic ? std::string_view(basic->password) : secret;
    if (!okta::detail::equal_in_constant_time(given, app->client_secret.reveal()))
        return invalid_client(given.empty() ? "No client secret found." : "The client secret supplied is invalid.");
    return client{app->client_id, app};
}

} // namespace okta::sandbox::detail
#endif
