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

OKTA_DECL grant const* grant_table::find(std::string_view token) const
{
    auto const found = grants_.find(token);
    return found == grants_.end() ? nullptr : &found->second;
}

// Errors of OAuth resources come in WWW-Authenticate (RFC 6750 section 3, RFC 9449 section 7.1); Okta's API adds a body
// of its own.
OKTA_DECL std::string challenge(std::string_view scheme, std::string_view origin, std::string_view scope,
                                std::string_view code, std::string_view description)
{
    std::string text(scheme);
    text.append(" authorization_uri=\"").append(origin).append("/oauth2/v1/authorize\", realm=\"").append(origin);
    text.append("\", scope=\"").append(scope);
    if (!code.empty()) text.append("\", error=\"").append(code).append("\", error_description=\"").append(description);
    if (scheme == "DPoP") text.append("\", algs=\"RS256 RS384 RS512 ES256 ES384 ES512");
    return text += '"';
}

/// Of a token that is bound to a key, when it is sent as one.
OKTA_DECL admission grant_table::admit_proven(http_request const& request, timestamp now, std::string_view token,
                                              grant const& g, std::string_view scope)
{
    auto const proof = proofs_.check(request, token, now);
    if (!proof.fault.empty()) // Okta: 400, and all is in the header
        return {nullptr, refuse(400, "", "The DPoP proof is invalid"),
                challenge("DPoP", request.origin, scope, "invalid_dpop_proof",
                          "The DPoP proof JWT is refused: " + proof.fault + '.')};
    if (proof.jkt != g.jkt)
        return {nullptr, refuse(401, "E0000011", "Invalid token provided"),
                challenge("DPoP", request.origin, scope, "invalid_token", "The access token is bound to another key.")};
    return {&g, {}, {}};
}

OKTA_DECL admission grant_table::admit(http_request const& request, timestamp now,
                                       std::span<std::string_view const> scopes, bool bearer_only)
{
    auto const scope = scopes.empty() ? std::string_view() : scopes.front();
    auto const authorization = request.fields.find("Authorization");
    std::string_view scheme = "Bearer";
    auto const invalid = [&](std::string_view description) {
        admission a{nullptr, refuse(401, "E0000011", "Invalid token provided"), {}};
        if (!description.empty()) a.challenge = challenge(scheme, request.origin, scope, "invalid_token", description);
        return a;
    };
    auto const blank = authorization ? authorization->find(' ') : 0;
    auto const name = authorization ? authorization->substr(0, blank) : std::string_view();
    bool const bound = equal_ignoring_case(name, "DPoP"), oauth = bound || equal_ignoring_case(name, "Bearer");
    if (bound) scheme = "DPoP";
    bool const foreign = !oauth && !equal_ignoring_case(name, "SSWS");
    if (!authorization || (foreign && bearer_only)) // RFC 6750 section 3.1: without a code
        return {nullptr, refuse(401, "E0000011", "Invalid token provided"),
                challenge(scheme, request.origin, scope, {}, {})};
    if (foreign) return invalid({});
    auto const token = authorization->substr(std::min(blank, authorization->size() - 1) + 1);
    auto const found = blank == name.npos ? grants_.end() : grants_.find(token);
    bool const known = found != grants_.end() && (found->second.kind == grant::scheme::access_token) == oauth;
    if (!known || found->second.revoked || (!oauth && bearer_only))
        return invalid(oauth || bearer_only ? "The access token is invalid." : "");
    auto const& g = found->second;
    if (g.jkt.empty() == bound) // RFC 9449 section 7.1: a bound token is no bearer token, and no other way round
        return invalid(bound ? "The access token is not bound to a key." : "The access token is bound to a key.");
    if (g.expires && *g.expires <= now) return invalid(oauth ? "The access token expired." : "");
    if (bound)
        if (auto a = admit_proven(request, now, token, g, scope); a.refused) return a;
    if (!scopes.empty() && std::ranges::none_of(scopes, [&](auto s) { return g.allows(s); }))
        return {nullptr, refuse_forbidden(),
                challenge(scheme, request.origin, scope, "insufficient_scope",
                          "The access token provided does not contain the required scopes.")};
    return {&g, {}, {}};
}

} // namespace detail
} // namespace okta::sandbox
#endif
