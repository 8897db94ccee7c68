#include "oauth_support.hpp"

#include <okta/actions/user_info.hpp>
#include <okta/actions/users.hpp>
#include <okta/auth/oauth.hpp>
#include <okta/auth/verification.hpp>
#include <okta/codec/decode.hpp>
#include <okta/model/oauth.hpp>
#include <okta/model/oauth_metadata.hpp>

// Refresh tokens that stay and that rotate, their theft and their end; what the server says of tokens and of itself.

namespace oauth_refresh_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
using okta::method;

struct fixture : oauth_org
{
    std::string active(std::string const& token, std::string const& client = "0oaNative")
    {
        auto const r = post("/oauth2/v1/introspect", {{"client_id", client}, {"token", token}});
        BOOST_TEST(r.status == 200);
        return r.body == R"({"active":false})" ? "no" : member(r, "username");
    }
    int revoke(std::string const& token, std::string const& client = "0oaNative")
    {
        auto const r = post("/oauth2/v1/revoke", {{"client_id", client}, {"token", token}});
        BOOST_TEST((r.status != 200 || r.body.empty()));
        return r.status;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_oauth_refresh, fixture)

BOOST_AUTO_TEST_CASE(our_client_renews_by_a_token_that_stays)
{
    std::vector<okta::token_set> kept;
    auto user = sign_in(okta::oauth_client::without_secret("0oaNative"), {"offline_access", "okta.users.read"}, kept);
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(user.call(okta::get_user{.id = "me"}).has_value());
        clock.advance(4000s);
    }
    BOOST_TEST_REQUIRE(kept.size() == 3u);
    BOOST_TEST((kept[0].refresh_token && kept[0].refresh_token == kept[2].refresh_token));
    BOOST_TEST((kept[0].access_token != kept[1].access_token));
}

BOOST_AUTO_TEST_CASE(our_client_renews_by_tokens_that_rotate)
{
    std::vector<okta::token_set> kept;
    auto const app = okta::oauth_client::without_secret("0oaRotates");
    auto user = sign_in(app, {"offline_access", "okta.users.read"}, kept);
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(user.call(okta::get_user{.id = "me"}).has_value());
        clock.advance(4000s);
    }
    BOOST_TEST_REQUIRE(kept.size() == 3u);
    BOOST_TEST((kept[0].refresh_token != kept[1].refresh_token && kept[1].refresh_token != kept[2].refresh_token));

    auto later = as(okta::refresh_token(app, *kept[2].refresh_token, {}, {.environment = environment()}));
    BOOST_TEST(later.call(okta::get_user{.id = "me"}).has_value());
    auto thief = as(okta::refresh_token(app, *kept[0].refresh_token, {}, {.environment = environment()}));
    BOOST_TEST(thief.call(okta::get_user{.id = "me"}).error().code == "invalid_grant");
    clock.advance(10s); // a token that was just fetched is not asked for again
    BOOST_TEST(later.call(okta::get_user{.id = "me"}).error().code == "invalid_grant"); // the family is at an end
}

BOOST_AUTO_TEST_CASE(a_refused_access_token_is_renewed_at_once)
{
    std::vector<okta::token_set> kept;
    auto user = sign_in(okta::oauth_client::without_secret("0oaNative"), {"offline_access", "okta.users.read"}, kept);
    BOOST_TEST(user.call(okta::get_user{.id = "me"}).has_value());
    clock.advance(10s);
    BOOST_TEST(revoke(std::string(kept.at(0).access_token.reveal())) == 200);
    BOOST_TEST(user.call(okta::get_user{.id = "me"}).has_value());
    BOOST_TEST(kept.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_replaced_token_serves_during_its_grace_period)
{
    auto const first = member(tokens("0oaRotates"), "refresh_token");
    auto const once = refresh(first, "0oaRotates");
    BOOST_TEST_REQUIRE(verdict(once) == "200 ");
    clock.advance(29s);
    auto const again = refresh(first, "0oaRotates"); // an answer that was lost
    BOOST_TEST_REQUIRE(verdict(again) == "200 ");
    BOOST_TEST(member(again, "refresh_token") != member(once, "refresh_token"));
    BOOST_TEST(verdict(refresh(member(once, "refresh_token"), "0oaRotates")) == "200 ");
    clock.advance(2s); // the period is counted from the first use
    BOOST_TEST(verdict(refresh(first, "0oaRotates")) == "400 invalid_grant");
    for (auto const& r : {once, again}) {
        BOOST_TEST(call(member(r, "access_token")) == 401);
        BOOST_TEST(verdict(refresh(member(r, "refresh_token"), "0oaRotates")) == "400 invalid_grant");
    }
    BOOST_TEST(verdict(tokens("0oaRotates")) == "200 "); // the user may sign in again
}

BOOST_AUTO_TEST_CASE(without_a_grace_period_a_token_serves_once)
{
    server.add({.client_id = "0oaStrict",
                .redirect_uris = {callback},
                .scopes = {"openid", "offline_access", "okta.users.read"},
                .rotates = true,
                .grace = 0s});
    auto const first = member(tokens("0oaStrict"), "refresh_token");
    auto const second = refresh(first, "0oaStrict");
    BOOST_TEST(verdict(second) == "200 ");
    BOOST_TEST(verdict(refresh(first, "0oaStrict")) == "400 invalid_grant");
    BOOST_TEST(verdict(refresh(member(second, "refresh_token"), "0oaStrict")) == "400 invalid_grant");
}

BOOST_AUTO_TEST_CASE(scopes_may_shrink_only)
{
    auto const token_text = member(tokens(), "refresh_token");
    form f{{"grant_type", "refresh_token"}, {"client_id", "0oaNative"}, {"refresh_token", token_text}};
    f["scope"] = "openid";
    auto const fewer = token(f);
    BOOST_TEST(member(fewer, "scope") == "openid");
    BOOST_TEST(call(member(fewer, "access_token")) == 403);
    f["scope"] = "openid profile";
    BOOST_TEST(verdict(token(f)) == "400 invalid_scope");
    auto const all = refresh(token_text); // what was granted stays
    BOOST_TEST(member(all, "scope") == "openid offline_access okta.users.read");
    auto const claims = okta::detail::parse_jwt(member(all, "id_token")).value().claims;
    BOOST_TEST((claims.at("aud") == "0oaNative" && !claims.contains("nonce")));
}

BOOST_AUTO_TEST_CASE(a_refresh_token_is_its_client_s_and_ends)
{
    auto const token_text = member(tokens(), "refresh_token");
    BOOST_TEST(verdict(refresh(token_text, "0oaRotates")) == "400 invalid_grant");
    BOOST_TEST(verdict(refresh("x")) == "400 invalid_grant");
    BOOST_TEST(verdict(refresh("")) == "400 invalid_grant");
    BOOST_TEST(verdict(refresh(member(tokens(), "access_token"))) == "400 invalid_grant");
    for (int day = 0; day < 89; day += 6) {
        BOOST_TEST(verdict(refresh(token_text)) == "200 ", day);
        clock.advance(6 * 24h);
    }
    BOOST_TEST(verdict(refresh(token_text)) == "400 invalid_grant"); // 90 days
    auto const idle = member(tokens(), "refresh_token");
    clock.advance(7 * 24h);
    BOOST_TEST(verdict(refresh(idle)) == "400 invalid_grant");
    auto const leaving = member(tokens(), "refresh_token");
    org.set_status(org.find_user(grace)->id, okta::user_status::deprovisioned);
    BOOST_TEST(verdict(refresh(leaving)) == "400 invalid_grant");
}

BOOST_AUTO_TEST_CASE(revoking)
{
    auto const got = tokens();
    auto const access = member(got, "access_token"), refreshing = member(got, "refresh_token");
    BOOST_TEST(revoke(access, "0oaRotates") == 200); // another client's: nothing happens, nothing is told
    BOOST_TEST(revoke(refreshing, "0oaRotates") == 200);
    BOOST_TEST(revoke(std::string(org.token().reveal())) == 200);
    BOOST_TEST(call(access) == 200);
    BOOST_TEST(revoke(access) == 200);
    BOOST_TEST(call(access) == 401);
    auto const next = refresh(refreshing);
    BOOST_TEST(call(member(next, "access_token")) == 200);
    BOOST_TEST(revoke(refreshing) == 200);
    BOOST_TEST(call(member(next, "access_token")) == 401);
    BOOST_TEST(verdict(refresh(refreshing)) == "400 invalid_grant");
    BOOST_TEST(revoke("unknown") == 200);
    BOOST_TEST(revoke("unknown", "0oaNobody") == 401);
    BOOST_TEST(revoke("") == 400);
    BOOST_TEST(send(method::get, "/oauth2/v1/revoke").status == 405);
}

BOOST_AUTO_TEST_CASE(introspecting)
{
    auto const got = tokens();
    auto const access = member(got, "access_token"), refreshing = member(got, "refresh_token");
    BOOST_TEST(active(access) == grace);
    BOOST_TEST(active(refreshing) == grace);
    BOOST_TEST(active(access, "0oaRotates") == "no");
    BOOST_TEST(active("unknown") == "no");
    BOOST_TEST(active(std::string(org.token().reveal())) == "no");
    auto const r = post("/oauth2/v1/introspect", {{"client_id", "0oaNative"}, {"token", access}});
    auto const said = okta::decode<okta::introspection_response>(r.body).value();
    BOOST_TEST((said.client_id == "0oaNative" && said.token_type == "Bearer"));
    BOOST_TEST(*said.scope == "openid offline_access okta.users.read");
    BOOST_TEST(*said.uid == org.find_user(grace)->id.text);
    clock.advance(3601s);
    BOOST_TEST(active(access) == "no");
    BOOST_TEST(active(refreshing) == grace);
    BOOST_TEST(revoke(refreshing) == 200);
    BOOST_TEST(active(refreshing) == "no");
    BOOST_TEST(post("/oauth2/v1/introspect", {{"client_id", "0oaWeb"}, {"token", access}}).status == 401);
}

BOOST_AUTO_TEST_CASE(the_server_says_what_it_is)
{
    for (auto const* name : {"openid-configuration", "oauth-authorization-server"}) {
        auto const r = send(method::get, std::string("/.well-known/") + name);
        auto const m = okta::decode<okta::oauth_metadata>(r.body).value();
        BOOST_TEST(*m.issuer == okta::sandbox::org::url());
        for (auto const& endpoint : {m.authorization_endpoint, m.token_endpoint, m.jwks_uri, m.revocation_endpoint,
                                     m.introspection_endpoint, m.device_authorization_endpoint, m.userinfo_endpoint}) {
            auto const path = endpoint.value().substr(m.issuer->size());
            BOOST_TEST((org.has_bucket("POST " + path) || org.has_bucket("GET " + path)), path);
        }
        BOOST_TEST((m.code_challenge_methods_supported == std::vector<std::string>{"S256"}));
    }
    BOOST_TEST(!org.has_bucket("PUT /oauth2/v1/token"));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace oauth_refresh_test
