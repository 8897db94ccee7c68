#include "connect.hpp"

#include "print.hpp"

#include <okta/exchange/log_line.hpp>
#include <okta/transport/asio_transport.hpp>

#include <iostream>

namespace cli {
namespace {

okta::any_authoriser authoriser(arguments const& a)
{
    if (a.app) return *a.app;
    if (a.bearer) return okta::bearer_token(a.token);
    return okta::api_token(a.token);
}

} // namespace

okta::any_transport make_transport(arguments const& a)
{
    okta::asio_transport_options options;
    options.ca_file = a.ca_file;
    options.proxy = a.proxy;
    return okta::asio_transport(options);
}

okta::client_options client_options_of(arguments const& a)
{
    okta::client_options options{.user_agent = user_agent, .timeout = a.timeout};
    if (a.max_retries) options.retry.max_retries = *a.max_retries;
    if (a.verbose) options.observer = [](okta::attempt const& made) { std::cerr << okta::to_log_line(made) + '\n'; };
    return options;
}

okta::client connect(arguments const& a)
{
    if (a.org_url.empty()) throw usage_error("no org: give --org-url, or set OKTA_CLIENT_ORGURL");
    return {a.org_url, authoriser(a), make_transport(a), client_options_of(a)};
}

int report(okta::error const& e)
{
    switch (e.kind) {
    case okta::error_kind::service:
    case okta::error_kind::oauth: print_error(std::cerr, e); return service_error;
    case okta::error_kind::invalid_request:
    case okta::error_kind::authorisation:
        std::cerr << "okta: " << e.code << (e.code.empty() ? "" : ": ") << e.summary << '\n';
        return bad_usage;
    default: std::cerr << "okta: " << e.message() << '\n'; return no_answer;
    }
}

} // namespace cli
