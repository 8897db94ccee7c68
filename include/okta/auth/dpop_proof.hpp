#ifndef OKTA_AUTH_DPOP_PROOF_HPP
#define OKTA_AUTH_DPOP_PROOF_HPP

#include <okta/auth/signing_key.hpp>

#include <chrono>
#include <string>
#include <string_view>

// Demonstrating proof of possession (RFC 9449). All functions are thread-safe.

namespace okta {

/// The `htu` of a request: its URI without query and fragment, as it is sent (RFC 9449 section 4.2). Nothing is
/// re-encoded, and a trailing slash stays.
/// \param origin `https://host[:port]`
/// \param target path and query; empty stands for `/`
[[nodiscard]] std::string dpop_htu(std::string_view origin, std::string_view target);

/// What a proof is of. The views are of the caller's and used during the call only.
struct dpop_claims
{
    std::string_view htm; ///< the request's method, `GET`
    std::string htu;      ///< see dpop_htu
    std::chrono::sys_seconds now;
    std::string jti = {};               ///< good for one request, retries are others; empty: a new random one
    std::string nonce = {};             ///< the server's last `DPoP-Nonce`; empty: none
    std::string_view access_token = {}; ///< of a request that sends one, for `ath`; empty: none
};

/// The value of the header field `DPoP`: a JWT of type `dpop+jwt` that holds the public key (RFC 9449 section 4.2).
/// Make one for each attempt.
/// \throws okta::exception as signing_key::sign does
[[nodiscard]] secret make_dpop_proof(signing_key const& key, dpop_claims const& claims);

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/dpop_proof.ipp>
#endif
#endif
