#include "jose_keys.hpp"

#include <okta/auth/encoding.hpp>
#include <okta/auth/jwt.hpp>
#include <okta/auth/verification.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <openssl/ecdsa.h>

namespace auth_jwt_test {
using namespace jose_keys;
using okta::secret;
using okta::signing_algorithm;
using okta::signing_key;
using okta::detail::base64url_decode;
using okta::detail::base64url_encode;
using okta::detail::verify_jwt;

namespace {

constexpr char rfc_claims[] = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
                              "cnVlfQ";
std::string const rfc_rs256 =
    std::string("eyJhbGciOiJSUzI1NiJ9.") + rfc_claims +
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1"
    "dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--"
    "xi12jzDwu"
    "sC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"
    "IoypGlUPQGe77Rw";
std::string const rfc_es256 = std::string("eyJhbGciOiJFUzI1NiJ9.") + rfc_claims +
                              ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr char rfc_es512[] =
    "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-"
    "KGDKB34XO0aw"
    "_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";

std::string text_of(boost::json::object const& object) { return boost::json::serialize(object); }

/// A signed JWS with that header, whatever it says.
std::string signed_with(signing_key const& key, std::string const& header, std::string const& payload = "{}")
{
    auto const input = base64url_encode(header) + '.' + base64url_encode(payload);
    return std::string(okta::attach_signature(input, key.sign(input)).reveal());
}

std::chrono::sys_seconds at(std::int64_t t) { return std::chrono::sys_seconds(std::chrono::seconds(t)); }

std::string error_of(std::string_view compact, okta::json_web_key const& key)
{
    return failure(verify_jwt(compact, key));
}

} // namespace

BOOST_AUTO_TEST_SUITE(jwt)

BOOST_AUTO_TEST_CASE(the_examples_of_rfc_7515_are_verified)
{
    auto const claims = R"({"iss":"joe","exp":1300819380,"http://example.com/is_root":true})";
    auto const a2 = verify_jwt(rfc_rs256, jwk_of(rsa_jwk())).value();
    BOOST_TEST((text_of(a2.header) == R"({"alg":"RS256"})" && text_of(a2.claims) == claims));
    auto const a3 = verify_jwt(rfc_es256, jwk_of(p256_jwk)).value();
    BOOST_TEST((text_of(a3.header) == R"({"alg":"ES256"})" && text_of(a3.claims) == claims));
    auto const a4 = okta::detail::verify_jws(rfc_es512, jwk_of(p521_jwk)).value();
    BOOST_TEST((text_of(a4.header) == R"({"alg":"ES512"})" && a4.payload == "Payload"));
    BOOST_TEST(error_of(rfc_es512, jwk_of(p521_jwk)).starts_with("the JWT's payload is not JSON"));
}

BOOST_AUTO_TEST_CASE(any_other_bit_is_noticed)
{
    struct example
    {
        std::string_view compact, jwk;
    };
    for (example const e : {example{rfc_es256, p256_jwk}, {rfc_es512, p521_jwk}}) {
        auto const key = jwk_of(e.jwk);
        for (std::size_t i = 0; i < e.compact.size(); ++i) {
            std::string changed(e.compact);
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            BOOST_REQUIRE(!okta::detail::verify_jws(changed, key));
        }
        for (std::size_t i = 0; i < e.compact.size(); ++i)
            BOOST_REQUIRE(!okta::detail::verify_jws(e.compact.substr(0, i), key));
    }
}

BOOST_AUTO_TEST_CASE(what_is_signed_is_verified)
{
    auto const none = signing_key::from_jwk(p256_jwk).value();
    auto const with_kid = signing_key::from_jwk(p256_jwk, {.kid = "k\"1"}).value();
    auto const read = [](signing_key const& key, boost::json::object header) {
        auto const token = okta::sign_jwt(key, std::move(header), {{"a", 1}, {"b", {true, nullptr}}});
        auto const verified = verify_jwt(token.reveal(), key.public_jwk()).value();
        BOOST_TEST(text_of(verified.claims) == R"({"a":1,"b":[true,null]})");
        return text_of(verified.header);
    };
    BOOST_TEST(read(none, {}) == R"({"alg":"ES256"})");
    BOOST_TEST(read(none, {{"typ", "JWT"}, {"alg", "none"}}) == R"({"typ":"JWT","alg":"ES256"})");
    BOOST_TEST(read(with_kid, {{"kid", "other"}}) == R"({"kid":"k\"1","alg":"ES256"})");
}

BOOST_AUTO_TEST_CASE(an_algorithm_that_does_not_fit_the_key_is_refused)
{
    auto const ec = signing_key::from_jwk(p256_jwk).value();
    auto const rsa = signing_key::from_jwk(secret(rsa_jwk())).value();
    auto const with = [](signing_key const& key, std::string const& alg) {
        return error_of(signed_with(key, R"({"alg":")" + alg + "\"}"), key.public_jwk());
    };
    BOOST_TEST(with(ec, "ES256") == "no error");
    BOOST_TEST(with(rsa, "RS256") == "no error");
    for (std::string const alg : {"none", "None", "HS256", "HS384", "HS512", "PS256", "EdDSA", "es256", ""})
        for (auto const& key : {ec, rsa})
            BOOST_TEST(with(key, alg) ==
                       "the JWS's alg '" + alg + "' is not one of RS256, RS384, RS512, ES256, ES384, ES512");
    for (std::string const alg : {"ES384", "ES512", "RS256"})
        BOOST_TEST(with(ec, alg) == "the JWS's alg '" + alg + "' does not fit an EC key of curve P-256");
    BOOST_TEST(with(rsa, "ES256") == "the JWS's alg 'ES256' does not fit an RSA key");
    BOOST_TEST(with(rsa, "RS512") == "the JWS's signature is not by that key");
    BOOST_TEST(error_of(signed_with(ec, "{}"), ec.public_jwk()) == "the JWS's header lacks the member 'alg'");
    BOOST_TEST(error_of(signed_with(ec, R"({"alg":1})"), ec.public_jwk()) == "the JWS's header lacks the member 'alg'");
    BOOST_TEST(error_of(signed_with(ec, R"({"alg":"ES256","crit":["exp"],"exp":1})"), ec.public_jwk()) ==
               "the JWS's header has 'crit': no extension is understood");
    auto jwk = rsa.public_jwk();
    jwk.alg = signing_algorithm::rs384;
    BOOST_TEST(error_of(rfc_rs256, jwk) == "the JWS's alg RS256 is not the key's own, RS384");
}

BOOST_AUTO_TEST_CASE(a_key_that_is_none_is_named)
{
    auto const with = [](std::string const& json) { return error_of(rfc_rs256, jwk_of(json)); };
    BOOST_TEST(with("{}") == "the JWK lacks the member 'kty': it is 'RSA' or 'EC'");
    BOOST_TEST(with(R"({"kty":"oct","k":"AA"})") ==
               "the JWK is a symmetric key: what Okta verifies is signed with an RSA or EC key");
    BOOST_TEST(with(R"({"kty":"RSA","e":"AQAB","n":"AQAB"})") == "the JWK is an RSA key of 17 bits, not 2048 to 16384");
    BOOST_TEST(with(rsa_jwk(R"("use":"enc",)")) == "the JWK's use is 'enc', not 'sig': it is not for signatures");
    BOOST_TEST(with(rsa_jwk(R"("key_ops":["sign"],)")) == "the JWK's key_ops do not allow 'verify'");
    BOOST_TEST(error_of(rfc_es256, jwk_of(replaced(p256_jwk, "f83O", "f83P"))) ==
               "the JWK's x and y are not a point of P-256");
    auto const other = signing_key::generate().public_jwk();
    BOOST_TEST(error_of(rfc_es256, other) == "the JWS's signature is not by that key");
}

BOOST_AUTO_TEST_CASE(a_damaged_token_says_where)
{
    auto const key = jwk_of(p256_jwk);
    for (std::string const bad : {"", ".", "a.b", "a.b.c.d", "a.b.c.d.e"})
        BOOST_TEST(error_of(bad, key) == "the JWS has not three parts with dots between them");
    BOOST_TEST(error_of("e30=.e30.AA", key) == "the JWS's header is not base64url without padding");
    BOOST_TEST(error_of("e30.e3 0.AA", key) == "the JWS's payload is not base64url without padding");
    BOOST_TEST(error_of("e30.e30.A", key) == "the JWS's signature is not base64url without padding");
    BOOST_TEST(error_of("..", key).starts_with("the JWS's header is not JSON: incomplete JSON"));
    BOOST_TEST(error_of(base64url_encode("[]") + "..", key) == "the JWS's header is not a JSON object");
    BOOST_TEST(error_of(base64url_encode("{}x") + "..", key).starts_with("the JWS's header is not JSON: extra data"));
    BOOST_TEST(error_of(base64url_encode(R"({"a":)" + std::string(1'000, '[')) + "..", key)
                   .starts_with("the JWS's header is not JSON"));
    BOOST_TEST(error_of(std::string(65'537, 'A'), key) == "the JWS is longer than 64 KiB");
    BOOST_TEST(error_of(signed_with(signing_key::from_jwk(p256_jwk).value(), R"({"alg":"ES256"})", "7"), key) ==
               "the JWT's payload is not a JSON object");
}

BOOST_AUTO_TEST_CASE(a_token_can_be_read_without_a_key)
{
    auto const read = okta::detail::parse_jwt(rfc_es256.substr(0, rfc_es256.rfind('.') + 1)).value();
    BOOST_TEST((read.header.at("alg") == "ES256" && read.claims.at("iss") == "joe"));
    BOOST_TEST(failure(okta::detail::parse_jwt("e30.e30")) == "the JWS has not three parts with dots between them");
}

BOOST_AUTO_TEST_CASE(a_zero_with_any_exponent_is_zero_in_claims)
{
    using okta::detail::base64url_encode;
    auto const compact = base64url_encode("{}") + '.' + base64url_encode(R"({"exp":0e999,"a":[-0e999]})") + '.';
    auto const claims = okta::detail::parse_jwt(compact).value().claims;
    BOOST_TEST((claims.at("exp").to_number<double>() == 0 && claims.at("a").at(0).to_number<double>() == 0));
}

BOOST_AUTO_TEST_CASE(a_client_assertion_has_oktas_claims)
{
    auto const key = signing_key::from_jwk(secret(rsa_jwk()), {.kid = "k1"}).value();
    okta::client_assertion_claims claims{
        .client_id = "0oa1", .audience = "https://example.okta.com/oauth2/v1/token", .now = at(1'700'000'000)};
    claims.jti = "j1";
    auto const read = [&] {
        return verify_jwt(okta::make_client_assertion(key, claims).reveal(), key.public_jwk()).value();
    };
    BOOST_TEST(text_of(read().header) == R"({"alg":"RS256","kid":"k1"})");
    BOOST_TEST(text_of(read().claims) ==
               R"({"iss":"0oa1","sub":"0oa1","aud":"https://example.okta.com/oauth2/v1/token",)"
               R"("iat":1700000000,"exp":1700000300,"jti":"j1"})");
    struct lifetime
    {
        std::chrono::seconds given, taken;
    };
    using namespace std::chrono_literals;
    for (lifetime const l : {lifetime{1s, 1s},
                             {0s, 1s},
                             {-5s, 1s},
                             {3'300s, 3'300s},
                             {3'301s, 3'300s},
                             {24h, 3'300s},
                             {std::chrono::seconds::max(), 3'300s},
                             {std::chrono::seconds::min(), 1s}}) {
        claims.lifetime = l.given;
        BOOST_TEST(read().claims.at("exp").as_int64() == 1'700'000'000 + l.taken.count());
    }
    claims.jti.clear();
    auto const jti = [&] { return std::string(read().claims.at("jti").as_string()); };
    auto const first = jti(), second = jti();
    BOOST_TEST((first.size() == 43 && first != second));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_elsewhere_signs_in_two_steps)
{
    using enum signing_algorithm;
    auto const key = signing_key::from_jwk(p256_jwk).value();
    auto const input = okta::signing_input(es256, "k1", {{"iss", "a"}});
    BOOST_TEST(base64url_decode(input.substr(0, input.find('.'))).value() == R"({"alg":"ES256","kid":"k1"})");
    auto const token = okta::attach_signature(input, key.sign(input));
    BOOST_TEST(verify_jwt(token.reveal(), key.public_jwk()).value().claims.at("iss") == "a");
    BOOST_TEST(okta::signing_input(rs512, "", {}) == base64url_encode(R"({"alg":"RS512"})") + ".e30");
    BOOST_CHECK_THROW((void)okta::signing_input(hs256, "", {}), okta::exception);
}

BOOST_AUTO_TEST_CASE(a_signature_in_der_becomes_joses)
{
    using enum signing_algorithm;
    auto const der = [](std::string const& bytes) {
        return "\x30" + std::string(1, static_cast<char>(bytes.size())) + bytes;
    };
    auto const r_and_s = der({"\x02\x01\x05\x02\x02\x00\xff", 7});
    auto const raw = okta::jws_signature(es256, r_and_s).value();
    BOOST_TEST(raw == std::string(31, '\0') + '\x05' + std::string(31, '\0') + '\xff');
    BOOST_TEST(okta::jws_signature(es512, r_and_s).value().size() == 132u);
    BOOST_TEST(okta::jws_signature(rs256, "as it is").value() == "as it is");
    auto const wrong = "the signature is not an ECDSA signature in DER for ES256";
    auto const too_wide = der({"\x02\x21\x01" + std::string(32, '\0') + "\x02\x01\x05"});
    for (auto const& bad : {std::string(), std::string(64, 'x'), r_and_s + '\0', r_and_s.substr(0, 5), too_wide,
                            der({"\x02\x01\xff\x02\x01\x05", 6})}) // a negative r
        BOOST_TEST(failure(okta::jws_signature(es256, bad)) == wrong);
    BOOST_TEST(failure(okta::jws_signature(hs256, r_and_s)) == "the algorithm HS256 has no key pair: take RS or ES");
}

BOOST_AUTO_TEST_CASE(a_key_with_a_private_part_is_told)
{
    using okta::detail::has_private_part;
    BOOST_TEST(has_private_part(jwk_of(p256_jwk)));
    BOOST_TEST(has_private_part(jwk_of(R"({"kty":"oct","k":"AA"})")));
    for (std::string const name : {"d", "p", "q", "dp", "dq", "qi", "k", "oth"})
        BOOST_TEST(has_private_part(jwk_of(R"({"kty":"RSA",")" + name + (name == "oth" ? R"(":[]})" : R"(":"AA"})"))));
    BOOST_TEST(!has_private_part(signing_key::from_jwk(p256_jwk).value().public_jwk()));
    BOOST_TEST(!has_private_part(jwk_of(R"({"kty":"RSA","n":"AA","e":"AA","x5c":[]})")));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace auth_jwt_test
