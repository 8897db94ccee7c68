#ifndef OKTA_IMPL_CREDENTIALS_IPP
#define OKTA_IMPL_CREDENTIALS_IPP

#include <okta/model/deadline.hpp>
#include <okta/transport/credentials.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

namespace okta::detail {

OKTA_DECL error error_of(transport_error const& from)
{
    error e;
    e.kind = from.code == boost::asio::error::operation_aborted ? error_kind::cancelled : error_kind::transport;
    e.transport_code = from.code;
    e.summary = from.message();
    return e;
}

/// Errors that say nothing of the network: the request, or who sends it, would have to be another one.
OKTA_DECL bool is_lasting(boost::system::error_code const& code)
{
    namespace errc = boost::system::errc;
    return code == errc::invalid_argument || code == errc::resource_deadlock_would_occur ||
           code == errc::no_buffer_space || code == errc::operation_not_permitted;
}

OKTA_DECL exchange::failed failure_of(transport_error&& e, client_clock::time_point now)
{
    return {error_of(e), e.sent == sent::nothing, e.lasting || is_lasting(e.code), e.transfer, now};
}

OKTA_DECL error cancelled_between_steps()
{
    return error_of({boost::asio::error::operation_aborted, "the call was cancelled", sent::nothing});
}

OKTA_DECL error dropped_errand()
{
    return error_of({boost::asio::error::operation_aborted, "the token request ended with the transport's executor",
                     sent::perhaps_all});
}

OKTA_DECL authorisation tell(authorisation_steps& then, http_request& original, transport_result&& r)
{
    return guarded([&] {
        return r.has_value() ? then.answered(original, std::move(*r)) : then.failed(original, error_of(r.error()));
    });
}

OKTA_DECL std::chrono::milliseconds longest_wait(http_request const& request)
{
    constexpr std::chrono::minutes usual{2};
    return request.timeout.count() > 0 ? within_a_century(request.timeout) : usual;
}

OKTA_DECL error waited_too_long()
{
    error e;
    e.kind = error_kind::authorisation;
    e.transport_code = boost::asio::error::timed_out;
    e.summary = "the call's time ended while it waited for an access token: the token request, or a signer, takes "
                "longer";
    return e;
}

OKTA_DECL void shorten(send_first& first, http_request const& original)
{
    auto& own = first.request.timeout;
    auto const left = original.timeout;
    if (first.repeatable && left.count() > 0 && (own.count() == 0 || left < own)) own = left;
}

OKTA_DECL error error_of_current_exception()
{
    try {
        throw;
    } catch (exception const& e) {
        return e.error();
    } catch (...) {
        error e;
        e.kind = error_kind::authorisation;
        e.summary = "the signer or the token keeper threw an exception";
        return e;
    }
}

OKTA_DECL error would_deadlock(std::string_view waited_for)
{
    auto what = std::string("wait for ").append(waited_for).append(": this thread runs the transport's executor");
    return error_of(
        {make_error_code(boost::system::errc::resource_deadlock_would_occur), std::move(what), sent::nothing});
}

OKTA_DECL bool runs_on_this_thread(boost::asio::any_io_executor const& executor)
{
    using context = boost::asio::io_context::executor_type;
    using pool = boost::asio::thread_pool::executor_type;
    auto const on = []<class T>(boost::asio::any_io_executor const& e, T const*) {
        auto const* plain = e.target<T>();
        auto const* strand = e.target<boost::asio::strand<T>>();
        if (strand) return strand->running_in_this_thread() || strand->get_inner_executor().running_in_this_thread();
        return plain && plain->running_in_this_thread();
    };
    if (auto const* strand = executor.target<boost::asio::strand<boost::asio::any_io_executor>>())
        return strand->running_in_this_thread() || runs_on_this_thread(strand->get_inner_executor());
    return on(executor, static_cast<context*>(nullptr)) || on(executor, static_cast<pool*>(nullptr));
}

class call_timer
{
public:
    call_timer(boost::asio::any_io_executor executor, std::chrono::milliseconds time)
        : timer(std::move(executor), within_a_century(time))
    {
    }
    boost::asio::steady_timer timer;
};

OKTA_DECL std::shared_ptr<call_timer> make_timer(boost::asio::any_io_executor executor, std::chrono::milliseconds time)
{
    return std::make_shared<call_timer>(std::move(executor), time);
}

OKTA_DECL void async_wait(call_timer& timer,
                          boost::asio::any_completion_handler<void(boost::system::error_code)> handler)
{
    timer.timer.async_wait(std::move(handler));
}

/// What the gate knows of a wait. It may call while the wait goes, so both take the lock.
class gate_wait::waiter final : public gate::waiter
{
public:
    explicit waiter(std::shared_ptr<call_timer> timer) : timer_(std::move(timer)) {}

    void opened() override { note(opened_); }
    void timer_waits() { note(waits_); }
    void forget_timer()
    {
        std::lock_guard lock(mutex_);
        timer_.reset();
    }

private:
    void note(bool& what)
    {
        std::lock_guard lock(mutex_);
        what = true;
        if (!opened_ || !waits_ || !timer_) return;
        boost::asio::post(timer_->timer.get_executor(), [timer = timer_] { timer->timer.cancel(); });
    }

    std::mutex mutex_;
    std::shared_ptr<call_timer> timer_;
    bool opened_ = false, waits_ = false;
};

OKTA_DECL gate_wait::gate_wait(std::shared_ptr<gate> at, boost::asio::any_io_executor executor,
                               std::chrono::milliseconds timeout)
    : gate_(std::move(at)), timer_(make_timer(std::move(executor), timeout)), waiter_(std::make_shared<waiter>(timer_))
{
    if (!gate_->wait(waiter_)) waiter_->opened();
}

OKTA_DECL gate_wait::~gate_wait()
{
    gate_->forget(waiter_.get());
    waiter_->forget_timer();
}

OKTA_DECL void gate_wait::timer_waits(waiter& w) { w.timer_waits(); }

} // namespace okta::detail
#endif
