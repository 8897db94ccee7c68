#ifndef OKTA_TRANSPORT_ASIO_TRANSPORT_HPP
#define OKTA_TRANSPORT_ASIO_TRANSPORT_HPP

#include <okta/transport/concepts.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace okta {

namespace detail { class transport_core; }

/// How an `asio_transport` connects, how long it waits and how much it holds. Durations must be positive.
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

    std::size_t max_connections_per_origin = 64;        ///< at least 1
    std::size_t max_waiting = 10'000;                   ///< requests waiting for a connection, over all origins
    std::size_t max_header_bytes = 64 * 1024;           ///< of an answer; at least 1 KiB
    std::size_t max_body_bytes = 64 * 1024 * 1024;      ///< of an answer, as received and as decompressed
    std::size_t read_buffer_bytes = 64 * 1024;          ///< per connection; at least 1 KiB

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

/// The default transport: HTTP/1.1 (RFC 9112) over kept connections, TLS 1.2 or later with certificate and host name
/// always verified. A model of `async_transport` and of `blocking_transport`.
///
/// Each request is sent once. The one repetition there is: a kept connection that the server had closed before it took
/// a single byte is replaced by a new one. Redirects are answers like any other.
///
/// A copy shares its original's connections, limits and background thread. When the last copy goes, requests still
/// under way complete with `operation_aborted`; that has to happen before the executor's context is destroyed.
///
/// Errors come as `transport_error`, whose `what` names the step and its host, never header values, queries or bodies:
/// `boost::asio::error::timed_out` (a bound above passed), `operation_aborted` (cancelled), `no_buffer_space`
/// (`max_waiting`), `invalid_argument` (a request that cannot be sent as HTTP), `boost::beast::http::error` (a
/// malformed, truncated or oversized answer), OpenSSL's errors, the system's.
///
/// Thread safety: every function may be called from any thread at any time, for distinct and for shared objects.
class asio_transport
{
public:
    using executor_type = boost::asio::any_io_executor;

    /// Runs on a background thread of its own, joined by the last copy's destructor, which waits for a name being
    /// resolved: the system cannot interrupt that. A completion handler without an executor is called on that thread.
    ///
    /// Throws `boost::system::system_error` that names the option when a certificate file, the PEM text or the proxy
    /// cannot be used, `std::invalid_argument` when a bound makes no sense.
    explicit asio_transport(asio_transport_options options = {});

    /// Runs on `executor`, whose context the caller runs, on as many threads as he likes. Throws as above.
    explicit asio_transport(executor_type executor, asio_transport_options options = {});

    [[nodiscard]] executor_type get_executor() const noexcept;

    /// Sends `request`; completes with `void(transport_result)` on the executor associated with the handler, never
    /// before this function returned. The transport itself may be destroyed while the request is under way (see above).
    ///
    /// Cancellation: terminal, at every point; completes with `operation_aborted`. Emit it from the handler's executor.
    template <class CompletionToken>
    auto async_send(http_request request, CompletionToken&& token) const
    {
        return boost::asio::async_initiate<CompletionToken, void(transport_result)>(
            [core = core_](handler_type handler, http_request r) { start(*core, std::move(r), std::move(handler)); },
            token, std::move(request));
    }

    /// Sends `request` and waits for the answer. Fails with `resource_deadlock_would_occur` when called on a thread
    /// that runs the executor's context, and with `timed_out` when nobody runs it.
    [[nodiscard]] transport_result send(http_request request) const;

private:
    using handler_type = boost::asio::any_completion_handler<void(transport_result)>;
    static void start(detail::transport_core& core, http_request request, handler_type handler);

    std::shared_ptr<detail::transport_core> core_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/asio_transport.ipp>
#endif
#endif
