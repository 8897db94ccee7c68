#ifndef OKTA_IMPL_TLS_IPP
#define OKTA_IMPL_TLS_IPP

#include <okta/impl/config.hpp>
#include <okta/transport/asio_transport_options.hpp>

#include <boost/asio/ssl/error.hpp>
#include <boost/system/system_error.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <memory>
#include <string>

namespace okta::detail {

struct openssl_deleter
{
    void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
    void operator()(SSL* p) const { SSL_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
    void operator()(X509* p) const { X509_free(p); }
};
using ssl_context_ptr = std::unique_ptr<SSL_CTX, openssl_deleter>;
using ssl_ptr = std::unique_ptr<SSL, openssl_deleter>;

/// The first error in OpenSSL's queue of this thread, which it empties.
OKTA_DECL boost::system::error_code last_tls_error()
{
    auto const code = ERR_get_error();
    ERR_clear_error();
    if (code == 0) return boost::asio::ssl::error::unspecified_system_error;
#ifdef ERR_SYSTEM_ERROR
    if (ERR_SYSTEM_ERROR(code)) return {ERR_GET_REASON(code), boost::system::system_category()};
#endif
    return {static_cast<int>(code), boost::asio::error::get_ssl_category()};
}

[[noreturn]] OKTA_DECL void throw_option_error(std::string const& option)
{
    throw boost::system::system_error(last_tls_error(), "okta::asio_transport: " + option);
}

OKTA_DECL void trust_pem(SSL_CTX* context, std::string const& pem)
{
    std::unique_ptr<BIO, openssl_deleter> const bio(
        BIO_new_mem_buf(pem.data(), static_cast<int>(std::min<std::size_t>(pem.size(), INT_MAX))));
    auto count = 0;
    for (;; ++count) {
        std::unique_ptr<X509, openssl_deleter> const certificate(
            PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
        if (!certificate) break;
        if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get()) != 1) throw_option_error("ca_pem");
    }
    // the end of the text is reported as "no start line"; anything else is a broken certificate
    if (count == 0 || ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) throw_option_error("ca_pem");
    ERR_clear_error();
}

OKTA_DECL void set_trust(SSL_CTX* context, asio_transport_options const& options)
{
    if (!options.ca_file.empty() && SSL_CTX_load_verify_locations(context, options.ca_file.c_str(), nullptr) != 1)
        throw_option_error("ca_file " + options.ca_file);
    if (!options.ca_pem.empty()) trust_pem(context, options.ca_pem);
    if (options.ca_file.empty() && options.ca_pem.empty() && SSL_CTX_set_default_verify_paths(context) != 1)
        throw_option_error("the operating system's certificates");
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
}

OKTA_DECL void set_client_certificate(SSL_CTX* context, asio_transport_options const& options)
{
    auto const& certificate = options.client_certificate_file;
    auto const& key = options.client_key_file;
    if (certificate.empty() && key.empty()) return;
    if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
        throw_option_error("client_certificate_file " + certificate);
    if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context) != 1)
        throw_option_error("client_key_file " + key);
}

/// What every TLS connection of a transport has in common. Throws `system_error` that names the option.
OKTA_DECL ssl_context_ptr make_tls_context(asio_transport_options const& options)
{
    ERR_clear_error();
    ssl_context_ptr context(SSL_CTX_new(TLS_client_method()));
    if (!context) throw_option_error("OpenSSL");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    // one system call takes several records
    SSL_CTX_set_read_ahead(context.get(), 1);
    SSL_CTX_set_default_read_buffer_len(context.get(), options.read_buffer_bytes);
    set_trust(context.get(), options);
    set_client_certificate(context.get(), options);
    return context;
}

} // namespace okta::detail
#endif
