#include "configuration_support.hpp"

namespace configuration_check_test {
using namespace configuration_support;
using namespace okta::config;

BOOST_AUTO_TEST_SUITE(configuration_check)

BOOST_AUTO_TEST_CASE(what_is_complete_passes)
{
    BOOST_TEST(message(check(with_token())) == "no error");
    BOOST_TEST(message(check(with_key())) == "no error");
    auto s = with_token();
    s.mode = setting<authorization_mode>{authorization_mode::bearer};
    BOOST_TEST(message(check(s)) == "no error");
    s.org_url->value = "http://127.0.0.1:8080";
    s.proxy_host = setting<std::string>{"proxy.example.com"};
    s.proxy_port = setting<int>{8080};
    BOOST_TEST(message(check(s)) == "no error");
    s.proxy_host->value = "[::1]";
    BOOST_TEST(message(check(s)) == "no error");
    auto k = with_key();
    k.dpop = setting<bool>{true};
    for (auto const text : {R"({"kty":"EC","d":"x"})", R"({"keys":[{"kty":"EC"}]})", "~/.okta/key.pem"}) {
        k.private_key->value = okta::secret(text);
        BOOST_TEST(message(check(k)) == "no error");
    }
}

BOOST_AUTO_TEST_CASE(the_org_url)
{
    settings s = with_token();
    s.org_url.reset();
    BOOST_TEST(message(check(s)) ==
               "there is no org URL: set OKTA_CLIENT_ORGURL, or okta.client.orgUrl in okta.yaml, to "
               "one such as https://example.okta.com");
    auto const wrong = [&](std::string const& url) {
        s.org_url = setting<std::string>{url, "./okta.yaml:3"};
        return message(check(s));
    };
    BOOST_TEST(wrong("https://example.okta.com/oauth2/" + hush) ==
               "./okta.yaml:3: the org URL has a path or query: give the origin only");
    for (auto const url : {"https://{yourOktaDomain}", "https://{{yourOktaDomain}}", "https://yourOktaDomain.okta.com"})
        BOOST_TEST(wrong(url) == "./okta.yaml:3: the org URL holds a placeholder: put your org's domain there, such as "
                                 "https://example.okta.com");
    for (auto const& url : {"example.okta.com" + hush, std::string(), "https://https://" + hush, "https://a b" + hush,
                            "https://me:" + hush + "@example.okta.com"})
        BOOST_TEST(wrong(url) == "./okta.yaml:3: the org URL is not of the form https://example.okta.com");
    BOOST_TEST(wrong("https://example-admin.okta.com") ==
               "./okta.yaml:3: the org URL is the administration console's: leave '-admin' out");
    BOOST_TEST(wrong("https://example.okta.com.com") ==
               "./okta.yaml:3: the org URL ends in .com.com: leave one of them out");
    BOOST_TEST(wrong("http://example.okta.com") ==
               "./okta.yaml:3: the org URL is plain http, which would send credentials in clear: use https");
    s.allow_plain_http = setting<bool>{true};
    BOOST_TEST(wrong("http://example.okta.com") == "no error");
}

BOOST_AUTO_TEST_CASE(an_api_token)
{
    settings s = with_token();
    s.token.reset();
    auto const none = "there is no API token: set OKTA_CLIENT_TOKEN, or okta.client.token in okta.yaml";
    BOOST_TEST(message(check(s)) == none);
    s.mode = setting<authorization_mode>{authorization_mode::ssws};
    BOOST_TEST(message(check(s)) == none);
    for (auto const text : {"{apiToken}", "<token>", "YOUR_API_TOKEN",
                            "{"
                            "HUSHhush"
                            "}"}) {
        s.token = setting<okta::secret>{text, "OKTA_CLIENT_TOKEN"};
        BOOST_TEST(message(check(s)) == "OKTA_CLIENT_TOKEN: the API token is a placeholder: put the real one there");
    }
}

BOOST_AUTO_TEST_CASE(a_private_key)
{
    auto s = with_key();
    s.client_id.reset();
    BOOST_TEST(message(check(s)) == "PrivateKey needs the client id of a service app: set OKTA_CLIENT_CLIENTID, or "
                                    "okta.client.clientId in okta.yaml");
    s.client_id = setting<std::string>{"{clientId}", "./okta.yaml:2"};
    BOOST_TEST(message(check(s)) ==
               "./okta.yaml:2: the client id is a placeholder: put that of your service app there");
    s = with_key();
    s.scopes->value.clear();
    BOOST_TEST(message(check(s)) == "PrivateKey needs scopes, such as okta.users.read: set OKTA_CLIENT_SCOPES, or "
                                    "okta.client.scopes in okta.yaml");
    s.scopes = setting<std::vector<std::string>>{{"okta.users.read", "{scope}"}, "OKTA_CLIENT_SCOPES"};
    BOOST_TEST(message(check(s)) ==
               "OKTA_CLIENT_SCOPES: a scope is a placeholder: put one such as okta.users.read there");
    s = with_key();
    for (auto const text : {"{JWK}", "{{PEM PRIVATE KEY BLOCK}}"}) {
        s.private_key = setting<okta::secret>{text, "OKTA_CLIENT_PRIVATEKEY"};
        BOOST_TEST(message(check(s)) ==
                   "OKTA_CLIENT_PRIVATEKEY: the private key is a placeholder: put the real one there");
    }
    s.private_key.reset();
    s.token = setting<okta::secret>{hush};
    BOOST_TEST(message(check(s)) == "there is no private key: set OKTA_CLIENT_PRIVATEKEY, or okta.client.privateKey in "
                                    "okta.yaml");
}

BOOST_AUTO_TEST_CASE(all_that_is_wrong_is_said_at_once)
{
    settings s;
    s.mode = setting<authorization_mode>{authorization_mode::private_key, "./okta.yaml:2"};
    s.access_token = setting<okta::secret>{hush, "./okta.yaml:3"};
    auto const e = check(s);
    BOOST_TEST((e && e->causes.size() == 5u));
    BOOST_TEST(message(e).starts_with("the configuration cannot be used (there is no org URL: "));
    BOOST_TEST(message(e).find("; ./okta.yaml:3 is an access token, which PrivateKey does not use: set "
                               "authorizationMode to Bearer for it)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_access_token_is_taken_from_either_setting)
{
    settings s = with_token();
    s.mode = setting<authorization_mode>{authorization_mode::bearer};
    BOOST_TEST(credential_of(s) == &*s.token); // as the SDKs for Go and Python have it
    s.access_token = setting<okta::secret>{"ey" + hush};
    BOOST_TEST(credential_of(s) == &*s.access_token);
    s.token.reset();
    BOOST_TEST(message(check(s)) == "no error");
    s.access_token.reset();
    BOOST_TEST(!credential_of(s));
    BOOST_TEST(message(check(s)) ==
               "there is no access token: set OKTA_CLIENT_ACCESSTOKEN, or okta.client.accessToken in okta.yaml");
}

BOOST_AUTO_TEST_CASE(without_a_mode_it_is_ssws_and_never_a_guess)
{
    auto s = with_token();
    s.private_key = with_key().private_key;
    BOOST_TEST((mode_of(s) == authorization_mode::ssws && credential_of(s) == &*s.token));
    BOOST_TEST(message(check(s)) == "no error");

    auto const advice = [](std::string const& what, std::string const& mode) {
        return what +
               ", but there is no authorizationMode, and without one an API token is expected: set "
               "OKTA_CLIENT_AUTHORIZATIONMODE, or okta.client.authorizationMode in okta.yaml, to " +
               mode;
    };
    s = with_key();
    s.mode.reset();
    s.private_key->source = "./okta.yaml:5";
    BOOST_TEST((mode_of(s) == authorization_mode::ssws && !credential_of(s)));
    BOOST_TEST(message(check(s)) == advice("./okta.yaml:5 is a private key", "PrivateKey"));
    s.private_key.reset();
    s.access_token = setting<okta::secret>{hush, "OKTA_CLIENT_ACCESSTOKEN"};
    BOOST_TEST(message(check(s)) == advice("OKTA_CLIENT_ACCESSTOKEN is an access token", "Bearer"));
}

BOOST_AUTO_TEST_CASE(dpop_that_would_silently_do_nothing)
{
    auto s = with_token();
    s.dpop = setting<bool>{true, "OKTA_CLIENT_DPOPENABLED"};
    auto const wrong = "OKTA_CLIENT_DPOPENABLED: dpopEnabled binds the tokens that PrivateKey gets, and has no effect "
                       "without that authorizationMode: set it, or leave dpopEnabled out";
    BOOST_TEST(message(check(s)) == wrong);
    s.mode = setting<authorization_mode>{authorization_mode::bearer};
    BOOST_TEST(message(check(s)) == wrong);
    s.dpop->value = false;
    BOOST_TEST(message(check(s)) == "no error");
}

BOOST_AUTO_TEST_CASE(the_proxy)
{
    auto s = with_token();
    s.proxy_port = setting<int>{8080, "./okta.yaml:9"};
    BOOST_TEST(message(check(s)) == "./okta.yaml:9 is of a proxy without a host: set OKTA_CLIENT_PROXY_HOST, or "
                                    "okta.client.proxy.host in okta.yaml");
    s.use_proxy = setting<bool>{false};
    BOOST_TEST(message(check(s)) == "no error");
    s.use_proxy.reset();
    for (auto const host : {"http://proxy", "me:HUSHhush@proxy", "proxy:8080", "proxy/", "{host}"}) {
        s.proxy_host = setting<std::string>{host, "./okta.yaml:8"};
        BOOST_TEST(message(check(s)) == "./okta.yaml:8: the proxy's host must be a name or address, such as "
                                        "proxy.example.com: the port and the user name have keys of their own");
    }
    s.proxy_host->value = "proxy";
    s.proxy_username = setting<std::string>{"me", "OKTA_CLIENT_PROXY_USERNAME"};
    BOOST_TEST(message(check(s)) == "OKTA_CLIENT_PROXY_USERNAME lacks a password: set OKTA_CLIENT_PROXY_PASSWORD, or "
                                    "okta.client.proxy.password in okta.yaml");
    s.proxy_username.reset();
    s.proxy_password = setting<okta::secret>{hush, "OKTA_CLIENT_PROXY_PASSWORD"};
    BOOST_TEST(message(check(s)) == "OKTA_CLIENT_PROXY_PASSWORD lacks a user name: set OKTA_CLIENT_PROXY_USERNAME, or "
                                    "okta.client.proxy.username in okta.yaml");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace configuration_check_test
