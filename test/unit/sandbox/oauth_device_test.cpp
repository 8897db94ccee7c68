#include "oauth_support.hpp"

#include <okta/actions/users.hpp>
#include <okta/auth/device_grant.hpp>
#include <okta/auth/oauth.hpp>
#include <okta/codec/decode.hpp>

// The device grant: our own machine against the org, the page where the user enters the code, and every refusal.

namespace oauth_device_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
using okta::method;

struct codes
{
    std::string device, user;
};

struct fixture : oauth_org
{
    codes ask(std::string const& scope = "offline_access okta.users.read")
    {
        auto const r = post("/oauth2/v1/device/authorize", {{"client_id", "0oaNative"}, {"scope", scope}});
        BOOST_TEST_REQUIRE(r.status == 200);
        return {member(r, "device_code"), member(r, "user_code")};
    }
    okta::http_response answer_of(codes const& c)
    {
        return token({{"grant_type", device_grant_type}, {"client_id", "0oaNative"}, {"device_code", c.device}});
    }
    std::string poll(codes const& c) { return verdict(answer_of(c)); }

    okta::http_response enter(std::string const& code, std::string const& login, std::string const& decision)
    {
        return post("/activate", {{"user_code", code}, {"login", login}, {"decision", decision}});
    }

    /// Our machine runs; `meet` is called with the codes, and time passes as it waits.
    template <class F>
    okta::result<okta::token_set> run(okta::device_grant grant, F meet, int& waits)
    {
        auto step = grant.start(okta::sandbox::org::url());
        for (waits = 0;;) {
            if (auto* const s = std::get_if<okta::device_grant::send>(&step))
                step = grant.answered(org.answer(s->request));
            else if (auto* const got = std::get_if<okta::result<okta::token_set>>(&step)) return std::move(*got);
            else {
                auto const* const first = std::get_if<okta::device_grant::show>(&step);
                if (!first) meet(++waits);
                else shown = first->codes;
                clock.advance(first ? first->before_asking : std::get<okta::device_grant::wait>(step).before_asking);
                step = grant.waited();
            }
        }
    }

    okta::device_grant grant(std::optional<okta::dpop> d = {}, std::string const& client = "0oaNative")
    {
        return {okta::oauth_client::without_secret(client),
                {"offline_access", "okta.users.read"},
                {.dpop = std::move(d), .environment = environment()}};
    }

    okta::device_authorize_response shown = {};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_oauth_device, fixture)

BOOST_AUTO_TEST_CASE(our_device_waits_for_its_user)
{
    int waits = 0;
    auto const got = run(
        grant(),
        [&](int n) {
            if (n == 3) BOOST_TEST(server.approve(*shown.user_code, grace));
        },
        waits);
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(waits == 3);
    BOOST_TEST((*shown.interval == 5 && *shown.expires_in == 600));
    BOOST_TEST(*shown.verification_uri == okta::sandbox::org::url() + "/activate");
    auto user = as(
        okta::refresh_token(okta::oauth_client::without_secret("0oaNative"), *got, {}, {.environment = environment()}));
    BOOST_TEST(user.call(okta::get_user{.id = "me"}).value().profile.login == grace);
    clock.advance(4000s);
    BOOST_TEST(user.call(okta::get_user{.id = "me"}).has_value()); // by its refresh token
}

BOOST_AUTO_TEST_CASE(our_device_is_refused_or_forgotten)
{
    int waits = 0;
    auto const no = run(grant(), [&](int) { (void)server.deny(*shown.user_code); }, waits);
    BOOST_TEST(no.error().code == "access_denied");
    auto const nobody = run(grant(), [](int) {}, waits);
    BOOST_TEST(nobody.error().summary.find("was not entered before it expired") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(our_device_s_tokens_are_bound)
{
    server.add({.client_id = "0oaBoundTv",
                .scopes = {"offline_access", "okta.users.read"},
                .device_grant = true,
                .dpop = true});
    okta::dpop const d;
    int waits = 0;
    auto const got = run(grant(d, "0oaBoundTv"), [&](int) { (void)server.approve(*shown.user_code, grace); }, waits);
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(got->dpop);
    auto user = as(okta::refresh_token(okta::oauth_client::without_secret("0oaBoundTv"), *got, {},
                                       {.dpop = d, .environment = environment()}));
    BOOST_TEST(user.call(okta::get_user{.id = "me"}).has_value());
}

BOOST_AUTO_TEST_CASE(the_user_enters_the_code)
{
    auto const c = ask();
    BOOST_TEST(c.user.size() == 8u);
    BOOST_TEST(send(method::get, "/activate").body.find("name=\"user_code\"") != std::string::npos);
    auto const page = send(method::get, "/activate?user_code=" + c.user);
    BOOST_TEST((page.status == 200 && page.body.find("<b>0oaNative</b>") != std::string::npos));
    BOOST_TEST(page.body.find("<li>okta.users.read</li>") != std::string::npos);
    BOOST_TEST(post("/activate", {{"user_code", c.user}}).body == page.body);
    BOOST_TEST(poll(c) == "400 authorization_pending");
    BOOST_TEST(enter(c.user, "nobody@example.com", "allow").status == 400);
    BOOST_TEST(enter(c.user, grace, "perhaps").status == 400);
    BOOST_TEST(enter("AAAAAAAA", grace, "allow").status == 400);
    clock.advance(5s);
    BOOST_TEST(poll(c) == "400 authorization_pending");
    auto spoken = c.user;
    spoken.insert(4, "-");
    for (char& letter : spoken) letter = letter >= 'A' ? static_cast<char>(letter - 'A' + 'a') : letter;
    BOOST_TEST(enter(spoken, grace, "allow").status == 200);
    BOOST_TEST(enter(c.user, grace, "deny").status == 400); // no second thoughts
    auto const got = answer_of(c);
    BOOST_TEST(verdict(got) == "200 ");
    BOOST_TEST(call(member(got, "access_token")) == 200);
    BOOST_TEST(poll(c) == "400 invalid_grant"); // once

    auto const other = ask();
    BOOST_TEST(enter(other.user, "", "deny").status == 200);
    BOOST_TEST(poll(other) == "400 access_denied");
    BOOST_TEST(!server.approve(other.user, grace));
    auto const evil = send(method::get, "/activate?user_code=%3Cscript%3E");
    BOOST_TEST((evil.status == 400 && evil.body.find("<script") == std::string::npos));
}

BOOST_AUTO_TEST_CASE(who_asks_too_often_is_slowed_down)
{
    auto const c = ask();
    BOOST_TEST(poll(c) == "400 authorization_pending");
    clock.advance(4s);
    BOOST_TEST(poll(c) == "400 slow_down"); // from now on 10 s
    clock.advance(9s);
    BOOST_TEST(poll(c) == "400 slow_down"); // 15 s
    clock.advance(15s);
    BOOST_TEST(poll(c) == "400 authorization_pending");
    BOOST_TEST(server.approve(c.user, grace));
    BOOST_TEST(poll(c) == "200 ");
}

BOOST_AUTO_TEST_CASE(a_device_code_is_its_client_s_and_ends)
{
    auto const c = ask();
    BOOST_TEST(
        verdict(token({{"grant_type", device_grant_type}, {"client_id", "0oaRotates"}, {"device_code", c.device}})) ==
        "400 unauthorized_client");
    server.add({.client_id = "0oaTv", .scopes = {"openid"}, .device_grant = true});
    BOOST_TEST(verdict(token({{"grant_type", device_grant_type}, {"client_id", "0oaTv"}, {"device_code", c.device}})) ==
               "400 invalid_grant");
    BOOST_TEST(poll({"x", ""}) == "400 invalid_grant");
    auto const asked = [&](std::string const& client, std::string const& scope) {
        return verdict(post("/oauth2/v1/device/authorize", {{"client_id", client}, {"scope", scope}}));
    };
    BOOST_TEST(asked("0oaRotates", "openid") == "400 unauthorized_client");
    BOOST_TEST(asked("0oaNobody", "openid") == "401 invalid_client");
    BOOST_TEST(asked("0oaTv", "openid okta.users.read") == "400 invalid_scope");
    BOOST_TEST(asked("0oaTv", "") == "400 invalid_scope");
    BOOST_TEST(asked("0oaTv", "openid") == "200 ");

    auto const gone = ask();
    BOOST_TEST(server.approve(gone.user, "nobody@example.com"));
    BOOST_TEST(poll(gone) == "400 access_denied");
    clock.advance(601s);
    BOOST_TEST(poll(c) == "400 expired_token");
    BOOST_TEST(enter(c.user, grace, "allow").status == 400);
}

BOOST_AUTO_TEST_CASE(devices_that_nobody_meets_are_forgotten)
{
    auto const first = ask();
    for (int i = 0; i < 1'000; ++i) (void)ask();
    BOOST_TEST(poll(first) == "400 invalid_grant");
    auto const last = ask();
    BOOST_TEST(poll(last) == "400 authorization_pending");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace oauth_device_test
