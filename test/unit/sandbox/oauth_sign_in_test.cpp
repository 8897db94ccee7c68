#include "oauth_support.hpp"

#include <okta/actions/user_info.hpp>
#include <okta/actions/users.hpp>
#include <okta/auth/verification.hpp>
#include <okta/codec/decode.hpp>

// The authorization code grant: our own flow against the org, and every refusal.

namespace oauth_sign_in_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
using okta::method;

struct fixture : oauth_org
{
    /// An authorisation request with one parameter changed, or left out where the value is empty.
    okta::http_response ask(std::string const& name, std::string const& value, std::string const& client = "0oaNative")
    {
        auto f = request(client);
        if (value.empty()) f.erase(name);
        else f[name] = value;
        return send(method::get, "/oauth2/v1/authorize?" + encoded(f));
    }

    /// The error that the browser is sent back with.
    static std::string sent_back(okta::http_response const& r)
    {
        auto const to = field(r, "Location");
        auto const start = std::string(callback) + "&error=";
        if (r.status != 302 || !to.starts_with(start) || !to.ends_with("&state=s%26t")) return "no redirect: " + to;
        return to.substr(start.size(), to.find('&', start.size()) - start.size());
    }
};

okta::http_fields basic(std::string_view id, std::string_view secret)
{
    std::string pair;
    okta::percent_encode(id, pair);
    okta::percent_encode(secret, pair += ':');
    auto text = okta::detail::base64url_encode(pair);
    for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    okta::http_fields f;
    f.add("Authorization", "Basic " + text + std::string((4 - text.size() % 4) % 4, '='));
    return f;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_oauth_sign_in, fixture)

BOOST_AUTO_TEST_CASE(a_user_signs_in_and_calls)
{
    auto const id = org.find_user(grace)->id.text;
    for (auto const& app :
         {okta::oauth_client::without_secret("0oaNative"), okta::oauth_client::with_secret("0oaWeb", "s%c:ret +")}) {
        std::vector<okta::token_set> kept;
        auto user = sign_in(app, {"openid", "profile", "email", "offline_access"}, kept);
        BOOST_TEST(user.call(okta::get_user_info{}).value().sub.text == id);
        BOOST_TEST(user.call(okta::get_user{.id = "me"}).error().status == 403); // no okta.* scope
        BOOST_TEST_REQUIRE(kept.size() == 1u);
        BOOST_TEST((kept[0].refresh_token.has_value() && kept[0].id_token.has_value() && kept[0].scopes.size() == 4));
    }
    std::vector<okta::token_set> kept;
    auto reader = sign_in(okta::oauth_client::without_secret("0oaNative"), {"okta.users.read"}, kept);
    BOOST_TEST(reader.call(okta::get_user{.id = "me"}).value().id.text == id);
    BOOST_TEST((!kept.at(0).refresh_token && !kept[0].id_token)); // nobody asked for them
}

BOOST_AUTO_TEST_CASE(an_app_with_a_key_signs_an_assertion)
{
    auto const key = okta::signing_key::generate();
    server.add({.client_id = "0oaKey",
                .redirect_uris = {callback},
                .scopes = {"openid", "profile"},
                .public_jwk = okta::to_json(key.public_jwk())});
    std::vector<okta::token_set> kept;
    auto user = sign_in(okta::oauth_client::with_key("0oaKey", key), {"openid", "profile"}, kept);
    BOOST_TEST(user.call(okta::get_user_info{}).has_value());
    auto without = exchange(code(request("0oaNative")), "0oaKey");
    BOOST_TEST(verdict(token(without)) == "401 invalid_client");
    auto other = sign_in(okta::oauth_client::with_key("0oaKey", okta::signing_key::generate()), {"openid"}, kept);
    BOOST_TEST(other.call(okta::get_user_info{}).error().code == "invalid_client");
}

BOOST_AUTO_TEST_CASE(the_id_token_is_signed_by_the_org)
{
    auto const got = tokens();
    BOOST_TEST_REQUIRE(verdict(got) == "200 ");
    BOOST_TEST(field(got, "Cache-Control") == "no-cache, no-store");
    auto const keys = okta::decode<okta::oauth_keys>(send(method::get, "/oauth2/v1/keys").body).value().keys.value();
    BOOST_TEST_REQUIRE(keys.size() == 1u);
    BOOST_TEST(!okta::detail::has_private_part(keys[0]));
    auto const jwt = okta::detail::verify_jwt(member(got, "id_token"), keys[0]).value();
    BOOST_TEST((jwt.header.at("alg") == "RS256" && jwt.header.at("kid").as_string() == *keys[0].kid));
    BOOST_TEST(jwt.claims.at("iss").as_string() == okta::sandbox::org::url());
    BOOST_TEST((jwt.claims.at("aud") == "0oaNative" && jwt.claims.at("nonce") == "n-1"));
    BOOST_TEST(jwt.claims.at("sub").as_string() == org.find_user(grace)->id.text);
    auto const iat = jwt.claims.at("iat").as_int64();
    BOOST_TEST((jwt.claims.at("exp").as_int64() == iat + 3600 && iat - jwt.claims.at("auth_time").as_int64() <= 1));
    auto const half = okta::detail::sha256(member(got, "access_token")).substr(0, 16);
    BOOST_TEST(jwt.claims.at("at_hash").as_string() == okta::detail::base64url_encode(half));
    BOOST_TEST(!jwt.claims.contains("email")); // not among the scopes
}

BOOST_AUTO_TEST_CASE(the_page_asks_and_escapes)
{
    auto f = request();
    f["login_hint"] = "\"><script>alert('x')&";
    auto const page = send(method::get, "/oauth2/v1/authorize?" + encoded(f));
    BOOST_TEST(page.status == 200);
    BOOST_TEST(field(page, "Content-Type") == "text/html; charset=utf-8");
    BOOST_TEST(field(page, "Content-Security-Policy").find("default-src 'none'") != std::string::npos);
    BOOST_TEST(page.body.find("<script") == std::string::npos);
    BOOST_TEST(page.body.find("value=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&amp;\"") != std::string::npos);
    BOOST_TEST(page.body.find("name=\"state\" value=\"s&amp;t\"") != std::string::npos);
    BOOST_TEST(page.body.find("<li>okta.users.read</li>") != std::string::npos);
    f["login"] = "nobody@example.com";
    f["decision"] = "allow";
    auto const again = post("/oauth2/v1/authorize", f);
    BOOST_TEST((again.status == 400 && again.body.find("no such user who may sign in") != std::string::npos));
    f.erase("decision");
    BOOST_TEST(post("/oauth2/v1/authorize", f).status == 400);
    org.set_status(org.find_user(grace)->id, okta::user_status::suspended);
    BOOST_CHECK_THROW(visit(org, url(request()), grace), okta::exception);
}

BOOST_AUTO_TEST_CASE(a_user_says_no)
{
    okta::authorization_code_flow const flow(okta::oauth_client::without_secret("0oaNative"), callback, {"openid"});
    auto const begun = flow.start(okta::sandbox::org::url());
    auto const user = flow.finish(begun, visit(org, begun.url, grace, false));
    BOOST_TEST_REQUIRE(!user.has_value());
    BOOST_TEST((user.error().kind == okta::error_kind::oauth && user.error().code == "access_denied"));
}

BOOST_AUTO_TEST_CASE(nobody_else_is_sent_anything)
{
    for (auto const& [name, value] :
         std::vector<std::pair<std::string, std::string>>{{"client_id", ""},
                                                          {"client_id", "0oaOther"},
                                                          {"redirect_uri", ""},
                                                          {"redirect_uri", "https://evil.example.com/"},
                                                          {"redirect_uri", std::string(callback) + "/"},
                                                          {"redirect_uri", "https://app.example.com/other"}}) {
        auto const r = ask(name, value);
        BOOST_TEST((r.status == 400 && field(r, "Location") == "(absent)"), name << '=' << value);
    }
    auto const twice = send(method::get, "/oauth2/v1/authorize?" + encoded(request()) + "&state=2");
    BOOST_TEST((twice.status == 400 && field(twice, "Location") == "(absent)"));
    BOOST_TEST(send(method::put, "/oauth2/v1/authorize?" + encoded(request())).status == 405);
}

BOOST_AUTO_TEST_CASE(a_wrong_request_is_sent_back)
{
    BOOST_TEST(sent_back(ask("response_type", "")) == "invalid_request");
    BOOST_TEST(sent_back(ask("response_type", "token")) == "unsupported_response_type");
    BOOST_TEST(sent_back(ask("response_mode", "fragment")) == "unsupported_response_mode");
    BOOST_TEST(sent_back(ask("scope", "")) == "invalid_scope");
    BOOST_TEST(sent_back(ask("scope", "openid okta.apps.manage")) == "invalid_scope");
    BOOST_TEST(sent_back(ask("code_challenge", "")) == "invalid_request");
    BOOST_TEST(sent_back(ask("code_challenge", "short")) == "invalid_request");
    BOOST_TEST(sent_back(ask("code_challenge_method", "plain")) == "invalid_request");
    BOOST_TEST(sent_back(ask("code_challenge_method", "")) == "invalid_request");
    BOOST_TEST(sent_back(ask("prompt", "none")) == "login_required");
    BOOST_TEST(sent_back(ask("request", "e30.e30.")) == "request_not_supported");
    BOOST_TEST(field(ask("state", ""), "Location").find("error=invalid_request") != std::string::npos);
    auto plain = request("0oaWeb"); // a confidential client may do without PKCE, but not halfway
    plain.erase("code_challenge");
    BOOST_TEST(sent_back(send(method::get, "/oauth2/v1/authorize?" + encoded(plain))) == "invalid_request");
}

BOOST_AUTO_TEST_CASE(a_code_is_good_for_its_request_only)
{
    auto const with = [&](char const* name, std::string const& value) {
        auto f = exchange(code(request()));
        f[name] = value;
        return verdict(token(f));
    };
    BOOST_TEST(verdict(tokens()) == "200 ");
    BOOST_TEST(with("code", "x") == "400 invalid_grant");
    BOOST_TEST(with("code_verifier", std::string(okta::pkce::make().verifier().reveal())) == "400 invalid_grant");
    BOOST_TEST(with("code_verifier", "") == "400 invalid_grant");
    BOOST_TEST(with("redirect_uri", "https://app.example.com/other") == "400 invalid_grant");
    BOOST_TEST(with("redirect_uri", "") == "400 invalid_grant");
    BOOST_TEST(with("client_id", "0oaRotates") == "400 invalid_grant");
    BOOST_TEST(with("client_id", "0oaNobody") == "401 invalid_client");
    BOOST_TEST(with("grant_type", "password") == "400 unsupported_grant_type");
    BOOST_TEST(with("grant_type", "client_credentials") == "400 unauthorized_client");
    BOOST_TEST(with("grant_type", "") == "400 invalid_request");
    auto f = exchange(code(request()));
    clock.advance(301s);
    BOOST_TEST(verdict(token(f)) == "400 invalid_grant");
    f = exchange(code(request()));
    org.set_status(org.find_user(grace)->id, okta::user_status::suspended);
    BOOST_TEST(verdict(token(f)) == "400 invalid_grant");
}

BOOST_AUTO_TEST_CASE(a_code_that_is_used_twice_ends_what_it_gave)
{
    auto const f = exchange(code(request()));
    auto const first = token(f);
    BOOST_TEST(call(member(first, "access_token")) == 200);
    auto const second = refresh(member(first, "refresh_token"));
    BOOST_TEST(call(member(second, "access_token")) == 200);
    BOOST_TEST(verdict(token(f)) == "400 invalid_grant");
    BOOST_TEST(call(member(first, "access_token")) == 401);
    BOOST_TEST(call(member(second, "access_token")) == 401);
    BOOST_TEST(verdict(refresh(member(first, "refresh_token"))) == "400 invalid_grant");
}

BOOST_AUTO_TEST_CASE(a_client_proves_who_it_is)
{
    auto const fresh = [&](bool with_id) {
        auto f = exchange(code(request("0oaWeb")), "0oaWeb");
        if (!with_id) f.erase("client_id");
        return f;
    };
    auto const with_secret = [&](std::string const& secret) {
        auto f = fresh(true);
        f["client_secret"] = secret;
        return f;
    };
    BOOST_TEST(verdict(token(with_secret("s%c:ret +"))) == "200 ");
    BOOST_TEST(verdict(token(with_secret("s%c:ret"))) == "401 invalid_client");
    BOOST_TEST(verdict(token(fresh(true))) == "401 invalid_client");
    BOOST_TEST(verdict(token(fresh(false))) == "401 invalid_client");
    BOOST_TEST(verdict(token(fresh(false), basic("0oaWeb", "s%c:ret +"))) == "200 ");
    BOOST_TEST(verdict(token(fresh(true), basic("0oaWeb", "s%c:ret +"))) == "200 ");
    auto const wrong = token(fresh(false), basic("0oaWeb", "wrong"));
    BOOST_TEST(verdict(wrong) == "401 invalid_client");
    BOOST_TEST(field(wrong, "WWW-Authenticate").starts_with("Basic "));
    BOOST_TEST(verdict(token(fresh(true), basic("0oaNative", ""))) == "401 invalid_client");
    BOOST_TEST(verdict(token(with_secret("s%c:ret +"), basic("0oaWeb", "s%c:ret +"))) == "400 invalid_request");
    okta::http_fields bearer;
    bearer.add("Authorization", "Bearer x");
    BOOST_TEST(verdict(token(with_secret("s%c:ret +"), bearer)) == "401 invalid_client");
    auto plain = request("0oaWeb"); // no PKCE
    plain.erase("code_challenge"), plain.erase("code_challenge_method");
    auto f = exchange(code(plain), "0oaWeb");
    f["client_secret"] = "s%c:ret +";
    BOOST_TEST(verdict(token(f)) == "400 invalid_grant"); // a verifier that nobody announced
    f = exchange(code(plain), "0oaWeb");
    f["client_secret"] = "s%c:ret +";
    f.erase("code_verifier");
    BOOST_TEST(verdict(token(f)) == "200 ");
}

BOOST_AUTO_TEST_CASE(an_app_that_will_not_do_is_told_why)
{
    auto const fault = [&](okta::sandbox::sign_in_app app) -> std::string {
        try {
            server.add(std::move(app));
        } catch (std::invalid_argument const& e) {
            return e.what();
        }
        return "(accepted)";
    };
    BOOST_TEST(fault({.client_id = ""}).find("no client id") != std::string::npos);
    BOOST_TEST(fault({.client_id = "0oaWeb"}).find("known already") != std::string::npos);
    BOOST_TEST(fault({.client_id = "a", .grace = 61s}).find("grace period") != std::string::npos);
    BOOST_TEST(fault({.client_id = "a", .scopes = {"a b"}}).find("the scope") != std::string::npos);
    BOOST_TEST(fault({.client_id = "a", .redirect_uris = {"/x"}}).find("redirect URI") != std::string::npos);
    BOOST_TEST(fault({.client_id = "a", .redirect_uris = {"x:y#z"}}).find("redirect URI") != std::string::npos);
    BOOST_TEST(fault({.client_id = "a", .client_secret = "s", .public_jwk = "{}"}).find("a key") != std::string::npos);
    BOOST_TEST(fault({.client_id = "a", .public_jwk = "{}"}).find("kty") != std::string::npos);
    BOOST_TEST(fault({.client_id = "a", .redirect_uris = {"com.example.app:/cb"}}) == "(accepted)");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace oauth_sign_in_test
