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
    async_worker(boost::asio::any_io_executor executor, erased_work work, worker_options options)
        : executor_(executor),
          strand_(boost::asio::make_strand(std::move(executor))),
          work_(std::move(work)),
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
        work_.on_put([weak] { on_strand(weak, &async_worker::ring); });
        boost::asio::post(strand_, [self = shared_from_this()] { self->guarded(&async_worker::next); });
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
        timer_.cancel();
    }

    void cancel()
    {
        cancelled_ = true;
        timer_.cancel();
        in_handler_.emit(boost::asio::cancellation_type::terminal);
    }

    /// What an inbox throws ends it.
    void guarded(step what)
    {
        try {
            (this->*what)();
        } catch (...) {
            finish(std::current_exception());
        }
    }

    void next()
    {
        for (;;) { // plain handlers end within
            if (cancelled_) return give_back();
            if (at_ == taken_.size()) {
                rung_ = false;
                at_ = 0;
                taken_ = work_.take(core_.now(), core_.options().batch);
                if (taken_.empty()) return rest();
            }
            if (!handle()) return;
        }
    }

    /// False: a coroutine has begun, and goes on from there.
    bool handle()
    {
        auto const& e = taken_[at_];
        try {
            decoded_ = core_.decode(e);
            if (auto pending = work_.start(decoded_)) {
                boost::asio::co_spawn(strand_, std::move(*pending),
                                      boost::asio::bind_cancellation_slot(
                                          in_handler_.slot(), [self = shared_from_this()](std::exception_ptr thrown) {
                                              boost::asio::dispatch(self->strand_, [self, thrown] {
                                                  self->thrown_ = thrown;
                                                  self->guarded(&async_worker::handled);
                                              });
                                          }));
                return false;
            }
            settle(verdict::done());
        } catch (std::bad_alloc const&) {
            throw;
        } catch (...) {
            settle(core_.failed(e));
        }
        return true;
    }

    void handled()
    {
        auto const thrown = std::exchange(thrown_, nullptr);
        auto v = verdict::done();
        if (thrown) try {
                std::rethrow_exception(thrown);
            } catch (...) {
                v = core_.failed(taken_[at_]);
            }
        settle(v);
        next();
    }

    void settle(verdict const& v) { work_.settle(taken_[at_++].number, v, core_.now()); }

    void give_back()
    {
        while (at_ < taken_.size()) settle(verdict::again(core_.now(), "the worker ended before it was handled"));
        finish(nullptr);
    }

    void rest()
    {
        constexpr std::chrono::milliseconds longest{1'000}; // should the clock be set
        if (rung_)
            return boost::asio::post(strand_, [self = shared_from_this()] { self->guarded(&async_worker::next); });
        auto time = longest;
        if (auto const due = work_.next_due())
            time = std::clamp(*due - core_.now(), std::chrono::milliseconds{1}, longest);
        timer_.expires_after(time);
        timer_.async_wait([self = shared_from_this()](auto) { self->guarded(&async_worker::next); });
    }

    void finish(std::exception_ptr why)
    {
        if (!done_) return;
        if (auto slot = done_.get_cancellation_slot(); slot.is_connected()) slot.clear();
        work_.on_put({});
        auto const own = boost::asio::get_associated_executor(done_, executor_);
        work_handler done;
        done.swap(done_);
        boost::asio::post(executor_, boost::asio::bind_executor(
                                         own, [done = std::move(done), why]() mutable { std::move(done)(why); }));
    }

    boost::asio::any_io_executor executor_, strand_;
    erased_work work_;
    worker_core core_;
    boost::asio::steady_timer timer_;
    boost::asio::cancellation_signal in_handler_;
    work_handler done_;
    std::vector<kept_event> taken_ = {};
    std::size_t at_ = 0; // of them: the one that is handled
    event decoded_ = {}; // what its handler sees
    std::exception_ptr thrown_ = {};
    bool rung_ = false, cancelled_ = false;
};

OKTA_DECL void run_async(boost::asio::any_io_executor executor, erased_work work, worker_options options,
                         work_handler handler)
{
    std::shared_ptr<async_worker> worker;
    try {
        worker = std::make_shared<async_worker>(executor, std::move(work), std::move(options));
    } catch (std::invalid_argument const&) {
        auto const own = boost::asio::get_associated_executor(handler, executor);
        auto report = [h = std::move(handler), why = std::current_exception()]() mutable { std::move(h)(why); };
        return void(boost::asio::post(executor, boost::asio::bind_executor(own, std::move(report))));
    }
    worker->start(std::move(handler));
}

} // namespace okta::detail
#endif
