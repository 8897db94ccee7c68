#ifndef OKTA_IMPL_SANDBOX_GRANT_IPP
#define OKTA_IMPL_SANDBOX_GRANT_IPP

#include <okta/action/scope.hpp>
#include <okta/codec/http.hpp>
#include <okta/sandbox/grant.hpp>
#include <okta/sandbox/refusals.hpp>

#include <algorithm>

namespace okta::sandbox {

OKTA_DECL bool grant::allows(std::string_view scope) const noexcept
{
    if (kind == scheme::api_token) return true;
    return std::ranges::any_of(scopes, [&](auto const& granted) { return covers(granted, scope); });
}

namespace detail {

OKTA_DECL void grant_table::add(std::string token, grant g, timestamp now)
{
    if (token.empty()) return;
    if (grants_.size() >= forget_at_) {
        std::erase_if(grants_, [&](auto const& entry) {
            return entry.second.expires && *entry.second.expires + std::chrono::hours{1} < now;
        });
        forget_at_ = std::max<std::size_t>(1'000, 2 * grants_.size());
    }
    grants_.insert_or_assign(std::move(token), std::move(g));
}

OKTA_DECL bool grant_table::revoke(std::string_view token)
{
    auto const found = grants_.find(token);
    if (found == grants_.end()) return false;
    return found->second.revoked = true;
}

// Errors of OAuth resources come in WWW-Authenticate (RFC 6750 section 3); Okta's API adds a body of its own.
OKTA_DECL std::string bearer_challenge(std::string_view origin, std::string_view scope, std::string_view code,
                                       std::string_view description)
{
    std::string text = "Bearer authorization_uri=\"";
    text.append(origin).append("/oauth2/v1/authorize\", realm=\"").append(origin).append("\", scope=\"").append(scope);
    if (!code.empty()) text.append("\", error=\"").append(code).append("\", error_description=\"").append(description);
    return text += '"';
}

OKTA_DECL admission grant_table::admit(std::optional<std::string_view> authorization, timestamp now,
                                       std::span<std::string_view const> scopes, bool bearer_only,
                                       std::string_view origin) const
{
    auto const scope = scopes.empty() ? std::string_view() : scopes.front();
    auto const invalid = [&](std::string_view description) {
        admission a{nullptr, refuse(401, "E0000011", "Invalid token provided"), {}};
        if (!description.empty()) a.challenge = bearer_challenge(origin, scope, "invalid_token", description);
        return a;
    };
    if (!authorization)
        return {nullptr, refuse(401, "E0000011", "Invalid token provided"), bearer_challenge(origin, scope, {}, {})};
    auto const blank = authorization->find(' ');
    auto const name = authorization->substr(0, blank);
    bool const bearer = equal_ignoring_case(name, "Bearer");
    if (!bearer && !equal_ignoring_case(name, "SSWS")) return invalid({});
    auto const found = blank == name.npos ? grants_.end() : grants_.find(authorization->substr(blank + 1));
    bool const known = found != grants_.end() && (found->second.kind == grant::scheme::access_token) == bearer;
    if (!known || found->second.revoked || (!bearer && bearer_only))
        return invalid(bearer || bearer_only ? "The access token is invalid." : "");
    auto const& g = found->second;
    if (g.expires && *g.expires <= now) return invalid(bearer ? "The access token expired." : "");
    if (!scopes.empty() && std::ranges::none_of(scopes, [&](auto s) { return g.allows(s); }))
        return {nullptr, refuse_forbidden(),
                bearer_challenge(origin, scope, "insufficient_scope",
                                 "The access token provided does not contain the required scopes.")};
    return {&g, {}, {}};
}

} // namespace detail
} // namespace okta::sandbox
#endif
