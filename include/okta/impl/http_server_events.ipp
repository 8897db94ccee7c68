#ifndef OKTA_IMPL_HTTP_SERVER_EVENTS_IPP
#define OKTA_IMPL_HTTP_SERVER_EVENTS_IPP

#include <okta/impl/http_server_session.ipp>

#include <boost/asio/post.hpp>

#include <memory>
#include <new>
#include <string>
#include <utility>

// What wakes a server's connection, what it sleeps on, how it ends.

namespace okta::detail {

OKTA_DECL http_session::http_session(std::shared_ptr<http_server_core> core, boost::asio::ip::tcp::socket socket,
                                     boost::asio::ip::tcp::endpoint const& from, std::shared_ptr<SSL_CTX> tls)
    : core_(std::move(core)),
      peer_{from.address().to_string(), from.port(), tls != nullptr},
      tls_(std::move(tls)),
      timer_(core_->executor),
      connection_(std::make_unique<connection>(core_->executor, core_->options.read_buffer_bytes))
{
    connection_->io.socket = std::move(socket);
}

OKTA_DECL void http_session::start()
{
    std::unique_lock lock(mutex_);
    if (finished_) return;
    try {
        root_ = run();
    } catch (std::bad_alloc const&) {
        return finish();
    }
    suspended_ = root_.get();
    wake(lock, {});
}

OKTA_DECL void http_session::drain()
{
    boost::asio::post(core_->executor, [self = shared_from_this()] {
        std::unique_lock lock(self->mutex_);
        if (self->finished_ || !self->suspended_ || self->phase_ != phase::idle) return;
        error_code ignored;
        self->connection_->io.socket.cancel(ignored);
        self->wake(lock, {}); // looks at the socket once more, and then at `draining`
    });
}

OKTA_DECL void http_session::abort()
{
    std::unique_lock lock(mutex_);
    if (finished_ || aborted_) return;
    aborted_ = true;
    if (!suspended_) return finish(); // not even started
    error_code ignored;
    connection_->io.socket.cancel(ignored);
    wake(lock, boost::asio::error::operation_aborted);
}

OKTA_DECL void http_session::answer(std::uint64_t exchange, http_response response)
{
    if (auto const why = refusal(response)) {
        core_->report(std::string("an answer that cannot be sent: ") + why);
        response = plain_response({500, "the server's answer cannot be sent"});
    }
    std::unique_lock const lock(mutex_);
    if (finished_ || exchange != exchange_ || answered_) return;
    answered_ = std::move(response);
    if (!in_handler_) boost::asio::post(core_->executor, resumed());
}

OKTA_DECL void http_session::wake(std::unique_lock<std::mutex>& lock, error_code error)
{
    for (;;) {
        ++ticket_;
        event_ = error;
        std::exchange(suspended_, {}).resume();
        if (root_.done()) return finish();
        if (head_ ? !call_admission(lock) : !call_ || !call_handler(lock)) return;
        error = {};
    }
}

/// Whether the answer is there already, and the connection still this thread's to go on with.
OKTA_DECL bool http_session::call_handler(std::unique_lock<std::mutex>& lock)
{
    auto request = std::move(*call_);
    call_.reset();
    auto const ticket = ticket_;
    auto const exchange = exchange_;
    in_handler_ = true;
    lock.unlock();
    auto const returned = core_->handle(std::move(request), peer_, http_responder(weak_from_this(), exchange));
    if (!returned) answer(exchange, plain_response({500, "the server failed to answer"}));
    lock.lock();
    if (ticket != ticket_) return false; // timed out or aborted meanwhile
    in_handler_ = false;
    return answered_.has_value();
}

/// Whether the connection is still this thread's to go on with.
OKTA_DECL bool http_session::call_admission(std::unique_lock<std::mutex>& lock)
{
    auto const head = std::move(*head_);
    head_.reset();
    auto const ticket = ticket_;
    lock.unlock();
    auto refused = core_->refusal_of(head, peer_);
    lock.lock();
    if (ticket != ticket_) return false; // timed out or aborted meanwhile
    answered_ = std::move(refused);
    return true;
}

OKTA_DECL http_session::resumption http_session::resumed() { return {shared_from_this(), ticket_}; }

OKTA_DECL http_session::suspension http_session::event() { return {*this}; }

OKTA_DECL void http_session::wait_for(io_step::wait direction)
{
    using boost::asio::socket_base;
    connection_->io.socket.async_wait(
        direction == io_step::wait::write ? socket_base::wait_write : socket_base::wait_read, resumed());
}

OKTA_DECL void http_session::set_timer()
{
    timer_.expires_at(deadline_);
    timer_set_ = true;
    timer_.async_wait(expiry{shared_from_this(), ++alarm_});
}

/// A timer that rings too early is set anew when it does: no system call for each step of each request.
OKTA_DECL void http_session::arm(std::chrono::milliseconds bound)
{
    deadline_ = steady::now() + bound;
    if (!timer_set_ || timer_.expiry() > deadline_) set_timer();
}

/// However `run` ended; an exception is `bad_alloc`, this connection's end and nobody else's.
OKTA_DECL void http_session::finish()
{
    finished_ = true;
    timer_.cancel();
    connection_.reset();
    core_->leave(place_);
}

} // namespace okta::detail

namespace okta {

OKTA_DECL http_responder& http_responder::operator=(http_responder&& other) noexcept
{
    std::swap(session_, other.session_);
    std::swap(exchange_, other.exchange_);
    return *this;
}

OKTA_DECL http_responder::~http_responder()
{
    if (session_.expired()) return;
    try {
        (*this)(detail::plain_response({500, "the server did not answer"}));
    } catch (std::bad_alloc const&) { // the connection waits for handler_timeout then
        return;
    }
}

OKTA_DECL void http_responder::operator()(http_response response)
{
    auto const session = std::exchange(session_, {}).lock();
    if (session) session->answer(exchange_, std::move(response));
}

} // namespace okta
#endif
