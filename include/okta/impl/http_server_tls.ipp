#ifndef OKTA_IMPL_HTTP_SERVER_TLS_IPP
#define OKTA_IMPL_HTTP_SERVER_TLS_IPP

#include <okta/impl/tls.ipp>
#include <okta/transport/http_server_options.hpp>

#include <boost/system/system_error.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <climits>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

namespace okta::detail {

/// A PEM text and the option it came from. It may be a key, so it is wiped.
struct pem_option
{
    std::string name, text;

    pem_option(std::string n, std::string t) : name(std::move(n)), text(std::move(t)) {}
    pem_option(pem_option&&) = default;
    pem_option& operator=(pem_option&&) = delete;
    ~pem_option() { OPENSSL_cleanse(text.data(), text.size()); }
};

struct private_key_deleter
{
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};

[[noreturn]] OKTA_DECL void throw_pem_error(std::string const& option, std::string const& why)
{
    throw boost::system::system_error(last_tls_error(), "okta::http_server: " + option + ": " + why);
}

OKTA_DECL std::unique_ptr<BIO, openssl_deleter> bio_over(std::string const& text)
{
    std::unique_ptr<BIO, openssl_deleter> bio(
        BIO_new_mem_buf(text.data(), static_cast<int>(std::min<std::size_t>(text.size(), INT_MAX))));
    if (!bio) throw std::bad_alloc();
    return bio;
}

OKTA_DECL int no_password(char*, int, int, void*) { return 0; } // OpenSSL's own would ask on the terminal

OKTA_DECL void use_chain(SSL_CTX* context, pem_option const& chain)
{
    auto const bio = bio_over(chain.text);
    std::unique_ptr<X509, openssl_deleter> certificate(PEM_read_bio_X509_AUX(bio.get(), nullptr, no_password, nullptr));
    if (!certificate) throw_pem_error(chain.name, "not a certificate in PEM");
    if (SSL_CTX_use_certificate(context, certificate.get()) != 1)
        throw_pem_error(chain.name, "a certificate that OpenSSL refuses");
    for (;;) {
        certificate.reset(PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr));
        if (!certificate) break;
        if (SSL_CTX_add0_chain_cert(context, certificate.get()) != 1)
            throw_pem_error(chain.name, "an intermediate certificate that OpenSSL refuses");
        (void)certificate.release(); // the context's now
    }
    // the end of the text is reported as "no start line"; anything else is a broken certificate
    if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
        throw_pem_error(chain.name, "a broken intermediate certificate");
    ERR_clear_error();
}

OKTA_DECL void use_key(SSL_CTX* context, pem_option const& key, pem_option const& chain)
{
    auto const bio = bio_over(key.text);
    std::unique_ptr<EVP_PKEY, private_key_deleter> const read(
        PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
    if (!read) throw_pem_error(key.name, "not an unencrypted private key in PEM");
    if (SSL_CTX_use_PrivateKey(context, read.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
        throw_pem_error(key.name, "not the key of " + chain.name);
}

/// What the TLS connections of a server have in common. Throws `system_error` that names the option.
OKTA_DECL std::shared_ptr<SSL_CTX> make_server_tls(pem_option const& chain, pem_option const& key)
{
    ERR_clear_error();
    std::shared_ptr<SSL_CTX> const context(SSL_CTX_new(TLS_server_method()), openssl_deleter());
    auto* const c = context.get();
    if (!c) throw_pem_error("OpenSSL", "no TLS");
    SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION);
    SSL_CTX_set_options(c, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(c, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF); // clients resume by tickets
    SSL_CTX_set_read_ahead(c, 1);                          // a record's head and body by one system call
    use_chain(c, chain);
    use_key(c, key, chain);
    return context;
}

OKTA_DECL pem_option read_pem(std::string const& option, std::string const& text, std::string const& file)
{
    if (!text.empty() && !file.empty())
        throw std::invalid_argument("okta::http_server: both " + option + "_pem and " + option +
                                    "_file; one is enough");
    if (file.empty()) return {option + "_pem", text};
    constexpr std::streamsize longest = 1024 * 1024;
    pem_option read{option + "_file " + file, {}};
    std::ifstream stream(file, std::ios::binary);
    read.text.resize(static_cast<std::size_t>(longest));
    stream.read(read.text.data(), longest);
    read.text.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    if (read.text.empty())
        throw boost::system::system_error(make_error_code(boost::system::errc::no_such_file_or_directory),
                                          "okta::http_server: " + read.name + ": cannot be read, or is empty");
    return read;
}

/// As the options say, from which the key is wiped; null for plain HTTP.
OKTA_DECL std::shared_ptr<SSL_CTX> make_server_tls(http_server_options& options)
{
    auto const chain = read_pem("certificate_chain", options.certificate_chain_pem, options.certificate_chain_file);
    auto const key = read_pem("private_key", options.private_key_pem, options.private_key_file);
    OPENSSL_cleanse(options.private_key_pem.data(), options.private_key_pem.size());
    if (chain.text.empty() && key.text.empty()) return nullptr;
    if (key.text.empty()) throw std::invalid_argument("okta::http_server: a certificate_chain without its private_key");
    if (chain.text.empty()) throw std::invalid_argument("okta::http_server: a private_key without a certificate_chain");
    return make_server_tls(chain, key);
}

} // namespace okta::detail
#endif
