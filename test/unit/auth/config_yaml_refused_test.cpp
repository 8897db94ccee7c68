#include "config_yaml_support.hpp"

#include <random>

namespace config_yaml_refused_test {
using namespace configuration_support;
using namespace okta::config;

namespace {

std::string refusal(std::string const& text) { return message(from_yaml(text, "./okta.yaml")); }

} // namespace

BOOST_AUTO_TEST_SUITE(config_yaml_refused)

BOOST_AUTO_TEST_CASE(values_that_are_not_of_their_kind)
{
    auto const at = [](std::string const& lines) { return refusal(client(lines)); };
    BOOST_TEST(at("dpopEnabled: maybe") == "./okta.yaml:3:5: okta.client.dpopEnabled must be true or false");
    BOOST_TEST(at("requestTimeout: -1") ==
               "./okta.yaml:3:5: okta.client.requestTimeout must be a whole number from 0 to 3600, in seconds");
    BOOST_TEST(at("connectionTimeout: 30000") ==
               "./okta.yaml:3:5: okta.client.connectionTimeout must be a whole number from 0 to 3600, in seconds");
    BOOST_TEST(at("\n    proxy:\n      port: HUSHhush") ==
               "./okta.yaml:5:7: okta.client.proxy.port must be a whole number from 1 to 65535");
    BOOST_TEST(at("authorizationMode: HUSHhush") ==
               "./okta.yaml:3:5: okta.client.authorizationMode must be SSWS, PrivateKey or Bearer");
    BOOST_TEST(at("token: \"HUSHhush\\nHUSHhush\"") ==
               "./okta.yaml:3:5: okta.client.token must be one line, without control characters");
}

BOOST_AUTO_TEST_CASE(shapes_that_are_not_right)
{
    auto const at = [](std::string const& lines) { return refusal(client(lines)); };
    auto const no_map = " must be one value, not a map; a text with braces needs quotes around it";
    BOOST_TEST(at("scopes: {HUSHhush: x}") == std::string("./okta.yaml:3:5: okta.client.scopes") + no_map);
    BOOST_TEST(at("token: {HUSHhush}") == std::string("./okta.yaml:3:5: okta.client.token") + no_map);
    BOOST_TEST(at("token: [HUSHhush]") == "./okta.yaml:3:5: okta.client.token must be one value, not a list");
    BOOST_TEST(at("privateKey: [HUSHhush]") == "./okta.yaml:3:5: okta.client.privateKey must be one value, not a list");
    BOOST_TEST(at("privateKey: {kty: EC, d: [HUSHhush]}") ==
               "./okta.yaml:3:27: okta.client.privateKey.d must be one value, not a list");
    for (auto const inner : {"[[HUSHhush]]", "[{HUSHhush: x}]"})
        BOOST_TEST(at(std::string("scopes: ") + inner) ==
                   "./okta.yaml:3:14: okta.client.scopes must be a list of texts");
    for (auto const value : {"HUSHhush", "[HUSHhush]"}) {
        BOOST_TEST(at(std::string("proxy: ") + value) == "./okta.yaml:3:5: okta.client.proxy must be a map");
        BOOST_TEST(refusal(std::string("okta: ") + value) == "./okta.yaml:1:1: okta must be a map");
        BOOST_TEST(refusal(std::string("okta:\n  client: ") + value) == "./okta.yaml:2:3: okta.client must be a map");
        BOOST_TEST(refusal(value) == "./okta.yaml:1:1: the file must be a map with the key okta");
    }
    for (auto const text : {"? [HUSHhush]\n: x\n", "? {HUSHhush: x}\n: x\n", "~: HUSHhush", ": HUSHhush"})
        BOOST_TEST(refusal(text).find("a key must be text") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(what_is_there_twice)
{
    BOOST_TEST(refusal(client("token: HUSHhush\n    token: HUSHhush")) ==
               "./okta.yaml:4:5: this key is there twice: keep one of them");
    BOOST_TEST(refusal("okta: {client: {}}\nokta: {}") == "./okta.yaml:2:1: this key is there twice: keep one of them");
    BOOST_TEST(refusal("\"HUSHhush 1\": x\n\"HUSHhush 1\": x") ==
               "./okta.yaml:2:1: this key is there twice: keep one of them");
    BOOST_TEST(refusal(client("token: HUSHhush1\n    Token: HUSHhush2")) ==
               "./okta.yaml:4:5: okta.client.Token and ./okta.yaml:3 differ: keep one of them");
    BOOST_TEST(refusal(client("kid: a\n    keyId: b")) ==
               "./okta.yaml:4:5: okta.client.keyId and ./okta.yaml:3 differ: keep one of them");
    BOOST_TEST(text_of(read(client("kid: a\n    keyId: a")).private_key_id) == "a"); // one file for several SDKs
    BOOST_TEST(refusal(client("privateKey: {kty: EC, d: HUSHhush}\n    jwk: HUSHhush")) ==
               "./okta.yaml:3:18: okta.client.privateKey.kty and ./okta.yaml:4 are two private keys: keep one of them");
    BOOST_TEST(refusal(client("privateKey: {kty: EC, KTY: RSA}")) ==
               "./okta.yaml:3:27: okta.client.privateKey.KTY is there twice: keep one of them");
    BOOST_TEST(refusal("okta: {client: {}}\n---\nokta: {}").ends_with("a second document: one is all that is read"));
}

BOOST_AUTO_TEST_CASE(anchors_aliases_and_tags)
{
    auto const anchors = ": anchors and aliases are not read: write the value out";
    BOOST_TEST(refusal(client("token: &a HUSHhush")) == std::string("./okta.yaml:3:12") + anchors);
    BOOST_TEST(refusal("a: &a [x]").ends_with(anchors));
    BOOST_TEST(refusal("a: &a {x: y}").ends_with(anchors));
    BOOST_TEST(refusal("a: &a ~").ends_with(anchors));
    BOOST_TEST(refusal("&a b: c").ends_with(anchors));
    BOOST_TEST(refusal(client("token: *HUSHhush")) ==
               "./okta.yaml:3:12: this is not YAML: the referenced anchor is not defined");
    // Nine levels of nine aliases would be 387 million texts.
    std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char c = 'b'; c < 'j'; ++c) {
        bomb += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 9; ++i) (bomb += i ? ", *" : "*") += static_cast<char>(c - 1);
        bomb += "]\n";
    }
    BOOST_TEST(refusal(bomb).ends_with(anchors));
    auto const tags = ": a tag that is not read: write the value without one";
    for (auto const tag : {"!secret", "!include", "!!binary", "!<HUSHhush>", "!!python/object/apply:os.system"})
        BOOST_TEST(refusal(client("token: " + std::string(tag) + " HUSHhush")).ends_with(tags), tag);
}

BOOST_AUTO_TEST_CASE(what_is_no_yaml)
{
    BOOST_TEST(refusal(client("token: HUSHhush\n   x: HUSHhush")).starts_with("./okta.yaml:4:4: this is not YAML: "));
    BOOST_TEST(refusal(client("token: \"HUSHhush")).find("this is not YAML") != std::string::npos);
    BOOST_TEST(refusal(client("scopes: [HUSHhush\n")).starts_with("./okta.yaml:3:"));
    BOOST_TEST(refusal(client("token: a: HUSHhush")).find("this is not YAML: illegal map value") != std::string::npos);
    // yaml-cpp would quote a piece of the file here
    BOOST_TEST(refusal(client("token: \"HUSHhush\\q\"")) ==
               "./okta.yaml:3:23: this is not YAML: unknown escape character");
    BOOST_TEST(refusal("%YAML HUSHhush\n---\na: b").find("this is not YAML: bad YAML version") != std::string::npos);
    BOOST_TEST(refusal("%TAG ! HUSHhush\n%TAG ! x\n---\na: b").find("this is not YAML") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_too_deep_or_too_large)
{
    auto const nested = [](std::size_t levels, char open, char close) {
        return "a: " + std::string(levels - 1, open) + std::string(levels - 1, close);
    };
    BOOST_TEST(to_string(read(nested(16, '[', ']'))) == "");
    BOOST_TEST(refusal(nested(17, '[', ']')).ends_with(": more than 16 levels"));
    BOOST_TEST(refusal(nested(100'000, '[', ']')).ends_with(": more than 16 levels"));
    std::string maps;
    for (int i = 0; i < 100'000; ++i) maps += "{a: ";
    BOOST_TEST(refusal(maps + std::string(100'000, '}')).ends_with(": more than 16 levels"));
    std::string dashes;
    for (int i = 0; i < 100'000; ++i) dashes += "- ";
    BOOST_TEST(refusal(dashes).find("the file must be a map") != std::string::npos);

    std::string const start = client("token: HUSHhush\n#");
    BOOST_TEST(text_of(read(start + std::string(max_yaml_size - start.size(), 'x')).token) == hush);
    BOOST_TEST(refusal(start + std::string(max_yaml_size - start.size() + 1, 'x')) ==
               "./okta.yaml is larger than 1024 KiB");
}

BOOST_AUTO_TEST_CASE(a_damaged_file_gives_settings_or_a_message_without_a_secret)
{
    std::string const whole = client("orgUrl: https://example.okta.com\n"
                                     "    token: HUSHhush\n"
                                     "    accessToken: \"HUSHhush\"\n"
                                     "    scopes: ['HUSHhush', HUSHhush]\n"
                                     "    privateKey:\n"
                                     "      kty: HUSHhush\n"
                                     "      d: >-\n"
                                     "        HUSHhush\n"
                                     "    proxy: {port: 8080, password: HUSHhush}\n"
                                     "    requestTimeout: 30\n"
                                     "    HUSHhush01: HUSHhush\n"
                                     "  testing: {disableHttpsCheck: true}\n");
    std::string const marks = "\"'{}[],:&*!|>%@`#?-~\n\t \\\0\x7f\xff\xC3z0";
    std::mt19937 random(20'260'101);
    int refused = 0;
    for (int i = 0; i < 4000; ++i) {
        auto text = whole;
        for (auto changes = 1 + random() % 4; changes != 0; --changes) {
            auto const at = random() % text.size();
            auto const length = random() % 12;
            switch (random() % 4) {
            case 0: text.insert(at, 1, marks[random() % marks.size()]); break;
            case 1: text[at] = marks[random() % marks.size()]; break;
            case 2: text.erase(at, length); break;
            default: text.insert(random() % text.size(), whole.substr(at % whole.size(), length));
            }
        }
        auto const r = from_yaml(text, "./okta.yaml");
        // A letter that is lost from a secret would hide it from this test, so look for either half.
        auto const shown = r ? joined(r->warnings) : message(r);
        BOOST_TEST((shown.find("HUSH") == shown.npos && shown.find("hush") == shown.npos), shown);
        if (r) continue;
        ++refused;
        BOOST_TEST(shown.starts_with("./okta.yaml"), shown);
    }
    BOOST_TEST(refused > 1000); // the test still bites
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace config_yaml_refused_test
