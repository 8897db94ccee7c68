#include "token_server.hpp"

#include <boost/test/unit_test.hpp>

// Access tokens: asked for, shared, renewed. What Okta's own SDKs were reported for has a test that names it.

namespace oauth_test {
namespace {

using namespace okta::test;

okta::oauth_client with_key() { return okta::oauth_client::with_key("0oa1", client_key()); }

okta::oauth_options options_of(turned_clock const& clock, std::optional<okta::dpop> dpop = {})
{
    return {.dpop = std::move(dpop), .environment = clock.environment()};
}

template <class Way>
struct app : turned_clock, oauth_fixture<Way, okta::service_app>
{
    explicit app(std::shared_ptr<token_server> s = std::make_shared<token_server>(),
                 std::optional<okta::dpop> dpop = {})
        : oauth_fixture<Way, okta::service_app>(s,
                                                okta::service_app(with_key(), {"okta.users.read", "okta.groups.read"},
                                                                  options_of(*this, std::move(dpop))))
    {
    }
    void later(std::int64_t s) { *this->seconds += s; }
};

std::string claim(std::string_view jwt, std::string_view name)
{
    return std::string(okta::detail::parse_jwt(jwt).value().claims.at(name).as_string());
}

} // namespace

BOOST_AUTO_TEST_SUITE(oauth_)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_service_app_proves_itself_by_an_assertion, Way, ways)
{
    app<Way> a;
    auto const r = a.call();
    BOOST_TEST_REQUIRE(fault_of(r) == "");
    BOOST_TEST(a.server->token_requests.size() == 1u);
    auto const& request = a.server->token_requests.front();
    auto const f = form_of(request);
    BOOST_TEST(to_string(request.method) == "POST");
    BOOST_TEST(request.url() == std::string(org) + "/oauth2/v1/token");
    BOOST_TEST(request.fields.find("Content-Type").value() == "application/x-www-form-urlencoded");
    BOOST_TEST(!request.fields.find("Authorization"));
    BOOST_TEST(f.at("grant_type") == "client_credentials");
    BOOST_TEST(f.at("scope") == "okta.users.read okta.groups.read");
    BOOST_TEST(f.at("client_assertion_type") == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    auto const jwt = okta::detail::verify_jwt(f.at("client_assertion"), client_key().public_jwk());
    BOOST_TEST_REQUIRE(fault_of(jwt) == "");
    BOOST_TEST((text_at(jwt->claims, "iss") == "0oa1" && text_at(jwt->claims, "sub") == "0oa1"));
    BOOST_TEST((text_at(jwt->claims, "aud") == std::string(org) + "/oauth2/v1/token"));
    BOOST_TEST(number_at(jwt->claims, "exp") - *a.seconds < 3600);
}

// okta-sdk-*: a token that is never renewed.
BOOST_AUTO_TEST_CASE_TEMPLATE(one_token_serves_until_shortly_before_its_end, Way, ways)
{
    app<Way> a;
    for (int i = 0; i < 3; ++i) BOOST_TEST(a.call().has_value());
    BOOST_TEST(a.server->token_requests.size() == 1u);
    a.later(3600 - 301);
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(a.server->token_requests.size() == 1u);
    a.later(2);
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(a.server->token_requests.size() == 2u);
    BOOST_TEST(a.server->calls.back().fields.find("Authorization").value() == "Bearer access-2");
}

// okta-sdk-*: a static assertion that expires, or is used again.
BOOST_AUTO_TEST_CASE_TEMPLATE(every_token_request_has_an_assertion_of_its_own, Way, ways)
{
    app<Way> a;
    BOOST_TEST(a.call().has_value());
    a.later(4000);
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(a.server->seen_jti.size() == 2u);
    auto const f = form_of(a.server->token_requests.back());
    BOOST_TEST(number_at(okta::detail::parse_jwt(f.at("client_assertion")).value().claims, "exp") > *a.seconds);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_renewal_that_fails_leaves_a_good_token, Way, ways)
{
    app<Way> a;
    BOOST_TEST(a.call().has_value());
    a.later(3400);
    a.server->refuse_tokens = answer(503, "busy");
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(a.server->token_requests.size() == 2u);
    BOOST_TEST(a.call().has_value()); // not asked again at once
    BOOST_TEST(a.server->token_requests.size() == 2u);
    a.later(6);
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(a.server->token_requests.size() == 3u);
    a.later(300); // now it is over
    BOOST_TEST(!a.call().has_value());
}

// okta-sdk-*: the error of a renewal is swallowed.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_error_of_the_token_endpoint_reaches_the_caller, Way, ways)
{
    app<Way> a;
    a.server->refuse_tokens = answer(401,
                                     R"({"error":"invalid_client","error_description":"The client secret is wrong."})");
    auto const r = a.call();
    BOOST_TEST_REQUIRE(!r.has_value());
    BOOST_TEST((r.error().kind == okta::error_kind::authorisation));
    BOOST_TEST(r.error().code == "invalid_client");
    BOOST_TEST(r.error().summary == "no access token: The client secret is wrong.");
    BOOST_TEST(a.server->calls.empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refused_token_is_renewed_once, Way, ways)
{
    app<Way> a;
    BOOST_TEST(a.call().has_value());
    a.later(10);
    a.server->revoked = {"Bearer access-1"};
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(a.server->token_requests.size() == 2u);
    a.later(10);
    a.server->revoked = {"Bearer access-2", "Bearer access-3", "Bearer access-4"};
    auto const r = a.call();
    BOOST_TEST_REQUIRE(!r.has_value());
    BOOST_TEST(r.error().code == "E0000011");
    BOOST_TEST(a.server->token_requests.size() == 3u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refusal_for_another_reason_leaves_the_token_alone, Way, ways)
{
    app<Way> a;
    BOOST_TEST(a.call().has_value());
    a.later(10);
    a.server->refuse_calls = answer(401, R"({"errorCode":"E0000015","errorSummary":"no feature"})");
    BOOST_TEST(a.call().error().code == "E0000015");
    a.server->refuse_calls = answer(401, "", {{"WWW-Authenticate", R"(Bearer error="insufficient_scope")"}});
    BOOST_TEST(a.call().error().code == "insufficient_scope");
    a.server->refuse_calls = {};
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(a.server->token_requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refused_token_that_cannot_be_renewed_serves_the_others, Way, ways)
{
    app<Way> a;
    BOOST_TEST(a.call().has_value());
    a.later(10);
    a.server->refuse_calls = answer(401, "");
    a.server->refuse_tokens = answer(429, R"({"errorCode":"E0000047","errorSummary":"slower"})");
    BOOST_TEST(a.call().error().code == "E0000047");
    a.server->refuse_calls = {};
    BOOST_TEST(a.call().has_value()); // it was the call, not the token
}

BOOST_AUTO_TEST_CASE_TEMPLATE(credentials_go_to_one_org, Way, ways)
{
    auto const server = std::make_shared<token_server>();
    okta::service_app const shared(with_key(), {"okta.users.read"});
    oauth_fixture<Way, okta::service_app> own(server, shared);
    BOOST_TEST(own.call().has_value());
    okta::client other("https://evil.example.com", shared, own.way.transport);
    auto const r = own.way.call(other, okta::get_user{.id = "00u1"});
    BOOST_TEST_REQUIRE(!r.has_value());
    BOOST_TEST(r.error().summary ==
               "the credentials are for https://o.okta.com and do not go to https://evil.example.com");
    BOOST_TEST((server->calls.size() == 1u && server->token_requests.size() == 1u));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_answer_without_a_token_is_an_error_that_shows_none, Way, ways)
{
    for (auto const body :
         {R"({"access_token":"tell-nobody","token_type":"MAC"})", R"({"access_token":"tell-nobody","expires_in":-1})",
          R"({"access_token":{"tell-nobody":1}})", R"({"tell-nobody":1})", R"(tell-nobody)",
          R"({"access_token":"tell-nobody")"}) {
        app<Way> a;
        a.server->refuse_tokens = answer(200, body);
        auto const r = a.call();
        BOOST_TEST_REQUIRE(!r.has_value());
        BOOST_TEST((r.error().kind == okta::error_kind::authorisation));
        BOOST_TEST(r.error().message().find("tell-nobody") == std::string::npos);
        BOOST_TEST(r.error().raw_body.find("tell-nobody") == std::string::npos);
    }
}

// okta-sdk-*: the assertion used again after use_dpop_nonce; lower-case htm; htu with a trailing slash or query.
BOOST_AUTO_TEST_CASE_TEMPLATE(dpop_answers_a_nonce_once_with_everything_new, Way, ways)
{
    okta::dpop const dpop;
    auto const server = std::make_shared<token_server>();
    server->nonce = "nonce-1";
    app<Way> a(server, dpop);
    auto const r = a.call();
    BOOST_TEST_REQUIRE(fault_of(r) == "");
    BOOST_TEST(server->token_requests.size() == 2u);
    BOOST_TEST(server->seen_jti.size() == 2u);
    auto const& jwk = dpop.key().public_jwk();
    auto const proof = okta::detail::verify_jwt(server->token_requests.back().fields.find("DPoP").value(), jwk).value();
    BOOST_TEST((text_at(proof.header, "typ") == "dpop+jwt" && text_at(proof.claims, "htm") == "POST"));
    BOOST_TEST((text_at(proof.claims, "htu") == std::string(org) + "/oauth2/v1/token"));
    auto const& call = server->calls.back();
    BOOST_TEST(call.fields.find("Authorization").value() == "DPoP access-1");
    auto const bound = okta::detail::verify_jwt(call.fields.find("DPoP").value(), jwk).value();
    BOOST_TEST((text_at(bound.claims, "htm") == "GET" &&
                text_at(bound.claims, "htu") == std::string(org) + "/api/v1/users/00u1"));
    BOOST_TEST((text_at(bound.claims, "ath") == okta::detail::base64url_encode(okta::detail::sha256("access-1"))));
    a.later(4000);
    BOOST_TEST(a.call().has_value()); // the nonce is remembered: no refused request this time
    BOOST_TEST(server->token_requests.size() == 3u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(dpop_takes_a_nonce_that_was_kept, Way, ways)
{
    okta::dpop dpop;
    dpop.remember(org, "nonce-1");
    auto const server = std::make_shared<token_server>();
    server->nonce = "nonce-1";
    app<Way> a(server, dpop);
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(server->token_requests.size() == 1u);
    server->nonce = "nonce-2"; // okta-sdk-*: a stale nonce
    a.later(4000);
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(dpop.nonce(org) == "nonce-2");
}

// okta-sdk-*: a DPoP proof replayed when a call is repeated.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_nonce_for_the_api_is_answered_with_a_new_proof, Way, ways)
{
    okta::dpop const dpop;
    auto const server = std::make_shared<token_server>();
    server->api_nonce = "api-1";
    app<Way> a(server, dpop);
    auto const r = a.call();
    BOOST_TEST_REQUIRE(fault_of(r) == "");
    BOOST_TEST(server->calls.size() == 2u);
    BOOST_TEST(claim(*server->calls[0].fields.find("DPoP"), "jti") !=
               claim(*server->calls[1].fields.find("DPoP"), "jti"));
    BOOST_TEST(server->token_requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_server_that_never_takes_a_nonce_is_asked_three_times, Way, ways)
{
    auto const server = std::make_shared<token_server>();
    server->refuse_tokens = answer(400, R"({"error":"use_dpop_nonce"})", {{"DPoP-Nonce", "n"}});
    app<Way> a(server, okta::dpop());
    BOOST_TEST(a.call().error().code == "use_dpop_nonce");
    BOOST_TEST(server->token_requests.size() == 3u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_token_that_is_no_dpop_token_is_sent_as_bearer, Way, ways)
{
    auto const server = std::make_shared<token_server>();
    server->refuse_tokens = answer(200, R"({"access_token":"access-0","token_type":"Bearer","expires_in":3600})");
    app<Way> a(server, okta::dpop());
    BOOST_TEST(a.call().has_value());
    BOOST_TEST(server->calls.back().fields.find("Authorization").value() == "Bearer access-0");
    BOOST_TEST(!server->calls.back().fields.find("DPoP"));
}

BOOST_AUTO_TEST_CASE(the_key_of_dpop_is_another_one)
{
    BOOST_CHECK_EXCEPTION(okta::service_app(with_key(), {"okta.users.read"}, {.dpop = okta::dpop(client_key())}),
                          okta::exception,
                          [](auto const& e) { return e.error().summary.find("another one") != std::string::npos; });
    BOOST_CHECK_THROW(okta::service_app(with_key(), {}), okta::exception);
    BOOST_CHECK_THROW(okta::service_app(okta::oauth_client::without_secret("0oa1"), {"x"}), okta::exception);
    BOOST_CHECK_THROW((void)okta::oauth_client::with_key("", client_key()), okta::exception);
}

BOOST_AUTO_TEST_CASE(the_scopes_of_actions_are_the_least_set)
{
    auto const scopes = okta::scopes_of<okta::list_users, okta::create_user, okta::get_user>();
    BOOST_TEST(scopes == std::vector<std::string>{"okta.users.manage"}, boost::test_tools::per_element());
    static_assert(okta::detail::least_scopes<okta::list_users>::value.size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace oauth_test
