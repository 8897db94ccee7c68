#include <okta/configured_client.hpp>

#include <boost/test/unit_test.hpp>

namespace configured_client_test {
namespace {

namespace config = okta::config;

constexpr auto pem = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGoE2rF2ruhUifn0j
hZ+EiXAOLh62ZXdbHrtJVOuDLbehRANCAATpaCP1T0pBihBVvS5CZ86Z2+9bmUl0
VNGR29elzPQR69AeaF6BAecFnGV9Yb2BATTdPAn1IV7edqTN7JvxnHXE
-----END PRIVATE KEY-----
)";

config::settings with_token()
{
    config::settings s;
    s.org_url = {"https://example.okta.com", "./okta.yaml:3"};
    s.token = {"00token", "OKTA_CLIENT_TOKEN"};
    return s;
}

config::settings with_key()
{
    config::settings s = with_token();
    s.token.reset();
    s.mode = {config::authorization_mode::private_key, "code"};
    s.client_id = {"0oa1", "code"};
    s.scopes = {{"okta.users.read"}, "code"};
    s.private_key = {pem, "OKTA_CLIENT_PRIVATEKEY"};
    return s;
}

std::string refusal(config::settings const& s)
{
    try {
        okta::client const org{s};
        return "accepted";
    } catch (okta::exception const& e) {
        return e.error().message();
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(configured_client)

BOOST_AUTO_TEST_CASE(settings_make_a_client)
{
    okta::client const org{with_token()};
    BOOST_TEST(org.origin() == "https://example.okta.com");
    BOOST_TEST(!config::client_parts_of(with_token()).auth.is_bearer());
    BOOST_TEST(config::client_parts_of(with_key()).auth.is_bearer());
    auto bearer = with_token();
    bearer.mode = {config::authorization_mode::bearer, "code"};
    BOOST_TEST(config::client_parts_of(bearer).auth.is_bearer());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named_with_its_source)
{
    auto s = with_token();
    s.org_url = {"https://example-admin.okta.com", "./okta.yaml:3"};
    BOOST_TEST(refusal(s).find("./okta.yaml:3") != std::string::npos);
    s = with_key();
    s.private_key = {"-----BEGIN PRIVATE KEY-----\nsecret!\n-----END PRIVATE KEY-----\n", "OKTA_CLIENT_PRIVATEKEY"};
    BOOST_TEST(refusal(s).find("OKTA_CLIENT_PRIVATEKEY: ") != std::string::npos);
    BOOST_TEST(refusal(s).find("secret!") == std::string::npos);
    s = with_key();
    s.scopes.reset();
    BOOST_TEST(refusal(s).find("scopes") != std::string::npos);
    BOOST_TEST(refusal(config::settings{}).find("OKTA_CLIENT_ORGURL") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_error_instead_of_settings_is_thrown)
{
    auto const get = [](char const* name) {
        return std::string_view(name) == "OKTA_CLIENT_DPOPENABLED" ? "perhaps" : nullptr;
    };
    auto const settings = config::from_environment(get);
    BOOST_TEST_REQUIRE(!settings.has_value());
    BOOST_CHECK_EXCEPTION(okta::client{settings}, okta::exception, [](auto const& e) {
        return e.error().summary.find("OKTA_CLIENT_DPOPENABLED") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace configured_client_test
