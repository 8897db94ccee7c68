#include "jwt_support.hpp"

#include <boost/test/unit_test.hpp>

// Keys and signatures, by the RFCs' own examples and by OpenSSL's.

namespace sandbox_jwt_test {
namespace {

using namespace okta::test;
namespace detail = okta::sandbox::detail;

constexpr std::string_view payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

struct example
{
    std::string jwk, alg, signed_text, signature; // the signature in base64url
};

/// RFC 7515 appendices A.2, A.3 and A.4.
std::vector<example> const& examples()
{
    static std::vector<example> const all = {
        {R"({"kty":"RSA","e":"AQAB","n":")"
         "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZ"
         "S-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2"
         "R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcD"
         R"(TW9gb54h4FRWyuXpoQ"})",
         "RS256", "eyJhbGciOiJSUzI1NiJ9." + std::string(payload),
         "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CU"
         "Ar7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_d"
         "O--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0ig"
         "cN_IoypGlUPQGe77Rw"},
        {R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
         R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})",
         "ES256", "eyJhbGciOiJFUzI1NiJ9." + std::string(payload),
         "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"},
        {R"({"kty":"EC","crv":"P-521",)"
         R"("x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",)"
         R"("y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"})",
         "ES512", "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA",
         "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2Y"
         "BJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"}};
    return all;
}

std::string refusal(json::object const& jwk)
{
    try {
        (void)detail::read_public_jwk(json::serialize(jwk));
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "(accepted)";
}

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_jwt)

BOOST_AUTO_TEST_CASE(base64url_is_strict_and_both_ways)
{
    // RFC 4648 section 10, without padding, and RFC 7515 appendix C
    std::pair<std::string_view, std::string_view> const pairs[] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\x03\xec\xff\xe0\xc1", "A-z_4ME"}};
    for (auto const& [bytes, text] : pairs) {
        BOOST_TEST(okta::detail::base64url_encode(bytes) == text);
        BOOST_TEST(okta::detail::base64url_decode(text).value_or("(none)") == bytes);
    }
    for (auto const* wrong : {"Z", "Zg==", "Zh", "Zm9", "Zm9v=", "Zm 9v", "A+z/4ME", "Zm9v\n", "Zm9vY"})
        BOOST_TEST(!okta::detail::base64url_decode(wrong).has_value(), wrong);
    std::string all;
    for (int i = 0; i < 1024; ++i) all += static_cast<char>(i * 7);
    BOOST_TEST((okta::detail::base64url_encode(all) == base64url(all)));
    BOOST_TEST((okta::detail::base64url_decode(base64url(all)) == all));
}

BOOST_AUTO_TEST_CASE(the_rfc_s_signatures_verify)
{
    for (auto const& e : examples()) {
        auto const key = detail::read_public_jwk(e.jwk);
        auto const signature = *okta::detail::base64url_decode(e.signature);
        auto const verify = [&](std::string_view alg, std::string_view text, std::string_view s) {
            return detail::verify_signature(*key, alg, text, s);
        };
        BOOST_TEST(verify(e.alg, e.signed_text, signature), e.alg);
        for (std::size_t i = 0; i < signature.size(); i += 7) {
            auto tampered = signature;
            tampered[i] = static_cast<char>(tampered[i] ^ 1);
            BOOST_TEST(!verify(e.alg, e.signed_text, tampered));
        }
        BOOST_TEST(!verify(e.alg, e.signed_text + "A", signature));
        BOOST_TEST((!verify(e.alg, e.signed_text, "") && !verify(e.alg, e.signed_text, signature + '\0')));
        BOOST_TEST(!verify(e.alg, e.signed_text, std::string(signature.size(), '\0')));
        BOOST_TEST(!verify(e.alg, e.signed_text, signature.substr(1)));
        for (auto const* alg : {"none", "HS256", "PS256", "rs256", "RS384", "ES384", ""})
            BOOST_TEST(!verify(alg, e.signed_text, signature), alg);
    }
}

BOOST_AUTO_TEST_CASE(openssl_s_signatures_verify_with_every_algorithm)
{
    std::pair<char const*, std::vector<std::string_view>> const keys[] = {
        {"RSA", {"RS256", "RS384", "RS512"}}, {"P-256", {"ES256"}}, {"P-384", {"ES384"}}, {"P-521", {"ES512"}}};
    for (auto const& [name, own] : keys) {
        signer const made(name);
        auto const key = detail::read_public_jwk(json::serialize(made.jwk()));
        for (auto const* alg : {"RS256", "RS384", "RS512", "ES256", "ES384", "ES512"}) {
            bool const fits = std::ranges::find(own, alg) != own.end();
            BOOST_TEST(detail::fits(*key, alg) == fits);
            BOOST_TEST(detail::verify_signature(*key, alg, "text", made.sign(alg, "text")) == fits, name << alg);
        }
    }
    // DER, as OpenSSL itself writes it, is not JOSE's form
    signer const made("P-256");
    auto const key = detail::read_public_jwk(json::serialize(made.jwk()));
    BOOST_TEST(!detail::verify_signature(*key, "ES256", "text", std::string(70, '\x30')));
}

BOOST_AUTO_TEST_CASE(thumbprints_are_the_rfc_s)
{
    auto const key = detail::read_public_jwk( // RFC 7638 section 3.1
        R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJ)"
        "ECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqz"
        "s8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqb"
        R"(w0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})");
    BOOST_TEST(detail::thumbprint(*key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    BOOST_TEST(detail::key_id(*key) == "2011-04-29");
    // of the key in RFC 7515 appendix A.3: crv, kty, x, y, by the command line's openssl dgst
    BOOST_TEST(detail::thumbprint(*detail::read_public_jwk(examples()[1].jwk)) ==
               "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
}

BOOST_AUTO_TEST_CASE(a_jwk_that_will_not_do_is_told_why)
{
    auto const rsa = signer("RSA").jwk(), ec = signer("P-256").jwk();
    BOOST_TEST((refusal(rsa) == "(accepted)" && refusal(ec) == "(accepted)"));
    auto const with = [](json::object base, char const* name, json::value value) {
        base[name] = std::move(value);
        return refusal(base);
    };
    auto const without = [](json::object base, char const* name) {
        base.erase(name);
        return refusal(base);
    };
    BOOST_TEST(with(rsa, "kty", "oct") == "the JWK's kty is not RSA or EC");
    BOOST_TEST(without(rsa, "kty") == "the JWK's kty is not RSA or EC");
    BOOST_TEST(without(rsa, "n") == "the JWK's member n is missing or not a string");
    BOOST_TEST(with(rsa, "e", 65537) == "the JWK's member e is missing or not a string");
    BOOST_TEST(with(rsa, "n", "AQ==") == "the JWK's member n is not base64url without padding");
    BOOST_TEST(with(rsa, "n", "AQAB") == "the JWK's n has 17 bits, not 2048 to 16384");
    BOOST_TEST(with(rsa, "n", json::string(11000, 'z')) == "the JWK's n has 66000 bits, not 2048 to 16384");
    BOOST_TEST(with(rsa, "e", "AQABAQABAQABAQAB") == "the JWK's e has more than 64 bits");
    BOOST_TEST(with(rsa, "e", "AQ") == "the JWK is not a valid RSA key");
    BOOST_TEST(with(rsa, "d", "AQ") == "the JWK has the private member d: give the public key");
    BOOST_TEST(with(rsa, "use", "enc") == "the JWK's use is not sig");
    BOOST_TEST(with(rsa, "alg", "ES256") == "the JWK's alg is not a signature algorithm of such keys");
    BOOST_TEST((with(rsa, "use", "sig") == "(accepted)" && with(rsa, "alg", "RS512") == "(accepted)"));
    BOOST_TEST(refusal(signer("RSA", 1024).jwk()) == "the JWK's n has 1024 bits, not 2048 to 16384");
    BOOST_TEST(with(ec, "crv", "secp256k1") == "the JWK's crv is not P-256, P-384 or P-521");
    BOOST_TEST(with(ec, "crv", "P-384") == "the JWK's x or y has not the 48 bytes of P-384");
    BOOST_TEST(with(ec, "x", "AQAB") == "the JWK's x or y has not the 32 bytes of P-256");
    BOOST_TEST(with(ec, "x", json::string(base64url(std::string(32, 'x')))) ==
               "the JWK is not a valid EC key"); // not on the curve
    auto const text = [](std::string_view jwk) {
        BOOST_CHECK_THROW((void)detail::read_public_jwk(jwk), std::invalid_argument);
    };
    text(""), text("[]"), text("{"), text("\"x\""), text(std::string(20'000, ' ') + json::serialize(rsa));
    text(R"({"kty":"RSA","x":)" + std::string(50, '[') + std::string(50, ']') + "}");
}

BOOST_AUTO_TEST_CASE(a_made_key_pair_signs_and_verifies)
{
    auto const pair = okta::sandbox::make_key_pair();
    auto const key = detail::read_public_jwk(pair.public_jwk);
    BOOST_TEST((detail::key_id(*key) == pair.key_id && detail::thumbprint(*key) == pair.key_id));
    auto const open = json::parse(pair.public_jwk).as_object();
    BOOST_TEST((open.at("use") == "sig" && open.at("alg") == "RS256" && open.size() == 6));
    auto const made = signer::from_private_jwk(pair.private_jwk.reveal()); // which checks that its numbers fit
    BOOST_TEST(detail::verify_signature(*key, "RS256", "text", made.sign("RS256", "text")));
    BOOST_TEST(json::parse(json::string_view(pair.private_jwk.reveal())).at("kid").as_string() == pair.key_id);
    BOOST_TEST(okta::sandbox::make_key_pair().key_id != pair.key_id);
}

BOOST_AUTO_TEST_CASE(ids_are_used_once_until_their_time_is_over)
{
    using namespace std::chrono_literals;
    okta::timestamp const now{1'767'225'600s};
    detail::used_once used;
    BOOST_TEST((used.use("a", now + 2s, now) && used.use("b", now + 1s, now) && !used.use("a", now + 9s, now)));
    BOOST_TEST((!used.use("a", now + 9s, now + 1s) && used.use("b", now + 9s, now + 1s)));
    BOOST_TEST(used.use("a", now + 9s, now + 2s));
    detail::used_once full;
    for (int i = 0; i < 100'000; ++i) (void)full.use(std::to_string(i), now + 1h + std::chrono::milliseconds(i), now);
    BOOST_TEST((!full.use("0", now + 2h, now) && !full.use("99999", now + 2h, now))); // asking forgets nothing
    BOOST_TEST(full.use("new", now + 2h, now));
    BOOST_TEST((!full.use("1", now + 2h, now) && full.use("0", now + 2h, now))); // it ended first
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace sandbox_jwt_test
