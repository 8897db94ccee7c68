#ifndef OKTA_TEST_INTEROP_OIDC_BROWSER_HPP
#define OKTA_TEST_INTEROP_OIDC_BROWSER_HPP

#include "steps.hpp"

#include <okta/codec/uri.hpp>
#include <okta/transport/asio_transport.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace okta::test {

/// Follows redirects and keeps cookies (RFC 6265), as far as the provider needs it; a new one is nobody's yet.
class browser
{
public:
    browser(asio_transport transport, std::string origin) : transport_(std::move(transport)), origin_(std::move(origin))
    {
    }

    struct page
    {
        std::string url;
        std::string body;
    };

    /// The page that a URL leads to; of a redirect to another origin, where nobody listens, its URL alone.
    page open(std::string url) { return follow({.method = method::get}, std::move(url)); }

    page submit(std::string url, std::string form)
    {
        http_request request{.method = method::post, .body = std::move(form)};
        request.fields.set("Content-Type", "application/x-www-form-urlencoded");
        return follow(std::move(request), std::move(url));
    }

private:
    struct cookie
    {
        std::string name, value, path;
    };

    page follow(http_request request, std::string url)
    {
        constexpr int most = 10;
        for (int i = 0; i < most; ++i) {
            if (url.starts_with('/')) url.insert(0, origin_);
            auto const parts = parse_url(url);
            if (!parts || parts->origin() != origin_) return {url, {}};
            request.origin = origin_;
            request.target = parts->target;
            request.fields.set("Accept", "text/html");
            request.fields.set("Cookie", cookies_for(parts->target));
            auto const answer = transport_.send(request);
            if (!answer) throw unexpected("the browser", "an answer", answer.error().message());
            for (auto const line : answer->fields.all("Set-Cookie")) keep(line);
            auto const location = answer->fields.find("Location");
            if (!location && answer->status != 200)
                throw unexpected("the browser", "a page", std::to_string(answer->status) + " from " + url);
            if (!location) return {url, answer->body};
            url = *location;
            request = {.method = method::get};
        }
        throw unexpected("the browser", "a page", "redirects without end");
    }

    std::string cookies_for(std::string_view target) const
    {
        auto const path = target.substr(0, target.find('?'));
        std::string all;
        for (auto const& c : cookies_)
            if (path.starts_with(c.path)) all += (all.empty() ? "" : "; ") + c.name + '=' + c.value;
        return all;
    }

    void keep(std::string_view line)
    {
        auto const pair = line.substr(0, line.find(';'));
        auto const equals = pair.find('=');
        auto const at = line.find("path=");
        auto const path = at == line.npos ? "/" : line.substr(at + 5, line.find(';', at) - at - 5);
        cookie const c{std::string(pair.substr(0, equals)), std::string(pair.substr(equals + 1)), std::string(path)};
        std::erase_if(cookies_, [&](cookie const& old) { return old.name == c.name && old.path == c.path; });
        if (!c.value.empty()) cookies_.push_back(c); // an empty one is how the provider takes it back
    }

    asio_transport transport_;
    std::string origin_;
    std::vector<cookie> cookies_ = {};
};

} // namespace okta::test
#endif
