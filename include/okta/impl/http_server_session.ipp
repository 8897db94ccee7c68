#ifndef OKTA_IMPL_HTTP_SERVER_SESSION_IPP
#define OKTA_IMPL_HTTP_SERVER_SESSION_IPP

#include <okta/impl/connection_pool.ipp>
#include <okta/impl/http_server_core.ipp>
#include <okta/impl/http_server_wire.ipp>
#include <okta/impl/task.ipp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace okta::detail {

/// A connection of a server: the coroutine `run` and what may wake it. Whatever arrives for it (readiness, the timer,
/// an answer, the server's end) may come on any thread; it takes `mutex_` and runs the coroutine to the next wait.
/// The handler is called, and user's code runs at all, only while `mutex_` is free.
///
/// Alive as long as an operation of its own is pending, which the timer always is; each holds a shared_ptr.
class http_session : public std::enable_shared_from_this<http_session>
{
public:
    http_session(std::shared_ptr<http_server_core> core, boost::asio::ip::tcp::socket socket,
                 boost::asio::ip::tcp::endpoint const& from, std::shared_ptr<SSL_CTX> tls);
    ~http_session() { core_->leave(place_); }

    void start();

    /// The server stops: ends the connection if it is idle, else after the request under way.
    void drain();

    /// Ends the connection at once.
    void abort();

    /// The handler's answer to a request; ignored when that is over.
    void answer(std::uint64_t exchange, http_response response);

private:
    friend class http_server_core; // keeps `place_`

    /// Of the current request: nothing of it came yet; its header, its body is coming; it is being answered.
    enum class phase { idle, header, body, answer };

    // an asynchronous operation's handler; stale once the coroutine was resumed by something else
    struct resumption;
    struct expiry;
    struct suspension;

    [[nodiscard]] resumption resumed();
    [[nodiscard]] suspension event();
    void wait_for(io_step::wait direction);
    void set_timer();
    void arm(std::chrono::milliseconds bound);
    void wake(std::unique_lock<std::mutex>& lock, error_code error);
    bool call_handler(std::unique_lock<std::mutex>& lock);
    bool call_admission(std::unique_lock<std::mutex>& lock);
    void finish();

    // the steps
    task run();
    task handshake();
    task read_request();
    task read_some();
    task answer_request();
    task admit();
    task refuse(http_refusal refusal);
    task refuse(http_response response);
    task write_response(http_response& response);
    task write_chunks(std::string_view body);
    task write(std::string_view data);
    task linger();
    task yield();

    void begin_request();
    http_refusal parse();
    void enter(phase next);

    std::shared_ptr<http_server_core> const core_;
    peer const peer_;
    std::shared_ptr<SSL_CTX> tls_; // until the handshake; null for plain HTTP

    std::mutex mutex_;
    task root_ = {};
    std::coroutine_handle<> suspended_ = {};
    error_code event_ = {};
    unsigned ticket_ = 0; // of the current suspension
    unsigned alarm_ = 0;  // of the timer's current setting
    bool aborted_ = false, finished_ = false;

    boost::asio::steady_timer timer_;
    bool timer_set_ = false;
    steady::time_point deadline_ = {};

    http_server_core::place place_ = {};
    connection_ptr connection_;
    unsigned turns_ = 0; // what was done since the executor could serve others

    phase phase_ = phase::idle;
    received_request request_ = {};
    std::optional<request_parser> parser_ = {};
    bool head_only_ = false, old_client_ = false, continued_ = false;
    bool keep_ = false, linger_ = false;
    std::size_t served_ = 0;
    std::string out_ = {};

    std::uint64_t exchange_ = 0; // odd while an answer is awaited
    std::optional<received_request> call_ = {};
    std::optional<received_request> head_ = {}; // to be asked about
    bool admitted_ = false;
    std::optional<http_response> answered_ = {};
    bool in_handler_ = false;
};

struct http_session::resumption
{
    std::shared_ptr<http_session> self;
    unsigned ticket;

    void operator()(error_code error) const
    {
        std::unique_lock lock(self->mutex_);
        if (ticket != self->ticket_ || self->finished_) return;
        self->turns_ = 0;
        self->wake(lock, error);
    }
    void operator()() const { (*this)(error_code()); }
};

struct http_session::expiry
{
    std::shared_ptr<http_session> self;
    unsigned alarm;

    void operator()(error_code cancelled) const
    {
        std::unique_lock lock(self->mutex_);
        if (cancelled || alarm != self->alarm_ || self->finished_) return;
        if (steady::now() < self->deadline_) return self->set_timer(); // which was moved meanwhile
        self->timer_set_ = false;
        error_code ignored;
        self->connection_->io.socket.cancel(ignored);
        self->wake(lock, boost::asio::error::timed_out);
    }
};

struct http_session::suspension
{
    http_session& self;

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) const noexcept { self.suspended_ = h; }
    error_code await_resume() const noexcept { return self.event_; }
};

} // namespace okta::detail
#endif
