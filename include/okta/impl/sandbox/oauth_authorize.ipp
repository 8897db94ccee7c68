#ifndef OKTA_IMPL_SANDBOX_OAUTH_AUTHORIZE_IPP
#define OKTA_IMPL_SANDBOX_OAUTH_AUTHORIZE_IPP

#include <okta/auth/encoding.hpp>
#include <okta/codec/uri.hpp>
#include <okta/sandbox/oauth_service.hpp>

#include <okta/impl/sandbox/oauth_answers.ipp>
#include <okta/impl/sandbox/oauth_pages.ipp>
#include <okta/impl/sandbox/service_app.ipp>

#include <algorithm>

// The authorisation endpoint (RFC 6749 section 4.1.1): the page, and what its form brings back.

namespace okta::sandbox::detail {

inline constexpr std::chrono::seconds code_life{300};

/// Sends the browser back.
OKTA_DECL http_response redirect(std::string_view uri, std::string_view state,
                                 std::initializer_list<std::pair<std::string_view, std::string_view>> parameters)
{
    std::string to(uri);
    char separator = uri.find('?') == uri.npos ? '?' : '&';
    auto const add = [&](std::string_view name, std::string_view value) {
        to.append(1, separator).append(name) += '=';
        percent_encode(value, to);
        separator = '&';
    };
    for (auto const& [name, value] : parameters) add(name, value);
    if (!state.empty()) add("state", state);
    http_response out;
    out.status = 302;
    out.fields.add("Location", to);
    out.fields.add("Referrer-Policy", "no-referrer");
    return out;
}

/// 32 bytes in base64url: a SHA-256 digest, a thumbprint.
OKTA_DECL bool is_digest(std::string_view text)
{
    auto const bytes = okta::detail::base64url_decode(text);
    return bytes && bytes->size() == 32;
}

/// What is wrong with an authorisation request of a known app, to a redirect URI of its own. `scopes` are read.
OKTA_DECL std::optional<refused> authorization_fault(form_map const& form, sign_in_app const& app,
                                                     std::vector<std::string>& scopes)
{
    auto const says = [&](std::string_view name) { return parameter(form, name); };
    bool const is_public = app.client_secret.empty() && app.public_jwk.empty();
    if (says("response_type").empty()) return invalid_request("The 'response_type' parameter is required.");
    if (says("response_type") != "code")
        return refused{400, "unsupported_response_type", "The response type is not supported: use 'code'."};
    if (!says("response_mode").empty() && says("response_mode") != "query")
        return refused{400, "unsupported_response_mode", "The response mode is not supported: use 'query'."};
    if (!says("request").empty()) return refused{400, "request_not_supported", "Request objects are not supported."};
    if (says("state").empty()) return invalid_request("The 'state' parameter is required.");
    if (auto wrong = read_scopes(says("scope"), app.scopes, scopes)) return wrong;
    if (says("code_challenge").empty() && (is_public || !says("code_challenge_method").empty()))
        return invalid_request("The 'code_challenge' parameter is required: PKCE.");
    if (!says("code_challenge").empty() && says("code_challenge_method") != "S256")
        return invalid_request("The 'code_challenge_method' must be 'S256'.");
    if (!says("code_challenge").empty() && !is_digest(says("code_challenge")))
        return invalid_request("The 'code_challenge' must be a SHA-256 digest in base64url.");
    if (!says("dpop_jkt").empty() && !is_digest(says("dpop_jkt")))
        return invalid_request("The 'dpop_jkt' must be a JWK's SHA-256 thumbprint.");
    if (says("prompt") == "none")
        return refused{400, "login_required", "The user is not signed in, and may not be asked to."};
    return std::nullopt;
}

OKTA_DECL http_response oauth_service::authorize(org& o, http_request const& request, timestamp now)
{
    constexpr auto title = "The sign-in cannot go on";
    bool const answered = request.method == method::post;
    auto const target = std::string_view(request.target);
    auto const query = target.substr(std::min(target.find('?'), target.size() - 1) + 1);
    std::lock_guard const lock(mutex_);
    form_map form;
    if (auto wrong = read_form(answered ? std::string_view(request.body) : query, form))
        return message_page(wrong->status, title, wrong->description);
    auto const* const app = clients_.find(parameter(form, "client_id"));
    if (!app) return message_page(400, title, "The 'client_id' is missing or no app's.");
    auto const uri = parameter(form, "redirect_uri"), state = parameter(form, "state");
    if (std::ranges::find(app->redirect_uris, uri) == app->redirect_uris.end()) // nobody else gets a code, or an error
        return message_page(400, title, "The 'redirect_uri' is missing or not one of the app's.");
    consent by{app->client_id, {}, {}, std::string(parameter(form, "nonce")), now};
    if (auto const wrong = authorization_fault(form, *app, by.scopes))
        return redirect(uri, state, {{"error", wrong->error}, {"error_description", wrong->description}});
    auto const login = answered ? parameter(form, "login") : parameter(form, "login_hint");
    auto const ask = [&](std::string_view problem) {
        return consent_page("/oauth2/v1/authorize", form, app->client_id, by.scopes, login, problem);
    };
    auto const decision = parameter(form, "decision");
    if (!answered) return ask({});
    if (decision == "deny")
        return redirect(uri, state, {{"error", "access_denied"}, {"error_description", "The user refused access."}});
    if (decision != "allow") return ask("Say whether you agree.");
    auto const who = o.find_user(login);
    if (!may_sign_in(who)) return ask("There is no such user who may sign in.");
    by.user = who->id.text;
    auto const code = o.new_token();
    codes_.add(code, {.by = std::move(by),
                      .redirect_uri = std::string(uri),
                      .challenge = std::string(parameter(form, "code_challenge")),
                      .jkt = std::string(parameter(form, "dpop_jkt")),
                      .ends = now + code_life});
    return redirect(uri, state, {{"code", code}});
}

} // namespace okta::sandbox::detail
#endif
