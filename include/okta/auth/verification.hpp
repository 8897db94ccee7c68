#ifndef OKTA_AUTH_VERIFICATION_HPP
#define OKTA_AUTH_VERIFICATION_HPP

#include <okta/impl/config.hpp>
#include <okta/model/json_web_key.hpp>
#include <okta/model/result.hpp>

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

// The other side of signing_key: what a server, and a test, does with a token. All functions are thread-safe, and their
// errors are of kind `invalid_request`.

namespace okta::detail {

struct verified_jws
{
    boost::json::object header;
    std::string payload;
};

struct verified_jwt
{
    boost::json::object header, claims;
};

/// What a JWT says of itself. Whoever wrote it, nothing of it is proven.
struct unverified_jwt
{
    boost::json::object header, claims;
};

/// Checks the signature of a JWS in compact serialisation (RFC 7515 section 7.1) of up to 64 KiB. The header's `alg` is
/// RS256, RS384, RS512, ES256, ES384 or ES512 and fits the key, and is the key's own `alg` if it has one: never `none`,
/// never HS256 and its like. A header with `crit` is refused, since no extension is understood (section 4.1.11).
/// \param key RSA of 2,048 to 16,384 bits, or EC of P-256, P-384, P-521; private members are not looked at
/// \returns header and payload, or an error that says what is wrong with which
[[nodiscard]] result<verified_jws> verify_jws(std::string_view compact, json_web_key const& key);

/// The same of a JWT, whose payload is a JSON object (RFC 7519 section 7.2). What the claims say, `exp` and `aud` for
/// instance, is the caller's to check.
[[nodiscard]] result<verified_jwt> verify_jwt(std::string_view compact, json_web_key const& key);

/// Reads a JWT and verifies nothing: to find the key that verify_jwt then needs.
[[nodiscard]] result<unverified_jwt> parse_jwt(std::string_view compact);

/// RFC 7638's thumbprint by SHA-256 of a key as verify_jws takes it, in base64url; the same for other spellings of its
/// numbers.
[[nodiscard]] result<std::string> jwk_thumbprint(json_web_key const& key);

/// Whether a JWK has a private or symmetric part, as none that is sent may have (RFC 9449 section 4.3).
[[nodiscard]] bool has_private_part(json_web_key const& key) noexcept;

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/verification.ipp>
#endif
#endif
