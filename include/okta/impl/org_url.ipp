#ifndef OKTA_IMPL_ORG_URL_IPP
#define OKTA_IMPL_ORG_URL_IPP

#include <okta/codec/uri.hpp>
#include <okta/exchange/org_url.hpp>

namespace okta {

OKTA_DECL org_url::org_url(std::string const& url) : org_url(parse(url).value()) {}

OKTA_DECL result<org_url> org_url::parse(std::string_view url, plain_http http)
{
    auto const refuse = [&](std::string_view why) {
        error e;
        e.kind = error_kind::invalid_request;
        e.summary = "the org URL ";
        if (url.find('@') == url.npos)
            e.summary.append("'").append(url).append("' "); // else there may be a password in it
        e.summary += why;
        return e;
    };
    if (url.find_first_of("{}<>") != url.npos || url.find("yourOktaDomain") != url.npos)
        return refuse("holds a placeholder: put your org's domain there, such as https://example.okta.com");
    auto const parts = parse_url(url);
    if (!parts) return refuse("is not of the form https://example.okta.com");
    auto const label = parts->host.substr(0, parts->host.find('.'));
    if (label.ends_with("-admin")) return refuse("is the administration console's: leave '-admin' out");
    if (parts->target.find_first_not_of('/') != std::string::npos)
        return refuse("has a path or query: give the origin only");
    if (parts->scheme == "http" && http == plain_http::loopback_only && !parts->is_loopback())
        return refuse("is plain http, which would send credentials in clear: use https");
    return org_url(checked{parts->origin()});
}

} // namespace okta
#endif
