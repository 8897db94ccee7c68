#ifndef OKTA_IMPL_SANDBOX_PROOF_CHECKER_IPP
#define OKTA_IMPL_SANDBOX_PROOF_CHECKER_IPP

#include <okta/auth/dpop_proof.hpp>
#include <okta/auth/encoding.hpp>
#include <okta/sandbox/proof_checker.hpp>
#include <okta/sandbox/service_app.hpp>

#include <okta/impl/sandbox/service_app.ipp>

#include <boost/json/serialize.hpp>

#include <cmath>

namespace okta::sandbox::detail {

/// The thumbprint of the key in the header, by which the proof is signed; or empty, and `fault` says why.
OKTA_DECL std::string proof_key(client_assertion const& proof, std::string& fault)
{
    auto const alg = text_of(proof.header, "alg").value_or("");
    auto const* const jwk = proof.header.if_contains("jwk");
    if (text_of(proof.header, "typ") != "dpop+jwt") return fault = "its typ is not dpop+jwt", std::string();
    if (!find_algorithm(alg))
        return fault = "its alg is not one of RS256, RS384, RS512, ES256, ES384, ES512", std::string();
    if (!jwk || !jwk->is_object()) return fault = "its header has no jwk", std::string();
    try {
        auto const key = read_public_jwk(boost::json::serialize(*jwk));
        if (!verify_signature(*key, alg, proof.signed_text, proof.signature))
            return fault = "its signature is not by the key in its header", std::string();
        return thumbprint(*key);
    } catch (std::invalid_argument const& e) { // its texts never quote the key
        return fault = e.what(), std::string();
    }
}

/// What its claims say against it.
OKTA_DECL std::string claims_fault(boost::json::object const& claims, http_request const& request,
                                   std::string_view access_token, timestamp now)
{
    constexpr double window = 300; // seconds that two clocks may differ, or a request take
    if (text_of(claims, "htm") != to_string(request.method)) return "its htm is not the request's method";
    if (text_of(claims, "htu") != request.origin + request.target.substr(0, request.target.find('?')))
        return "its htu is not the request's URL without query";
    auto const iat = number_of(claims, "iat");
    auto const seconds = static_cast<double>(now.time_since_epoch().count()) / 1000;
    if (!iat) return "its iat is no number";
    if (!(std::abs(*iat - seconds) <= window)) return "its iat is too far from the present";
    if (text_of(claims, "jti").value_or("").empty()) return "it has no jti";
    if (!access_token.empty() &&
        text_of(claims, "ath") != okta::detail::base64url_encode(okta::detail::sha256(access_token)))
        return "its ath is not the access token's";
    return {};
}

OKTA_DECL checked_proof proof_checker::check(http_request const& request, std::string_view access_token, timestamp now)
{
    auto const all = request.fields.all("DPoP");
    if (all.empty()) return {"there is none", {}, {}};
    if (all.size() > 1) return {"there are several", {}, {}};
    client_assertion proof;
    if (read_assertion(all.front(), proof)) return {"it is not a JWT", {}, {}};
    checked_proof out;
    out.jkt = proof_key(proof, out.fault);
    if (out.fault.empty()) out.fault = claims_fault(proof.claims, request, access_token, now);
    if (!out.fault.empty()) return out;
    out.nonce = text_of(proof.claims, "nonce").value_or("");
    constexpr std::chrono::minutes remembered{11}; // longer than its iat lets it be used
    auto const id = out.jkt + '\0' + std::string(*text_of(proof.claims, "jti"));
    if (!used_.use(okta::detail::sha256(id), now + remembered, now)) out.fault = "it has already been used";
    return out;
}

} // namespace okta::sandbox::detail
#endif
