#include "test_certificates.hpp"

#include "loopback_server.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <unistd.h>

namespace okta::test {
namespace {

struct openssl_free
{
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
    void operator()(X509* p) const { X509_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
};
template <class T>
using owned = std::unique_ptr<T, openssl_free>;

void require(bool ok)
{
    if (!ok) throw std::runtime_error("cannot make a test certificate");
}

owned<EVP_PKEY> make_key()
{
    owned<EVP_PKEY_CTX> const context(EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nullptr));
    EVP_PKEY* key = nullptr;
    require(context && EVP_PKEY_keygen_init(context.get()) > 0 &&
            EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context.get(), NID_X9_62_prime256v1) > 0 &&
            EVP_PKEY_keygen(context.get(), &key) > 0);
    return owned<EVP_PKEY>(key);
}

void extend(X509* certificate, X509* issuer, int id, std::string const& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
    require(extension && X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

owned<X509> make_certificate(EVP_PKEY* key, std::string const& name, X509* issuer, EVP_PKEY* issuer_key,
                             std::string const& alternative_names, certificate_flaw flaw = certificate_flaw::none)
{
    static std::atomic<long> serial = 0;
    constexpr long hour = 3600;
    owned<X509> certificate(X509_new());
    auto* const c = certificate.get();
    X509_set_version(c, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(c), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(c), flaw == certificate_flaw::not_yet_valid ? 12 * hour : -48 * hour);
    X509_gmtime_adj(X509_getm_notAfter(c), flaw == certificate_flaw::expired ? -24 * hour : 24 * hour);
    X509_set_pubkey(c, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(c, X509_get_subject_name(issuer ? issuer : c));
    extend(c, issuer ? issuer : c, NID_basic_constraints, issuer ? "CA:FALSE" : "critical,CA:TRUE");
    if (!alternative_names.empty()) extend(c, issuer, NID_subject_alt_name, alternative_names);
    require(X509_sign(c, issuer_key, EVP_sha256()) > 0);
    return certificate;
}

template <class Write>
std::string pem(Write write)
{
    owned<BIO> const bio(BIO_new(BIO_s_mem()));
    require(write(bio.get()) == 1);
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* c)
{
    return pem([=](BIO* b) { return PEM_write_bio_X509(b, c); });
}

struct authority
{
    explicit authority(std::string const& name) : certificate(make_certificate(key.get(), name, nullptr, key.get(), ""))
    {
    }

    owned<EVP_PKEY> key = make_key();
    owned<X509> certificate;
    std::string text = pem_of(certificate.get());
};

authority const& the_authority()
{
    static authority const instance("okta-cpp test authority");
    return instance;
}

struct temporary_file
{
    explicit temporary_file(std::string const& text)
    {
        auto const fd = ::mkstemp(path.data());
        require(fd >= 0);
        ::close(fd);
        std::ofstream(path) << text;
    }
    ~temporary_file() { std::remove(path.c_str()); }
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    std::string path = "/tmp/okta_test_XXXXXX";
};

} // namespace

issued_certificate issue_certificate(std::string const& names, certificate_flaw flaw)
{
    static authority const unknown("an authority that nobody trusts");
    auto const& from = flaw == certificate_flaw::unknown_authority ? unknown : the_authority();
    auto const key = make_key();
    auto const leaf = make_certificate(key.get(), "okta-cpp test", from.certificate.get(), from.key.get(), names, flaw);
    return {pem_of(leaf.get()),
            pem([&](BIO* b) { return PEM_write_bio_PrivateKey(b, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })};
}

std::string const& authority_pem() { return the_authority().text; }

std::string const& authority_file()
{
    static temporary_file const file(authority_pem());
    return file.path;
}

std::string const& client_certificate_file()
{
    static temporary_file const file([] {
        auto const issued = issue_certificate("DNS:client.test");
        return issued.certificate + issued.key;
    }());
    return file.path;
}

} // namespace okta::test
