#include <okta/auth/encoding.hpp>
#include <okta/auth/pkce.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace pkce_test {
namespace {

std::string refusal(std::string const& verifier)
{
    auto const r = okta::pkce::from_verifier(verifier);
    if (r) return "taken";
    BOOST_TEST((r.error().kind == okta::error_kind::invalid_request));
    return r.error().summary;
}

} // namespace

BOOST_AUTO_TEST_SUITE(pkce)

BOOST_AUTO_TEST_CASE(the_challenge_is_that_of_rfc_7636_appendix_b)
{
    auto const p = okta::pkce::from_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").value();
    BOOST_TEST(p.challenge() == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    BOOST_TEST(p.verifier().reveal() == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    static_assert(okta::pkce::method == "S256");
}

BOOST_AUTO_TEST_CASE(a_pair_is_new_and_fits_together)
{
    std::set<std::string> seen;
    for (int i = 0; i < 20; ++i) {
        auto const p = okta::pkce::make();
        BOOST_TEST(p.verifier().reveal().size() == 43u);
        BOOST_TEST(p.challenge().size() == 43u);
        BOOST_TEST(okta::pkce::from_verifier(p.verifier()).value().challenge() == p.challenge());
        seen.insert(p.challenge());
    }
    BOOST_TEST(seen.size() == 20u);
}

BOOST_AUTO_TEST_CASE(a_verifier_outside_the_bounds_is_refused_and_not_shown)
{
    BOOST_TEST(refusal(std::string(43, '~')) == "taken");
    BOOST_TEST(refusal(std::string(128, '.')) == "taken");
    BOOST_TEST(refusal(std::string(42, 'a')) == "the PKCE verifier has 42 characters, not 43 to 128");
    BOOST_TEST(refusal(std::string(129, 'a')) == "the PKCE verifier has 129 characters, not 43 to 128");
    BOOST_TEST(refusal("") == "the PKCE verifier has 0 characters, not 43 to 128");
    for (char const bad : {'+', '/', '=', ' ', '\n', '\0', '%', '\xC3'})
        BOOST_TEST(refusal(std::string(43, 'a') + bad) ==
                   "the PKCE verifier holds a character other than letters, digits and -._~");
}

BOOST_AUTO_TEST_CASE(a_random_token_is_base64url_of_so_many_bytes)
{
    BOOST_TEST(okta::random_token().size() == 43u);
    BOOST_TEST(okta::random_token(16).size() == 22u);
    BOOST_TEST(okta::detail::base64url_decode(okta::random_token(20)).value().size() == 20u);
    BOOST_TEST(okta::random_token() != okta::random_token());
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace pkce_test
