#ifndef OKTA_IMPL_CONFIGURED_CLIENT_IPP
#define OKTA_IMPL_CONFIGURED_CLIENT_IPP

#include <okta/auth/oauth.hpp>
#include <okta/codec/uri.hpp>
#include <okta/configured_client.hpp>
#include <okta/transport/asio_transport.hpp>

namespace okta::config {

OKTA_DECL any_authoriser authoriser_of(settings const& s)
{
    auto const& credential = credential_of(s)->value;
    if (mode_of(s) == authorization_mode::ssws) return api_token(credential);
    if (mode_of(s) == authorization_mode::bearer) return bearer_token(credential);
    signing_key_options options;
    if (s.private_key_id) options.kid = s.private_key_id->value;
    auto key = signing_key::parse(credential, options);
    if (!key) {
        auto e = key.error();
        e.summary = credential_of(s)->source + ": " + e.summary;
        throw exception(std::move(e));
    }
    oauth_options oauth;
    if (s.dpop && s.dpop->value) oauth.dpop.emplace();
    return service_app(oauth_client::with_key(s.client_id->value, std::move(*key)), s.scopes->value, std::move(oauth));
}

/// `http://user:password@host:port`
OKTA_DECL std::string proxy_of(settings const& s)
{
    std::string url = "http://";
    if (s.proxy_username) {
        percent_encode(s.proxy_username->value, url);
        url += ':';
        if (s.proxy_password) percent_encode(s.proxy_password->value.reveal(), url);
        url += '@';
    }
    url += s.proxy_host->value;
    return s.proxy_port ? url + ':' + std::to_string(s.proxy_port->value) : url;
}

OKTA_DECL asio_transport_options transport_of(settings const& s)
{
    constexpr std::chrono::hours no_limit{24}; // the transport has a bound for everything
    auto const bound = [&](auto const& from, std::chrono::milliseconds& to) {
        if (from) to = from->value.count() > 0 ? from->value : std::chrono::milliseconds(no_limit);
    };
    asio_transport_options options;
    bound(s.connection_timeout, options.connect_timeout);
    bound(s.request_timeout, options.request_timeout);
    if (s.proxy_host && (!s.use_proxy || s.use_proxy->value)) options.proxy = proxy_of(s);
    options.allow_plain_http = s.allow_plain_http && s.allow_plain_http->value;
    return options;
}

OKTA_DECL client_parts client_parts_of(settings const& s)
{
    if (auto e = check(s)) throw exception(std::move(*e));
    bool const plain = s.allow_plain_http && s.allow_plain_http->value;
    auto org = org_url::parse(s.org_url->value, plain ? plain_http::allowed : plain_http::loopback_only);
    if (!org) {
        auto e = org.error();
        e.summary = s.org_url->source + ": " + e.summary;
        throw exception(std::move(e));
    }
    client_options options;
    if (s.user_agent_extra) options.user_agent = s.user_agent_extra->value;
    if (s.max_retries) options.retry.max_retries = s.max_retries->value;
    if (s.max_backoff && s.max_backoff->value.count() > 0)
        options.retry.longest_delay = options.retry.longest_window = s.max_backoff->value;
    if (s.request_timeout) options.timeout = options.call_timeout = s.request_timeout->value;
    return {std::move(*org), authoriser_of(s), asio_transport(transport_of(s)), std::move(options)};
}

OKTA_DECL client_parts client_parts_of(result<settings> const& s) { return client_parts_of(s.value()); }

} // namespace okta::config
#endif
