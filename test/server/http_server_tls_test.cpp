// http_server under TLS.

#include "http_server_support.hpp"

#include <okta/transport/asio_transport.hpp>

#include <boost/system/system_error.hpp>

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

namespace http_server_tls_test {
namespace {

using namespace okta::test;
using okta::http_server_options;
using std::string;

string const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

okta::transport_result ask(okta::asio_transport const& client, string const& origin)
{
    return client.send({.origin = origin, .target = "/"});
}

struct openssl_free
{
    void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
    void operator()(SSL* p) const { SSL_free(p); }
    void operator()(X509* p) const { X509_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
};

/// A TLS connection by OpenSSL's own means, which verifies nothing.
class tls_client
{
public:
    explicit tls_client(std::uint16_t port, int version = 0) : client(port)
    {
        std::unique_ptr<SSL_CTX, openssl_free> const context(SSL_CTX_new(TLS_client_method()));
        SSL_CTX_set_security_level(context.get(), 0);
        if (version != 0) SSL_CTX_set_max_proto_version(context.get(), version);
        tls.reset(SSL_new(context.get()));
        SSL_set_fd(tls.get(), client.socket().native_handle());
    }
    bool connect() { return SSL_connect(tls.get()) == 1; }
    bool send(string const& text) { return SSL_write(tls.get(), text.data(), static_cast<int>(text.size())) > 0; }
    string read()
    {
        string chunk(16 * 1024, '\0');
        auto const size = SSL_read(tls.get(), chunk.data(), static_cast<int>(chunk.size()));
        chunk.resize(static_cast<std::size_t>(std::max(size, 0)));
        return chunk;
    }
    /// Whether the server says goodbye as TLS has it.
    bool notified()
    {
        char byte = 0;
        auto const result = SSL_read(tls.get(), &byte, 1);
        return SSL_get_error(tls.get(), result) == SSL_ERROR_ZERO_RETURN;
    }
    [[nodiscard]] string certificate() const
    {
        std::unique_ptr<X509, openssl_free> const c(SSL_get1_peer_certificate(tls.get()));
        std::unique_ptr<BIO, openssl_free> const bio(BIO_new(BIO_s_mem()));
        PEM_write_bio_X509(bio.get(), c.get());
        char* data = nullptr;
        auto const size = BIO_get_mem_data(bio.get(), &data);
        return {data, static_cast<std::size_t>(size)};
    }

    raw_client client;
    std::unique_ptr<SSL, openssl_free> tls = {};
};

BOOST_AUTO_TEST_CASE(serves_verifying_clients)
{
    std::atomic<bool> tls = false;
    running_server server(
        [&](okta::received_request r, okta::peer const& from, okta::http_responder respond) {
            tls = from.tls;
            respond({.status = 200, .body = r.request.origin + r.request.body});
        },
        tls_options());
    auto const origin = server.server->origin();
    BOOST_TEST(origin == "https://127.0.0.1:" + std::to_string(server.port()));
    okta::asio_transport const client({.ca_pem = authority_pem()});
    for (auto const size : {0, 1, 20'000, 900'000}) {
        okta::http_request request{.method = okta::method::post, .origin = origin, .target = "/"};
        request.body.assign(static_cast<std::size_t>(size), 'b');
        auto const result = client.send(request);
        BOOST_TEST_REQUIRE(result.has_value());
        BOOST_TEST((result->body == origin + request.body));
    }
    BOOST_TEST(tls);
    BOOST_TEST(server.server->connections() == 1u);              // kept
    BOOST_TEST(ask(okta::asio_transport(), origin).has_error()); // does not trust the authority
}

BOOST_AUTO_TEST_CASE(speaks_no_version_before_1_2)
{
    running_server server(echo, tls_options());
    for (auto const& [version, spoken] : {std::pair(TLS1_3_VERSION, true), std::pair(TLS1_2_VERSION, true),
                                          std::pair(TLS1_1_VERSION, false), std::pair(TLS1_VERSION, false)}) {
        tls_client client(server.port(), version);
        BOOST_TEST(client.connect() == spoken);
        BOOST_TEST(SSL_version(client.tls.get()) == version);
    }
    tls_client insisting(server.port(), TLS1_2_VERSION);
    BOOST_TEST(insisting.connect());
    SSL_renegotiate(insisting.tls.get());
    BOOST_TEST(SSL_do_handshake(insisting.tls.get()) != 1);
}

BOOST_AUTO_TEST_CASE(records_and_requests_need_not_coincide)
{
    running_server server(echo, tls_options());
    for (auto const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        tls_client client(server.port(), version);
        BOOST_TEST(client.connect());
        for (char const byte : get + get) BOOST_TEST(client.send(string(1, byte)));
        BOOST_TEST(client.send(get + get));
        string all;
        auto const answers = [&] {
            auto count = 0;
            for (auto at = all.find("GET / "); at != string::npos; at = all.find("GET / ", at + 1)) ++count;
            return count;
        };
        for (auto last = all.size() + 1; answers() < 4 && all.size() != last;) {
            last = all.size();
            all += client.read();
        }
        BOOST_TEST(answers() == 4);
    }
}

BOOST_AUTO_TEST_CASE(says_goodbye)
{
    running_server server(echo, [] {
        auto options = tls_options();
        options.idle_timeout = 100ms;
        return options;
    }());
    for (string const line : {"", "Connection: close\r\n"}) {
        tls_client client(server.port());
        BOOST_TEST(client.connect());
        BOOST_TEST(client.send("GET / HTTP/1.1\r\nHost: x\r\n" + line + "\r\n"));
        BOOST_TEST(client.read().starts_with("HTTP/1.1 200 OK"));
        BOOST_TEST(client.notified());
        BOOST_TEST(SSL_shutdown(client.tls.get()) >= 0);
    }
    tls_client rude(server.port()); // no close_notify of its own, in the middle
    BOOST_TEST(rude.connect());
    BOOST_TEST(rude.send("GET"));
    rude.client.half_close();
    BOOST_TEST(soon([&] { return server.server->connections() == 0; }));
}

BOOST_AUTO_TEST_CASE(tells_plain_clients_and_outlives_garbage)
{
    auto options = tls_options();
    options.tls_timeout = 200ms;
    options.linger_timeout = 100ms;
    running_server server(echo, options);
    raw_client plain(server.port());
    plain.send(get);
    auto const reply = plain.reply();
    BOOST_TEST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->status == 400);
    BOOST_TEST(reply->body.find("https") != string::npos);
    BOOST_TEST(plain.ended());

    for (string const garbage : {"\x16\x03\x01", "\x16\x03\x01\xff\xff nonsense", "nonsense", "\r\n\r\n"}) {
        raw_client client(server.port());
        client.send(garbage);
        client.rest(); // an alert, or nothing; and then the end
    }
    raw_client silent(server.port());
    auto const begin = std::chrono::steady_clock::now();
    BOOST_TEST(silent.ended());
    BOOST_TEST((std::chrono::steady_clock::now() - begin >= 180ms));

    okta::asio_transport const client({.ca_pem = authority_pem()});
    BOOST_TEST(ask(client, server.server->origin()).has_value());
    BOOST_TEST(ask(client, "http" + server.server->origin().substr(5))->status == 400);
}

BOOST_AUTO_TEST_CASE(replaces_the_certificate)
{
    auto const first = issue_certificate("IP:127.0.0.1"), second = issue_certificate("IP:127.0.0.1");
    running_server server(echo, {.certificate_chain_pem = first.certificate, .private_key_pem = first.key});
    tls_client before(server.port());
    BOOST_TEST(before.connect());
    BOOST_TEST(before.certificate() == first.certificate);

    BOOST_CHECK_THROW(server.server->reload_certificate(second.certificate, first.key), boost::system::system_error);
    BOOST_CHECK_THROW(server.server->reload_certificate("", ""), boost::system::system_error);
    tls_client between(server.port());
    BOOST_TEST(between.connect());
    BOOST_TEST(between.certificate() == first.certificate);

    server.server->reload_certificate(second.certificate, second.key);
    tls_client after(server.port());
    BOOST_TEST(after.connect());
    BOOST_TEST(after.certificate() == second.certificate);
    BOOST_TEST(before.send(get)); // goes on as it began
    BOOST_TEST(before.read().starts_with("HTTP/1.1 200 OK"));

    running_server plain(echo);
    BOOST_CHECK_THROW(plain.server->reload_certificate(second.certificate, second.key), std::logic_error);
}

BOOST_AUTO_TEST_CASE(says_which_pem_is_wrong)
{
    boost::asio::io_context context;
    auto const message = [&](http_server_options options) -> string {
        try {
            okta::http_server const server(context.get_executor(), std::move(options), echo);
        } catch (std::exception const& e) {
            return e.what();
        }
        return "none";
    };
    auto const good = issue_certificate("IP:127.0.0.1"), other = issue_certificate("IP:127.0.0.1");
    string const prefix = "okta::http_server: ";
    auto const check = [&](http_server_options options, string const& expected) {
        auto const text = message(std::move(options));
        BOOST_TEST(text.starts_with(prefix + expected), text);
        BOOST_TEST(text.find("BEGIN") == string::npos, text);
    };
    check({.certificate_chain_pem = "x", .private_key_pem = good.key}, "certificate_chain_pem: not a certificate");
    check({.certificate_chain_pem = good.certificate, .private_key_pem = good.certificate},
          "private_key_pem: not an unencrypted private key");
    check({.certificate_chain_pem = good.certificate, .private_key_pem = other.key},
          "private_key_pem: not the key of certificate_chain_pem");
    check({.certificate_chain_pem = good.certificate + "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n",
           .private_key_pem = good.key},
          "certificate_chain_pem: a broken intermediate certificate");
    check({.certificate_chain_pem = good.certificate}, "a certificate_chain without its private_key");
    check({.private_key_pem = good.key}, "a private_key without a certificate_chain");
    check({.certificate_chain_pem = good.certificate, .private_key_file = "/nonexistent/key.pem"},
          "private_key_file /nonexistent/key.pem: cannot be read");
    check({.certificate_chain_pem = good.certificate, .private_key_pem = good.key, .private_key_file = "x"},
          "both private_key_pem and private_key_file");
    // a password would be asked for on the terminal
    check({.certificate_chain_pem = good.certificate,
           .private_key_pem = "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                              "DEK-Info: AES-128-CBC,00000000000000000000000000000000\n\nAAAA\n"
                              "-----END EC PRIVATE KEY-----\n"},
          "private_key_pem: not an unencrypted private key");

    auto const both = client_certificate_file(); // certificate and key in one
    okta::http_server const server(context.get_executor(), {.certificate_chain_file = both, .private_key_file = both},
                                   echo);
    BOOST_TEST(server.origin().starts_with("https://"));
}

} // namespace
} // namespace http_server_tls_test
