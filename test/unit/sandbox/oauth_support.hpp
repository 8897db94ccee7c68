#ifndef OKTA_TEST_UNIT_SANDBOX_OAUTH_SUPPORT_HPP
#define OKTA_TEST_UNIT_SANDBOX_OAUTH_SUPPORT_HPP

#include <okta/auth/authorization_code.hpp>
#include <okta/client.hpp>
#include <okta/codec/uri.hpp>
#include <okta/sandbox/authorization_server.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

// An org with an authorization server: our own clients against it, and requests as anybody may write them.

namespace okta::test {

using form = std::map<std::string, std::string, std::less<>>;

inline constexpr auto grace = "grace.lovelace.1@example.com";
inline constexpr auto callback = "https://app.example.com/callback?from=okta";
inline constexpr auto device_grant_type = "urn:ietf:params:oauth:grant-type:device_code";

inline std::string encoded(form const& f)
{
    std::string text;
    for (auto const& [name, value] : f) {
        text += text.empty() ? "" : "&";
        percent_encode(name, text);
        text += '=';
        percent_encode(value, text);
    }
    return text;
}

/// `400 invalid_grant`, or `200 `.
inline std::string verdict(http_response const& r)
{
    auto const body = r.body.empty() ? boost::json::object() : boost::json::parse(r.body).as_object();
    auto const* const code = body.if_contains("error");
    return std::to_string(r.status) + ' ' + (code ? std::string(code->as_string()) : "");
}

inline std::string member(http_response const& r, char const* name)
{
    auto const body = boost::json::parse(r.body).as_object();
    auto const* const value = body.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

inline std::string field(http_response const& r, std::string_view name)
{
    return std::string(r.fields.find(name).value_or("(absent)"));
}

struct oauth_org
{
    oauth_org()
        : org([this] {
              sandbox::org_options o;
              o.clock = clock;
              return o;
          }())
    {
        org.add_people(2);
        std::vector<std::string> const scopes{"openid",         "profile",         "email",
                                              "offline_access", "okta.users.read", "okta.users.read.self"};
        server.add({.client_id = "0oaNative", .redirect_uris = {callback}, .scopes = scopes, .device_grant = true});
        server.add({.client_id = "0oaRotates", .redirect_uris = {callback}, .scopes = scopes, .rotates = true});
        server.add({.client_id = "0oaWeb",
                    .client_secret = "s%c:ret +",
                    .redirect_uris = {callback, "https://app.example.com/other"},
                    .scopes = scopes});
        server.add({.client_id = "0oaBound", .redirect_uris = {callback}, .scopes = scopes, .dpop = true});
        serve_oauth(org, server);
    }

    [[nodiscard]] oauth_environment environment() const
    {
        oauth_environment e;
        e.now = [c = clock] { return oauth_environment::time_point(c()); };
        return e;
    }

    http_response send(method m, std::string target, std::string body = {}, http_fields fields = {})
    {
        http_request r;
        r.method = m;
        r.origin = sandbox::org::url();
        r.target = std::move(target);
        r.fields = std::move(fields);
        r.body = std::move(body);
        return org.answer(r);
    }
    http_response post(std::string path, form const& f, http_fields fields = {})
    {
        return send(method::post, std::move(path), encoded(f), std::move(fields));
    }
    http_response token(form const& f, http_fields fields = {})
    {
        return post("/oauth2/v1/token", f, std::move(fields));
    }

    /// An authorisation request of a public app.
    [[nodiscard]] form request(std::string const& client = "0oaNative") const
    {
        return {{"client_id", client},
                {"redirect_uri", callback},
                {"response_type", "code"},
                {"scope", "openid offline_access okta.users.read"},
                {"state", "s&t"},
                {"nonce", "n-1"},
                {"code_challenge_method", "S256"},
                {"code_challenge", proof.challenge()}};
    }
    [[nodiscard]] std::string url(form const& f) const
    {
        return sandbox::org::url() + "/oauth2/v1/authorize?" + encoded(f);
    }
    std::string code(form const& f)
    {
        return query_parameter(visit(org, url(f), grace).substr(std::string_view(callback).find('?') + 1), "code")
            .value_or("");
    }

    /// What exchanges a code.
    [[nodiscard]] form exchange(std::string const& code, std::string const& client = "0oaNative") const
    {
        return {{"grant_type", "authorization_code"},
                {"client_id", client},
                {"redirect_uri", callback},
                {"code", code},
                {"code_verifier", std::string(proof.verifier().reveal())}};
    }
    http_response tokens(std::string const& client = "0oaNative")
    {
        return token(exchange(code(request(client)), client));
    }
    http_response refresh(std::string const& token_text, std::string const& client = "0oaNative")
    {
        return token({{"grant_type", "refresh_token"}, {"client_id", client}, {"refresh_token", token_text}});
    }

    /// The status of a call of the API.
    int call(std::string const& access_token)
    {
        http_fields f;
        f.add("Authorization", "Bearer " + access_token);
        return send(method::get, "/api/v1/users/me", {}, std::move(f)).status;
    }

    template <class Authoriser>
    okta::client as(Authoriser a)
    {
        return {sandbox::org::url(), std::move(a), org};
    }

    /// Our own client signs a user in.
    okta::client sign_in(oauth_client app, std::vector<std::string> scopes, std::vector<token_set>& kept,
                         std::optional<okta::dpop> d = {}, std::string const& login = grace)
    {
        authorization_code_flow const flow(std::move(app), callback, std::move(scopes),
                                           {.dpop = std::move(d), .environment = environment()});
        auto const begun = flow.start(sandbox::org::url());
        auto user = flow.finish(begun, visit(org, begun.url, login), [&](token_set const& t) {
            kept.push_back(t);
            return std::optional<error>();
        });
        return as(std::move(user.value()));
    }

    sandbox::stepping_clock clock = sandbox::stepping_clock{};
    sandbox::org org;
    sandbox::authorization_server server = sandbox::authorization_server{};
    pkce proof = pkce::make();
};

} // namespace okta::test
#endif
