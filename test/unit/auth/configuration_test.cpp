#include "configuration_support.hpp"

#include <okta/auth/configuration_reader.hpp>

#include <cstdlib>
#include <sstream>

namespace configuration_test {
using namespace configuration_support;
using namespace okta::config;
using namespace std::chrono_literals;

namespace {

settings read(variables const& all)
{
    auto r = from_environment(environment(all));
    BOOST_TEST(message(r) == "no error");
    return r ? *r : settings();
}

std::string refusal(variables const& all) { return message(from_environment(environment(all))); }

} // namespace

BOOST_AUTO_TEST_SUITE(configuration)

BOOST_AUTO_TEST_SUITE(environment_variables)

BOOST_AUTO_TEST_CASE(each_has_its_setting)
{
    auto const s = read({{"OKTA_CLIENT_ORGURL", "https://example.okta.com"},
                         {"OKTA_CLIENT_TOKEN", "00" + hush},
                         {"OKTA_CLIENT_AUTHORIZATIONMODE", "PrivateKey"},
                         {"OKTA_CLIENT_CLIENTID", "0oa1"},
                         {"OKTA_CLIENT_SCOPES", "okta.users.read okta.groups.read"},
                         {"OKTA_CLIENT_PRIVATEKEY", "-----BEGIN PRIVATE KEY-----\\n" + hush},
                         {"OKTA_CLIENT_PRIVATEKEYID", "kid1"},
                         {"OKTA_CLIENT_ACCESSTOKEN", "ey" + hush},
                         {"OKTA_CLIENT_DPOPENABLED", "true"},
                         {"OKTA_CLIENT_CONNECTIONTIMEOUT", "30"},
                         {"OKTA_CLIENT_REQUESTTIMEOUT", "0"},
                         {"OKTA_CLIENT_RATELIMIT_MAXRETRIES", "4"},
                         {"OKTA_CLIENT_RATELIMIT_MAXBACKOFF", "60"},
                         {"OKTA_CLIENT_USEPROXY", "false"},
                         {"OKTA_CLIENT_PROXY_HOST", "proxy.example.com"},
                         {"OKTA_CLIENT_PROXY_PORT", "8080"},
                         {"OKTA_CLIENT_PROXY_USERNAME", "me"},
                         {"OKTA_CLIENT_PROXY_PASSWORD", hush},
                         {"OKTA_CLIENT_USERAGENTEXTRA", "mine/1.0"},
                         {"OKTA_TESTING_DISABLEHTTPSCHECK", "false"}});
    BOOST_TEST(text_of(s.org_url) == "https://example.okta.com");
    BOOST_TEST(text_of(s.token) == "00" + hush);
    BOOST_TEST((s.mode->value == authorization_mode::private_key));
    BOOST_TEST(text_of(s.client_id) == "0oa1");
    BOOST_TEST(text_of(s.scopes) == "okta.users.read|okta.groups.read");
    BOOST_TEST(text_of(s.private_key) == "-----BEGIN PRIVATE KEY-----\\n" + hush);
    BOOST_TEST(text_of(s.private_key_id) == "kid1");
    BOOST_TEST(text_of(s.access_token) == "ey" + hush);
    BOOST_TEST((s.dpop->value && s.connection_timeout->value == 30s && s.request_timeout->value == 0s));
    BOOST_TEST((s.max_retries->value == 4 && s.max_backoff->value == 60s));
    BOOST_TEST((!s.use_proxy->value && s.proxy_port->value == 8080 && !s.allow_plain_http->value));
    BOOST_TEST(text_of(s.proxy_host) == "proxy.example.com");
    BOOST_TEST(text_of(s.proxy_username) == "me");
    BOOST_TEST(text_of(s.proxy_password) == hush);
    BOOST_TEST(text_of(s.user_agent_extra) == "mine/1.0");
    BOOST_TEST(s.token->source == "OKTA_CLIENT_TOKEN");
    BOOST_TEST(s.proxy_port->source == "OKTA_CLIENT_PROXY_PORT");
    BOOST_TEST(joined(s.warnings) == "");
}

BOOST_AUTO_TEST_CASE(other_spellings_of_the_sdks)
{
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_OKTADOMAIN", "https://a.okta.com"}}).org_url) == "https://a.okta.com");
    for (auto const name : {"OKTA_CLIENT_KID", "OKTA_CLIENT_KEYID", "OKTA_CLIENT_PRIVATEKEYID"})
        BOOST_TEST(text_of(read({{name, "k"}}).private_key_id) == "k");
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_OAUTH2_ACCESSTOKEN", hush}}).access_token) == hush);
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_JWK", hush}}).private_key) == hush);
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_PRIVATEKEY_KEYFILEPATH", "k.pem"}}).private_key) == "k.pem");
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_CONNECTION_TIMEOUT", "5"}}).connection_timeout) == "5000");
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_REQUEST_TIMEOUT", "5"}}).request_timeout) == "5000");
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_RATE_LIMIT_MAX_RETRIES", "5"}}).max_retries) == "5");
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_RATE_LIMIT_MAX_BACKOFF", "5"}}).max_backoff) == "5000");
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_MAXRETRIES", "5"}}).max_retries) == "5");
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_USERAGENT", "mine"}}).user_agent_extra) == "mine");
    for (auto const name : {"OKTA_TESTING_DISABLE_HTTPS_CHECK", "OKTA_TESTING_TESTINGDISABLEHTTPSCHECK",
                            "OKTA_CLIENT_DISABLEHTTPSCHECK"}) {
        auto const s = read({{name, "1"}});
        BOOST_TEST((s.allow_plain_http && s.allow_plain_http->value));
        BOOST_TEST(joined(s.warnings) == std::string(name) + " lets credentials go over plain http: for tests only");
    }
}

BOOST_AUTO_TEST_CASE(modes_and_switches_are_read_in_any_case)
{
    auto const mode = [](char const* text) { return text_of(read({{"OKTA_CLIENT_AUTHORIZATIONMODE", text}}).mode); };
    auto const number = [](authorization_mode m) { return std::to_string(static_cast<int>(m)); };
    for (auto const text : {"SSWS", "ssws"}) BOOST_TEST(mode(text) == number(authorization_mode::ssws));
    for (auto const text : {"PrivateKey", "privatekey", "JWK"})
        BOOST_TEST(mode(text) == number(authorization_mode::private_key));
    for (auto const text : {"Bearer", "BearerToken"}) BOOST_TEST(mode(text) == number(authorization_mode::bearer));
    auto const dpop = [](char const* text) { return text_of(read({{"OKTA_CLIENT_DPOPENABLED", text}}).dpop); };
    for (auto const text : {"true", "True", "TRUE", "yes", "on", "1"}) BOOST_TEST(dpop(text) == "1");
    for (auto const text : {"false", "False", "FALSE", "no", "off", "0"}) BOOST_TEST(dpop(text) == "0");
}

BOOST_AUTO_TEST_CASE(scopes_are_parted_by_blanks_or_commas)
{
    auto const scopes = [](char const* text) { return text_of(read({{"OKTA_CLIENT_SCOPES", text}}).scopes); };
    for (auto const text : {"a b", "a,b", "a, b", " a ,\tb\n", ",a,,b,"}) BOOST_TEST(scopes(text) == "a|b");
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_SCOPES_0", "a"}, {"OKTA_CLIENT_SCOPES_1", "b"}}).scopes) == "a|b");
    for (auto const text : {"okta.users.read;\"x\"", "a\\b", "\xC3\xA4"})
        BOOST_TEST(refusal({{"OKTA_CLIENT_SCOPES", text}}) ==
                   "OKTA_CLIENT_SCOPES must be scopes such as okta.users.read, in a list or with blanks or commas "
                   "between them");
}

BOOST_AUTO_TEST_CASE(a_key_may_come_in_parts)
{
    auto const s = read({{"OKTA_CLIENT_PRIVATEKEY_KTY", "EC"},
                         {"OKTA_CLIENT_PRIVATEKEY_CRV", "P-256"},
                         {"OKTA_CLIENT_PRIVATEKEY_D", hush}});
    BOOST_TEST(text_of(s.private_key) == R"({"kty":"EC","d":")" + hush + R"(","crv":"P-256"})");
    BOOST_TEST(refusal({{"OKTA_CLIENT_PRIVATEKEY_D", hush}}) ==
               "OKTA_CLIENT_PRIVATEKEY_D is of a private key without kty: give that, RSA or EC, too");
    BOOST_TEST(refusal({{"OKTA_CLIENT_PRIVATEKEY_KTY", "EC"}, {"OKTA_CLIENT_PRIVATEKEY_D", hush + "\""}}) ==
               "OKTA_CLIENT_PRIVATEKEY_D must be text as a JSON Web Key has it, such as base64url");
    BOOST_TEST(refusal({{"OKTA_CLIENT_PRIVATEKEY_KTY", "EC"}, {"OKTA_CLIENT_PRIVATEKEY", hush}}) ==
               "OKTA_CLIENT_PRIVATEKEY_KTY and OKTA_CLIENT_PRIVATEKEY are two private keys: keep one of them");
}

BOOST_AUTO_TEST_CASE(what_is_empty_says_nothing)
{
    auto const s = read({{"OKTA_CLIENT_TOKEN", ""}, {"OKTA_CLIENT_ORGURL", " \n"}, {"OKTA_CLIENT_SCOPES", " , "}});
    BOOST_TEST((!s.token && !s.org_url));
    BOOST_TEST(text_of(s.scopes) == "-");
    BOOST_TEST(text_of(read({{"OKTA_CLIENT_TOKEN", " " + hush + "\n"}}).token) == hush);
}

BOOST_AUTO_TEST_CASE(what_is_not_of_its_kind_is_refused)
{
    auto const one_line = " must be one line, without control characters";
    for (auto const name : {"OKTA_CLIENT_TOKEN", "OKTA_CLIENT_ACCESSTOKEN", "OKTA_CLIENT_PROXY_PASSWORD",
                            "OKTA_CLIENT_ORGURL", "OKTA_CLIENT_CLIENTID", "OKTA_CLIENT_PROXY_HOST"})
        BOOST_TEST(refusal({{name, hush + "\n" + hush}}) == name + std::string(one_line));
    BOOST_TEST(refusal({{"OKTA_CLIENT_AUTHORIZATIONMODE", hush}}) ==
               "OKTA_CLIENT_AUTHORIZATIONMODE must be SSWS, PrivateKey or Bearer");
    BOOST_TEST(refusal({{"OKTA_CLIENT_AUTHORIZATIONMODE", "JWT"}}) ==
               "OKTA_CLIENT_AUTHORIZATIONMODE must be SSWS, PrivateKey or Bearer");
    for (auto const text : {"maybe", "2", "truee", "HUSHhush"})
        BOOST_TEST(refusal({{"OKTA_CLIENT_DPOPENABLED", text}}) == "OKTA_CLIENT_DPOPENABLED must be true or false");
    for (auto const text : {"-1", "3601", "30000", "30s", "1.5", "0x1", "99999999999999999999", "HUSHhush"})
        for (auto const name : {"OKTA_CLIENT_REQUESTTIMEOUT", "OKTA_CLIENT_CONNECTION_TIMEOUT"})
            BOOST_TEST(refusal({{name, text}}) ==
                       name + std::string(" must be a whole number from 0 to 3600, in seconds"));
    for (auto const text : {"-1", "101", "four"})
        BOOST_TEST(refusal({{"OKTA_CLIENT_RATELIMIT_MAXRETRIES", text}}) ==
                   "OKTA_CLIENT_RATELIMIT_MAXRETRIES must be a whole number from 0 to 100");
    for (auto const text : {"0", "65536", "http"})
        BOOST_TEST(refusal({{"OKTA_CLIENT_PROXY_PORT", text}}) ==
                   "OKTA_CLIENT_PROXY_PORT must be a whole number from 1 to 65535");
}

BOOST_AUTO_TEST_CASE(spellings_that_differ_are_refused_and_that_agree_are_not)
{
    BOOST_TEST(refusal({{"OKTA_CLIENT_KID", "a"}, {"OKTA_CLIENT_PRIVATEKEYID", "b"}}) ==
               "OKTA_CLIENT_KID and OKTA_CLIENT_PRIVATEKEYID differ: keep one of them");
    BOOST_TEST(refusal({{"OKTA_CLIENT_ACCESSTOKEN", hush + "1"}, {"OKTA_CLIENT_OAUTH2_ACCESSTOKEN", hush + "2"}}) ==
               "OKTA_CLIENT_OAUTH2_ACCESSTOKEN and OKTA_CLIENT_ACCESSTOKEN differ: keep one of them");
    auto const s = read({{"OKTA_CLIENT_KID", "a"}, {"OKTA_CLIENT_PRIVATEKEYID", "a"}});
    BOOST_TEST(s.private_key_id->source == "OKTA_CLIENT_PRIVATEKEYID");
}

BOOST_AUTO_TEST_CASE(without_a_source_it_is_the_environment_of_the_process)
{
    ::setenv("OKTA_CLIENT_USERAGENTEXTRA", "from-the-process", 1);
    auto const r = from_environment();
    ::unsetenv("OKTA_CLIENT_USERAGENTEXTRA");
    BOOST_TEST((r && text_of(r->user_agent_extra) == "from-the-process"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(merging_goes_member_by_member)
{
    // Every setting: a value of both kinds, from the lower and the higher source.
    for (auto const& row : okta::detail::config_rows()) {
        auto const of_both = [&]<class T>(okta::detail::config_slot<T> slot) {
            settings low, high;
            low.*slot = setting<T>{{}, "low"};
            BOOST_TEST((merged(low, {}).*slot)->source == "low");
            BOOST_TEST((merged({}, low).*slot)->source == "low");
            high.*slot = setting<T>{{}, "high"};
            BOOST_TEST((merged(low, high).*slot)->source == "high");
        };
        std::visit(of_both, row.slot);
    }
    auto low = with_token();
    low.warnings = {"first"};
    settings high;
    high.request_timeout = setting<std::chrono::milliseconds>{5s};
    high.warnings = {"second"};
    auto const s = merged(low, high);
    BOOST_TEST(text_of(s.token) == hush);
    BOOST_TEST(text_of(s.request_timeout) == "5000");
    BOOST_TEST(joined(s.warnings) == "first|second");
}

BOOST_AUTO_TEST_CASE(a_credential_that_goes_to_another_org_is_a_warning)
{
    auto low = with_token();
    low.org_url->source = "./okta.yaml:1";
    low.token->source = "./okta.yaml:2";
    settings high;
    high.org_url = setting<std::string>{"https://other.okta.com", "OKTA_CLIENT_ORGURL"};
    BOOST_TEST(joined(merged(low, high).warnings) == "the credential from ./okta.yaml:2 goes to the org that "
                                                     "OKTA_CLIENT_ORGURL names, not to that of ./okta.yaml:1");
    high.org_url->value = "https://EXAMPLE.okta.com/";
    BOOST_TEST(joined(merged(low, high).warnings) == "");
    high.org_url->value = "https://other.okta.com";
    high.token = setting<okta::secret>{"t"};
    BOOST_TEST(joined(merged(low, high).warnings) == "");
}

BOOST_AUTO_TEST_SUITE(faults_of_the_sdks)

template <class T>
concept streamable = requires(std::ostream& out, T const& t) { out << t; };

BOOST_AUTO_TEST_CASE(secrets_in_debug_output)
{
    static_assert(!streamable<settings> && !streamable<setting<okta::secret>> && !streamable<okta::secret>);
    auto s = merged(with_token(), with_key());
    s.access_token = setting<okta::secret>{hush, "OKTA_CLIENT_ACCESSTOKEN"};
    s.proxy_password = setting<okta::secret>{hush};
    s.request_timeout = setting<std::chrono::milliseconds>{45s, "./okta.yaml:9"};
    s.dpop = setting<bool>{true};
    s.max_retries = setting<int>{3};
    BOOST_TEST(unhushed(to_string(s)) == "okta.client.orgUrl: https://example.okta.com (code)\n"
                                         "okta.client.authorizationMode: PrivateKey (code)\n"
                                         "okta.client.token: *** (code)\n"
                                         "okta.client.accessToken: *** (OKTA_CLIENT_ACCESSTOKEN)\n"
                                         "okta.client.clientId: 0oa1 (code)\n"
                                         "okta.client.scopes: okta.users.read (code)\n"
                                         "okta.client.privateKey: *** (code)\n"
                                         "okta.client.dpopEnabled: true (code)\n"
                                         "okta.client.requestTimeout: 45000 ms (./okta.yaml:9)\n"
                                         "okta.client.rateLimit.maxRetries: 3 (code)\n"
                                         "okta.client.proxy.password: *** (code)\n");
    s.org_url->value = "https://me:" + hush + "@example.okta.com";
    BOOST_TEST(unhushed(to_string(s)).starts_with("okta.client.orgUrl: *** (code)\n"));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
} // namespace configuration_test
