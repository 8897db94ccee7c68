#ifndef OKTA_IMPL_JOSE_KEY_IPP
#define OKTA_IMPL_JOSE_KEY_IPP

#include <okta/auth/encoding.hpp>
#include <okta/auth/jose_key.hpp>

#include <boost/json/serialize.hpp>

#include <openssl/core_names.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace okta::detail {

[[noreturn]] OKTA_DECL void refuse_key(std::string why)
{
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = std::move(why);
    throw exception(std::move(e));
}

OKTA_DECL named_curve const* curve_of(key_kind kind) noexcept
{
    auto const* const found = std::ranges::find(named_curves, kind, &named_curve::kind);
    return found == std::end(named_curves) ? nullptr : found;
}

OKTA_DECL jws_algorithm const* find_algorithm(signing_algorithm value) noexcept
{
    auto const* const found = std::ranges::find(jws_algorithms, value, &jws_algorithm::value);
    return found == std::end(jws_algorithms) ? nullptr : found;
}

OKTA_DECL std::string name_of(signing_algorithm a) { return std::string(open_enum<signing_algorithm>(a).text()); }

OKTA_DECL std::string name_of(key_kind kind)
{
    auto const* const curve = curve_of(kind);
    return curve ? "an EC key of curve " + std::string(curve->name) : "an RSA key";
}

OKTA_DECL std::string algorithms_of(key_kind kind)
{
    std::string names;
    for (auto const& a : jws_algorithms)
        if (a.kind == kind) names.append(names.empty() ? "" : ", ").append(name_of(a.value));
    return names;
}

OKTA_DECL std::string number_in(EVP_PKEY const* key, char const* name, std::size_t width)
{
    BIGNUM* got = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &got) != 1) throw_crypto_failure("OpenSSL does not tell a key's numbers");
    evp_ptr<BIGNUM> const number(got);
    std::string bytes(std::max(width, static_cast<std::size_t>(BN_num_bytes(got))), '\0');
    BN_bn2binpad(got, as_bytes(bytes), static_cast<int>(bytes.size()));
    return bytes;
}

OKTA_DECL json_web_key public_jwk_of(jose_key const& key)
{
    json_web_key jwk;
    auto const* const curve = curve_of(key.kind);
    jwk.kty = curve ? json_web_key_type::ec : json_web_key_type::rsa;
    if (!curve) {
        jwk.n = base64url_encode(number_in(key.evp.get(), OSSL_PKEY_PARAM_RSA_N));
        jwk.e = base64url_encode(number_in(key.evp.get(), OSSL_PKEY_PARAM_RSA_E));
        return jwk;
    }
    jwk.crv = std::string(curve->name);
    jwk.x = base64url_encode(number_in(key.evp.get(), OSSL_PKEY_PARAM_EC_PUB_X, curve->bytes));
    jwk.y = base64url_encode(number_in(key.evp.get(), OSSL_PKEY_PARAM_EC_PUB_Y, curve->bytes));
    return jwk;
}

OKTA_DECL boost::json::object to_object(json_web_key const& public_jwk)
{
    if (public_jwk.n) return {{"e", *public_jwk.e}, {"kty", "RSA"}, {"n", *public_jwk.n}};
    return {{"crv", *public_jwk.crv}, {"kty", "EC"}, {"x", *public_jwk.x}, {"y", *public_jwk.y}};
}

OKTA_DECL std::string thumbprint_of(json_web_key const& public_jwk)
{
    return base64url_encode(sha256(boost::json::serialize(to_object(public_jwk))));
}

OKTA_DECL std::string raw_signature(std::string_view der, std::size_t width)
{
    auto const* at = as_bytes(der);
    evp_ptr<ECDSA_SIG> const read(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (!read || at != as_bytes(der) + der.size()) return {};
    std::string raw(2 * width, '\0');
    auto const size = static_cast<int>(width);
    bool const fits = BN_bn2binpad(ECDSA_SIG_get0_r(read.get()), as_bytes(raw), size) == size &&
                      BN_bn2binpad(ECDSA_SIG_get0_s(read.get()), as_bytes(raw) + width, size) == size;
    return fits ? raw : std::string();
}

OKTA_DECL std::string der_signature(std::string_view raw)
{
    auto const half = raw.size() / 2;
    auto const number = [&](std::size_t at) {
        return evp_ptr<BIGNUM>(allocated(BN_bin2bn(as_bytes(raw) + at, static_cast<int>(half), nullptr)));
    };
    auto r = number(0), s = number(half);
    evp_ptr<ECDSA_SIG> const signature(allocated(ECDSA_SIG_new()));
    if (ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) throw std::bad_alloc();
    (void)r.release(), (void)s.release(); // the signature's now
    std::string der(static_cast<std::size_t>(std::max(0, i2d_ECDSA_SIG(signature.get(), nullptr))), '\0');
    auto* to = as_bytes(der);
    i2d_ECDSA_SIG(signature.get(), &to);
    return der;
}

OKTA_DECL std::string jws_sign(EVP_PKEY* key, jws_algorithm const& algorithm, std::string_view input)
{
    openssl_errors_kept const kept;
    evp_ptr<EVP_MD_CTX> const context(allocated(EVP_MD_CTX_new()));
    std::string signature(static_cast<std::size_t>(std::max(0, EVP_PKEY_get_size(key))), '\0');
    auto size = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, algorithm.digest(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), as_bytes(signature), &size, as_bytes(input), input.size()) != 1)
        return {};
    signature.resize(size);
    auto const* const curve = curve_of(algorithm.kind);
    return curve ? raw_signature(signature, curve->bytes) : signature;
}

OKTA_DECL bool jws_verify(EVP_PKEY* key, jws_algorithm const& algorithm, std::string_view input,
                          std::string_view signature)
{
    openssl_errors_kept const kept;
    std::string der;
    if (auto const* const curve = curve_of(algorithm.kind)) {
        if (signature.size() != 2 * curve->bytes) return false;
        signature = der = der_signature(signature);
    }
    evp_ptr<EVP_MD_CTX> const context(allocated(EVP_MD_CTX_new()));
    return EVP_DigestVerifyInit(context.get(), nullptr, algorithm.digest(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), as_bytes(signature), signature.size(), as_bytes(input), input.size()) == 1;
}

} // namespace okta::detail
#endif
