#include "certificate.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>

namespace cli {
namespace {

struct free_openssl
{
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(X509* p) const { X509_free(p); }
    void operator()(X509_EXTENSION* p) const { X509_EXTENSION_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
};
template <class T>
using owned = std::unique_ptr<T, free_openssl>;

void require(bool good)
{
    if (!good) throw std::runtime_error("sandbox: OpenSSL cannot make a certificate");
}

void extend(X509* to, int id, char const* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, to, to, nullptr, nullptr, 0);
    owned<X509_EXTENSION> const extension(X509V3_EXT_conf_nid(nullptr, &context, id, value));
    require(extension && X509_add_ext(to, extension.get(), -1) == 1);
}

template <class Write>
std::string pem(Write write)
{
    owned<BIO> const memory(BIO_new(BIO_s_mem()));
    require(memory && write(memory.get()) == 1);
    char* data = nullptr;
    auto const size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

} // namespace

certificate make_certificate()
{
    owned<EVP_PKEY> const key(EVP_EC_gen("P-256"));
    owned<X509> const made(X509_new());
    require(key && made);
    std::uint32_t serial = 0; // browsers refuse two certificates of one issuer with the same one
    require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
    auto* const c = made.get();
    X509_set_version(c, 2); // which is version 3
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(c), serial);
    X509_gmtime_adj(X509_getm_notBefore(c), -3600);
    X509_gmtime_adj(X509_getm_notAfter(c), 30L * 24 * 3600);
    auto* const name = X509_get_subject_name(c);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>("okta sandbox"), -1, -1,
                               0);
    X509_set_issuer_name(c, name);
    require(X509_set_pubkey(c, key.get()) == 1);
    extend(c, NID_basic_constraints, "critical,CA:TRUE");
    extend(c, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
    require(X509_sign(c, key.get(), EVP_sha256()) > 0);
    return {pem([&](BIO* to) { return PEM_write_bio_X509(to, c); }), pem([&](BIO* to) {
                return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

} // namespace cli
