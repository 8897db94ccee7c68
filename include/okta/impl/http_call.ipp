#ifndef OKTA_IMPL_HTTP_CALL_IPP
#define OKTA_IMPL_HTTP_CALL_IPP

#include <okta/impl/connection_pool.ipp>
#include <okta/impl/http_wire.ipp>
#include <okta/impl/task.ipp>
#include <okta/model/deadline.hpp>
#include <okta/transport/concepts.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/steady_timer.hpp>

#include <coroutine>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace okta::detail {

/// One request on its way: the coroutine `run` and what may wake it. Whatever arrives for it (readiness, the timer, a
/// cancellation, a connection) may come on any thread; it takes `mutex_` and runs the coroutine to its next suspension.
///
/// Alive as long as an operation of its own is pending; each holds a shared_ptr.
class http_call : public std::enable_shared_from_this<http_call>
{
public:
    using handler_type = boost::asio::any_completion_handler<void(transport_result)>;

    http_call(std::shared_ptr<connection_pool> pool, http_request request, handler_type handler);
    ~http_call() { pool_->leave(place_); }

    void start();

    /// Completes the call with `operation_aborted`, unless it is complete.
    void cancel(bool may_have_effect);

    /// A connection for a queued call, or with null the right to open one.
    void grant(connection_ptr kept);

private:
    friend class connection_pool;             // moves `place_` between its lists, under its own lock
    enum class from { initiation, executor }; // of the current step: may the handler be called from here?

    // an asynchronous operation's handler; stale once the coroutine was resumed by something else
    struct resumption;
    struct resolution;
    struct expiry;
    struct suspension;
    struct completion;

    [[nodiscard]] resumption resumed();
    [[nodiscard]] suspension event();
    void wait_for(io_step::wait direction);
    void arm(steady::time_point step_deadline);
    void arm(std::chrono::milliseconds step_bound) { arm(deadline_after(steady::now(), step_bound)); }
    void wake(std::unique_lock<std::mutex>& lock, error_code error, from where);
    void stop_waiting();
    void finish(std::unique_lock<std::mutex>& lock, from where);

    // the steps
    task run();
    bool prepare();
    task get_connection();
    task open();
    task resolve(endpoint_name const& to);
    task connect(endpoint_name const& to);
    task tunnel();
    task handshake();
    task write_request();
    task write(std::string_view data, char const* step);
    task read_answer();
    task read_refusal();
    task read(response_parser& parser, char const* step);
    static error_code at_end(response_parser& parser, error_code error);

    /// From here on time is that phase's.
    void enter(std::chrono::nanoseconds transfer_facts::* phase);

    bool fail(error_code code, std::string what);
    bool fail_wire(error_code code, char const* step, char const* detail = nullptr);
    bool fail_lasting(error_code code, char const* step, char const* detail = nullptr);
    [[nodiscard]] bool sent_nothing() const;

    std::shared_ptr<connection_pool> const pool_;
    http_request request_;
    handler_type handler_;
    boost::asio::any_completion_executor completion_executor_; // with work tracked, so that it does not run out

    std::mutex mutex_;
    task root_;
    std::coroutine_handle<> suspended_ = {};
    error_code event_ = {};
    unsigned ticket_ = 0; // of the current suspension
    unsigned alarm_ = 0;  // of the timer's current setting
    bool aborted_ = false, queued_ = false, finished_ = false;

    boost::asio::steady_timer timer_;
    steady::time_point deadline_ = {};
    std::unique_ptr<boost::asio::ip::tcp::resolver> resolver_ = {};
    std::vector<boost::asio::ip::tcp::endpoint> addresses_ = {};

    connection_pool::place place_ = {};
    std::shared_ptr<origin_state> origin_ = {};
    bool admitted_ = false; // holds one of the origin's connections or the right to one
    connection_ptr connection_ = {};
    bool keep_ = false;
    bool writing_ = false;
    std::uint64_t sent_before_ = 0; // bytes of the connection before this request
    http_response response_ = {};
    transport_error error_ = {};

    transfer_facts transfer_ = {};
    std::chrono::nanoseconds transfer_facts::* phase_ = nullptr;
    steady::time_point phase_start_ = {};
};

struct http_call::resumption
{
    std::shared_ptr<http_call> self;
    unsigned ticket;

    void operator()(error_code error) const
    {
        std::unique_lock lock(self->mutex_);
        if (ticket == self->ticket_) self->wake(lock, error, from::executor);
    }
};

struct http_call::resolution
{
    std::shared_ptr<http_call> self;
    unsigned ticket;

    void operator()(error_code error, boost::asio::ip::tcp::resolver::results_type const& results) const
    {
        std::unique_lock lock(self->mutex_);
        if (ticket != self->ticket_) return;
        for (auto const& r : results) self->addresses_.push_back(r.endpoint());
        self->wake(lock, error, from::executor);
    }
};

struct http_call::expiry
{
    std::shared_ptr<http_call> self;
    unsigned alarm;

    void operator()(error_code cancelled) const
    {
        if (cancelled) return;
        std::unique_lock lock(self->mutex_);
        if (alarm != self->alarm_ || self->finished_) return;
        self->stop_waiting();
        self->wake(lock, boost::asio::error::timed_out, from::executor);
    }
};

struct http_call::suspension
{
    http_call& self;

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) const noexcept { self.suspended_ = h; }
    error_code await_resume() const noexcept { return self.event_; }
};

} // namespace okta::detail
#endif
