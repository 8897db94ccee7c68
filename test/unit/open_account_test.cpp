#include <okta/auth/file_store.hpp>

#include "auth/temporary_directory.hpp"
#include "linked_product.hpp"

#include <boost/test/unit_test.hpp>

namespace open_account_test {
namespace {

using namespace std::chrono_literals;
using okta::account_status;
using okta::error_kind;
using okta::linked_account;
using okta::secret;
using okta::test::product;
using problem = std::optional<okta::error>;

} // namespace

BOOST_FIXTURE_TEST_SUITE(open_accounts, product)

BOOST_AUTO_TEST_CASE(tokens_are_stored_before_they_are_used)
{
    int uses = 0;
    org->lifetime = 0; // every call needs a new one
    org->on_use = [&] {
        auto const all = store.list().value();
        BOOST_TEST_REQUIRE(all.size() == 1u);
        BOOST_TEST((all[0].refresh_token == secret(org->refresh_token)));
        ++uses;
    };
    auto const account = link_here(options());
    BOOST_TEST_REQUIRE(account.has_value());
    auto opened = open_account(store, account->id, profile, transport());
    BOOST_TEST_REQUIRE(opened.has_value());
    for (int i = 0; i < 3; ++i) BOOST_TEST(opened->call(okta::get_user_info{}).has_value());
    BOOST_TEST(uses == 4);
    BOOST_TEST((stored(account->id).refresh_token == secret("rt-4")));
    BOOST_TEST((stored(account->id).owner_id == "ada"));
}

BOOST_AUTO_TEST_CASE(an_opened_account_uses_its_access_token_as_long_as_it_is_good)
{
    auto const account = link_here(options()).value();
    BOOST_TEST(open_account(store, account.id, profile, transport()).value().call(okta::get_user_info{}).has_value());
    BOOST_TEST(org->issued == 1);
    end_access(account.id);
    auto opened = open_account(store, account.id, profile, transport()).value();
    BOOST_TEST(opened.call(okta::get_user_info{}).has_value()); // renewed once
    BOOST_TEST(org->issued == 2);
}

BOOST_AUTO_TEST_CASE(an_account_outlives_the_program)
{
    okta::test::temporary_directory directory;
    store = okta::file_store::open(directory.path).value();
    auto const id = link_here(options()).value().id;
    end_access(id);
    store = okta::file_store::open(directory.path).value();
    auto opened = open_account(store, id, profile, transport()).value();
    BOOST_TEST(opened.call(okta::get_user_info{}).has_value());
    BOOST_TEST((okta::file_store::open(directory.path)->load(id).value()->refresh_token == secret("rt-2")));
}

BOOST_AUTO_TEST_CASE(a_dead_refresh_token_expires_the_account_and_signing_in_revives_it)
{
    auto const account = link_here(options()).value();
    end_access(account.id);
    org->refresh_token = "ended";
    auto opened = open_account(store, account.id, profile, transport()).value();
    auto const expired = check_account(opened, store, account.id).value();
    BOOST_TEST((expired.status == account_status::expired));
    BOOST_TEST(expired.status_reason.find("invalid_grant") != std::string::npos);
    BOOST_TEST((stored(account.id) == expired));

    auto again = options();
    again.account_id = account.id;
    auto const revived = link_here(std::move(again)).value();
    BOOST_TEST((revived.id == account.id && revived.created == account.created));
    BOOST_TEST((revived.status == account_status::active && revived.status_reason.empty()));
    BOOST_TEST((revived.refresh_token == secret("rt-2")));
    BOOST_TEST(store.list()->size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_check_of_a_stored_account_leaves_its_new_tokens)
{
    auto const account = link_here(options()).value();
    end_access(account.id); // so the check renews
    auto opened = open_account(store, account.id, profile, transport()).value();
    auto const checked = check_account(opened, store, account.id).value();
    BOOST_TEST((checked.refresh_token == secret("rt-2") && checked.status == account_status::active));
    BOOST_TEST((stored(account.id) == checked));
    BOOST_TEST((check_account(opened, account).refresh_token == account.refresh_token)); // a copy's are the old ones
    BOOST_TEST(!store.remove(account.id).has_value());
    BOOST_TEST(!check_account(opened, store, account.id).has_value());
}

BOOST_AUTO_TEST_CASE(a_suspended_account_is_not_opened_and_stays_suspended)
{
    auto const account = link_here(options()).value();
    auto opened = open_account(store, account.id, profile, transport()).value();
    auto const pause = [](linked_account& a) { return a = suspend(a, "unpaid", {}), problem(); };
    BOOST_TEST(!store.update(account.id, pause).has_value());
    BOOST_TEST((check_account(opened, store, account.id)->status == account_status::suspended));
    auto const why = "the account '" + account.id + "' is suspended: resume it first";
    BOOST_TEST(open_account(store, account.id, profile, transport()).error().summary == why);
    auto again = options();
    again.account_id = account.id;
    BOOST_TEST(link_here(std::move(again)).error().summary == why);
}

BOOST_AUTO_TEST_CASE(an_account_is_opened_for_its_own_org_client_and_owner)
{
    auto const account = link_here(options()).value();
    auto const refusal = [&] { return open_account(store, account.id, profile, transport()).error(); };
    profile.org = "https://evil.example";
    BOOST_TEST(refusal().summary == "the account '" + account.id +
                                        "' is linked with the org https://o.okta.com, not with "
                                        "the profile's, https://evil.example");
    profile.org = "https://O.okta.com/"; // the same one
    BOOST_TEST(open_account(store, account.id, profile, transport()).has_value());
    profile.client_id = "0oa2";
    BOOST_TEST(refusal().summary ==
               "the account '" + account.id + "' is linked with the client 0oa1, not with the profile's, 0oa2");
    profile.client_id = "0oa1";
    auto of_eve = options();
    of_eve.account_id = account.id;
    of_eve.owner_id = "eve";
    BOOST_TEST(link_here(std::move(of_eve)).error().summary == "the account '" + account.id + "' is another owner's");
    profile.client_id = "";
    BOOST_TEST((refusal().kind == error_kind::invalid_request));
    profile.kind = okta::connector_kind::api_token;
    BOOST_TEST(refusal().summary ==
               "the profile is of the kind API_TOKEN: accounts are linked with one of the kind END_USER");
    BOOST_TEST(link_here(options()).error().summary == refusal().summary);
    profile = product().profile;
    BOOST_TEST(
        open_account(store, "none", profile, transport()).error().summary.starts_with("there is no account 'none'"));
}

BOOST_AUTO_TEST_CASE(many_accounts_live_side_by_side)
{
    product other;
    other.store = store;
    auto const mine = link_here(options()).value(), theirs = other.link_here(other.options()).value();
    end_access(mine.id), other.end_access(theirs.id);
    auto a = open_account(store, mine.id, profile, transport()).value();
    auto b = open_account(store, theirs.id, other.profile, other.transport()).value();
    std::thread beside([&] { (void)b.call(okta::get_user_info{}); });
    BOOST_TEST(a.call(okta::get_user_info{}).has_value());
    beside.join();
    BOOST_TEST((org->issued == 2 && other.org->issued == 2));
    BOOST_TEST(store.list("ada")->size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace open_account_test
