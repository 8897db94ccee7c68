#ifndef OKTA_AUTH_JWT_HPP
#define OKTA_AUTH_JWT_HPP

#include <okta/auth/signing_key.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <string>
#include <string_view>

// JWTs in compact serialisation (RFC 7519, RFC 7515 section 7.1). All functions are thread-safe.

namespace okta {

/// Signs claims. Header and claims go out as given, but for the header's `alg`, and its `kid` if the key has one.
/// \throws okta::exception as signing_key::sign does
[[nodiscard]] secret sign_jwt(signing_key const& key, boost::json::object header, boost::json::object claims);

/// What an application says of itself to Okta's token endpoint (`private_key_jwt`: RFC 7523 section 3).
struct client_assertion_claims
{
    std::string client_id;        ///< `iss` and `sub`
    std::string audience;         ///< `aud`: the token endpoint's whole URL
    std::chrono::sys_seconds now; ///< `iat`, by Okta's clock as far as it is known
    /// From `now` to `exp`: taken as 1 s at least and 3,300 s at most, since Okta refuses more than an hour ahead of
    /// its own clock.
    std::chrono::seconds lifetime{300};
    std::string jti = {}; ///< good for one use, also of a request that fails; empty: a new random one
};

/// The claims as JSON: `iss`, `sub`, `aud`, `iat`, `exp`, `jti`.
[[nodiscard]] boost::json::object claims_of(client_assertion_claims const& claims);

/// A client assertion; make one for each attempt. \throws okta::exception as signing_key::sign does
[[nodiscard]] secret make_client_assertion(signing_key const& key, client_assertion_claims const& claims);

/// \name For a key that another place keeps, an HSM for instance: what is to be signed there, and the token of both.
/// @{

/// `base64url(header).base64url(claims)`; the header is `alg`, and `kid` unless it is empty.
/// \throws okta::exception (`invalid_request`) for HS256, HS384, HS512
[[nodiscard]] std::string signing_input(signing_algorithm algorithm, std::string_view kid, boost::json::object claims);

/// \param input     what signing_input() gave
/// \param signature as signing_key::sign gives it: for ES not DER; see jws_signature
[[nodiscard]] secret attach_signature(std::string_view input, std::string_view signature);

/// What attach_signature needs, from an ECDSA signature in DER, as most key services give it (RFC 3279 section 2.2.3).
/// Signatures for RS stay as they are.
/// \returns the signature, or an error of kind `invalid_request` when it is not DER, or does not fit the algorithm
[[nodiscard]] result<std::string> jws_signature(signing_algorithm algorithm, std::string_view der);
/// @}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/jwt.ipp>
#endif
#endif
