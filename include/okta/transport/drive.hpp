#ifndef OKTA_TRANSPORT_DRIVE_HPP
#define OKTA_TRANSPORT_DRIVE_HPP

#include <okta/transport/credentials.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace okta::detail {

using outcome_handler = boost::asio::any_completion_handler<void(exchange_outcome)>;

/// Runs an exchange on the calling thread.
template <class Transport, class Authoriser>
exchange_outcome drive(client_core<Transport, Authoriser>& core, http_request request)
{
    exchange machine(std::move(request), core.origin);
    auto step = machine.resume(exchange::started{});
    while (!std::holds_alternative<exchange::done>(step)) {
        if (std::holds_alternative<exchange::authorise>(step))
            step = machine.resume(exchange::authorised{authorise(core, machine.request())});
        else step = tell(machine, core.auth, core.transport.send(outgoing(machine, core.auth)));
    }
    return machine.take_outcome();
}

/// Runs an exchange on Asio: the completion handler of its own operations.
template <class Transport, class Authoriser>
class async_driver
{
public:
    using executor_type = boost::asio::any_completion_executor;
    using allocator_type = boost::asio::associated_allocator_t<outcome_handler>;
    using cancellation_slot_type = boost::asio::cancellation_slot;

    async_driver(std::shared_ptr<client_core<Transport, Authoriser>> core, http_request request,
                 outcome_handler handler)
        : core_(std::move(core)),
          handler_(std::move(handler)),
          executor_(boost::asio::get_associated_executor(handler_, core_->transport.get_executor())),
          now_(std::make_unique<state>(std::move(request), core_->origin, handler_.get_cancellation_slot()))
    {
    }

    // Each operation runs where the caller's handler runs and is cancelled as this one is. But a token request is not:
    // its answer may hold a refresh token that replaces the one at hand.
    executor_type get_executor() const noexcept { return executor_; }
    allocator_type get_allocator() const noexcept { return boost::asio::get_associated_allocator(handler_); }
    cancellation_slot_type get_cancellation_slot() const noexcept
    {
        return now_->then && !now_->waiting ? cancellation_slot_type{} : now_->signals.slot();
    }

    static void start(async_driver self)
    {
        auto const step = self.now_->machine.resume(exchange::started{});
        std::move(self).proceed(step, false);
    }

    void operator()(transport_result r)
    {
        forget_operation();
        auto then = std::move(now_->then);
        if (!then) return std::move(*this).proceed(tell(now_->machine, core_->auth, std::move(r)), true);
        auto a = tell(*then, now_->machine.request(), std::move(r));
        then.reset(); // before the caller's handler: it may hold the turn
        std::move(*this).proceed(std::move(a), true);
    }

    /// The gate is open, or this call is cancelled, or it took too long.
    void operator()(boost::system::error_code ec)
    {
        forget_operation();
        auto then = std::move(now_->then);
        auto const waiting = std::move(now_->waiting);
        auto& request = now_->machine.request();
        auto a = guarded([&]() -> authorisation {
            if (waiting->is_open()) return then->gate_opened(request);
            return ec ? then->failed(request, cancelled()) : then->failed(request, waited_too_long(request));
        });
        then.reset();
        std::move(*this).proceed(std::move(a), true);
    }

private:
    struct state
    {
        state(http_request request, std::string_view origin, boost::asio::cancellation_slot slot)
            : machine(std::move(request), origin), signals(slot, boost::asio::enable_total_cancellation())
        {
        }

        exchange machine;
        boost::asio::cancellation_state signals;
        std::shared_ptr<authorisation_steps> then = {}; // told what came of a request that was sent first, or a wait
        std::unique_ptr<gate_wait> waiting = {};
    };

    /// An operation is over, and with it what a signal would reach.
    void forget_operation() const
    {
        if (auto slot = now_->signals.slot(); slot.is_connected()) slot.clear();
    }

    static error cancelled()
    {
        return error_of({boost::asio::error::operation_aborted, "the call was cancelled", sent::nothing});
    }

    [[nodiscard]] bool is_cancelled() const noexcept
    {
        return now_->signals.cancelled() != boost::asio::cancellation_type::none;
    }

    /// `may_call`: whether the handler may be called here, which it may not within the initiating function.
    void proceed(authorisation a, bool may_call) &&
    {
        auto* const e = std::get_if<error>(&a);
        if (!e && is_cancelled()) return std::move(*this).refuse(cancelled(), may_call);
        if (e) return std::move(*this).refuse(std::move(*e), may_call);
        if (auto* const w = std::get_if<wait_first>(&a)) return std::move(*this).wait(std::move(*w));
        if (auto* const s = std::get_if<send_first>(&a)) {
            auto const core = core_;
            now_->then = std::move(s->then);
            return void(core->transport.async_send(std::move(s->request), std::move(*this)));
        }
        std::move(*this).proceed(now_->machine.resume(exchange::authorised{}), may_call);
    }

    void refuse(error e, bool may_call) &&
    {
        std::move(*this).proceed(now_->machine.resume(exchange::authorised{std::move(e)}), may_call);
    }

    void wait(wait_first first) &&
    {
        auto waiting = std::make_unique<gate_wait>(std::move(first.until), core_->transport.get_executor(),
                                                   longest_wait(now_->machine.request()));
        auto const timer = waiting->timer();
        auto const waiter = waiting->at_gate();
        now_->then = std::move(first.then);
        now_->waiting = std::move(waiting);
        timer->async_wait(std::move(*this));
        gate_wait::timer_waits(*waiter);
    }

    void proceed(exchange::step step, bool may_call) &&
    {
        auto& machine = now_->machine;
        if (std::holds_alternative<exchange::authorise>(step)) {
            if (is_cancelled()) return std::move(*this).refuse(cancelled(), may_call);
            return std::move(*this).proceed(guarded([&] { return ask(core_->auth, machine.request()); }), may_call);
        }
        if (std::holds_alternative<exchange::send>(step)) {
            auto const core = core_;
            auto request = outgoing(machine, core->auth);
            return void(core->transport.async_send(std::move(request), std::move(*this)));
        }
        auto outcome = machine.take_outcome();
        if (may_call) return std::move(*this).complete(std::move(outcome));
        auto const transport_executor = core_->transport.get_executor();
        boost::asio::post(transport_executor, late(std::move(*this), std::move(outcome)));
    }

    void complete(exchange_outcome outcome) &&
    {
        if (auto slot = handler_.get_cancellation_slot(); slot.is_connected()) slot.clear();
        std::move(handler_)(std::move(outcome));
    }

    struct late // an outcome that is there before anything was sent
    {
        using executor_type = boost::asio::any_completion_executor;
        late(async_driver&& d, exchange_outcome&& o) : driver(std::move(d)), outcome(std::move(o)) {}
        executor_type get_executor() const noexcept { return driver.executor_; }
        void operator()() { std::move(driver).complete(std::move(outcome)); }
        async_driver driver;
        exchange_outcome outcome;
    };

    std::shared_ptr<client_core<Transport, Authoriser>> core_;
    outcome_handler handler_;
    executor_type executor_;
    std::unique_ptr<state> now_;
};

using erased_core = client_core<any_transport, any_authoriser>;

/// The drivers of okta::client, compiled once.
exchange_outcome drive_erased(erased_core& core, http_request request);
void async_drive_erased(std::shared_ptr<erased_core> core, http_request request, outcome_handler handler);

/// Completes with an error that is there already, without calling the handler here.
void complete_later(boost::asio::any_io_executor executor, error e, outcome_handler handler);

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/drive.ipp>
#endif
#endif
