#ifndef OKTA_IMPL_DPOP_PROOF_IPP
#define OKTA_IMPL_DPOP_PROOF_IPP

#include <okta/auth/dpop_proof.hpp>
#include <okta/impl/jwt.ipp>

namespace okta {

OKTA_DECL std::string dpop_htu(std::string_view origin, std::string_view target)
{
    auto const path = target.substr(0, target.find_first_of("?#"));
    return std::string(origin).append(path.empty() ? "/" : path);
}

OKTA_DECL secret make_dpop_proof(signing_key const& key, dpop_claims const& c)
{
    boost::json::object const header{
        {"typ", "dpop+jwt"}, {"alg", detail::name_of(key.algorithm())}, {"jwk", detail::to_object(key.public_jwk())}};
    boost::json::object claims{{"jti", c.jti.empty() ? random_token() : c.jti},
                               {"htm", c.htm},
                               {"htu", c.htu},
                               {"iat", detail::to_numeric_date(c.now)}};
    if (!c.nonce.empty()) claims["nonce"] = c.nonce;
    if (!c.access_token.empty()) claims["ath"] = detail::base64url_encode(detail::sha256(c.access_token));
    auto const input = detail::jws_input(header, claims);
    return attach_signature(input, key.sign(input));
}

} // namespace okta
#endif
