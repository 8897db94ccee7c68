#include "token_server.hpp"

#include <okta/auth/authorization_code.hpp>
#include <okta/auth/device_grant.hpp>
#include <okta/auth/jwt.hpp>

#include <boost/test/unit_test.hpp>

// Tokens of users: refresh tokens, the authorization code flow, the device grant.

namespace user_grants_test {
namespace {

using namespace okta::test;

okta::oauth_client with_secret() { return okta::oauth_client::with_secret("0oa1", "hush"); }

template <class Way, class Auth>
auto calls(std::shared_ptr<token_server> server, Auth auth)
{
    return std::make_unique<oauth_fixture<Way, Auth>>(std::move(server), std::move(auth));
}

okta::authorization_code_flow flow(turned_clock const& clock, std::vector<std::string> scopes = {"offline_access"})
{
    return {okta::oauth_client::without_secret("0oa1"),
            "http://127.0.0.1:8000/callback",
            std::move(scopes),
            {.environment = clock.environment()}};
}

std::string parameter(std::string const& url, std::string const& name)
{
    auto const at = url.find(name + '=');
    if (at == url.npos) return {};
    auto const start = at + name.size() + 1;
    return okta::percent_decode(url.substr(start, url.find('&', at) - start)).value();
}

using json = boost::json::value_ref;

std::string id_token(json aud, json nonce, json exp, json iss = org)
{
    return std::string(
        okta::sign_jwt(client_key(), {}, {{"iss", iss}, {"aud", aud}, {"nonce", nonce}, {"exp", exp}}).reveal());
}

} // namespace

BOOST_AUTO_TEST_SUITE(user_grants)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_rotated_refresh_token_is_kept_before_it_is_used, Way, ways)
{
    turned_clock clock;
    auto const server = std::make_shared<token_server>();
    server->rotates = true;
    std::vector<std::string> kept;
    auto const keep = [&](okta::token_set const& t) -> std::optional<okta::error> {
        BOOST_TEST(server->calls.size() == kept.size()); // no call with the new token yet
        kept.emplace_back(t.refresh_token->reveal());
        return std::nullopt;
    };
    auto c = calls<Way>(server,
                        okta::refresh_token(with_secret(), "refresh-0", keep, {.environment = clock.environment()}));
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(c->call().has_value());
        auto const f = form_of(server->token_requests.back());
        BOOST_TEST(f.at("grant_type") == "refresh_token");
        BOOST_TEST(f.at("refresh_token") == "refresh-" + std::to_string(i));
        BOOST_TEST((f.at("client_id") == "0oa1" && f.at("client_secret") == "hush"));
        *clock.seconds += 4000;
    }
    BOOST_TEST(kept == (std::vector<std::string>{"refresh-1", "refresh-2", "refresh-3"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refresh_token_that_stays_is_used_again, Way, ways)
{
    turned_clock clock;
    auto const server = std::make_shared<token_server>();
    auto c = calls<Way>(server,
                        okta::refresh_token(with_secret(), "refresh-0", {}, {.environment = clock.environment()}));
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(c->call().has_value());
        BOOST_TEST(form_of(server->token_requests.back()).at("refresh_token") == "refresh-0");
        *clock.seconds += 4000;
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(tokens_that_cannot_be_kept_are_not_used, Way, ways)
{
    auto const server = std::make_shared<token_server>();
    server->rotates = true;
    auto const keep = [](okta::token_set const&) -> std::optional<okta::error> {
        okta::error e;
        e.kind = okta::error_kind::authorisation;
        e.summary = "the disk is full";
        return e;
    };
    auto c = calls<Way>(server, okta::refresh_token(with_secret(), "refresh-0", keep));
    BOOST_TEST(c->call().error().summary == "no access token: the disk is full");
    BOOST_TEST(server->calls.empty());
    BOOST_TEST(!c->call().has_value()); // with the token that was given out, since the old one is dead
    BOOST_TEST(form_of(server->token_requests.back()).at("refresh_token") == "refresh-1");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_keeper_throws_is_an_error_without_its_text, Way, ways)
{
    auto const keep = [](okta::token_set const&) -> std::optional<okta::error> {
        throw std::runtime_error("tell-nobody");
    };
    auto c = calls<Way>(std::make_shared<token_server>(), okta::refresh_token(with_secret(), "refresh-0", keep));
    auto const r = c->call();
    BOOST_TEST_REQUIRE(!r.has_value());
    BOOST_TEST((r.error().kind == okta::error_kind::authorisation));
    BOOST_TEST(r.error().message().find("tell-nobody") == std::string::npos);
    BOOST_TEST(!c->call().has_value()); // and the turn is not lost with it
}

BOOST_AUTO_TEST_CASE(tokens_that_are_good_are_used_as_they_are)
{
    turned_clock clock;
    auto const server = std::make_shared<token_server>();
    server->tokens = 1;
    okta::token_set const tokens{
        .access_token = "access-1", .issued = clock.environment().now(), .refresh_token = "refresh-0"};
    auto c = calls<blocking_way>(server,
                                 okta::refresh_token(with_secret(), tokens, {}, {.environment = clock.environment()}));
    BOOST_TEST(c->call().has_value());
    BOOST_TEST(server->token_requests.empty());
    BOOST_CHECK_THROW(okta::refresh_token(with_secret(), okta::token_set{}), okta::exception);
    auto endless = tokens;
    endless.lifetime = std::chrono::seconds::max();
    c = calls<blocking_way>(server,
                            okta::refresh_token(with_secret(), endless, {}, {.environment = clock.environment()}));
    BOOST_TEST(c->call().has_value());
    BOOST_TEST(server->token_requests.empty());
}

BOOST_AUTO_TEST_CASE(a_sign_in_has_state_nonce_and_challenge)
{
    turned_clock clock;
    auto const begun = flow(clock, {"openid", "offline_access"}).start(org, {{"prompt", "login"}});
    BOOST_TEST(begun.url.starts_with(std::string(org) + "/oauth2/v1/authorize?client_id=0oa1&response_type=code&"));
    BOOST_TEST(parameter(begun.url, "redirect_uri") == "http://127.0.0.1:8000/callback");
    BOOST_TEST(parameter(begun.url, "scope") == "openid offline_access");
    BOOST_TEST(parameter(begun.url, "state") == begun.state);
    BOOST_TEST(parameter(begun.url, "nonce") == begun.nonce);
    BOOST_TEST(parameter(begun.url, "code_challenge_method") == "S256");
    BOOST_TEST(parameter(begun.url, "prompt") == "login");
    auto const proof = okta::pkce::from_verifier(begun.code_verifier).value();
    BOOST_TEST(parameter(begun.url, "code_challenge") == proof.challenge());
    BOOST_TEST(begun.state != flow(clock).start(org).state);
    BOOST_CHECK_THROW((void)flow(clock).start(org, {{"state", "mine"}}), okta::exception);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_code_becomes_tokens_and_then_they_are_refreshed, Way, ways)
{
    turned_clock clock;
    auto const server = std::make_shared<token_server>();
    server->rotates = true;
    auto const begun = flow(clock).start(org);
    std::vector<std::string> kept;
    auto user = flow(clock).finish(begun, "http://127.0.0.1:8000/callback?code=c%2F1&state=" + begun.state,
                                   [&](okta::token_set const& t) -> std::optional<okta::error> {
                                       kept.emplace_back(t.refresh_token->reveal());
                                       return std::nullopt;
                                   });
    BOOST_TEST_REQUIRE(fault_of(user) == "");
    auto c = calls<Way>(server, *user);
    BOOST_TEST(c->call().has_value());
    auto const f = form_of(server->token_requests.back());
    BOOST_TEST((f.at("grant_type") == "authorization_code" && f.at("code") == "c/1"));
    BOOST_TEST((f.at("client_id") == "0oa1" && !f.contains("client_secret")));
    BOOST_TEST(f.at("redirect_uri") == "http://127.0.0.1:8000/callback");
    BOOST_TEST(f.at("code_verifier") == begun.code_verifier.reveal());
    *clock.seconds += 4000;
    BOOST_TEST(c->call().has_value());
    BOOST_TEST(form_of(server->token_requests.back()).at("refresh_token") == "refresh-1");
    BOOST_TEST(kept.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_forged_or_refused_redirect_is_an_error)
{
    turned_clock clock;
    auto const begun = flow(clock).start(org);
    auto const error = [&](std::string const& query) { return flow(clock).finish(begun, query).error(); };
    for (auto const& query :
         {std::string(""), std::string("code=c"), "code=c&state=" + begun.nonce, std::string("state="),
          "code=c&state=" + begun.state + "x", std::string("code=c&state=%zz")})
        BOOST_TEST(error(query).summary.find("another state") != std::string::npos);
    BOOST_TEST(error("code=c&iss=https%3A%2F%2Fevil&state=" + begun.state).summary ==
               "the browser came back from another authorization server than https://o.okta.com");
    BOOST_TEST(error("state=" + begun.state).summary == "the browser came back without a code");
    auto const refused = error("?error=access_denied&error_description=User+said+no&state=" + begun.state);
    BOOST_TEST((refused.kind == okta::error_kind::oauth && refused.code == "access_denied"));
    BOOST_TEST(refused.summary == "User said no");
    BOOST_TEST(!flow(clock).finish(okta::sign_in{}, "code=c&state=").has_value()); // a sign-in that never began
}

BOOST_AUTO_TEST_CASE(an_id_token_of_another_sign_in_is_refused)
{
    turned_clock clock;
    auto const now = clock.seconds->load();
    auto const openid = flow(clock, {"openid"});
    auto const begun = openid.start(org);
    auto const said = [&](std::string const& more) {
        auto const server = std::make_shared<token_server>();
        server->more = more.empty() ? "" : R"(,"id_token":")" + more + '"';
        auto c = calls<blocking_way>(server, openid.finish(begun, "code=c&state=" + begun.state).value());
        auto const r = c->call();
        return r ? std::string("good") : r.error().summary;
    };
    BOOST_TEST(said(id_token("0oa1", begun.nonce, now + 60)) == "good");
    BOOST_TEST(said(id_token("0oa1", "other", now + 60)).find("another nonce") != std::string::npos);
    BOOST_TEST(said(id_token("0oa2", begun.nonce, now + 60)).find("another client") != std::string::npos);
    BOOST_TEST(said(id_token("0oa1", begun.nonce, now + 60, "https://x")).find("another issuer") != std::string::npos);
    BOOST_TEST(said(id_token("0oa1", begun.nonce, now - 400)).find("has expired") != std::string::npos);
    BOOST_TEST(said(id_token("0oa1", begun.nonce, 1e300)).find("exp is no time") != std::string::npos);
    BOOST_TEST(said(id_token(boost::json::array{"0oa2", "0oa1"}, begun.nonce, now + 60)) ==
               "good"); // the one claim that may be several
    BOOST_TEST(said(id_token("0oa1", boost::json::array{begun.nonce}, now + 60)).find("another nonce") !=
               std::string::npos);
    BOOST_TEST(
        said(id_token("0oa1", begun.nonce, now + 60, boost::json::array{org, "https://x"})).find("another issuer") !=
        std::string::npos);
    BOOST_TEST(said("x").find("is no JWT") != std::string::npos);
    BOOST_TEST(said("").find("is missing") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_a_refresh_token_the_user_signs_in_again)
{
    turned_clock clock;
    auto const begun = flow(clock, {"okta.users.read.self"}).start(org);
    auto const user = flow(clock).finish(begun, "code=c&state=" + begun.state);
    auto c = calls<blocking_way>(std::make_shared<token_server>(), *user);
    BOOST_TEST(c->call().has_value());
    *clock.seconds += 4000;
    BOOST_TEST(c->call().error().summary.find("let the user sign in again") != std::string::npos);
    BOOST_TEST(c->server->token_requests.size() == 1u); // the code is not sent twice
}

BOOST_AUTO_TEST_CASE(a_device_waits_for_its_user)
{
    turned_clock clock;
    okta::device_grant grant(okta::oauth_client::without_secret("0oa1"), {"openid", "offline_access"},
                             {.environment = clock.environment()});
    auto step = grant.start(org);
    auto const& first = std::get<okta::device_grant::send>(step).request;
    BOOST_TEST(first.url() == std::string(org) + "/oauth2/v1/device/authorize");
    BOOST_TEST((form_of(first).at("client_id") == "0oa1" && form_of(first).at("scope") == "openid offline_access"));
    step = grant.answered(answer(
        200,
        R"({"device_code":"dev","user_code":"ABCD","verification_uri":"https://o/activate","expires_in":600,"interval":5})"));
    auto const shown = std::get<okta::device_grant::show>(step);
    BOOST_TEST((shown.codes.user_code == "ABCD" && shown.before_asking == std::chrono::seconds(5)));
    auto const refused = [](std::string code) { return answer(400, R"({"error":")" + code + R"("})"); };
    auto const waits = [&] { return std::get<okta::device_grant::wait>(step).before_asking.count(); };
    step = grant.waited();
    auto const f = form_of(std::get<okta::device_grant::send>(step).request);
    BOOST_TEST((f.at("grant_type") == "urn:ietf:params:oauth:grant-type:device_code" && f.at("device_code") == "dev"));
    step = grant.answered(refused("authorization_pending"));
    BOOST_TEST(waits() == 5);
    (void)grant.waited();
    step = grant.answered(refused("slow_down"));
    BOOST_TEST(waits() == 10);
    (void)grant.waited();
    okta::error away;
    away.kind = okta::error_kind::transport;
    step = grant.failed(away);
    BOOST_TEST(waits() == 20);
    (void)grant.waited();
    step = grant.answered(
        answer(200, R"({"access_token":"a","token_type":"Bearer","expires_in":3600,"refresh_token":"r"})"));
    auto const& tokens = std::get<okta::result<okta::token_set>>(step);
    BOOST_TEST_REQUIRE(tokens.has_value());
    BOOST_TEST((tokens->access_token == okta::secret("a") && tokens->refresh_token == okta::secret("r")));
}

BOOST_AUTO_TEST_CASE(a_device_code_ends)
{
    turned_clock clock;
    auto const codes = answer(
        200, R"({"device_code":"dev","user_code":"ABCD","verification_uri":"https://o/activate","expires_in":60})");
    auto const error = [](okta::device_grant::step const& s) {
        return std::get<okta::result<okta::token_set>>(s).error();
    };
    okta::device_grant grant(okta::oauth_client::without_secret("0oa1"), {"openid"},
                             {.environment = clock.environment()});
    (void)grant.start(org);
    (void)grant.answered(codes);
    (void)grant.waited();
    BOOST_TEST(error(grant.answered(answer(400, R"({"error":"access_denied"})"))).code == "access_denied");
    (void)grant.start(org);
    (void)grant.answered(codes);
    for (int i = 0; i < 11; ++i) { // of five seconds each
        (void)grant.waited();
        (void)grant.answered(answer(400, R"({"error":"authorization_pending"})"));
    }
    BOOST_TEST(error(grant.waited()).summary == "the code ABCD was not entered before it expired: start again");
    (void)grant.start(org);
    BOOST_TEST(error(grant.answered(answer(200, R"({"user_code":"ABCD"})"))).summary.find("no device_code") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace user_grants_test
