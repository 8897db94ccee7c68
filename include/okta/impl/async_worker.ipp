#ifndef OKTA_IMPL_ASYNC_WORKER_IPP
#define OKTA_IMPL_ASYNC_WORKER_IPP

#include <okta/hook/async_worker.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>

namespace okta::detail {

/// Takes events and has them handled, one after the other, until it is cancelled. Everything happens on its strand. No
/// coroutine: g++ 12 warns of those in headers.
class async_worker : public std::enable_shared_from_this<async_worker>
{
public:
    async_worker(boost::asio::any_io_executor executor, erased_inbox inbox, start_function start,
                 worker_options options)
        : executor_(executor),
          strand_(boost::asio::make_strand(std::move(executor))),
          inbox_(std::move(inbox)),
          begin_(std::move(start)),
          core_(std::move(options)),
          timer_(strand_)
    {
    }

    void start(work_handler handler)
    {
        done_.swap(handler); // its move assignment does not work in Boost 1.81
        std::weak_ptr<async_worker> const weak = shared_from_this();
        if (auto slot = done_.get_cancellation_slot(); slot.is_connected())
            slot.assign([weak](boost::asio::cancellation_type) { on_strand(weak, &async_worker::cancel); });
        heard_ = inbox_.on_put([weak] { on_strand(weak, &async_worker::ring); });
        go_on();
    }

private:
    using step = void (async_worker::*)();

    static void on_strand(std::weak_ptr<async_worker> const& weak, step what)
    {
        if (auto const self = weak.lock()) boost::asio::post(self->strand_, [self, what] { ((*self).*what)(); });
    }

    void ring()
    {
        rung_ = true;
        if (!failed_) timer_.cancel();
    }

    void cancel()
    {
        cancelled_ = true;
        timer_.cancel();
        in_handler_.emit(boost::asio::cancellation_type::terminal);
    }

    /// After each event, so that others have their turn on the executor.
    void go_on()
    {
        boost::asio::post(strand_, [self = shared_from_this()] { self->next(); });
    }

    void next()
    {
        try {
            if (cancelled_) batch_.settle(core_.now());
            else if (!take_and_handle()) return;
        } catch (std::exception const& e) { // of the inbox's
            core_.tell(std::string("the inbox failed: ").append(e.what()));
            batch_ = {};
            failed_ = true;
            if (!cancelled_) return rest(std::chrono::milliseconds{1'000});
        }
        if (cancelled_) finish();
        else go_on();
    }

    /// False: it goes on by itself, when a coroutine or a wait has ended.
    bool take_and_handle()
    {
        batch_.settle_if_due(core_.now());
        failed_ = false;
        if (batch_.at_end()) {
            rung_ = false;
            batch_ = taken_batch(inbox_, inbox_.take(core_.now(), core_.options().batch));
            if (batch_.at_end()) return rung_ || (rest(), false);
        }
        auto const& e = batch_.current();
        try {
            decoded_ = core_.decode(e);
            auto begun = begin_(decoded_);
            if (auto* const pending = std::get_if<1>(&begun)) return await(std::move(*pending)), false;
            batch_.say(*std::get_if<bool>(&begun) ? verdict::done() : core_.not_taken(e, decoded_));
        } catch (...) {
            batch_.say(core_.failed(e));
        }
        return true;
    }

    void await(boost::asio::awaitable<void> pending)
    {
        auto ended = [self = shared_from_this()](std::exception_ptr thrown) {
            boost::asio::dispatch(self->strand_, [self, thrown] { self->handled(thrown); });
        };
        boost::asio::co_spawn(strand_, std::move(pending),
                              boost::asio::bind_cancellation_slot(in_handler_.slot(), std::move(ended)));
    }

    void handled(std::exception_ptr thrown)
    {
        if (!thrown) batch_.say(verdict::done());
        else if (!cancelled_) try {
                std::rethrow_exception(thrown);
            } catch (...) {
                batch_.say(core_.failed(batch_.current()));
            }
        go_on();
    }

    void rest()
    {
        constexpr std::chrono::milliseconds longest{1'000}; // should the clock be set
        auto time = longest;
        if (auto const due = inbox_.next_due())
            time = std::clamp(*due - core_.now(), std::chrono::milliseconds{1}, longest);
        rest(time);
    }

    void rest(std::chrono::milliseconds time)
    {
        timer_.expires_after(time);
        timer_.async_wait([self = shared_from_this()](auto) { self->next(); });
    }

    void finish()
    {
        if (auto slot = done_.get_cancellation_slot(); slot.is_connected()) slot.clear();
        heard_.reset();
        batch_ = {}; // gives back what was not handled
        auto const own = boost::asio::get_associated_executor(done_, executor_);
        work_handler done;
        done.swap(done_);
        auto report = [h = std::move(done)]() mutable { std::move(h)(std::exception_ptr()); };
        boost::asio::post(executor_, boost::asio::bind_executor(own, std::move(report)));
    }

    boost::asio::any_io_executor executor_, strand_;
    erased_inbox inbox_;
    start_function begin_;
    worker_core core_;
    boost::asio::steady_timer timer_;
    boost::asio::cancellation_signal in_handler_;
    work_handler done_;
    listening heard_ = {};
    taken_batch batch_ = {};
    event decoded_ = {}; // what a coroutine sees
    bool rung_ = false, failed_ = false, cancelled_ = false;
};

OKTA_DECL void run_async(boost::asio::any_io_executor executor, erased_inbox inbox, start_function start,
                         worker_options options, work_handler handler)
{
    std::shared_ptr<async_worker> worker;
    try {
        worker = std::make_shared<async_worker>(executor, std::move(inbox), std::move(start), std::move(options));
    } catch (std::invalid_argument const&) {
        auto const own = boost::asio::get_associated_executor(handler, executor);
        auto report = [h = std::move(handler), why = std::current_exception()]() mutable { std::move(h)(why); };
        return void(boost::asio::post(executor, boost::asio::bind_executor(own, std::move(report))));
    }
    worker->start(std::move(handler));
}

} // namespace okta::detail
#endif
