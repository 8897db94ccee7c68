#include "../linked_product.hpp"
#include "oauth_support.hpp"

#include <boost/asio/ip/tcp.hpp>

// An account is linked whole: profile, loopback receiver, browser, org, store; and opened in a later run.

namespace oauth_link_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;

std::uint16_t free_port()
{
    boost::asio::io_context context;
    return boost::asio::ip::tcp::acceptor(context, {boost::asio::ip::address_v4::loopback(), 0})
        .local_endpoint()
        .port();
}

struct fixture : oauth_org
{
    fixture()
    {
        profile.org = okta::sandbox::org::url();
        profile.client_id = "0oaProduct";
        profile.redirect_uri = "http://127.0.0.1:" + std::to_string(free_port()) + "/callback";
        profile.scopes = {"openid", "profile", "offline_access", "okta.users.read"};
    }

    okta::result<okta::linked_account> link(bool bound)
    {
        profile.dpop = bound;
        server.add({.client_id = "0oaProduct",
                    .redirect_uris = {profile.redirect_uri},
                    .scopes = profile.scopes,
                    .rotates = true,
                    .grace = 0s,
                    .dpop = bound});
        okta::link_options o{.transport = org, .owner_id = "ada"};
        o.timeout = 10s;
        o.account.environment = environment();
        std::future<std::string> browser;
        o.open = [&](std::string const& url) {
            browser = std::async(std::launch::async, [this, to = visit(org, url, grace)] {
                return browse(profile.redirect_uri, to.substr(to.find('?') + 1));
            });
        };
        auto account = okta::link_account(profile, store, std::move(o));
        BOOST_TEST(browser.get().find("200 OK") != std::string::npos);
        return account;
    }

    okta::client open(std::string const& id)
    {
        return okta::open_account(store, id, profile, org, {.environment = environment()}).value();
    }

    okta::connector_profile profile = {};
    okta::any_credential_store store = okta::memory_store();
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_oauth_link, fixture)

BOOST_AUTO_TEST_CASE(an_account_is_linked_opened_renewed_and_ended)
{
    auto const account = link(false);
    BOOST_TEST_REQUIRE(account.has_value());
    BOOST_TEST((account->status == okta::account_status::active));
    BOOST_TEST(account->dpop_key.empty());
    for (int run = 0; run < 3; ++run) { // by the refresh token that the run before has stored
        auto c = open(account->id);
        BOOST_TEST(c.call(okta::get_user{.id = "me"}).value().profile.login == grace);
        clock.advance(4000s);
    }
    org.set_status(org.find_user(grace)->id, okta::user_status::suspended);
    auto c = open(account->id);
    BOOST_TEST((okta::check_account(c, store, account->id).value().status == okta::account_status::expired));
}

BOOST_AUTO_TEST_CASE(a_bound_account_keeps_its_key)
{
    auto const account = link(true);
    BOOST_TEST_REQUIRE(account.has_value());
    BOOST_TEST((account->status == okta::account_status::active && !account->dpop_key.empty()));
    for (int run = 0; run < 2; ++run) {
        auto c = open(account->id);
        BOOST_TEST(c.call(okta::get_user{.id = "me"}).value().profile.login == grace);
        clock.advance(4000s);
    }
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace oauth_link_test
