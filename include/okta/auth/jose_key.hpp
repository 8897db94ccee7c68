#ifndef OKTA_AUTH_JOSE_KEY_HPP
#define OKTA_AUTH_JOSE_KEY_HPP

#include <okta/auth/openssl.hpp>
#include <okta/model/json_web_key.hpp>
#include <okta/model/result.hpp>

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>

// Keys and signatures as JOSE has them, on OpenSSL's EVP. All functions are thread-safe.

namespace okta::detail {

enum class key_kind { rsa, p256, p384, p521 };

struct named_curve
{
    key_kind kind;
    std::string_view name;  // RFC 7518 section 6.2.1.1
    std::string_view group; // OpenSSL's name
    std::size_t bytes;      // of a coordinate
};
inline constexpr named_curve named_curves[] = {{key_kind::p256, "P-256", "prime256v1", 32},
                                               {key_kind::p384, "P-384", "secp384r1", 48},
                                               {key_kind::p521, "P-521", "secp521r1", 66}};

struct jws_algorithm
{
    signing_algorithm value;
    key_kind kind;
    EVP_MD const* (*digest)();
};
inline constexpr jws_algorithm jws_algorithms[] = {
    {signing_algorithm::rs256, key_kind::rsa, EVP_sha256},  {signing_algorithm::rs384, key_kind::rsa, EVP_sha384},
    {signing_algorithm::rs512, key_kind::rsa, EVP_sha512},  {signing_algorithm::es256, key_kind::p256, EVP_sha256},
    {signing_algorithm::es384, key_kind::p384, EVP_sha384}, {signing_algorithm::es512, key_kind::p521, EVP_sha512}};

struct jose_key
{
    evp_ptr<EVP_PKEY> evp;
    key_kind kind;
};

/// Null for RSA.
named_curve const* curve_of(key_kind kind) noexcept;

/// Null for HS256 and its like, whose key both sides have.
jws_algorithm const* find_algorithm(signing_algorithm value) noexcept;

std::string name_of(signing_algorithm a);
std::string name_of(key_kind kind);
std::string algorithms_of(key_kind kind);

/// Ends the making of a key. What it says never quotes a private part.
[[noreturn]] void refuse_key(std::string why);

/// What f gives, or why it refused.
template <class F>
auto result_of(F f) -> result<decltype(f())>
{
    openssl_errors_kept const kept;
    try {
        return f();
    } catch (exception const& e) {
        return e.error();
    }
}

/// A number of the key as big-endian bytes, zeros in front of it up to `width`.
std::string number_in(EVP_PKEY const* key, char const* name, std::size_t width = 0);

json_web_key public_jwk_of(jose_key const& key);

/// The public key as JSON, its members in the order of RFC 7638 section 3.2.
boost::json::object to_object(json_web_key const& public_jwk);

/// RFC 7638, with SHA-256.
std::string thumbprint_of(json_web_key const& public_jwk);

/// JOSE's form of an ECDSA signature, r and s at full width (RFC 7518 section 3.4), from DER; empty when it is none.
std::string raw_signature(std::string_view der, std::size_t width);

std::string der_signature(std::string_view raw);

/// Empty when OpenSSL does not sign.
std::string jws_sign(EVP_PKEY* key, jws_algorithm const& algorithm, std::string_view input);

bool jws_verify(EVP_PKEY* key, jws_algorithm const& algorithm, std::string_view input, std::string_view signature);

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/jose_key.ipp>
#endif
#endif
