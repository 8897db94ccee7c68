#include <okta/auth/linked_account.hpp>
#include <okta/codec/decode.hpp>

#include <boost/test/unit_test.hpp>

// Accounts and what becomes of them; linking one is tested in test/unit/link_account_test.cpp.

namespace linked_account_test {
namespace {

using namespace std::chrono_literals;
using okta::account_status;
using okta::error;
using okta::error_kind;
using okta::linked_account;
using okta::secret;

okta::timestamp const start{1'700'000'000'123ms}, later{1'700'000'060'000ms};

linked_account sample()
{
    auto account = okta::new_account("owner 7", "https://o.okta.com", "0oa1", start);
    okta::token_set tokens;
    tokens.access_token = "at-1";
    tokens.dpop = true;
    tokens.issued = start;
    tokens.refresh_token = secret("rt-1");
    tokens.scopes = {"openid", "okta.users.read"};
    account = with_tokens(std::move(account), tokens, start);
    account.dpop_key = R"({"kty":"EC","d":"private"})";
    return account;
}

error failure(error_kind kind, std::string code, int status = 0)
{
    return {.kind = kind, .code = std::move(code), .summary = "why", .status = status};
}

account_status status_after(linked_account const& account, error const& e)
{
    return after_call(account, e, later).status.known().value();
}

} // namespace

BOOST_AUTO_TEST_SUITE(linked_accounts)

BOOST_AUTO_TEST_CASE(a_new_one_is_active_and_has_an_id_that_nobody_guesses)
{
    auto const a = sample(), b = sample();
    BOOST_TEST((a.status == account_status::active));
    BOOST_TEST(okta::is_account_id(a.id));
    BOOST_TEST(a.id.size() == 43u);
    BOOST_TEST(a.id != b.id);
    BOOST_TEST((a.created == start && a.updated == start));
}

BOOST_AUTO_TEST_CASE(ids_are_base64url_and_of_bounded_length)
{
    for (auto const* const good : {"a", "-", "_", "Az09-_"}) BOOST_TEST(okta::is_account_id(good));
    for (std::string const bad : {"", ".", "..", "a/b", "../x", "a.json", "a b", "a\n", "\xC3\xA4", "a=", "a+b"})
        BOOST_TEST(!okta::is_account_id(bad));
    BOOST_TEST(!okta::is_account_id(std::string_view("a\0b", 3)));
    BOOST_TEST(okta::is_account_id(std::string(128, 'x')));
    BOOST_TEST(!okta::is_account_id(std::string(129, 'x')));
}

BOOST_AUTO_TEST_CASE(json_holds_all_of_it)
{
    auto account = sample();
    account.status_reason = "\"quoted\"";
    auto const json = okta::to_json(account);
    for (auto const* const part : {R"("owner_id":"owner 7")", R"("refresh_token":"rt-1")", R"("access_token":"at-1")",
                                   R"("status":"ACTIVE")", R"("access_token_expires":"2023-11-14T23:13:20.123Z")"})
        BOOST_TEST(json.find(part) != json.npos, part << " is not in " << json);
    auto const again = okta::decode<linked_account>(json);
    BOOST_TEST_REQUIRE(again.has_value());
    BOOST_TEST((*again == account));
}

BOOST_AUTO_TEST_CASE(tokens_go_in_and_come_out)
{
    auto const account = sample();
    auto const tokens = tokens_of(account);
    BOOST_TEST((tokens.access_token == secret("at-1") && tokens.refresh_token == secret("rt-1")));
    BOOST_TEST(tokens.dpop);
    BOOST_TEST((tokens.issued == start && tokens.lifetime == 1h));
    BOOST_TEST((tokens.scopes == account.scopes));
}

BOOST_AUTO_TEST_CASE(a_refresh_token_that_did_not_rotate_stays)
{
    okta::token_set renewed;
    renewed.access_token = "at-2";
    renewed.issued = later;
    auto const account = with_tokens(sample(), renewed, later);
    BOOST_TEST((account.access_token == secret("at-2") && account.refresh_token == secret("rt-1")));
    BOOST_TEST(account.scopes.size() == 2u);
    BOOST_TEST((account.updated == later && account.created == start));
    BOOST_TEST(!account.dpop); // as the server says
    renewed.refresh_token = secret("rt-2");
    BOOST_TEST((with_tokens(account, renewed, later).refresh_token == secret("rt-2")));
}

BOOST_AUTO_TEST_CASE(without_a_usable_access_token_its_tokens_have_expired)
{
    auto account = sample();
    account.access_token = {};
    BOOST_TEST((tokens_of(account).expires() <= std::chrono::system_clock::time_point()));
    for (auto const* const time : {"9999-12-31T00:00:00.000Z", "0000-01-01T00:00:00.000Z"}) {
        account = sample();
        account.access_token_expires = okta::parse_timestamp(time);
        BOOST_TEST((tokens_of(account).expires() <= std::chrono::system_clock::time_point()));
    }
    account = sample();
    std::swap(account.access_token_issued, account.access_token_expires);
    BOOST_TEST((tokens_of(account).expires() <= std::chrono::system_clock::time_point()));
}

BOOST_AUTO_TEST_CASE(refused_credentials_change_the_status)
{
    using enum error_kind;
    auto const account = sample();
    BOOST_TEST((status_after(account, failure(oauth, "invalid_grant", 400)) == account_status::expired));
    BOOST_TEST((status_after(account, failure(authorisation, "invalid_grant", 400)) == account_status::expired));
    for (auto const& e : {failure(oauth, "invalid_client", 401), failure(authorisation, "invalid_client", 401),
                          failure(oauth, "access_denied"), failure(service, "E0000011", 401)})
        BOOST_TEST((status_after(account, e) == account_status::error), e.message());
    auto const refused = after_call(account, failure(oauth, "invalid_client", 401), later);
    BOOST_TEST(refused.status_reason == "oauth: invalid_client why [401]");
    BOOST_TEST((refused.updated == later));
    auto const good = after_call(refused, std::nullopt, later);
    BOOST_TEST((good.status == account_status::active && good.status_reason.empty()));
}

BOOST_AUTO_TEST_CASE(other_failures_say_nothing_about_it)
{
    using enum error_kind;
    auto unreachable = failure(authorisation, ""); // as a token request that got no answer
    unreachable.transport_code = make_error_code(boost::system::errc::connection_refused);
    for (auto const status : {account_status::active, account_status::error, account_status::expired}) {
        auto account = sample();
        account.status = status;
        for (auto const& e :
             {failure(service, "E0000007", 404), failure(service, "E0000006", 403), failure(service, "E0000047", 429),
              failure(authorisation, "E0000047", 429), failure(authorisation, "", 503), failure(authorisation, ""),
              failure(authorisation, "", 200), failure(transport, ""), failure(cancelled, ""),
              failure(invalid_request, ""), failure(unexpected_answer, "", 200), unreachable})
            BOOST_TEST((after_call(account, e, later) == account), e.message());
    }
}

BOOST_AUTO_TEST_CASE(only_the_product_ends_a_suspension)
{
    auto const suspended = suspend(sample(), "unpaid", later);
    BOOST_TEST((suspended.status == account_status::suspended));
    BOOST_TEST(suspended.status_reason == "unpaid");
    BOOST_TEST((after_call(suspended, std::nullopt, later) == suspended));
    BOOST_TEST((after_call(suspended, failure(error_kind::oauth, "invalid_grant", 400), later) == suspended));
    okta::token_set renewed;
    renewed.access_token = "at-2";
    BOOST_TEST((with_tokens(suspended, renewed, later).status == account_status::suspended));
    auto const resumed = resume(suspended, later);
    BOOST_TEST((resumed.status == account_status::active && resumed.status_reason.empty()));
    auto const expired = after_call(sample(), failure(error_kind::oauth, "invalid_grant", 400), later);
    BOOST_TEST((resume(expired, later) == expired));
}

BOOST_AUTO_TEST_CASE(a_reason_is_short_and_can_be_stored_whatever_the_server_said)
{
    auto e = failure(error_kind::oauth, "x");
    e.summary = "\xff\xfe" + std::string(10'000, 'y');
    auto const account = after_call(sample(), e, later);
    BOOST_TEST(account.status_reason.starts_with("oauth: x ??yy"));
    BOOST_TEST(account.status_reason.size() == 400u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace linked_account_test
