#include "linked_product.hpp"

#include <boost/test/unit_test.hpp>

namespace link_account_by_device_test {
namespace {

using okta::error_kind;
using okta::secret;

struct terminal : okta::test::product
{
    std::vector<okta::device_authorize_response> shown;

    terminal() { profile.redirect_uri = {}; } // no browser comes back

    okta::result<okta::linked_account> link_device(std::string const& account_id = {})
    {
        auto o = options();
        o.account_id = account_id;
        return link_account_by_device(profile, store, std::move(o),
                                      [this](auto const& codes) { shown.push_back(codes); });
    }
};

std::string fault(auto const& r) { return r ? "" : r.error().message(); }

} // namespace

BOOST_FIXTURE_TEST_SUITE(link_accounts_by_device, terminal)

BOOST_AUTO_TEST_CASE(from_the_code_to_stored_tokens_and_calls)
{
    profile.dpop = org->wants_dpop = true;
    auto const account = link_device();
    BOOST_TEST_REQUIRE(fault(account) == "");
    BOOST_TEST_REQUIRE(shown.size() == 1u);
    BOOST_TEST((shown[0].user_code == "ABCD-EFGH" && shown[0].verification_uri == "https://o.okta.com/activate"));
    BOOST_TEST((stored(account->id) == *account));
    BOOST_TEST((account->owner_id == "ada" && account->status == okta::account_status::active && account->dpop));
    BOOST_TEST((account->refresh_token == secret("rt-1")));
    BOOST_TEST(org->requests.back().target == "/oauth2/v1/userinfo"); // the health check
    auto user = open_account(store, account->id, profile, transport());
    BOOST_TEST_REQUIRE(fault(user) == "");
    end_access(account->id);
    user = open_account(store, account->id, profile, transport());
    BOOST_TEST(fault(user->call(okta::get_user_info{})) == "");
    BOOST_TEST((stored(account->id).refresh_token == secret("rt-2")));
    for (auto const& thumbprint : org->thumbprints) BOOST_TEST(thumbprint == org->thumbprints[0]);

    auto const again = link_device(account->id);
    BOOST_TEST_REQUIRE(fault(again) == "");
    BOOST_TEST(again->id == account->id);
    BOOST_TEST((again->dpop_key != account->dpop_key && again->refresh_token == secret("rt-3")));
}

BOOST_AUTO_TEST_CASE(a_user_who_does_not_agree_leaves_nothing_behind)
{
    for (auto const* const why : {"access_denied", "expired_token"}) {
        org->device_error = why;
        auto const refused = link_device();
        BOOST_TEST_REQUIRE(!refused.has_value());
        BOOST_TEST((refused.error().kind == error_kind::oauth && refused.error().code == why));
        BOOST_TEST(store.list().value().empty());
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_refused_before_anything_is_sent)
{
    BOOST_TEST(fault(link_account_by_device(profile, store, options(), {})) ==
               "invalid_request: there is no function that shows the code to the user");
    BOOST_TEST(fault(link_device("nobody")).find("nobody") != std::string::npos);
    BOOST_TEST(fault(link_here(options())) ==
               "invalid_request: redirect_uri is missing: one that is registered with the application");
    BOOST_TEST(org->requests.empty());
}

BOOST_AUTO_TEST_CASE(without_a_refresh_token_there_is_no_account)
{
    org->gives_refresh_token = false;
    BOOST_TEST(fault(link_device()).find("no refresh token") != std::string::npos);
    BOOST_TEST(store.list().value().empty());
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace link_account_by_device_test
