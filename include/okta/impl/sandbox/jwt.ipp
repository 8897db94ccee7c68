#ifndef OKTA_IMPL_SANDBOX_JWT_IPP
#define OKTA_IMPL_SANDBOX_JWT_IPP

#include <okta/sandbox/service_app.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <stdexcept>

// Public keys as JWK texts and signatures by them, on OpenSSL 3's EVP.

namespace okta::sandbox::detail {

struct evp_deleter
{
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
    void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
    void operator()(OSSL_PARAM_BLD* p) const { OSSL_PARAM_BLD_free(p); }
    void operator()(OSSL_PARAM* p) const { OSSL_PARAM_free(p); }
    void operator()(BIGNUM* p) const { BN_clear_free(p); }
    void operator()(ECDSA_SIG* p) const { ECDSA_SIG_free(p); }
};
template <class T> using evp_ptr = std::unique_ptr<T, evp_deleter>;

OKTA_DECL std::string encode_base64url(std::string_view bytes)
{
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    text.reserve(bytes.size() * 4 / 3 + 3);
    unsigned bits = 0;
    int held = 0;
    for (char const c : bytes) {
        bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xffff;
        for (held += 8; held >= 6; held -= 6) text += digits[(bits >> (held - 6)) & 63];
    }
    if (held > 0) text += digits[(bits << (6 - held)) & 63];
    return text;
}

OKTA_DECL int base64url_digit(char c) noexcept
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

OKTA_DECL std::optional<std::string> decode_base64url(std::string_view text)
{
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    unsigned bits = 0;
    int held = 0;
    for (char const c : text) {
        auto const digit = base64url_digit(c);
        if (digit < 0) return std::nullopt;
        bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xffff;
        if ((held += 6) < 8) continue;
        held -= 8;
        bytes += static_cast<char>((bits >> held) & 0xff);
    }
    if (bits & ((1u << held) - 1)) return std::nullopt; // another text would have the same bytes
    return bytes;
}

OKTA_DECL std::string sha256(std::string_view text)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest.data());
    return {reinterpret_cast<char const*>(digest.data()), digest.size()};
}

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

enum class key_kind { rsa, p256, p384, p521 };

class public_key
{
public:
    key_kind kind = key_kind::rsa;
    std::string kid = {};
    std::string thumbprint = {};
    evp_ptr<EVP_PKEY> evp = {};
};

OKTA_DECL std::string const& thumbprint(public_key const& key) noexcept { return key.thumbprint; }
OKTA_DECL std::string const& key_id(public_key const& key) noexcept { return key.kid; }

struct curve_info
{
    key_kind kind;
    std::string_view name;
    std::size_t bytes; // of a coordinate
};
inline constexpr curve_info curves[] = {
    {key_kind::p256, "P-256", 32}, {key_kind::p384, "P-384", 48}, {key_kind::p521, "P-521", 66}};

struct jws_algorithm
{
    std::string_view name;
    key_kind kind;
    EVP_MD const* (*digest)();
};
inline constexpr jws_algorithm jws_algorithms[] = {
    {"RS256", key_kind::rsa, EVP_sha256},  {"RS384", key_kind::rsa, EVP_sha384},
    {"RS512", key_kind::rsa, EVP_sha512},  {"ES256", key_kind::p256, EVP_sha256},
    {"ES384", key_kind::p384, EVP_sha384}, {"ES512", key_kind::p521, EVP_sha512}};

OKTA_DECL jws_algorithm const* find_algorithm(std::string_view name) noexcept
{
    auto const* const found = std::ranges::find(jws_algorithms, name, &jws_algorithm::name);
    return found == std::end(jws_algorithms) ? nullptr : found;
}

OKTA_DECL bool fits(public_key const& key, std::string_view alg) noexcept
{
    auto const* const found = find_algorithm(alg);
    return found && found->kind == key.kind;
}

OKTA_DECL std::string jwk_bytes(boost::json::object const& jwk, std::string_view name)
{
    auto const text = text_of(jwk, name);
    auto bytes = text ? decode_base64url(*text) : std::nullopt;
    if (bytes && !bytes->empty()) return std::move(*bytes);
    throw std::invalid_argument("the JWK's member " + std::string(name) +
                                (text ? " is not base64url without padding" : " is missing or not a string"));
}

OKTA_DECL evp_ptr<BIGNUM> big_number(std::string_view bytes)
{
    return evp_ptr<BIGNUM>(
        BN_bin2bn(reinterpret_cast<unsigned char const*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

/// A key that OpenSSL has checked: RSA numbers that can be a key, a point that is on its curve.
OKTA_DECL evp_ptr<EVP_PKEY> make_public_key(char const* type, OSSL_PARAM_BLD* fields)
{
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
    ERR_clear_error(); // this thread's queue is read by whoever uses TLS next
    if (!good) throw std::invalid_argument(std::string("the JWK is not a valid ") + type + " key");
    return key;
}

OKTA_DECL void read_rsa(boost::json::object const& jwk, public_key& to)
{
    auto const n = big_number(jwk_bytes(jwk, "n")), e = big_number(jwk_bytes(jwk, "e"));
    evp_ptr<OSSL_PARAM_BLD> const fields(OSSL_PARAM_BLD_new());
    if (!n || !e || !fields) throw std::bad_alloc();
    if (BN_num_bits(n.get()) < 2048 || BN_num_bits(n.get()) > 16384)
        throw std::invalid_argument("the JWK's n has " + std::to_string(BN_num_bits(n.get())) +
                                    " bits, not 2048 to 16384");
    if (BN_num_bits(e.get()) > 64) throw std::invalid_argument("the JWK's e has more than 64 bits");
    OSSL_PARAM_BLD_push_BN(fields.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(fields.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    to.kind = key_kind::rsa;
    to.evp = make_public_key("RSA", fields.get());
    std::string canonical = R"({"e":")";
    canonical.append(*text_of(jwk, "e")).append(R"(","kty":"RSA","n":")").append(*text_of(jwk, "n")).append("\"}");
    to.thumbprint = encode_base64url(sha256(canonical));
}

OKTA_DECL void read_ec(boost::json::object const& jwk, public_key& to)
{
    auto const name = text_of(jwk, "crv").value_or("");
    auto const* const curve = std::ranges::find(curves, name, &curve_info::name);
    if (curve == std::end(curves)) throw std::invalid_argument("the JWK's crv is not P-256, P-384 or P-521");
    auto const x = jwk_bytes(jwk, "x"), y = jwk_bytes(jwk, "y");
    if (x.size() != curve->bytes || y.size() != curve->bytes)
        throw std::invalid_argument("the JWK's x or y has not the " + std::to_string(curve->bytes) + " bytes of " +
                                    std::string(name));
    auto const point = '\x04' + x + y; // SEC 1 section 2.3.3: uncompressed
    evp_ptr<OSSL_PARAM_BLD> const fields(OSSL_PARAM_BLD_new());
    if (!fields) throw std::bad_alloc();
    OSSL_PARAM_BLD_push_utf8_string(fields.get(), OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size());
    OSSL_PARAM_BLD_push_octet_string(fields.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    to.kind = curve->kind;
    to.evp = make_public_key("EC", fields.get());
    std::string canonical = R"({"crv":")";
    canonical.append(name).append(R"(","kty":"EC","x":")").append(*text_of(jwk, "x"));
    to.thumbprint = encode_base64url(sha256(canonical.append(R"(","y":")").append(*text_of(jwk, "y")).append("\"}")));
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

/// OpenSSL's form of an ECDSA signature, DER, from JOSE's, the two numbers at full length (RFC 7518 section 3.4).
OKTA_DECL std::string der_signature(std::string_view raw)
{
    auto r = big_number(raw.substr(0, raw.size() / 2)), s = big_number(raw.substr(raw.size() / 2));
    evp_ptr<ECDSA_SIG> const signature(ECDSA_SIG_new());
    if (!r || !s || !signature || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) throw std::bad_alloc();
    (void)r.release(), (void)s.release(); // the signature's now
    unsigned char* bytes = nullptr;
    auto const size = i2d_ECDSA_SIG(signature.get(), &bytes);
    if (size <= 0) throw std::bad_alloc();
    std::string der(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return der;
}

OKTA_DECL bool verify_signature(public_key const& key, std::string_view alg, std::string_view text,
                                std::string_view signature)
{
    auto const* const algorithm = find_algorithm(alg);
    if (!algorithm || algorithm->kind != key.kind) return false;
    std::string der;
    if (auto const* const curve = std::ranges::find(curves, key.kind, &curve_info::kind); curve != std::end(curves)) {
        if (signature.size() != 2 * curve->bytes) return false;
        signature = der = der_signature(signature);
    }
    auto const bytes = [](std::string_view s) { return reinterpret_cast<unsigned char const*>(s.data()); };
    evp_ptr<EVP_MD_CTX> const context(EVP_MD_CTX_new());
    if (!context) throw std::bad_alloc();
    bool const good = EVP_DigestVerifyInit(context.get(), nullptr, algorithm->digest(), nullptr, key.evp.get()) == 1 &&
                      EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) ==
                          1;
    ERR_clear_error();
    return good;
}

} // namespace okta::sandbox::detail
#endif
