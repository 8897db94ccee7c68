#ifndef OKTA_TRANSPORT_HTTP_SERVER_HPP
#define OKTA_TRANSPORT_HTTP_SERVER_HPP

#include <okta/codec/http.hpp>
#include <okta/transport/http_server_options.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace okta {

namespace detail {
class http_server_core;
class http_session;
} // namespace detail

/// The other end of a connection.
struct peer
{
    std::string address = {}; ///< numeric
    std::uint16_t port = 0;
    bool tls = false;
};

/// A request as a server received it. `request.origin` is scheme and `Host`, the server's own origin when there is
/// none; `request.target` starts with '/', as sent; `request.fields` are all header fields in order, those of the
/// connection included; `request.body` is de-chunked, otherwise as sent (`Content-Encoding`).
struct received_request
{
    http_request request = {};
    std::string method_text = {}; ///< as sent: `HEAD`, `PATCH`; it never is `CONNECT`
    bool has_length = false;      ///< Content-Length or Transfer-Encoding was sent

    /// Whether `request.method` says what `method_text` says; else it is `get`.
    [[nodiscard]] bool method_known() const noexcept { return to_string(request.method) == method_text; }
};

/// Where a handler puts its answer: called once, then or later, on any thread. Let go of without that, the answer is
/// 500. Further calls, and those after `handler_timeout` or on a connection that is gone, do nothing.
///
/// An object may be used by one thread at a time. It may outlive server, executor and context, but may not be used
/// while the context is being destroyed.
class http_responder
{
public:
    http_responder(std::weak_ptr<detail::http_session> session, std::uint64_t exchange) noexcept
        : session_(std::move(session)), exchange_(exchange)
    {
    }
    http_responder(http_responder&&) noexcept = default;
    http_responder& operator=(http_responder&& other) noexcept;
    ~http_responder();

    /// Sends `response`. The server adds `Content-Length` or `Transfer-Encoding`, `Date` where there is none, and
    /// manages the connection; lines of the first two are left out, `Connection` is left out unless it says `close`.
    /// Status 204 and 304 and answers to HEAD go without body. What cannot be sent as HTTP (a status outside 200-999,
    /// a name that is no token, a line break in a value) is answered by 500.
    void operator()(http_response response);

    /// Lets go without an answer, and without touching the server: for one that may be going, with its context.
    void abandon() noexcept { session_.reset(); }

private:
    std::weak_ptr<detail::http_session> session_; // empty once used
    std::uint64_t exchange_;
};

/// An HTTP/1.1 server (RFC 9110, 9112), plain or under TLS 1.2 or later: kept and pipelined connections, chunked
/// requests, `Expect: 100-continue`, HTTP/1.0. Pipelined requests are handed on one by one, answered in order.
///
/// A request that is not HTTP or beyond a bound is answered with a line of text and the connection closed: 400, 408
/// (too slow), 413, 414, 417, 431, 501 (CONNECT, `OPTIONS *`, a transfer encoding other than `chunked`), 505.
/// Memory, time and count are bounded by the options; a busy connection lets others have their turn.
///
/// Thread safety: every function may be called from any thread at any time, also from the handler, but the constructor
/// and the destructor. The executor's context may be run by several threads: requests of one connection are handed on
/// one after the other, those of different ones at a time.
///
/// Lifetimes: the server has to be destroyed before the executor's context.
class http_server
{
public:
    using responder = http_responder;

    /// Called on the executor for each complete request. `peer` lives as long as the call. An exception is answered by
    /// 500 and reported to `on_error`.
    using handler = std::function<void(received_request, peer const&, responder)>;

    /// Called on the executor when a request's header is complete and its body is yet to come, before the client is
    /// told to continue: an answer refuses the request, whose body is not read then, and ends the connection. `head`
    /// has no body. A request that came whole is not asked about: the handler has to look by itself. Exceptions as
    /// there.
    using admission = std::function<std::optional<http_response>(received_request const& head, peer const&)>;

    /// Binds and listens; connections wait for `start()`. Throws `boost::system::system_error` that names address and
    /// port, or the certificate or key that cannot be used; `std::invalid_argument` that names a bound that makes no
    /// sense, or the missing half of certificate and key.
    http_server(boost::asio::any_io_executor executor, http_server_options options, handler on_request,
                admission admit = {});

    /// Closes everything at once. Returns when no handler runs on another thread, and none is called any more; so it
    /// may not be called while holding what a handler waits for.
    ~http_server();

    http_server(http_server const&) = delete;
    http_server& operator=(http_server const&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;

    /// `http://127.0.0.1:8080`; for a server on all addresses the loopback one.
    [[nodiscard]] std::string origin() const;

    /// Accepts connections from now on. Once; no effect after `stop()`.
    void start();

    /// Accepts no more connections, closes idle ones, lets requests under way be answered within `drain_timeout` and
    /// then closes what is left. Returns at once; the executor has no more work of the server's when all is done.
    void stop();

    /// Uses this certificate, with its chain, for connections accepted from now on. PEM texts. Throws as the
    /// constructor, and `std::logic_error` when the server is plain; then the former stays.
    void reload_certificate(std::string const& certificate_chain_pem, std::string const& private_key_pem);

    /// How many connections are open.
    [[nodiscard]] std::size_t connections() const;

private:
    std::shared_ptr<detail::http_server_core> core_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/http_server.ipp>
#endif
#endif
