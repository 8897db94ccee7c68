#ifndef OKTA_IMPL_SANDBOX_OAUTH_TOKENS_IPP
#define OKTA_IMPL_SANDBOX_OAUTH_TOKENS_IPP

#include <okta/auth/token_call.hpp>
#include <okta/auth/encoding.hpp>
#include <okta/auth/jwt.hpp>
#include <okta/sandbox/oauth_service.hpp>

#include <okta/impl/sandbox/oauth_answers.ipp>

#include <algorithm>

// What an authorization server gives out, and how it ends.

namespace okta::sandbox::detail {

inline constexpr std::chrono::seconds access_token_life{3600}, id_token_life{3600};
inline constexpr std::chrono::hours refresh_token_life{90 * 24}, refresh_token_idle{7 * 24};

OKTA_DECL bool has_scope(std::vector<std::string> const& scopes, std::string_view wanted)
{
    return std::ranges::find(scopes, wanted) != scopes.end();
}

OKTA_DECL std::int64_t numeric_date(timestamp t)
{
    return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
}

OKTA_DECL signing_key const& oauth_service::key()
{
    if (!key_) key_ = signing_key::generate(signing_algorithm::rs256);
    return *key_;
}

OKTA_DECL std::string oauth_service::add_family(asking& a, consent by)
{
    auto id = a.o.new_token();
    families_.add(id, {std::move(by), a.jkt, a.now + refresh_token_life});
    return id;
}

OKTA_DECL void oauth_service::end_family(org& o, std::string const& id)
{
    auto* const family = families_.find(id);
    if (!family) return;
    for (auto const& [token, end] : family->access_tokens) o.revoke_token(secret(token));
    families_.erase(id); // its refresh tokens are good for nothing now
}

/// OpenID Connect Core sections 2 and 3.1.3.6.
OKTA_DECL std::string oauth_service::id_token(asking const& a, consent const& by, user const& who,
                                              secret const& access_token)
{
    auto const half = okta::detail::sha256(access_token.reveal()).substr(0, 16);
    boost::json::object claims{{"ver", 1},
                               {"jti", "ID." + a.o.new_token()},
                               {"iss", a.http.origin},
                               {"aud", by.client},
                               {"sub", by.user},
                               {"iat", numeric_date(a.now)},
                               {"exp", numeric_date(a.now + id_token_life)},
                               {"auth_time", numeric_date(by.at)},
                               {"amr", {"pwd"}},
                               {"at_hash", okta::detail::base64url_encode(half)}};
    if (!by.nonce.empty()) claims["nonce"] = by.nonce;
    if (has_scope(by.scopes, "profile")) claims["preferred_username"] = who.profile.login;
    if (has_scope(by.scopes, "email")) claims["email"] = who.profile.email;
    return std::string(sign_jwt(key(), {{"kid", key().thumbprint()}}, std::move(claims)).reveal());
}

OKTA_DECL void oauth_service::add_refresh_token(asking& a, std::string const& family, token_response& to)
{
    auto token = a.o.new_token();
    to.refresh_token = secret(token);
    refresh_tokens_.add(std::move(token), {family, a.now + refresh_token_idle});
}

/// An access token, and an ID token for the scope `openid`. \pre the family is there, and its user
OKTA_DECL token_response oauth_service::issue(asking& a, std::string const& id, std::vector<std::string> const& scopes)
{
    constexpr std::size_t most = 1'000; // live ones of one consent
    auto& family = *families_.find(id);
    auto const& by = family.by;
    auto const token = a.o.new_token();
    token_response to;
    to.access_token = secret(token);
    to.token_type = a.jkt.empty() ? token_response_type::bearer : token_response_type::dpop;
    to.expires_in = access_token_life.count();
    to.scope = okta::detail::joined_scopes(scopes);
    auto& live = family.access_tokens;
    while (!live.empty() && (live.front().second <= a.now || live.size() >= most)) {
        a.o.revoke_token(secret(live.front().first));
        live.pop_front();
    }
    live.emplace_back(token, a.now + access_token_life);
    a.o.add_token(secret(token), {.kind = grant::scheme::access_token,
                                  .scopes = scopes,
                                  .user = by.user,
                                  .client = by.client,
                                  .expires = a.now + access_token_life,
                                  .jkt = a.jkt});
    auto const who = a.o.find_user(by.user);
    if (has_scope(scopes, "openid") && who) to.id_token = secret(id_token(a, by, *who, *to.access_token));
    return to;
}

} // namespace okta::sandbox::detail
#endif
