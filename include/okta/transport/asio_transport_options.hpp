#ifndef OKTA_TRANSPORT_ASIO_TRANSPORT_OPTIONS_HPP
#define OKTA_TRANSPORT_ASIO_TRANSPORT_OPTIONS_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace okta {

/// How an `asio_transport` connects, how long it waits and how much it holds. Durations must be positive; one
/// of a century or more, such as milliseconds::max(), is no bound.
struct asio_transport_options
{
    /// Resolving, connecting and a proxy's CONNECT, each. Connecting divides it among the host's addresses.
    std::chrono::milliseconds connect_timeout{10'000};

    /// The TLS handshake.
    std::chrono::milliseconds tls_timeout{10'000};

    /// The whole request, waiting for a connection included. `http_request::timeout` overrides it when positive.
    std::chrono::milliseconds request_timeout{30'000};

    /// How long a kept connection may have been idle to be used again.
    std::chrono::milliseconds idle_timeout{50'000};

    std::size_t max_connections_per_origin = 64;   ///< at least 1
    std::size_t max_waiting = 10'000;              ///< requests waiting for a connection, over all origins
    std::size_t max_header_bytes = 64 * 1024;      ///< of an answer; at least 1 KiB
    std::size_t max_body_bytes = 64 * 1024 * 1024; ///< of an answer, as received and as decompressed
    std::size_t read_buffer_bytes = 64 * 1024;     ///< per connection; at least 1 KiB

    /// PEM file, PEM text of the authorities to trust. When both are empty: those the operating system trusts.
    std::string ca_file = {};
    std::string ca_pem = {};

    /// PEM files of a client certificate (with its chain) and of its key: none or both.
    std::string client_certificate_file = {};
    std::string client_key_file = {};

    /// The HTTP proxy for `https` origins: `http://[user:password@]host[:port]`, port 80 when left out. Nothing: what
    /// the environment variable `HTTPS_PROXY` or `https_proxy` says. Empty text: no proxy, whatever the environment
    /// says.
    std::optional<std::string> proxy = {};

    /// Hosts reached without the proxy, separated by commas: `*`, `host`, `.domain` or `host:port`; a name stands for
    /// its subdomains too. Nothing: what `NO_PROXY` or `no_proxy` says.
    std::optional<std::string> no_proxy = {};

    /// Plain `http` to any host. Without it only to `localhost`, 127.0.0.0/8 and `::1`.
    bool allow_plain_http = false;
};

} // namespace okta
#endif
