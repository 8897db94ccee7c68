#include "jose_keys.hpp"

#include <okta/auth/encoding.hpp>

#include <boost/test/unit_test.hpp>

namespace signing_key_errors_test {
using namespace jose_keys;
using okta::secret;
using okta::signing_key;

namespace {

std::string pem_error(std::string const& pem) { return failure(signing_key::from_pem(secret(pem))); }
std::string jwk_error(std::string const& json, std::string kid = {})
{
    return failure(signing_key::from_jwk(secret(json), {.kid = std::move(kid)}));
}

/// The private key of RFC 7515's example with one member changed, by both ways in.
std::string rsa_error(std::string const& from, std::string const& to)
{
    auto const json = replaced(rsa_jwk(), from, to);
    auto const text = jwk_error(json);
    auto const parsed = okta::decode<okta::json_web_key>(json);
    if (parsed) BOOST_TEST(failure(signing_key::from_jwk(*parsed)) == text);
    BOOST_TEST(text.find(std::string_view(rsa_d).substr(5, 12)) == text.npos);
    return text;
}
std::string ec_error(std::string const& from, std::string const& to)
{
    auto const json = replaced(p256_jwk, from, to);
    auto const text = jwk_error(json);
    auto const parsed = okta::decode<okta::json_web_key>(json);
    if (parsed) BOOST_TEST(failure(signing_key::from_jwk(*parsed)) == text);
    BOOST_TEST(text.find("psQnnGQmL") == text.npos);
    return text;
}

std::string huge_modulus(std::size_t bytes) { return okta::detail::base64url_encode(std::string(bytes, '\xff')); }

} // namespace

BOOST_AUTO_TEST_SUITE(signing_key_errors)

BOOST_AUTO_TEST_CASE(a_pem_that_is_something_else_is_named)
{
    auto const encrypted = "the PEM is encrypted: decrypt it first, since nobody is asked for its passphrase here";
    BOOST_TEST(pem_error(p256_encrypted) == encrypted);
    BOOST_TEST(pem_error(p256_encrypted_sec1) == encrypted);
    BOOST_TEST(pem_error(p256_public) == "the PEM is a public key only: give the private one");
    BOOST_TEST(pem_error(replaced(p256_public, "PUBLIC", "RSA PUBLIC")) ==
               "the PEM is a public key only: give the private one");
    BOOST_TEST(pem_error(p256_certificate) == "the PEM is a certificate: give the private key that belongs to it");
    BOOST_TEST(pem_error(openssh) ==
               "the PEM is a key in OpenSSH's own format: convert it to PKCS#8 ('BEGIN PRIVATE KEY')");
    BOOST_TEST(pem_error(replaced(p384_sec1, "EC PRIVATE", "DSA PRIVATE")) ==
               "the PEM is a key of another type, 'DSA PRIVATE KEY': Okta takes RSA and EC keys");
    BOOST_TEST(pem_error(replaced(p384_sec1, "EC PRIVATE KEY", "X9.42 DH PARAMETERS")) ==
               "the PEM holds no private key, but 'X9.42 DH PARAMETERS'");
    for (std::string const none : {"", "\n", "MIGHAgEA", "----BEGIN PRIVATE KEY----", p256_jwk})
        BOOST_TEST(pem_error(none) == "there is no PEM in it: it begins with '-----BEGIN PRIVATE KEY-----'");
    BOOST_TEST(pem_error(std::string(p256_pkcs8) + p384_sec1) ==
               "the PEM holds 2 private keys: give the one that is registered");
}

BOOST_AUTO_TEST_CASE(a_damaged_pem_says_where)
{
    std::string const pem = p256_pkcs8;
    BOOST_TEST(pem_error(pem.substr(0, 60)) == "the PEM is damaged: the line '-----END PRIVATE KEY-----' is missing");
    BOOST_TEST(pem_error(replaced(pem, "END PRIVATE", "END EC PRIVATE")) ==
               "the PEM is damaged: the line '-----END PRIVATE KEY-----' is missing");
    for (std::string const bad : {"-----BEGIN PRIVATE KEY", "-----BEGIN PRIVATE KEY\nMIGH-----", "-----BEGIN ",
                                  "-----BEGIN PRIVAtZqQsVi2Fzy783-----\n"})
        BOOST_TEST(pem_error(bad) == "the PEM is damaged: its first line is not like '-----BEGIN PRIVATE KEY-----'");
    for (std::string const bad : {"MIGH*", "MIG=", "M", "MIG-", "MIG_", "MIGH\\t", "x: y\n"})
        BOOST_TEST(pem_error(replaced(pem, "MIGH", bad)) ==
                   "the PEM is damaged: what is between its first and last line is not base64");
    for (std::string const bad : {"", "MIGI", "AAAA"})
        BOOST_TEST(pem_error(replaced(pem, "MIGH", bad)) == "the PEM is damaged: its content is no 'PRIVATE KEY'");
    BOOST_TEST(pem_error("-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----") ==
               "the PEM is damaged: its content is no 'PRIVATE KEY'");
    // one byte behind it
    BOOST_TEST(pem_error(replaced(p384_sec1, "10xPEE=", "10xPEEA")) ==
               "the PEM is damaged: its content is no 'EC PRIVATE KEY'");
    BOOST_TEST(pem_error(replaced(pem, "BG0wawIB", "BG0wawIC")) ==
               "the PEM's key is damaged, or of a type or curve that OpenSSL does not know");
    BOOST_TEST(pem_error(pem + std::string(70'000, '\n')) == "the PEM is longer than 64 KiB");
}

BOOST_AUTO_TEST_CASE(a_pem_key_of_another_kind_is_refused)
{
    BOOST_TEST(pem_error(secp256k1) == "the PEM's key is of the curve 'secp256k1', not P-256, P-384 or P-521");
    BOOST_TEST(pem_error(ed25519) ==
               "the PEM's key is of type ED25519: Okta takes RSA and EC keys, the latter of P-256, "
               "P-384 or P-521");
    BOOST_TEST(pem_error(rsa_512) == "the PEM is an RSA key of 512 bits, not 2048 to 16384");
}

BOOST_AUTO_TEST_CASE(a_private_part_of_another_key_is_found)
{
    BOOST_TEST(pem_error(replaced(p256_pkcs8, "h3cBBmvctaNE", "h3cBBmvctaNF")) ==
               "the PEM's private part does not belong to its public part");
    BOOST_TEST(pem_error(replaced(rsa_pkcs1, "WCuLjybRlzo0t", "WCuLjybRlzo1t")) ==
               "the PEM's private part does not belong to its public part"); // n
    auto const wrong = "the JWK's private part does not belong to its public part";
    BOOST_TEST(ec_error("jpsQ", "jpsR") == wrong);
    BOOST_TEST(rsa_error("\"n\":\"ofgW", "\"n\":\"pfgW") == wrong);
    BOOST_TEST(rsa_error("\"d\":\"Eq5x", "\"d\":\"Eq5y") == wrong);
    BOOST_TEST(rsa_error("\"p\":\"4BzE", "\"p\":\"4BzF") == wrong);
    BOOST_TEST(rsa_error("\"q\":\"uQPE", "\"q\":\"uQPF") == wrong);
    BOOST_TEST(rsa_error("\"dp\":\"BwKf", "\"dp\":\"BwKg") == wrong);
    BOOST_TEST(rsa_error("\"dq\":\"h_96", "\"dq\":\"h_97") == wrong);
    BOOST_TEST(rsa_error("\"qi\":\"IYd7", "\"qi\":\"IYd8") == wrong);
    BOOST_TEST(rsa_error("AQAB", "AQAD") == wrong);
}

BOOST_AUTO_TEST_CASE(an_rsa_jwk_needs_all_of_its_primes_or_none)
{
    for (std::string const name : {"p", "q", "dp", "dq", "qi"})
        BOOST_TEST(rsa_error('"' + name + "\":", '"' + name + "_\":") == "the JWK lacks the member '" + name + "'");
    auto const without = [](std::string_view d) {
        return R"({"kty":"RSA","e":"AQAB","n":")" + std::string(rsa_n) + R"(","d":")" + std::string(d) + "\"}";
    };
    BOOST_TEST(
        signing_key::from_jwk(secret(without(rsa_d))).value().same_key_as(signing_key::from_pem(rsa_pkcs8).value()));
    BOOST_TEST(jwk_error(without("Eq5y" + std::string(rsa_d).substr(4))) ==
               "the JWK's private part does not belong to its public part");
    BOOST_TEST(rsa_error("{", R"({"oth":[],)") == "the JWK is of more than two primes ('oth'): that is not supported");
}

BOOST_AUTO_TEST_CASE(a_member_that_is_missing_or_damaged_is_named)
{
    BOOST_TEST(ec_error("\"kty\":\"EC\",", "") == "the JWK lacks the member 'kty': it is 'RSA' or 'EC'");
    for (std::string const name : {"crv", "x", "y"})
        BOOST_TEST(ec_error('"' + name + "\":", '"' + name + "_\":") == "the JWK lacks the member '" + name + "'");
    for (std::string const name : {"n", "e"})
        BOOST_TEST(rsa_error('"' + name + "\":", '"' + name + "_\":") == "the JWK lacks the member '" + name + "'");
    BOOST_TEST(ec_error("jpsQ", "jps+") == "the JWK's member 'd' is not base64url without padding");
    BOOST_TEST(ec_error("E9LI\"", "E9LI=\"") == "the JWK's member 'd' is not base64url without padding");
    BOOST_TEST(ec_error("f83O", " f83") == "the JWK's member 'x' is not base64url without padding");
    for (std::string const name : {"n", "d", "p", "q", "dp", "dq", "qi"})
        BOOST_TEST(rsa_error('"' + name + "\":\"", '"' + name + "\":\"*") ==
                   "the JWK's member '" + name + "' is not base64url without padding");
    BOOST_TEST(ec_error("f83O", "f83OAAAA") == "the JWK's member 'x' has 35 bytes, not the 32 of P-256");
    BOOST_TEST(ec_error("jpsQ", "") == "the JWK's member 'd' has 29 bytes, not the 32 of P-256");
    BOOST_TEST(ec_error("f83O", "f83P") == "the JWK's x and y are not a point of P-256");
    BOOST_TEST(ec_error("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI", "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE") ==
               "the JWK's private part does not belong to its public part"); // the curve's order
    BOOST_TEST(jwk_error(replaced(p256_jwk, "\"P-256\"", "256")) == "the JWK's member 'crv' is not a string");
    BOOST_TEST(jwk_error(R"({"kty":"RSA","n":"AQAB","e":"AQAB","d":[1]})") == "the JWK's member 'd' is not a string");
    BOOST_TEST(jwk_error(R"({"kty":null})") == "the JWK lacks the member 'kty': it is 'RSA' or 'EC'");
}

BOOST_AUTO_TEST_CASE(a_jwk_that_is_something_else_is_named)
{
    BOOST_TEST(ec_error("\"d\"", "\"d_\"") ==
               "the JWK is a public key only: give the private one, which has the member 'd'");
    BOOST_TEST(rsa_error("\"d\"", "\"d_\"") ==
               "the JWK is a public key only: give the private one, which has the member 'd'");
    BOOST_TEST(jwk_error(R"({"kty":"oct","k":"c2VjcmV0","alg":"HS256"})") ==
               "the JWK is a symmetric key: what Okta verifies is signed with an RSA or EC key");
    BOOST_TEST(jwk_error(R"({"kty":"OKP","crv":"Ed25519","d":"AA","x":"AA"})") ==
               "the JWK's kty 'OKP' is not 'RSA' or 'EC'");
    BOOST_TEST(ec_error("P-256", "secp256k1") == "the JWK's crv 'secp256k1' is not P-256, P-384 or P-521");
    BOOST_TEST(ec_error("P-256", std::string(50, 'P')) ==
               "the JWK's crv '" + std::string(40, 'P') + "…' is not P-256, P-384 or P-521");
    BOOST_TEST(ec_error("{", R"({"use":"enc",)") == "the JWK's use is 'enc', not 'sig': it is not for signatures");
    BOOST_TEST(ec_error("{", R"({"key_ops":["deriveKey"],)") == "the JWK's key_ops do not allow 'sign'");
    for (std::string const alg : {"RS256", "ES384", "HS256", "PS256", "ECDH-ES", "none"})
        BOOST_TEST(ec_error("{", R"({"alg":")" + alg + "\",") ==
                   "the JWK's alg '" + alg +
                       "' does not fit an EC key of curve P-256: it signs "
                       "with ES256");
}

BOOST_AUTO_TEST_CASE(an_rsa_key_outside_the_bounds_is_refused)
{
    auto const of = [](std::size_t bytes, std::string const& e = "AQAB") {
        return jwk_error(R"({"kty":"RSA","e":")" + e + R"(","d":"AQAB","n":")" + huge_modulus(bytes) + "\"}");
    };
    BOOST_TEST(of(255) == "the JWK is an RSA key of 2040 bits, not 2048 to 16384");
    BOOST_TEST(of(2049) == "the JWK is an RSA key of 16392 bits, not 2048 to 16384");
    BOOST_TEST(of(256) == "the JWK's private part does not belong to its public part");
    for (std::string const e : {"AQ", "AA", "AAAA", "AQAA", "__________8B"}) // 1, 0, 0, an even number, 72 bits
        BOOST_TEST(of(256, e) == "the JWK has a public exponent that is not an odd number from 3 to 64 bits");
}

BOOST_AUTO_TEST_CASE(a_text_that_is_not_json_says_so)
{
    BOOST_TEST(jwk_error("").starts_with("the JWK is not JSON: incomplete JSON"));
    BOOST_TEST(jwk_error(p256_pkcs8) == "the JWK is not JSON: syntax error (byte 1)");
    BOOST_TEST(jwk_error("[]") == "the JWK is not a JSON object");
    BOOST_TEST(jwk_error("null") == "the JWK is not a JSON object");
    BOOST_TEST(jwk_error(std::string(p256_jwk) + "x").starts_with("the JWK is not JSON: extra data"));
    BOOST_TEST(jwk_error(std::string(p256_jwk).substr(0, 80)).starts_with("the JWK is not JSON: incomplete JSON"));
    BOOST_TEST(jwk_error(R"({"a":)" + std::string(100, '[')).starts_with("the JWK is not JSON"));
    BOOST_TEST(jwk_error(std::string(70'000, ' ')) == "the JWK is longer than 64 KiB");
}

BOOST_AUTO_TEST_CASE(of_a_set_the_one_private_key_is_taken)
{
    std::string const ec = replaced(p256_jwk, "{", R"({"kid":"ec",)"), rsa = rsa_jwk(R"("kid":"rsa",)");
    std::string const open = replaced(replaced(p521_jwk, "\"d\"", "\"d_\""), "{", R"({"kid":"open",)");
    auto const set = [](auto... keys) {
        std::string text = R"({"keys":[)";
        ((text += keys, text += ','), ...);
        text.back() = ']';
        return text + '}';
    };
    BOOST_TEST(signing_key::from_jwk(secret(set(open, ec))).value().kid() == "ec");
    BOOST_TEST(signing_key::parse(secret(set(open, "7", rsa, ec)), {.kid = "rsa"}).value().kid() == "rsa");
    BOOST_TEST(jwk_error(set(ec, rsa)) == "the JWK set holds 2 private keys: choose one by its kid");
    BOOST_TEST(jwk_error(set(ec, ec), "ec") == "the JWK set holds 2 private keys with the kid 'ec'");
    BOOST_TEST(jwk_error(set(ec, rsa), "other") == "the JWK set holds no private key with the kid 'other'");
    BOOST_TEST(jwk_error(set(ec, open), "open") ==
               "the JWK set holds no private key with the kid 'open', only a public or symmetric one");
    BOOST_TEST(jwk_error(set(open)) == "the JWK set holds no private key, only a public or symmetric one");
    BOOST_TEST(jwk_error(R"({"keys":[]})") == "the JWK set holds no private key");
    BOOST_TEST(jwk_error(R"({"keys":{}})") == "the JWK set's member 'keys' is not an array");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace signing_key_errors_test
