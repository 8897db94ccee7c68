#ifndef OKTA_AUTH_OPENSSL_HPP
#define OKTA_AUTH_OPENSSL_HPP

#include <okta/impl/config.hpp>

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/x509.h>

#include <memory>
#include <new>
#include <string>
#include <string_view>

// What all that calls OpenSSL 3 shares: owners, bytes as it takes them, its queue of errors.

namespace okta::detail {

/// OpenSSL's queue of this thread's errors as it was before: what fails in here is told by our own errors, and whoever
/// uses TLS next takes what it finds there for its own.
class openssl_errors_kept
{
public:
    openssl_errors_kept() { ERR_set_mark(); }
    ~openssl_errors_kept() { ERR_pop_to_mark(); }
    openssl_errors_kept(openssl_errors_kept const&) = delete;
    openssl_errors_kept& operator=(openssl_errors_kept const&) = delete;
};

struct evp_deleter
{
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
    void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
    void operator()(OSSL_PARAM_BLD* p) const { OSSL_PARAM_BLD_free(p); }
    void operator()(OSSL_PARAM* p) const { OSSL_PARAM_free(p); }
    void operator()(BIGNUM* p) const { BN_clear_free(p); }
    void operator()(ECDSA_SIG* p) const { ECDSA_SIG_free(p); }
    void operator()(PKCS8_PRIV_KEY_INFO* p) const { PKCS8_PRIV_KEY_INFO_free(p); }
};
template <class T> using evp_ptr = std::unique_ptr<T, evp_deleter>;

template <class T>
T* allocated(T* p)
{
    if (!p) throw std::bad_alloc();
    return p;
}

inline unsigned char const* as_bytes(std::string_view text) noexcept
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

inline unsigned char* as_bytes(std::string& text) noexcept { return reinterpret_cast<unsigned char*>(text.data()); }

} // namespace okta::detail
#endif
