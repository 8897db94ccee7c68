#ifndef OKTA_TRANSPORT_ASIO_TRANSPORT_HPP
#define OKTA_TRANSPORT_ASIO_TRANSPORT_HPP

#include <okta/transport/asio_transport_options.hpp>
#include <okta/transport/concepts.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>

#include <memory>
#include <utility>

namespace okta {

namespace detail {
class transport_core;
}

/// The default transport: HTTP/1.1 (RFC 9112) over kept connections, TLS 1.2 or later with certificate and host name
/// always verified. A model of `async_transport` and of `blocking_transport`.
///
/// Each request is sent once. The one repetition there is: a kept connection that the server had closed before it took
/// a single byte is replaced by a new one. Redirects are answers like any other.
///
/// A copy shares its original's connections, limits and background thread. When the last copy goes, requests still
/// under way complete with `operation_aborted`; that has to happen before the executor's context is destroyed.
/// A moved-from object may only be assigned to or destroyed.
///
/// Errors come as `transport_error`, whose `what` names the step and its host, never header values, queries or bodies:
/// `boost::asio::error::timed_out` (a bound above passed), `operation_aborted` (cancelled), `no_buffer_space`
/// (`max_waiting`), `invalid_argument` (a request that cannot be sent as HTTP), `boost::beast::http::error` (a
/// malformed, truncated or oversized answer), OpenSSL's errors, the system's.
///
/// Cancellation: terminal and partial at any time; total while nothing of the request was sent.
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
