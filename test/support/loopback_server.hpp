#ifndef OKTA_TEST_SUPPORT_LOOPBACK_SERVER_HPP
#define OKTA_TEST_SUPPORT_LOOPBACK_SERVER_HPP

#include <okta/codec/http.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// An HTTP/1.1 server on 127.0.0.1 that answers as a test scripts it, well or badly, plain or under TLS, a thread per
// connection; and a CONNECT proxy. Linux and other POSIX systems.

namespace okta::test {

struct server_request
{
    std::string method = {}, target = {};
    http_fields fields = {};
    std::string body = {};
    int connection = 0; ///< 1 for the first accepted
    int number = 0;     ///< 1 for the first request of the server
};

struct server_reply
{
    int status = 200;
    http_fields fields = {};
    std::string body = {};
    bool chunked = false;                ///< in chunks of 7 bytes, with a trailer
    bool close = false;                  ///< the connection afterwards
    bool content_length = true;          ///< else the end of the connection ends the body: set `close`
    std::optional<std::string> raw = {}; ///< these bytes instead of all the above
    std::chrono::milliseconds delay{0};  ///< before the answer
};

struct server_options
{
    bool tls = false;
    std::string certificate_names = "DNS:localhost,IP:127.0.0.1"; ///< subjectAltName
    bool require_client_certificate = false;
    bool close_after_accept = false;
    bool close_notify = true;    ///< at the end of a TLS connection
    bool close_on_reuse = false; ///< reset when a second request begins on a connection
};

class loopback_server
{
public:
    using handler = std::function<server_reply(server_request const&)>;

    explicit loopback_server(handler on_request, server_options options = {});
    ~loopback_server(); // closes all connections and joins

    [[nodiscard]] unsigned short port() const;
    /// `https://127.0.0.1:1234`
    [[nodiscard]] std::string origin(std::string const& host = "127.0.0.1") const;
    [[nodiscard]] int connections() const; ///< accepted so far
    [[nodiscard]] std::vector<server_request> requests() const;

    /// Closes every connection, as a server does with idle ones; returns when all are closed.
    void drop_connections();

private:
    struct state;
    std::shared_ptr<state> state_;
};

struct proxy_options
{
    std::string login = {}; ///< `user:password` to insist on, else 407
};

/// Tunnels CONNECT requests to any port of 127.0.0.1, whatever host they name.
class connect_proxy
{
public:
    explicit connect_proxy(proxy_options options = {});
    ~connect_proxy();

    [[nodiscard]] unsigned short port() const;
    [[nodiscard]] std::vector<server_request> requests() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

/// A port of 127.0.0.1 on which nothing listens.
[[nodiscard]] unsigned short unused_port();

/// The authority made for this run, as PEM, and in a file that goes with the process.
[[nodiscard]] std::string const& authority_pem();
[[nodiscard]] std::string const& authority_file();

/// A certificate with its key issued by that authority, in one PEM file.
[[nodiscard]] std::string const& client_certificate_file();

/// `data` in the format of RFC 1952.
[[nodiscard]] std::string gzip(std::string const& data);

} // namespace okta::test
#endif
