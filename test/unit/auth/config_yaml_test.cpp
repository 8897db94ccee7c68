#include "config_yaml_support.hpp"

namespace config_yaml_test {
using namespace configuration_support;
using namespace okta::config;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(config_yaml)

BOOST_AUTO_TEST_SUITE(spellings)

BOOST_AUTO_TEST_CASE(java_and_go_with_a_token)
{
    auto const s = read("okta:\n"
                        "  client:\n"
                        "    connectionTimeout: 30 # seconds\n"
                        "    orgUrl: \"https://example.okta.com\"\n"
                        "    proxy:\n"
                        "      port: null\n"
                        "      host: null\n"
                        "      username: null\n"
                        "      password: null\n"
                        "    token: 00HUSHhush\n"
                        "    requestTimeout: 0 # seconds\n"
                        "    rateLimit:\n"
                        "      maxRetries: 4\n"
                        "      maxBackoff: 60\n"
                        "  testing:\n"
                        "    disableHttpsCheck: false\n");
    BOOST_TEST(text_of(s.org_url) == "https://example.okta.com");
    BOOST_TEST(s.org_url->source == "./okta.yaml:4");
    BOOST_TEST(text_of(s.token) == "00HUSHhush");
    BOOST_TEST(s.token->source == "./okta.yaml:10");
    BOOST_TEST((s.connection_timeout->value == 30s && s.request_timeout->value == 0s && s.max_backoff->value == 60s));
    BOOST_TEST(s.max_retries->value == 4);
    BOOST_TEST((!s.proxy_host && !s.proxy_port && !s.proxy_username && !s.proxy_password && !s.mode));
    BOOST_TEST(!s.allow_plain_http->value);
    BOOST_TEST(joined(s.warnings) == "");
    BOOST_TEST(message(check(s)) == "no error");
}

BOOST_AUTO_TEST_CASE(go_and_python_with_a_key)
{
    auto const s = read("okta:\n"
                        "  client:\n"
                        "    orgUrl: https://example.okta.com\n"
                        "    authorizationMode: \"PrivateKey\"\n"
                        "    clientId: 0oa1\n"
                        "    scopes:\n"
                        "      - okta.users.read\n"
                        "      - okta.groups.read\n"
                        "    privateKey: |\n"
                        "        -----BEGIN RSA PRIVATE KEY-----\n"
                        "        HUSHhush\n"
                        "        -----END RSA PRIVATE KEY-----\n"
                        "    privateKeyId: 1\n"
                        "    dpopEnabled: true\n"
                        "    logging:\n"
                        "      enabled: true\n");
    BOOST_TEST((s.mode->value == authorization_mode::private_key && s.dpop->value));
    BOOST_TEST(text_of(s.scopes) == "okta.users.read|okta.groups.read");
    BOOST_TEST(s.scopes->source == "./okta.yaml:6");
    BOOST_TEST(text_of(s.private_key) == "-----BEGIN RSA PRIVATE KEY-----\nHUSHhush\n-----END RSA PRIVATE KEY-----");
    BOOST_TEST(text_of(s.private_key_id) == "1");
    BOOST_TEST(joined(s.warnings) == "./okta.yaml:15:5: okta.client.logging has no effect here");
    BOOST_TEST(message(check(s)) == "no error");
}

BOOST_AUTO_TEST_CASE(dotnet_with_its_own_names_and_a_key_in_parts)
{
    auto const s = read(client("oktaDomain: https://example.okta.com\n"
                               "    Scopes:\n"
                               "    - a\n"
                               "    AuthorizationMode: BearerToken\n"
                               "    AccessToken: HUSHhush\n"
                               "    MaxRetries: 3\n"
                               "    UseProxy: false\n"
                               "    PrivateKey:\n"
                               "      \"kty\": \"EC\"\n"
                               "      \"d\": \"HUSHhush\"\n"
                               "      \"kid\": null\n"
                               "      key_ops: [sign]\n"));
    BOOST_TEST(text_of(s.org_url) == "https://example.okta.com");
    BOOST_TEST(text_of(s.scopes) == "a");
    BOOST_TEST((s.mode->value == authorization_mode::bearer && s.max_retries->value == 3 && !s.use_proxy->value));
    BOOST_TEST(text_of(s.access_token) == hush);
    BOOST_TEST(text_of(s.private_key) == R"({"kty":"EC","d":"HUSHhush"})");
    BOOST_TEST(s.private_key->source == "./okta.yaml:11");
    BOOST_TEST(joined(s.warnings) == "./okta.yaml:14:7: okta.client.PrivateKey.key_ops has no effect here");
}

BOOST_AUTO_TEST_CASE(java_1_and_node)
{
    auto const java = read(client("privateKey:\n"
                                  "        keyFilePath: \"~/.okta/key.pem\"\n"
                                  "        algorithm: \"RS256\"\n"
                                  "    oauth2: {accessToken: HUSHhush}\n"
                                  "    kid: k\n"
                                  "    scopes: a, b c\n"));
    BOOST_TEST(text_of(java.private_key) == "~/.okta/key.pem");
    BOOST_TEST(text_of(java.access_token) == hush);
    BOOST_TEST(text_of(java.private_key_id) == "k");
    BOOST_TEST(text_of(java.scopes) == "a|b|c");
    auto const node = read(client("keyId: k\n    privateKey: '{\"kty\": \"RSA\"}'\n    userAgent: mine/1\n"));
    BOOST_TEST(text_of(node.private_key) == "{\"kty\": \"RSA\"}");
    BOOST_TEST(text_of(node.private_key_id) == "k");
    BOOST_TEST(text_of(node.user_agent_extra) == "mine/1");
}

BOOST_AUTO_TEST_CASE(every_key_of_the_table_is_read_in_any_case_nested_and_dotted)
{
    for (auto const& row : okta::detail::config_rows()) {
        std::string const key(row.key);
        std::string small = key, nested = key;
        for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        for (std::size_t at = 0; (at = nested.find('.', at)) != nested.npos; ++at) nested.replace(at, 1, ": {");
        nested += ": X" + std::string(static_cast<std::size_t>(std::ranges::count(key, '.')), '}');
        auto const check_all = [&]<class T>(okta::detail::config_slot<T> slot) {
            std::string value = "1";
            if constexpr (std::is_same_v<T, authorization_mode>) value = "Bearer";
            nested.replace(nested.find('X'), 1, value);
            for (auto const& text : {key + ": " + value, small + ": " + value, nested}) {
                auto const s = read(text);
                BOOST_TEST((s.*slot).has_value(), text);
            }
        };
        std::visit(check_all, row.slot);
    }
}

BOOST_AUTO_TEST_CASE(json_is_yaml)
{
    auto const s = read(R"({"okta": {"client": {"orgUrl": "https:\/\/a.okta.com", "scopes": ["a", "b"]}}})");
    BOOST_TEST(text_of(s.org_url) == "https://a.okta.com");
    BOOST_TEST(text_of(s.scopes) == "a|b");
}

BOOST_AUTO_TEST_CASE(text_stays_as_it_is_written)
{
    for (std::string const text : {"0012", "1e3", "yes", "~x", "0x10", "2026-01-01"}) {
        BOOST_TEST(text_of(read(client("clientId: " + text)).client_id) == text);
        BOOST_TEST(text_of(read(client("clientId: '" + text + "'")).client_id) == text);
    }
    BOOST_TEST(text_of(read(client("clientId: 'null'")).client_id) == "null");
    BOOST_TEST(text_of(read(client("clientId: !!str 12")).client_id) == "12");
    BOOST_TEST(text_of(read(client("token: |\n      HUSHhush\n")).token) == hush);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(what_says_nothing)
{
    for (auto const text : {"", "# nothing\n", "---\n", "okta:\n", "okta: ~\n", "okta: {client: }", "other: 1",
                            "okta: {client: {token: , scopes: [], orgUrl: '', proxy: null}}", "null",
                            "spring: {profiles: [{a: {b: c}}, !!str d]}\nokta: {oauth2: {issuer: x}, idx: [1]}"}) {
        auto const s = read(text);
        BOOST_TEST(to_string(s) == "");
        BOOST_TEST(joined(s.warnings) == "");
    }
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_warnings_that_hold_no_value)
{
    auto const s = read(client("tokn: HUSHhush\n"
                               "    authorisationMode: {a: HUSHhush, b: [HUSHhush]}\n"
                               "    00HUSHhush: x\n"
                               "    a.HUSHhush01.b: x\n"
                               "    proxy: {hots: x}\n"
                               "    rateLimit: {enable: true}\n"
                               "    cache: [x]\n"));
    auto const unknown = [](std::string const& place, std::string const& meant) {
        return place + ": a key below okta.client is not known" +
               (meant.empty() ? "" : "; did you mean " + meant + "?");
    };
    BOOST_TEST(joined(s.warnings) == unknown("./okta.yaml:3:5", "okta.client.token") + "|" +
                                         unknown("./okta.yaml:4:5", "okta.client.authorizationMode") + "|" +
                                         unknown("./okta.yaml:5:5", "") + "|" + unknown("./okta.yaml:6:5", "") + "|" +
                                         unknown("./okta.yaml:7:13", "okta.client.proxy.host") +
                                         "|./okta.yaml:8:17: okta.client.rateLimit.enable has no effect here"
                                         "|./okta.yaml:9:5: okta.client.cache has no effect here");
    BOOST_TEST(to_string(s) == "");
}

BOOST_AUTO_TEST_CASE(warnings_are_not_without_end)
{
    std::string lines;
    for (int i = 0; i < 50'000; ++i) lines += "tokn" + std::to_string(i) + ": x\n    ";
    auto const s = read(client(lines));
    BOOST_TEST(s.warnings.size() == 100u);
    BOOST_TEST(s.warnings.back() == "./okta.yaml:102:5: further keys that are not read are not listed");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace config_yaml_test
