#ifndef OKTA_EXCHANGE_ORG_URL_HPP
#define OKTA_EXCHANGE_ORG_URL_HPP

#include <okta/impl/config.hpp>
#include <okta/model/result.hpp>

#include <string>
#include <string_view>

namespace okta {

enum class plain_http { loopback_only, allowed };

/// The address of an org: `https://example.okta.com`, or a custom domain.
class org_url
{
public:
    /// \throws okta::exception with what `parse` says
    org_url(std::string_view url) : org_url(std::string(url)) {}
    org_url(char const* url) : org_url(std::string(url)) {}
    org_url(std::string const& url);

    /// Takes the URL, with or without a trailing slash, and refuses with an error of kind `invalid_request`: no https
    /// or http URL; no host; a placeholder (`{yourOktaDomain}`); the address of the administration console (`-admin`);
    /// a path or query; plain http, except to a loopback address or where it is allowed.
    [[nodiscard]] static result<org_url> parse(std::string_view url, plain_http http = plain_http::loopback_only);

    /// `https://host[:port]`: where credentials go, and nowhere else.
    [[nodiscard]] std::string const& origin() const noexcept { return origin_; }

private:
    struct checked
    {
        std::string origin;
    };
    explicit org_url(checked c) : origin_(std::move(c.origin)) {}

    std::string origin_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/org_url.ipp>
#endif
#endif
