#ifndef OKTA_IMPL_SANDBOX_SERVICE_APP_IPP
#define OKTA_IMPL_SANDBOX_SERVICE_APP_IPP

#include <okta/auth/encoding.hpp>
#include <okta/auth/signing_key.hpp>
#include <okta/codec/decode.hpp>
#include <okta/sandbox/service_app.hpp>

#include <okta/impl/sandbox/jwt.ipp>
#include <okta/impl/sandbox/token_form.ipp>
#include <okta/impl/sandbox/used_once.ipp>

#include <cmath>
#include <cstdint>

namespace okta::sandbox {
namespace detail {

// ── the assertion ───────────────────────────────────────────────────────────────────────────────────────

struct client_assertion
{
    boost::json::object header, claims;
    std::string_view signed_text;
    std::string signature;
};

/// RFC 7515 section 3.1: the compact form.
OKTA_DECL std::optional<refused> read_assertion(std::string_view token, client_assertion& to)
{
    auto const malformed = [](std::string_view why) {
        return invalid_client("The client_assertion token is not a valid JWT: " + std::string(why) + '.');
    };
    auto const first = token.find('.'), second = token.find('.', std::min(token.size(), first + 1));
    if (first == token.npos || second == token.npos || token.find('.', second + 1) != token.npos)
        return malformed("it has not three parts");
    auto const header = okta::detail::base64url_decode(token.substr(0, first));
    auto const claims = okta::detail::base64url_decode(token.substr(first + 1, second - first - 1));
    auto signature = okta::detail::base64url_decode(token.substr(second + 1));
    if (!header || !claims || !signature) return malformed("a part is not base64url without padding");
    auto header_object = parse_object(*header), claims_object = parse_object(*claims);
    if (!header_object || !claims_object) return malformed("its header or its payload is not a JSON object");
    if (header_object->contains("crit")) return malformed("its header has crit, of which nothing is understood");
    to = {std::move(*header_object), std::move(*claims_object), token.substr(0, second), std::move(*signature)};
    return std::nullopt;
}

OKTA_DECL std::optional<double> number_of(boost::json::object const& object, std::string_view name)
{
    auto const* const value = object.if_contains(name);
    if (!value || !value->is_number()) return std::nullopt;
    if (value->is_int64()) return static_cast<double>(value->get_int64());
    if (value->is_uint64()) return static_cast<double>(value->get_uint64());
    return value->get_double();
}

OKTA_DECL bool is_audience(boost::json::object const& claims, std::string_view url)
{
    auto const* const aud = claims.if_contains("aud");
    if (!aud) return false;
    if (auto const* const text = aud->if_string()) return std::string_view(text->data(), text->size()) == url;
    auto const* const list = aud->if_array();
    return list && std::ranges::any_of(*list, [&](boost::json::value const& v) {
               return v.is_string() && std::string_view(v.get_string().data(), v.get_string().size()) == url;
           });
}

/// Times are NumericDates (RFC 7519 section 2): seconds, perhaps with a fraction.
OKTA_DECL std::optional<refused> check_times(boost::json::object const& claims, timestamp now)
{
    constexpr double longest = 3600, leeway = 60;
    auto const seconds = static_cast<double>(now.time_since_epoch().count()) / 1000;
    auto const exp = number_of(claims, "exp");
    if (!exp) return invalid_client("The client_assertion token must have an exp claim that is a number.");
    if (*exp <= seconds) return invalid_client("The client_assertion token is expired.");
    if (*exp > seconds + longest)
        return invalid_client("The client_assertion token has an expiration too far into the future.");
    for (auto const* const name : {"iat", "nbf"}) {
        if (!claims.contains(name)) continue;
        auto const time = number_of(claims, name);
        if (!time) return invalid_client(std::string("The ") + name + " claim for client_assertion must be a number.");
        if (*time > seconds + leeway)
            return invalid_client(std::string("The ") + name + " claim for client_assertion is in the future.");
    }
    return std::nullopt;
}

// ── scopes ──────────────────────────────────────────────────────────────────────────────────────────────

/// RFC 6749 section 3.3.
OKTA_DECL bool is_scope(std::string_view text)
{
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

OKTA_DECL std::optional<refused> read_scopes(std::string_view text, std::vector<std::string> const& allowed,
                                             std::vector<std::string>& to)
{
    while (!text.empty()) {
        auto const scope = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), scope.size() + 1));
        if (scope.empty() || std::ranges::find(to, scope) != to.end()) continue;
        if (std::ranges::find(allowed, scope) == allowed.end())
            return invalid_scope(
                "One or more scopes are not configured for the authorization server resource: " + shown(scope) + '.');
        to.emplace_back(scope);
    }
    if (to.empty()) return invalid_scope("No scopes were requested.");
    return std::nullopt;
}

} // namespace detail

OKTA_DECL void token_endpoint::add(service_app app)
{
    auto const fail = [id = detail::shown(app.client_id)](std::string const& why) {
        throw std::invalid_argument("okta::sandbox::token_endpoint: app " + id + ": " + why);
    };
    if (app.client_id.empty()) fail("it has no client id");
    if (apps_.contains(app.client_id)) fail("it is known already");
    for (auto const& scope : app.scopes)
        if (!detail::is_scope(scope)) fail("the scope " + detail::shown(scope) + " is empty or holds blanks or quotes");
    std::shared_ptr<detail::public_key const> key;
    try {
        key = detail::read_public_jwk(app.public_jwk);
    } catch (std::invalid_argument const& e) {
        fail(e.what());
    }
    auto const& kid = detail::key_id(*key);
    if (!kid.empty() && !app.key_id.empty() && kid != app.key_id)
        fail("its key_id is " + detail::shown(app.key_id) + ", but its JWK's kid is " + detail::shown(kid));
    if (app.key_id.empty()) app.key_id = kid.empty() ? detail::thumbprint(*key) : kid;
    auto const id = app.client_id;
    apps_.emplace(id, known_app{std::move(app), std::move(key)});
}

OKTA_DECL std::optional<token_endpoint::refused> token_endpoint::authenticate(detail::client_assertion const& assertion,
                                                                              std::string_view form_client_id,
                                                                              std::string_view url, timestamp now,
                                                                              known_app const*& to)
{
    using detail::invalid_client, detail::text_of;
    auto const& claims = assertion.claims;
    auto const issuer = text_of(claims, "iss"), alg = text_of(assertion.header, "alg");
    if (!alg || !detail::find_algorithm(*alg))
        return invalid_client("The client_assertion token must be signed with RS256, RS384, RS512, ES256, ES384 or "
                              "ES512, not with " +
                              (alg ? detail::shown(*alg) : "nothing") + '.');
    if (!issuer || text_of(claims, "sub") != issuer)
        return invalid_client("The issuer and subject claims for client_assertion must both be the client_id.");
    auto const found = apps_.find(*issuer);
    if (found == apps_.end() || (!form_client_id.empty() && form_client_id != *issuer))
        return invalid_client("Invalid value for 'client_id' parameter.");
    auto const& [app, key] = found->second;
    if (assertion.header.contains("kid") && text_of(assertion.header, "kid") != app.key_id)
        return invalid_client("The client_assertion JWT kid is invalid.");
    if (!detail::fits(*key, *alg))
        return invalid_client("The client_assertion token's alg " + std::string(*alg) +
                              " is not one of the app's key.");
    if (!detail::verify_signature(*key, *alg, assertion.signed_text, assertion.signature))
        return invalid_client("The client_assertion signature is invalid.");
    if (!detail::is_audience(claims, url))
        return invalid_client("The audience claim for client_assertion must be the endpoint invoked for the request.");
    if (auto wrong = detail::check_times(claims, now)) return wrong;
    if (claims.contains("jti")) {
        auto const jti = text_of(claims, "jti").value_or("");
        if (jti.empty()) return invalid_client("The jti claim for client_assertion must be a string.");
        auto const exp = std::ceil(*detail::number_of(claims, "exp") * 1000); // within the hour, as checked
        timestamp const until{std::chrono::milliseconds{static_cast<std::int64_t>(exp)}};
        auto id = app.client_id;
        if (!used_.use(okta::detail::sha256((id += '\0').append(jti)), until, now))
            return invalid_client("The client_assertion token has already been used.");
    }
    to = &found->second;
    return std::nullopt;
}

OKTA_DECL std::variant<token_endpoint::granted, token_endpoint::refused> token_endpoint::grant(std::string_view body,
                                                                                               std::string_view url,
                                                                                               timestamp now)
{
    detail::token_form form;
    if (auto wrong = detail::read_form(body, form)) return std::move(*wrong);
    if (auto wrong = detail::check_form(form)) return std::move(*wrong);
    auto answer = identify(detail::parameter(form, "client_assertion"), detail::parameter(form, "client_id"), url, now);
    auto* const who = std::get_if<granted>(&answer);
    if (!who) return answer;
    auto const& allowed = apps_.find(who->client_id)->second.app.scopes;
    if (auto wrong = detail::read_scopes(detail::parameter(form, "scope"), allowed, who->scopes))
        return std::move(*wrong);
    return answer;
}

OKTA_DECL std::variant<token_endpoint::granted, token_endpoint::refused> token_endpoint::identify(
    std::string_view token, std::string_view client_id, std::string_view url, timestamp now)
{
    detail::client_assertion assertion;
    known_app const* known = nullptr;
    if (auto wrong = detail::read_assertion(token, assertion)) return std::move(*wrong);
    if (auto wrong = authenticate(assertion, client_id, url, now, known)) return std::move(*wrong);
    return granted{known->app.client_id, {}, detail::thumbprint(*known->key), known->app.dpop};
}

OKTA_DECL key_pair make_key_pair()
{
    auto const key = signing_key::generate(signing_algorithm::rs256);
    auto all = key.private_jwk(), open = key.public_jwk();
    for (auto* const jwk : {&all, &open}) {
        jwk->kid = key.thumbprint();
        jwk->use = json_web_key_use::sig;
        jwk->alg = key.algorithm();
    }
    return {key.thumbprint(), secret(to_json(all)), to_json(open)};
}

} // namespace okta::sandbox
#endif
