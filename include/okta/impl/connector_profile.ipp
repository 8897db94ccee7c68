#ifndef OKTA_IMPL_CONNECTOR_PROFILE_IPP
#define OKTA_IMPL_CONNECTOR_PROFILE_IPP

#include <okta/actions/catalogue.hpp>
#include <okta/auth/connector_profile.hpp>
#include <okta/codec/json_read.hpp>
#include <okta/codec/uri.hpp>
#include <okta/exchange/org_url.hpp>

#include <algorithm>
#include <utility>

namespace okta {
namespace detail {

OKTA_DECL action_info const* find_action(std::string_view id)
{
    for (auto const* const info : catalogue_table())
        if (info->id == id) return info;
    return nullptr;
}

/// What is wrong with a profile, gathered.
class profile_check
{
public:
    explicit profile_check(connector_profile const& profile) : profile_(profile), kind_(profile.kind.known()) {}

    [[nodiscard]] std::vector<std::string> problems() &&
    {
        if (profile_.org.empty()) say("org is missing: the org's address, such as https://example.okta.com");
        else if (auto const org = org_url::parse(profile_.org); !org) say(org.error().summary);
        if (!kind_) say("kind is missing, or none of API_TOKEN, SERVICE_APP, END_USER");
        else check_kind();
        for (auto const& id : profile_.actions) check_action(id);
        return std::move(found_);
    }

private:
    void say(std::string what) { found_.push_back(std::move(what)); }

    void check_kind()
    {
        auto const& p = profile_;
        if (kind_ == connector_kind::api_token && p.api_token.empty())
            say("api_token is missing: an API token of the org");
        if (kind_ == connector_kind::api_token && p.dpop) say("dpop is set, but an API token is bound to no key");
        if (kind_ == connector_kind::api_token) return;
        if (p.client_id.empty()) say("client_id is missing: it is on the application's page in Okta, '0oa…'");
        if (kind_ == connector_kind::service_app && p.private_key.empty())
            say("private_key is missing: Okta lets a service app prove itself by a key only, PEM or a JWK");
        if (!p.client_secret.empty() && !p.private_key.empty())
            say("client_secret and private_key are both set: an application proves itself by one of them");
        if (kind_ == connector_kind::service_app && needed().empty())
            say("scopes are missing: the enabled actions need none, and a service app must ask for some");
        if (kind_ == connector_kind::end_user) check_user();
    }

    void check_user()
    {
        auto const& uri = profile_.redirect_uri;
        if (uri.find('#') != uri.npos) say("redirect_uri has a fragment (#), which none may have");
        else if (auto const url = parse_url(uri); url && url->scheme == "http" && !url->is_loopback())
            say("redirect_uri is plain http, which only a loopback address may be: use https");
        if (std::ranges::find(needed(), "offline_access") == needed().end())
            say("scopes lack offline_access: without it there is no refresh token");
    }

    void check_action(std::string const& id)
    {
        auto const* const info = find_action(id);
        if (!info) return say("actions: '" + id + "' is no action of the catalogue" + near_to(id));
        if (info->bearer_only && kind_ && kind_ != connector_kind::end_user)
            say("actions: '" + id + "' is about a user who signed in, so it needs the kind END_USER");
    }

    static std::string near_to(std::string const& id)
    {
        std::vector<std::string_view> ids;
        for (auto const* const info : catalogue_table()) ids.push_back(info->id);
        auto const near = nearest_name(id, ids);
        return near.empty() ? "" : ": did you mean '" + std::string(near) + "'?";
    }

    std::vector<std::string> const& needed()
    {
        if (!needed_) needed_ = profile_.needed_scopes();
        return *needed_;
    }

    connector_profile const& profile_;
    std::optional<connector_kind> kind_;
    std::optional<std::vector<std::string>> needed_ = {};
    std::vector<std::string> found_ = {};
};

/// Without those that others cover, in order.
OKTA_DECL std::vector<std::string> least_of(std::vector<std::string_view> const& all)
{
    std::vector<std::string> least;
    for (auto const& s : all)
        if (std::ranges::none_of(all, [&](auto const& other) { return covers(other, s) && other != s; }) &&
            std::ranges::find(least, s) == least.end())
            least.emplace_back(s);
    return least;
}

OKTA_DECL result<oauth_client> client_with_key(connector_profile const& profile)
{
    auto const text = profile.private_key.reveal();
    auto const first = text.find_first_not_of(" \t\r\n");
    bool const jwk = first != text.npos && text[first] == '{';
    signing_key_options options{.kid = profile.private_key_id};
    auto key = jwk ? signing_key::from_jwk(profile.private_key, std::move(options))
                   : signing_key::from_pem(profile.private_key, std::move(options));
    if (!key) return std::move(key.error());
    return oauth_client::with_key(profile.client_id, std::move(*key));
}

} // namespace detail

OKTA_DECL std::optional<error> connector_profile::check() const
{
    auto problems = detail::profile_check(*this).problems();
    if (problems.empty()) return std::nullopt;
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = "the connector's profile " +
                (problems.size() == 1 ? "cannot be used: " + problems.front() : std::string("cannot be used"));
    if (problems.size() > 1) e.causes = std::move(problems);
    return e;
}

OKTA_DECL result<oauth_client> connector_profile::make_client() const
{
    if (auto e = check()) return std::move(*e);
    if (kind == connector_kind::api_token) {
        error e;
        e.kind = error_kind::invalid_request;
        e.summary = "the connector's kind is API_TOKEN, which is no OAuth client";
        return e;
    }
    if (!private_key.empty()) return detail::client_with_key(*this);
    if (client_secret.empty()) return oauth_client::without_secret(client_id);
    return oauth_client::with_secret(client_id, client_secret);
}

OKTA_DECL std::vector<std::string> connector_profile::needed_scopes() const
{
    if (!scopes.empty()) return scopes;
    bool const of_user = kind == connector_kind::end_user;
    std::vector<std::string_view> all;
    if (of_user) all = {"openid", "profile", "offline_access"};
    for (auto const* const info : detail::catalogue_table())
        if (enables(info->id) && (of_user || !info->bearer_only))
            all.insert(all.end(), info->scopes.begin(), info->scopes.end());
    return detail::least_of(all);
}

OKTA_DECL bool connector_profile::enables(std::string_view action) const noexcept
{
    return actions.empty() ? detail::find_action(action) != nullptr
                           : std::ranges::find(actions, action) != actions.end();
}

} // namespace okta
#endif
