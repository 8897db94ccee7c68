#ifndef OKTA_TRANSPORT_HTTP_SERVER_OPTIONS_HPP
#define OKTA_TRANSPORT_HTTP_SERVER_OPTIONS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace okta {

/// Where an `http_server` listens, how long it waits and how much it holds. Durations must be positive and a day at
/// most. A connection holds `read_buffer_bytes`, twice `max_header_bytes` at most, and a request's or answer's body.
struct http_server_options
{
    std::string address = "127.0.0.1"; ///< IPv4 or IPv6 literal; `0.0.0.0` or `::` for all of the machine's
    std::uint16_t port = 0;            ///< 0: any free one

    /// Certificate, followed by the intermediate ones, and its unencrypted private key, as PEM text or in a PEM file.
    /// All four empty: plain HTTP. Else both are needed, each in one form.
    std::string certificate_chain_pem = {};
    std::string private_key_pem = {};
    std::string certificate_chain_file = {};
    std::string private_key_file = {};

    std::chrono::milliseconds tls_timeout{10'000};     ///< the TLS handshake
    std::chrono::milliseconds header_timeout{10'000};  ///< a request's header; a first request's from the beginning
    std::chrono::milliseconds body_timeout{60'000};    ///< a request's whole body, once its header is complete
    std::chrono::milliseconds handler_timeout{60'000}; ///< the handler's answer; 503 after that
    std::chrono::milliseconds write_timeout{60'000};   ///< the whole answer, taken by the client's system
    std::chrono::milliseconds idle_timeout{75'000};    ///< between two requests; should exceed that of the clients
    std::chrono::milliseconds linger_timeout{
        2'000}; ///< for the client to close, after the server has said the last word
    std::chrono::milliseconds drain_timeout{10'000}; ///< for requests under way, after `stop()`

    std::size_t max_header_bytes = 32 * 1024;          ///< request line and header fields; at least 1 KiB; else 431
    std::size_t max_target_bytes = 8 * 1024;           ///< at least 1; else 414
    std::size_t max_body_bytes = 1024 * 1024;          ///< of a request, de-chunked; else 413
    std::size_t max_connections = 10'000;              ///< at least 1; further ones are closed at once
    std::size_t max_requests_per_connection = 100'000; ///< at least 1; the last answer says `Connection: close`
    std::size_t read_buffer_bytes = 8 * 1024;          ///< at least 1 KiB

    /// Whether the bodies of answers with status 200 are sent in chunks, as Okta does, instead of with their length.
    bool chunked = false;

    /// Told what no client is told, in one line: an exception of the handler, an answer that cannot be sent, a failed
    /// accept. Called on the server's executor, by several threads at a time if several run it. Must not throw.
    std::function<void(std::string_view)> on_error = {};
};

} // namespace okta
#endif
