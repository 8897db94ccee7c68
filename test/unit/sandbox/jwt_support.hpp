#ifndef OKTA_TEST_UNIT_SANDBOX_JWT_SUPPORT_HPP
#define OKTA_TEST_UNIT_SANDBOX_JWT_SUPPORT_HPP

#include <okta/auth/encoding.hpp>
#include <okta/sandbox/service_app.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

// The client's side of private_key_jwt, written on its own: keys, signatures, assertions.

namespace okta::test {

namespace json = boost::json;

inline std::string base64url(std::string_view bytes)
{
    std::string text(4 * (bytes.size() + 2) / 3 + 4, '\0');
    auto const size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                      reinterpret_cast<unsigned char const*>(bytes.data()),
                                      static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    while (text.ends_with('=')) text.pop_back();
    return text;
}

inline std::string number_bytes(BIGNUM const* n, std::size_t size)
{
    std::string bytes(size, '\0');
    BN_bn2binpad(n, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size));
    return bytes;
}

inline EVP_MD const* digest_of(std::string_view alg)
{
    return alg.ends_with("256") ? EVP_sha256() : alg.ends_with("384") ? EVP_sha384() : EVP_sha512();
}

/// A private key. The name is `RSA`, `P-256`, `P-384`, `P-521`, or another curve of OpenSSL's.
class signer
{
public:
    explicit signer(std::string const& name, unsigned rsa_bits = 2048)
        : key_(name == "RSA" ? EVP_RSA_gen(rsa_bits) : EVP_EC_gen(name.c_str()), EVP_PKEY_free), name_(name)
    {
        if (!key_) throw std::runtime_error("OpenSSL makes no key " + name);
    }
    explicit signer(EVP_PKEY* key) : key_(key, EVP_PKEY_free), name_("RSA") {}

    /// From a JWK with at least n, e, d.
    static signer from_private_jwk(std::string_view text)
    {
        auto const jwk = json::parse(json::string_view(text.data(), text.size())).as_object();
        auto* const fields = OSSL_PARAM_BLD_new();
        std::vector<BIGNUM*> numbers;
        std::pair<char const*, char const*> const names[] = {
            {"n", OSSL_PKEY_PARAM_RSA_N},          {"e", OSSL_PKEY_PARAM_RSA_E},
            {"d", OSSL_PKEY_PARAM_RSA_D},          {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
            {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},    {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
            {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2}, {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1}};
        for (auto const& [member, parameter] : names) {
            auto const bytes = *detail::base64url_decode(std::string_view(jwk.at(member).as_string()));
            numbers.push_back(BN_bin2bn(reinterpret_cast<unsigned char const*>(bytes.data()),
                                        static_cast<int>(bytes.size()), nullptr));
            OSSL_PARAM_BLD_push_BN(fields, parameter, numbers.back());
        }
        auto* const params = OSSL_PARAM_BLD_to_param(fields);
        auto* const context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
        EVP_PKEY* key = nullptr;
        EVP_PKEY_fromdata_init(context);
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params);
        auto* const check = EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr);
        bool const good = key && EVP_PKEY_pairwise_check(check) == 1 && EVP_PKEY_private_check(check) == 1;
        EVP_PKEY_CTX_free(check), EVP_PKEY_CTX_free(context), OSSL_PARAM_free(params), OSSL_PARAM_BLD_free(fields);
        for (auto* n : numbers) BN_free(n);
        if (!good) EVP_PKEY_free(key), throw std::runtime_error("not a private JWK");
        return signer(key);
    }

    [[nodiscard]] json::object jwk() const
    {
        if (name_ == "RSA")
            return {{"kty", "RSA"}, {"n", text(OSSL_PKEY_PARAM_RSA_N, 0)}, {"e", text(OSSL_PKEY_PARAM_RSA_E, 0)}};
        return {{"kty", "EC"},
                {"crv", name_},
                {"x", text(OSSL_PKEY_PARAM_EC_PUB_X, coordinate())},
                {"y", text(OSSL_PKEY_PARAM_EC_PUB_Y, coordinate())}};
    }

    /// As JOSE writes it.
    [[nodiscard]] std::string sign(std::string_view alg, std::string_view signed_text) const
    {
        std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> const context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        std::string der(1024, '\0');
        auto size = der.size();
        if (EVP_DigestSignInit(context.get(), nullptr, digest_of(alg), nullptr, key_.get()) != 1 ||
            EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size,
                           reinterpret_cast<unsigned char const*>(signed_text.data()), signed_text.size()) != 1)
            throw std::runtime_error("OpenSSL does not sign");
        der.resize(size);
        if (name_ == "RSA") return der;
        auto const* at = reinterpret_cast<unsigned char const*>(der.data());
        std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> const pair(
            d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
        return number_bytes(ECDSA_SIG_get0_r(pair.get()), coordinate()) +
               number_bytes(ECDSA_SIG_get0_s(pair.get()), coordinate());
    }

private:
    [[nodiscard]] std::size_t coordinate() const { return name_ == "P-256" ? 32 : name_ == "P-384" ? 48 : 66; }

    [[nodiscard]] std::string text(char const* parameter, std::size_t size) const
    {
        BIGNUM* n = nullptr;
        if (EVP_PKEY_get_bn_param(key_.get(), parameter, &n) != 1) throw std::runtime_error(parameter);
        auto const bytes = number_bytes(n, size ? size : static_cast<std::size_t>(BN_num_bytes(n)));
        BN_free(n);
        return base64url(bytes);
    }

    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
    std::string name_;
};

/// Header and payload, as they are signed.
inline std::string signed_part(json::object const& header, json::object const& claims)
{
    return base64url(json::serialize(header)) + '.' + base64url(json::serialize(claims));
}

inline std::string token(signer const& key, json::object const& header, json::object const& claims)
{
    auto const text = signed_part(header, claims);
    return text + '.' + base64url(key.sign(std::string_view(header.at("alg").as_string()), text));
}

inline std::string hmac_sha256(std::string_view key, std::string_view text)
{
    std::string mac(32, '\0');
    unsigned size = 32;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<unsigned char const*>(text.data()),
         text.size(), reinterpret_cast<unsigned char*>(mac.data()), &size);
    return mac;
}

} // namespace okta::test
#endif
