#ifndef OKTA_IMPL_AUTHORIZATION_CODE_IPP
#define OKTA_IMPL_AUTHORIZATION_CODE_IPP

#include <okta/actions/oauth.hpp>
#include <okta/auth/authorization_code.hpp>
#include <okta/auth/verification.hpp>
#include <okta/codec/uri.hpp>
#include <okta/impl/oauth.ipp>

#include <algorithm>

namespace okta {
namespace detail {

/// What is wrong with an ID token that came from the token endpoint itself, over TLS, and so needs no check of its
/// signature (OpenID Connect Core section 3.1.3.7).
OKTA_DECL std::string id_token_fault(secret const& token, std::string const& client_id, sign_in const& begun,
                                     std::chrono::system_clock::time_point now)
{
    using namespace std::chrono;
    auto const jwt = parse_jwt(token.reveal());
    if (!jwt) return "is no JWT: " + jwt.error().summary;
    auto const& claims = jwt->claims;
    auto const is = [](boost::json::value const* value, std::string_view wanted) {
        return value && value->is_string() && value->get_string() == wanted;
    };
    auto const* const aud = claims.if_contains("aud"); // the one claim that may be several
    auto const* const several = aud ? aud->if_array() : nullptr;
    if (several ? std::ranges::none_of(*several, [&](auto const& v) { return is(&v, client_id); })
                : !is(aud, client_id))
        return "is for another client than " + client_id;
    if (!is(claims.if_contains("iss"), begun.issuer)) return "is another issuer's than " + begun.issuer;
    if (!is(claims.if_contains("nonce"), begun.nonce))
        return "has another nonce than this sign-in: it may belong to somebody else's";
    auto const* const exp = claims.if_contains("exp");
    auto const end = exp && exp->is_number() ? exp->to_number<double>() : 0;
    constexpr double skew = 300;    // seconds that two clocks may differ
    constexpr double latest = 1e12; // no clock gets there, but 1e999 would
    if (!(end < latest)) return "does not say when it expires: exp is no time";
    if (end + skew < duration<double>(now.time_since_epoch()).count()) return "has expired";
    return {};
}

/// First the code, then the refresh token that it brought.
class code_grant final : public token_grant
{
public:
    code_grant(token_request_authorization_code request, std::string client_id, sign_in begun, bool openid,
               token_keeper keep, oauth_environment environment)
        : code_(std::move(request)),
          client_id_(std::move(client_id)),
          begun_(std::move(begun)),
          openid_(openid),
          keep_(std::move(keep)),
          environment_(std::move(environment))
    {
    }

    result<token_call::form> request() override
    {
        if (refresh_) return refresh_->request();
        if (std::exchange(spent_, true)) // a code serves once, whatever became of it
            return authorisation_error("there is no refresh token, and the code of a sign-in serves once: let the user "
                                       "sign in again, and ask for the scope offline_access");
        return form_of(code_);
    }

    std::optional<error> received(token_set const& tokens) override
    {
        if (refresh_) return refresh_->received(tokens);
        auto const fault = openid_ && !tokens.id_token ? "is missing, though the scope openid was asked for"
                           : openid_ ? id_token_fault(*tokens.id_token, client_id_, begun_, environment_.now())
                                     : std::string();
        if (!fault.empty()) return authorisation_error("the ID token " + fault);
        if (!tokens.refresh_token) return keep_ ? keep_(tokens) : std::nullopt;
        refresh_.emplace(*tokens.refresh_token, std::move(keep_));
        return refresh_->received(tokens);
    }

private:
    token_request_authorization_code code_;
    std::string client_id_;
    sign_in begun_;
    bool openid_;
    token_keeper keep_;
    oauth_environment environment_;
    bool spent_ = false;
    std::optional<refresh_grant> refresh_ = {};
};

} // namespace detail

OKTA_DECL authorization_code_flow::authorization_code_flow(oauth_client app, std::string redirect_uri,
                                                           std::vector<std::string> scopes, oauth_options options)
    : client_(std::move(app)),
      redirect_uri_(std::move(redirect_uri)),
      scopes_(std::move(scopes)),
      options_(std::move(options))
{
    if (redirect_uri_.empty())
        detail::refuse_oauth("the sign-in needs a redirect URI that is registered with the client");
    if (scopes_.empty()) detail::refuse_oauth("the sign-in needs scopes: openid, offline_access, okta.users.read.self");
}

OKTA_DECL sign_in authorization_code_flow::start(std::string const& origin, parameters const& more) const
{
    auto const proof = pkce::make();
    auto const path = detail::token_path(options_.authorization_server);
    auto const server = path.substr(0, path.find("/v1/"));
    auto const issuer = options_.authorization_server.empty() ? origin : origin + server;
    sign_in begun{
        {}, random_token(), random_token(), options_.issuer.empty() ? issuer : options_.issuer, proof.verifier()};
    parameters all{{"client_id", client_.client_id()},
                   {"response_type", "code"},
                   {"redirect_uri", redirect_uri_},
                   {"scope", detail::joined_scopes(scopes_)},
                   {"state", begun.state},
                   {"nonce", begun.nonce},
                   {"code_challenge_method", "S256"},
                   {"code_challenge", proof.challenge()}};
    if (options_.dpop) all.emplace_back("dpop_jkt", options_.dpop->key().thumbprint()); // RFC 9449 section 10
    for (auto const& parameter : more) {
        if (std::ranges::any_of(all, [&](auto const& own) { return own.first == parameter.first; }))
            detail::refuse_oauth("the parameter '" + parameter.first + "' of the sign-in is set already");
        all.push_back(parameter);
    }
    begun.url = origin + server + "/v1/authorize";
    for (auto const& [name, value] : all) {
        begun.url += &name == &all.front().first ? '?' : '&';
        percent_encode(name, begun.url);
        begun.url += '=';
        percent_encode(value, begun.url);
    }
    return begun;
}

OKTA_DECL result<signed_in_user> authorization_code_flow::finish(sign_in const& begun, std::string_view redirect,
                                                                 token_keeper keep) const
{
    redirect = redirect.substr(0, redirect.find('#'));
    auto const query = redirect.substr(redirect.find('?') == redirect.npos ? 0 : redirect.find('?') + 1);
    auto const state = okta::query_parameter(query, "state");
    if (begun.state.empty() || !state || !detail::equal_in_constant_time(*state, begun.state))
        return detail::authorisation_error(
            "the browser came back with another state than this sign-in's: the answer may "
            "be forged, or belong to an earlier attempt");
    auto const issuer = okta::query_parameter(query, "iss"); // RFC 9207
    if (issuer && *issuer != begun.issuer)
        return detail::authorisation_error("the browser came back from another authorization server than " +
                                           begun.issuer);
    if (auto code = okta::query_parameter(query, "error")) {
        auto const why = okta::query_parameter(query, "error_description");
        return error{
            .kind = error_kind::oauth, .code = std::move(*code), .summary = why.value_or("the sign-in was refused")};
    }
    auto const code = okta::query_parameter(query, "code");
    if (!code || code->empty()) return detail::authorisation_error("the browser came back without a code");
    token_request_authorization_code request{
        .code = secret(*code), .code_verifier = begun.code_verifier, .redirect_uri = redirect_uri_};
    bool const openid = std::ranges::find(scopes_, "openid") != scopes_.end();
    auto grant = std::make_unique<detail::code_grant>(std::move(request), client_.client_id(), begun, openid,
                                                      std::move(keep), options_.environment);
    return signed_in_user(std::make_shared<detail::token_source>(client_, options_, std::move(grant)));
}

} // namespace okta
#endif
