#ifndef OKTA_IMPL_SANDBOX_AUTHORIZATION_SERVER_IPP
#define OKTA_IMPL_SANDBOX_AUTHORIZATION_SERVER_IPP

#include <okta/codec/uri.hpp>
#include <okta/sandbox/authorization_server.hpp>
#include <okta/sandbox/oauth_service.hpp>

namespace okta::sandbox {
namespace detail {

using oauth_endpoint = http_response (oauth_service::*)(org&, http_request const&, timestamp);

OKTA_DECL void serve_endpoint(org& o, std::shared_ptr<oauth_service> const& service, method m, char const* path,
                              oauth_endpoint run)
{
    o.on_request(m, path, [service, run](org& by, http_request const& request, timestamp now) {
        return ((*service).*run)(by, request, now);
    });
}

/// What a page says: the text of its first paragraph.
OKTA_DECL std::string words_of(std::string const& html)
{
    auto const start = html.find("<p"), open = html.find('>', start), close = html.find("</p>", open);
    return start == html.npos || close == html.npos ? "there is no page" : html.substr(open + 1, close - open - 1);
}

} // namespace detail

OKTA_DECL authorization_server::authorization_server(token_endpoint service_apps)
    : service_(std::make_shared<detail::oauth_service>(std::move(service_apps)))
{
}

OKTA_DECL void authorization_server::add(sign_in_app app) { service_->add(std::move(app)); }
OKTA_DECL void authorization_server::add(service_app app) { service_->add(std::move(app)); }

OKTA_DECL bool authorization_server::approve(std::string_view user_code, std::string_view user)
{
    return !user.empty() && service_->decide(user_code, user, true);
}

OKTA_DECL bool authorization_server::deny(std::string_view user_code) { return service_->decide(user_code, {}, false); }

OKTA_DECL void serve_oauth(org& o, authorization_server const& server)
{
    using detail::oauth_service;
    auto const on = [&](method m, char const* path, detail::oauth_endpoint run) {
        detail::serve_endpoint(o, server.service_, m, path, run);
    };
    on(method::get, "/oauth2/v1/authorize", &oauth_service::authorize);
    on(method::post, "/oauth2/v1/authorize", &oauth_service::authorize);
    on(method::post, "/oauth2/v1/token", &oauth_service::token);
    on(method::post, "/oauth2/v1/revoke", &oauth_service::revoke);
    on(method::post, "/oauth2/v1/introspect", &oauth_service::introspect);
    on(method::post, "/oauth2/v1/device/authorize", &oauth_service::authorize_device);
    on(method::get, "/oauth2/v1/keys", &oauth_service::keys);
    on(method::get, "/activate", &oauth_service::activate);
    on(method::post, "/activate", &oauth_service::activate);
    on(method::get, "/.well-known/openid-configuration", &oauth_service::metadata);
    on(method::get, "/.well-known/oauth-authorization-server", &oauth_service::metadata);
}

OKTA_DECL std::string visit(org& o, std::string_view url, std::string_view login, bool agree)
{
    auto const parts = parse_url(url);
    if (!parts) throw exception({.kind = error_kind::invalid_request, .summary = "it is not a URL"});
    http_request request;
    request.origin = parts->origin();
    request.target = parts->target;
    request.fields.add("Accept", "text/html");
    auto answer = o.answer(request);
    if (answer.status == 200) { // the page's form has what the query had
        auto const question = std::min(request.target.find('?'), request.target.size());
        request.body = request.target.substr(std::min(question + 1, request.target.size())) + "&login=";
        percent_encode(login, request.body);
        request.body += agree ? "&decision=allow" : "&decision=deny";
        request.target.resize(question);
        request.method = method::post;
        request.fields.add("Content-Type", "application/x-www-form-urlencoded");
        answer = o.answer(request);
    }
    auto const to = answer.fields.find("Location");
    if (to) return std::string(*to);
    throw exception({.kind = error_kind::unexpected_answer,
                     .summary = "the browser is not sent back: " + detail::words_of(answer.body),
                     .status = answer.status});
}

} // namespace okta::sandbox
#endif
