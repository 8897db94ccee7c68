#ifndef OKTA_IMPL_SANDBOX_JWT_IPP
#define OKTA_IMPL_SANDBOX_JWT_IPP

#include <okta/auth/encoding.hpp>
#include <okta/auth/jose_key.hpp>
#include <okta/sandbox/service_app.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <openssl/core_names.h>

#include <algorithm>
#include <stdexcept>

// Public keys as JWK texts and signatures by them. The texts are an org's administrator's, so the words are for him.

namespace okta::sandbox::detail {

using okta::detail::evp_ptr;
using okta::detail::key_kind;

/// A JSON object from outside; nothing when it is none.
OKTA_DECL std::optional<boost::json::object> parse_object(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = 8;
    boost::system::error_code ec;
    auto value = boost::json::parse(text, ec, {}, options);
    if (ec || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

OKTA_DECL std::optional<std::string_view> text_of(boost::json::object const& object, std::string_view name)
{
    auto const* const value = object.if_contains(name);
    auto const* const text = value ? value->if_string() : nullptr;
    if (!text) return std::nullopt;
    return std::string_view(text->data(), text->size());
}

class public_key
{
public:
    std::string kid = {};
    std::string thumbprint = {};
    okta::detail::jose_key key = {};
};

OKTA_DECL std::string const& thumbprint(public_key const& key) noexcept { return key.thumbprint; }
OKTA_DECL std::string const& key_id(public_key const& key) noexcept { return key.kid; }

OKTA_DECL okta::detail::jws_algorithm const* find_algorithm(std::string_view name) noexcept
{
    auto const known = open_enum<signing_algorithm>::from_text(name).known();
    return known ? okta::detail::find_algorithm(*known) : nullptr;
}

OKTA_DECL bool fits(public_key const& key, std::string_view alg) noexcept
{
    auto const* const found = find_algorithm(alg);
    return found && found->kind == key.key.kind;
}

OKTA_DECL std::string jwk_bytes(boost::json::object const& jwk, std::string_view name)
{
    auto const text = text_of(jwk, name);
    auto bytes = text ? okta::detail::base64url_decode(*text) : std::nullopt;
    if (bytes && !bytes->empty()) return std::move(*bytes);
    throw std::invalid_argument("the JWK's member " + std::string(name) +
                                (text ? " is not base64url without padding" : " is missing or not a string"));
}

OKTA_DECL evp_ptr<BIGNUM> big_number(std::string_view bytes)
{
    return evp_ptr<BIGNUM>(
        okta::detail::allocated(BN_bin2bn(okta::detail::as_bytes(bytes), static_cast<int>(bytes.size()), nullptr)));
}

/// A key that OpenSSL has checked: RSA numbers that can be a key, a point that is on its curve.
OKTA_DECL evp_ptr<EVP_PKEY> make_public_key(char const* type, OSSL_PARAM_BLD* fields)
{
    okta::detail::openssl_errors_kept const kept; // this thread's queue is read by whoever uses TLS next
    evp_ptr<OSSL_PARAM> const params(OSSL_PARAM_BLD_to_param(fields));
    evp_ptr<EVP_PKEY_CTX> const context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* made = nullptr;
    bool good = params && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) == 1;
    evp_ptr<EVP_PKEY> key(made);
    if (good) {
        evp_ptr<EVP_PKEY_CTX> const checking(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
        good = checking && EVP_PKEY_public_check(checking.get()) == 1;
    }
    if (!good) throw std::invalid_argument(std::string("the JWK is not a valid ") + type + " key");
    return key;
}

OKTA_DECL void read_rsa(boost::json::object const& jwk, public_key& to)
{
    auto const n = big_number(jwk_bytes(jwk, "n")), e = big_number(jwk_bytes(jwk, "e"));
    evp_ptr<OSSL_PARAM_BLD> const fields(okta::detail::allocated(OSSL_PARAM_BLD_new()));
    if (BN_num_bits(n.get()) < 2048 || BN_num_bits(n.get()) > 16384)
        throw std::invalid_argument("the JWK's n has " + std::to_string(BN_num_bits(n.get())) +
                                    " bits, not 2048 to 16384");
    if (BN_num_bits(e.get()) > 64) throw std::invalid_argument("the JWK's e has more than 64 bits");
    OSSL_PARAM_BLD_push_BN(fields.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(fields.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    to.key = {make_public_key("RSA", fields.get()), key_kind::rsa};
    to.thumbprint = okta::detail::thumbprint_of(
        {.n = std::string(*text_of(jwk, "n")), .e = std::string(*text_of(jwk, "e"))});
}

OKTA_DECL void read_ec(boost::json::object const& jwk, public_key& to)
{
    auto const name = text_of(jwk, "crv").value_or("");
    auto const* const curve = std::ranges::find(okta::detail::named_curves, name, &okta::detail::named_curve::name);
    if (curve == std::end(okta::detail::named_curves))
        throw std::invalid_argument("the JWK's crv is not P-256, P-384 or P-521");
    auto const x = jwk_bytes(jwk, "x"), y = jwk_bytes(jwk, "y");
    if (x.size() != curve->bytes || y.size() != curve->bytes)
        throw std::invalid_argument("the JWK's x or y has not the " + std::to_string(curve->bytes) + " bytes of " +
                                    std::string(name));
    auto const point = '\x04' + x + y; // SEC 1 section 2.3.3: uncompressed
    evp_ptr<OSSL_PARAM_BLD> const fields(okta::detail::allocated(OSSL_PARAM_BLD_new()));
    OSSL_PARAM_BLD_push_utf8_string(fields.get(), OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size());
    OSSL_PARAM_BLD_push_octet_string(fields.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    to.key = {make_public_key("EC", fields.get()), curve->kind};
    to.thumbprint = okta::detail::thumbprint_of(
        {.crv = std::string(name), .x = std::string(*text_of(jwk, "x")), .y = std::string(*text_of(jwk, "y"))});
}

OKTA_DECL std::shared_ptr<public_key const> read_public_jwk(std::string_view text)
{
    constexpr std::size_t longest = 16 * 1024;
    if (text.size() > longest) throw std::invalid_argument("the JWK is longer than 16 KiB");
    auto const jwk = parse_object(text);
    if (!jwk) throw std::invalid_argument("the JWK is not a JSON object");
    for (auto const* const name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
        if (jwk->contains(name))
            throw std::invalid_argument(std::string("the JWK has the private member ") + name +
                                        ": give the public key");
    auto key = std::make_shared<public_key>();
    auto const kty = text_of(*jwk, "kty").value_or("");
    if (kty == "RSA") read_rsa(*jwk, *key);
    else if (kty == "EC") read_ec(*jwk, *key);
    else throw std::invalid_argument("the JWK's kty is not RSA or EC");
    if (jwk->contains("use") && text_of(*jwk, "use") != "sig") throw std::invalid_argument("the JWK's use is not sig");
    if (jwk->contains("alg") && !fits(*key, text_of(*jwk, "alg").value_or("")))
        throw std::invalid_argument("the JWK's alg is not a signature algorithm of such keys");
    key->kid = text_of(*jwk, "kid").value_or("");
    return key;
}

OKTA_DECL bool verify_signature(public_key const& key, std::string_view alg, std::string_view text,
                                std::string_view signature)
{
    auto const* const algorithm = find_algorithm(alg);
    return algorithm && algorithm->kind == key.key.kind &&
           okta::detail::jws_verify(key.key.evp.get(), *algorithm, text, signature);
}

} // namespace okta::sandbox::detail
#endif
