#include "linked_product.hpp"

#include <boost/test/unit_test.hpp>

namespace link_account_test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using okta::account_status;
using okta::error_kind;
using okta::linked_account;
using okta::secret;
using okta::test::product;
using problem = std::optional<okta::error>;

std::string fault(auto const& r) { return r ? "" : r.error().message(); }

} // namespace

BOOST_FIXTURE_TEST_SUITE(link_accounts, product)

BOOST_AUTO_TEST_CASE(from_the_authorisation_url_to_stored_tokens)
{
    auto const account = link();
    BOOST_TEST_REQUIRE(account.has_value(), fault(account));
    BOOST_TEST(browser.get().starts_with("HTTP/1.1 200 "));
    BOOST_TEST((stored(account->id) == *account));
    BOOST_TEST((account->owner_id == "ada" && account->org == "https://o.okta.com" && account->client_id == "0oa1"));
    BOOST_TEST((account->status == account_status::active));
    BOOST_TEST((account->refresh_token == secret("rt-1") && account->access_token == secret("at-1")));
    BOOST_TEST(account->scopes.size() == 3u);
    BOOST_TEST((account->created.has_value() && account->access_token_expires.has_value()));
    BOOST_TEST(org->sign_in["scope"].starts_with("openid profile offline_access okta."));
    BOOST_TEST(org->sign_in["redirect_uri"].starts_with("http://127.0.0.1:"));
    BOOST_TEST(org->requests.size() == 2u);
    BOOST_TEST(org->requests[1].target == "/oauth2/v1/userinfo"); // the health check
}

BOOST_AUTO_TEST_CASE(tokens_that_cannot_be_stored_are_not_used)
{
    struct full_store : okta::memory_store
    {
        problem save(linked_account const&)
        {
            return okta::error{.kind = error_kind::authorisation, .summary = "full"};
        }
    };
    store = full_store();
    auto const failed = link_here(options());
    BOOST_TEST_REQUIRE(!failed.has_value());
    BOOST_TEST(failed.error().message() == "authorisation: no access token: full");
    BOOST_TEST(org->requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(with_dpop_the_key_is_kept_with_the_tokens)
{
    profile.dpop = org->wants_dpop = true;
    auto const account = link_here(options());
    BOOST_TEST_REQUIRE(account.has_value(), fault(account));
    BOOST_TEST(account->dpop);
    auto const key = okta::signing_key::from_jwk(account->dpop_key).value();
    BOOST_TEST(org->sign_in["dpop_jkt"] == key.thumbprint());
    end_access(account->id);
    auto opened = open_account(store, account->id, profile, transport()).value();
    BOOST_TEST(opened.call(okta::get_user_info{}).has_value());
    BOOST_TEST(org->issued == 2);
    BOOST_TEST((stored(account->id).dpop_key == account->dpop_key));
    for (auto const& x : org->thumbprints) BOOST_TEST(x == key.public_jwk().x.value());
    auto again = options();
    again.account_id = account->id;
    auto const anew = link_here(std::move(again)).value();
    BOOST_TEST((anew.id == account->id && anew.dpop_key != account->dpop_key));
    BOOST_TEST(org->sign_in["dpop_jkt"] == okta::signing_key::from_jwk(anew.dpop_key)->thumbprint());
}

BOOST_AUTO_TEST_CASE(without_a_refresh_token_there_is_no_account)
{
    org->gives_refresh_token = false;
    auto const failed = link_here(options());
    BOOST_TEST_REQUIRE(!failed.has_value());
    BOOST_TEST(failed.error().summary ==
               "no access token: Okta gave no refresh token: allow the application the grant type Refresh Token");
    BOOST_TEST(store.list()->empty());
}

BOOST_AUTO_TEST_CASE(a_sign_in_that_fails_leaves_nothing)
{
    org->code_is_good = false;
    auto const refused = link_here(options());
    BOOST_TEST((refused.error().code == "invalid_grant"));
    auto link = okta::account_link::begin(profile, store, options()).value();
    auto const denied = link.finish("error=access_denied&error_description=No&state=" + link.state());
    BOOST_TEST((denied.error().kind == error_kind::oauth && denied.error().code == "access_denied"));
    auto const twice = link.finish("code=c&state=" + link.state());
    BOOST_TEST(twice.error().summary == "the link is finished: begin another one");
    auto forged = okta::account_link::begin(profile, store, options()).value();
    BOOST_TEST((forged.finish("code=the-code&state=x").error().kind == error_kind::authorisation));
    BOOST_TEST(store.list()->empty());
}

BOOST_AUTO_TEST_CASE(an_org_may_have_another_name_for_itself)
{
    org->issuer = "https://login.example.com";
    BOOST_TEST(link_here(options()).error().summary.find("another issuer") != std::string::npos);
    profile.issuer = org->issuer;
    BOOST_TEST(link_here(options()).has_value());
}

BOOST_AUTO_TEST_CASE(nobody_signs_in)
{
    auto o = options();
    o.timeout = 30ms;
    o.open = [](std::string const&) {};
    BOOST_TEST((link(std::move(o)).error().kind == error_kind::authorisation));
    BOOST_TEST(store.list()->empty());
}

BOOST_AUTO_TEST_CASE(the_health_check_sets_the_status)
{
    for (auto const& [status, expected] : {std::pair(200, account_status::active),
                                           {403, account_status::active},
                                           {503, account_status::active},
                                           {401, account_status::error}}) {
        org->user_info_status = status;
        auto const account = link_here(options());
        BOOST_TEST_REQUIRE(account.has_value());
        BOOST_TEST((account->status == expected), status);
        BOOST_TEST((stored(account->id) == *account));
        BOOST_TEST(account->status_reason.empty() == (expected == account_status::active));
    }
}

BOOST_AUTO_TEST_CASE(the_health_check_can_be_another)
{
    auto o = options();
    o.check = [](okta::client& c) -> problem {
        auto const r = c.call(okta::get_user{.id = "me"});
        return r ? std::nullopt : problem(r.error());
    };
    BOOST_TEST(link_here(std::move(o)).has_value());
    BOOST_TEST(org->requests.back().target == "/api/v1/users/me");
    o = options();
    o.check = [](okta::client&) { return problem(); };
    BOOST_TEST(link_here(std::move(o)).error().summary == "the health check made no call, so that there are no tokens");
}

BOOST_AUTO_TEST_CASE(a_redirect_uri_elsewhere_is_refused)
{
    for (auto const* const uri : {"https://product.example/callback", "http://localhost:8765/callback",
                                  "http://127.0.0.2:8765/callback", "http://[::1]:8765/cb", "com.example.app:/cb",
                                  "https://127.0.0.1:8765/callback", "http://127.0.0.1.evil.example/cb"}) {
        profile.redirect_uri = uri;
        auto const refused = link();
        BOOST_TEST_REQUIRE(!refused.has_value());
        BOOST_TEST((refused.error().kind == error_kind::invalid_request));
    }
    profile.redirect_uri = "http://127.0.0.1/callback";
    auto o = options();
    o.open = {};
    BOOST_TEST(link(std::move(o)).error().summary == "link_options::open is empty: it shows the URL to the user");
}

BOOST_AUTO_TEST_CASE(a_port_that_is_registered_is_kept)
{
    asio::io_context context;
    std::uint16_t port = 0;
    {
        asio::ip::tcp::acceptor probe(context, {asio::ip::address_v4::loopback(), 0});
        port = probe.local_endpoint().port();
    }
    profile.redirect_uri = "http://127.0.0.1:" + std::to_string(port) + "/a/b";
    BOOST_TEST(link().has_value());
    BOOST_TEST(org->sign_in["redirect_uri"] == profile.redirect_uri);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace link_account_test
