#include "jose_keys.hpp"

#include <okta/auth/dpop_proof.hpp>
#include <okta/auth/encoding.hpp>
#include <okta/auth/verification.hpp>

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace dpop_proof_test {
using namespace jose_keys;
using okta::secret;
using okta::signing_key;

namespace {

std::string text_of(boost::json::object const& object) { return boost::json::serialize(object); }

/// Verifies a proof by the key that it holds, as a server does.
okta::detail::verified_jwt verified(std::string_view proof)
{
    auto const read = okta::detail::parse_jwt(proof).value();
    auto const jwk = okta::decode<okta::json_web_key>(read.header.at("jwk")).value();
    BOOST_TEST(!okta::detail::has_private_part(jwk));
    return okta::detail::verify_jwt(proof, jwk).value();
}

constexpr char rfc_header[] =
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0V"
    "jNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10Nn"
    "Y5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19";

constexpr std::chrono::sys_seconds rfc_time{std::chrono::seconds(1'562'262'616)};

/// g++ 12 takes the sum of a string and a literal for a fault.
std::string joined(std::string_view a, std::string_view b)
{
    std::string all(a);
    return all.append(b);
}

} // namespace

BOOST_AUTO_TEST_SUITE(dpop_proof)

BOOST_AUTO_TEST_CASE(the_proofs_of_rfc_9449_are_verified_by_their_own_key)
{
    // section 4.1
    auto const token_request = verified(
        joined(rfc_header, ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2Vyd"
                           "mVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A"
                           "0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"));
    BOOST_TEST(text_of(token_request.claims) == R"({"jti":"-BwC3ESc6acc2lTc","htm":"POST",)"
                                                R"("htu":"https://server.example.com/token","iat":1562262616})");
    // section 7.1
    auto const api_request = verified(
        joined(rfc_header,
               ".eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9w"
               "cm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlp"
               "S0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpL"
               "jA"));
    BOOST_TEST(api_request.claims.at("ath") == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    auto const jwk = okta::decode<okta::json_web_key>(api_request.header.at("jwk")).value();
    BOOST_TEST(okta::detail::jwk_thumbprint(jwk).value() ==
               "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"); // section 6.1
}

BOOST_AUTO_TEST_CASE(a_proof_says_what_it_is_of)
{
    auto const key = signing_key::from_jwk(p256_jwk, {.kid = "never in a proof"}).value();
    auto const token_request = verified(
        okta::make_dpop_proof(key, {.htm = "POST", .htu = "https://a.example/token", .now = rfc_time, .jti = "j1"})
            .reveal());
    BOOST_TEST(
        text_of(token_request.header) ==
        R"({"typ":"dpop+jwt","alg":"ES256","jwk":{"crv":"P-256","kty":"EC",)"
        R"("x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}})");
    BOOST_TEST(text_of(token_request.claims) ==
               R"({"jti":"j1","htm":"POST","htu":"https://a.example/token","iat":1562262616})");
    auto const api_request = verified(
        okta::make_dpop_proof(key, {.htm = "GET",
                                    .htu = "https://a.example/x",
                                    .now = rfc_time,
                                    .jti = "j2",
                                    .nonce = "n\"1",
                                    .access_token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"})
            .reveal());
    BOOST_TEST(text_of(api_request.claims) ==
               R"({"jti":"j2","htm":"GET","htu":"https://a.example/x","iat":1562262616,"nonce":"n\"1",)"
               R"("ath":"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"})");
}

BOOST_AUTO_TEST_CASE(an_rsa_key_makes_proofs_as_well)
{
    auto const key = signing_key::from_pem(rsa_pkcs8, {.algorithm = okta::signing_algorithm::rs512}).value();
    auto const header = verified(okta::make_dpop_proof(
                                     key, {.htm = "GET", .htu = "https://a.example/", .now = rfc_time, .jti = "j"})
                                     .reveal())
                            .header;
    BOOST_TEST(text_of(header) ==
               joined(joined(R"({"typ":"dpop+jwt","alg":"RS512","jwk":{"e":"AQAB","kty":"RSA","n":")", rsa_n), "\"}}"));
}

BOOST_AUTO_TEST_CASE(two_proofs_differ)
{
    for (auto const& key : {signing_key::generate(), signing_key::from_pem(rsa_pkcs8).value()}) {
        okta::dpop_claims const claims{.htm = "GET", .htu = "https://a.example/", .now = rfc_time};
        auto const a = okta::make_dpop_proof(key, claims), b = okta::make_dpop_proof(key, claims);
        BOOST_TEST((a != b));
        auto const jti = [](secret const& proof) {
            return std::string(verified(proof.reveal()).claims.at("jti").as_string());
        };
        BOOST_TEST(jti(a) != jti(b));
        BOOST_TEST(jti(a).size() == 43u);
    }
}

BOOST_AUTO_TEST_CASE(htu_is_the_uri_as_sent_without_query_and_fragment)
{
    struct example
    {
        std::string_view target, htu;
    };
    for (example const e : {example{"/api/v1/users", "https://a.example/api/v1/users"},
                            {"/api/v1/users/", "https://a.example/api/v1/users/"},
                            {"/api/v1/users?limit=2&after=/x#y", "https://a.example/api/v1/users"},
                            {"/users/a%2fb%40C?x", "https://a.example/users/a%2fb%40C"},
                            {"/x#?y", "https://a.example/x"},
                            {"/?", "https://a.example/"},
                            {"/", "https://a.example/"},
                            {"", "https://a.example/"},
                            {"?a=b", "https://a.example/"}})
        BOOST_TEST(okta::dpop_htu("https://a.example", e.target) == e.htu);
    BOOST_TEST(okta::dpop_htu("https://a.example:8443", "/x") == "https://a.example:8443/x");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace dpop_proof_test
