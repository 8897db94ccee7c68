#include "jose_keys.hpp"

#include <okta/auth/encoding.hpp>
#include <okta/auth/verification.hpp>

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

namespace signing_key_test {
using namespace jose_keys;
using okta::secret;
using okta::signing_algorithm;
using okta::signing_key;

namespace {

// by another library
constexpr char rsa_thumbprint[] = "IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8";
constexpr char p256_thumbprint[] = "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U";

std::string const input = "eyJhbGciOiJSUzI1NiJ9."
                          "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
                          "cnVlfQ";

signing_key of_pem(std::string const& pem, signing_key::options o = {})
{
    return signing_key::from_pem(secret(pem), std::move(o)).value();
}
signing_key of_jwk(std::string const& json, signing_key::options o = {})
{
    return signing_key::from_jwk(secret(json), std::move(o)).value();
}

/// That what was signed is verified by the public part, and that nothing else is.
bool signs_well(signing_key const& key)
{
    auto const header = R"({"alg":")" + std::string(okta::open_enum(key.algorithm()).text()) + "\"}";
    auto const text = okta::detail::base64url_encode(header) + ".e30"; // {}
    auto const signature = key.sign(text);
    auto const verified = [&](std::string_view t, std::string_view s) {
        auto const compact = std::string(t) + '.' + okta::detail::base64url_encode(s);
        return okta::detail::verify_jwt(compact, key.public_jwk()).has_value();
    };
    auto other = signature;
    other.back() = static_cast<char>(other.back() ^ 1);
    return verified(text, signature) && !verified(text, other) && !verified(text, signature.substr(1)) &&
           !verified(text, signature + '\0') && !verified(text + "A", signature);
}

} // namespace

BOOST_AUTO_TEST_SUITE(signing_keys)

BOOST_AUTO_TEST_CASE(all_formats_give_the_same_key)
{
    auto const jwk = of_jwk(rsa_jwk());
    for (auto const& key : {of_pem(rsa_pkcs1), of_pem(rsa_pkcs8), signing_key::from_jwk(jwk_of(rsa_jwk())).value(),
                            signing_key::parse(secret(rsa_jwk())).value(), signing_key::parse(rsa_pkcs1).value()}) {
        BOOST_TEST(key.same_key_as(jwk));
        BOOST_TEST((key.algorithm() == signing_algorithm::rs256 && key.kid().empty()));
        BOOST_TEST(key.public_jwk().n.value() == rsa_n);
        BOOST_TEST(signs_well(key));
    }
    BOOST_TEST(of_pem(p256_pkcs8).same_key_as(of_pem(p256_sec1_with_parameters)));
    BOOST_TEST(!of_pem(p256_pkcs8).same_key_as(of_jwk(p256_jwk)));
    BOOST_TEST(ERR_peek_error() == 0u);
}

BOOST_AUTO_TEST_CASE(a_key_signs_with_its_kinds_algorithm)
{
    BOOST_TEST(
        (of_pem(p256_pkcs8).algorithm() == signing_algorithm::es256 && of_pem(p256_pkcs8).sign("").size() == 64));
    BOOST_TEST((of_pem(p384_sec1).algorithm() == signing_algorithm::es384 && of_pem(p384_sec1).sign("").size() == 96));
    BOOST_TEST((of_pem(p521_sec1).algorithm() == signing_algorithm::es512 && of_pem(p521_sec1).sign("").size() == 132));
    for (auto const* pem : {p256_pkcs8, p384_sec1, p521_sec1, p256_explicit_parameters})
        BOOST_TEST(signs_well(of_pem(pem)));
    for (auto const a : {signing_algorithm::rs256, signing_algorithm::rs384, signing_algorithm::rs512}) {
        auto const key = of_pem(rsa_pkcs8, {.kid = "k1", .algorithm = a});
        BOOST_TEST((key.algorithm() == a && key.kid() == "k1"));
        BOOST_TEST(signs_well(key));
    }
}

BOOST_AUTO_TEST_CASE(the_rs256_signature_is_that_of_rfc_7515_appendix_a2)
{
    BOOST_TEST(okta::detail::base64url_encode(of_jwk(rsa_jwk()).sign(input)) ==
               "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJ"
               "dbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN"
               "9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXL"
               "IhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw");
}

BOOST_AUTO_TEST_CASE(r_and_s_keep_their_width_when_they_begin_with_zeros)
{
    // so do one in 128 of P-256, three in four of P-521
    auto const p256 = of_jwk(p256_jwk), p521 = of_jwk(p521_jwk);
    for (int i = 0; i < 600; ++i) BOOST_REQUIRE(p256.sign(std::to_string(i)).size() == 64);
    for (int i = 0; i < 20; ++i) BOOST_REQUIRE(p521.sign(std::to_string(i)).size() == 132);
    BOOST_TEST(signs_well(of_jwk(p256_jwk)));
    BOOST_TEST(signs_well(of_jwk(p521_jwk)));
}

BOOST_AUTO_TEST_CASE(the_public_part_has_no_private_member_and_rfc_7638s_order)
{
    auto const rsa = of_jwk(rsa_jwk(R"("kid":"a","alg":"RS384","use":"sig",)")).public_jwk();
    BOOST_TEST((rsa == okta::json_web_key{.kty = okta::json_web_key_type::rsa, .n = rsa_n, .e = "AQAB"}));
    auto const ec = of_jwk(p521_jwk).public_jwk();
    auto const wanted = jwk_of(p521_jwk);
    BOOST_TEST((ec == okta::json_web_key{.kty = wanted.kty, .crv = "P-521", .x = wanted.x, .y = wanted.y}));
    BOOST_TEST(of_jwk(rsa_jwk()).thumbprint() == rsa_thumbprint);
    BOOST_TEST(of_jwk(p256_jwk).thumbprint() == p256_thumbprint);
}

BOOST_AUTO_TEST_CASE(a_coordinate_that_begins_with_zeros_keeps_its_width)
{
    for (int i = 0; i < 3'000; ++i) {
        auto const key = signing_key::generate();
        auto const jwk = key.public_jwk();
        BOOST_REQUIRE((jwk.x->size() == 43 && jwk.y->size() == 43));
        if (!jwk.x->starts_with("AA") && !jwk.y->starts_with("AA")) continue;
        BOOST_TEST(okta::detail::jwk_thumbprint(jwk).value() == key.thumbprint());
        BOOST_TEST(signs_well(key));
        return;
    }
}

BOOST_AUTO_TEST_CASE(the_thumbprint_is_that_of_rfc_7638_section_3_1)
{
    auto jwk = jwk_of(R"({"kty":"RSA","e":"AQAB","alg":"RS256","kid":"2011-04-29"})");
    jwk.n =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3"
        "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdA"
        "ZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-"
        "kEgU8awapJzKnqDKgw";
    BOOST_TEST(okta::detail::jwk_thumbprint(jwk).value() == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    jwk.e = "AAEAAQ"; // the same number with a zero in front
    BOOST_TEST(okta::detail::jwk_thumbprint(jwk).value() == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

BOOST_AUTO_TEST_CASE(line_breaks_of_a_pem_may_be_mangled)
{
    BOOST_TEST(of_pem(replaced(rsa_pkcs1, "\n", "\\n")).same_key_as(of_pem(rsa_pkcs8)));
    for (std::string const pem : {p256_pkcs8, p256_sec1_with_parameters, p521_sec1}) {
        auto const key = of_pem(pem);
        for (auto const& changed :
             {replaced(pem, "\n", "\\n"), replaced(pem, "\n", "\\r\\n"), replaced(pem, "\n", "\r\n"),
              replaced(pem, "\n", " "), replaced(pem, "\n", "\n      "), replaced(pem, "\n", ""),
              "\xEF\xBB\xBF \n" + pem + "\n\n", '"' + pem + '"', "Bag Attributes\n  friendlyName: x\n" + pem}) {
            auto const read = signing_key::parse(secret(changed));
            BOOST_TEST_REQUIRE(read.has_value(), changed << failure(read));
            BOOST_TEST(read->same_key_as(key));
            BOOST_TEST(of_pem(changed).same_key_as(key));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_beside_the_key_is_skipped)
{
    auto const key = of_pem(p256_pkcs8);
    BOOST_TEST(of_pem(std::string(p256_certificate) + p256_pkcs8 + p256_certificate).same_key_as(key));
    BOOST_TEST(of_pem(std::string(p256_pkcs8) + p256_public).same_key_as(key));
}

BOOST_AUTO_TEST_CASE(kid_and_algorithm_are_the_options_or_the_jwks)
{
    auto const with = [](std::string const& more, signing_key::options o = {}) {
        return signing_key::from_jwk(secret(rsa_jwk(more)), std::move(o));
    };
    BOOST_TEST(with(R"("kid":"a",)")->kid() == "a");
    BOOST_TEST(with(R"("kid":"a",)", {.kid = "a"})->kid() == "a");
    BOOST_TEST(with("", {.kid = "b"})->kid() == "b");
    BOOST_TEST(failure(with(R"("kid":"a",)", {.kid = "b"})) == "the kid 'b' is not the JWK's own, 'a'");
    BOOST_TEST((with(R"("alg":"RS512",)")->algorithm() == signing_algorithm::rs512));
    BOOST_TEST((with(R"("alg":"RS512",)", {.algorithm = signing_algorithm::rs512}).has_value()));
    BOOST_TEST(failure(with(R"("alg":"RS512",)", {.algorithm = signing_algorithm::rs256})) ==
               "the algorithm RS256 is not the JWK's own, RS512");
    BOOST_TEST((with("", {.algorithm = signing_algorithm::rs384})->algorithm() == signing_algorithm::rs384));
    auto const by_jwk =
        signing_key::from_jwk(jwk_of(rsa_jwk(R"("kid":"a","alg":"RS384","key_ops":["sign"],)"))).value();
    BOOST_TEST((by_jwk.kid() == "a" && by_jwk.algorithm() == signing_algorithm::rs384));
}

BOOST_AUTO_TEST_CASE(an_algorithm_that_does_not_fit_is_refused)
{
    auto const with = [](char const* pem, signing_algorithm a) {
        return failure(signing_key::from_pem(pem, {.algorithm = a}));
    };
    using enum signing_algorithm;
    BOOST_TEST(with(p256_pkcs8, es384) ==
               "the algorithm ES384 does not fit an EC key of curve P-256: it signs with ES256");
    BOOST_TEST(with(p384_sec1, es256) ==
               "the algorithm ES256 does not fit an EC key of curve P-384: it signs with ES384");
    BOOST_TEST(with(p521_sec1, rs512) ==
               "the algorithm RS512 does not fit an EC key of curve P-521: it signs with ES512");
    BOOST_TEST(with(rsa_pkcs8, es256) ==
               "the algorithm ES256 does not fit an RSA key: it signs with RS256, RS384, RS512");
    BOOST_TEST(with(rsa_pkcs8, hs256) ==
               "the algorithm HS256 does not fit an RSA key: it signs with RS256, RS384, RS512");
}

BOOST_AUTO_TEST_CASE(a_generated_key_fits_its_algorithm)
{
    using enum signing_algorithm;
    for (auto const a : {es256, es384, es512, rs256, rs384, rs512}) {
        auto const key = signing_key::generate(a);
        BOOST_TEST((key.algorithm() == a && key.kid().empty() && signs_well(key)));
    }
    BOOST_TEST(!signing_key::generate().same_key_as(signing_key::generate()));
    BOOST_CHECK_EXCEPTION((void)signing_key::generate(hs256), okta::exception, [](okta::exception const& e) {
        return e.error().summary == "the algorithm HS256 has no key pair: take RS or ES";
    });
    BOOST_TEST(ERR_peek_error() == 0u);
}

BOOST_AUTO_TEST_CASE(a_moved_from_key_is_still_one)
{
    auto a = of_jwk(p256_jwk);
    auto const b = std::move(a);
    BOOST_TEST((a.same_key_as(b) && signs_well(a)));
    a = signing_key::generate();
    BOOST_TEST((!a.same_key_as(b) && b.thumbprint() == p256_thumbprint));
}

BOOST_AUTO_TEST_CASE(threads_share_a_key)
{
    for (auto const* jwk : {p256_jwk, p521_jwk}) {
        auto const key = of_jwk(jwk);
        std::vector<int> good(4);
        {
            std::vector<std::jthread> threads;
            for (auto& count : good)
                threads.emplace_back([&count, &key] {
                    for (int i = 0; i < 5; ++i) count += signs_well(signing_key(key));
                });
        }
        for (auto const count : good) BOOST_TEST(count == 5);
    }
}

BOOST_AUTO_TEST_CASE(errors_of_others_stay_in_openssls_queue)
{
    ERR_raise(ERR_LIB_USER, 1);
    BOOST_TEST((!signing_key::from_pem(replaced(p256_pkcs8, "MIGHAgEA", "MIGIAgEA"))));
    BOOST_TEST((!signing_key::from_jwk(secret(replaced(p256_jwk, "f83O", "f83P")))));
    BOOST_TEST(ERR_GET_LIB(ERR_get_error()) == ERR_LIB_USER);
    BOOST_TEST(ERR_get_error() == 0u);
}

BOOST_AUTO_TEST_CASE(a_key_is_kept_as_its_private_jwk)
{
    using okta::signing_algorithm;
    for (auto const a : {signing_algorithm::es256, signing_algorithm::es512, signing_algorithm::rs384}) {
        auto const key = signing_key::generate(a);
        auto const kept = signing_key::from_jwk(okta::secret(okta::to_json(key.private_jwk())));
        BOOST_TEST_REQUIRE(kept.has_value());
        BOOST_TEST(kept->same_key_as(key));
        BOOST_TEST((kept->algorithm() == a));
        BOOST_TEST(okta::to_json(key.public_jwk()).find("\"d\"") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace signing_key_test
