#ifndef OKTA_TRANSPORT_DRIVE_HPP
#define OKTA_TRANSPORT_DRIVE_HPP

#include <okta/transport/errand.hpp>

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
exchange_outcome drive(client_core<Transport, Authoriser>& core, client_settings const& settings, prepared_call call)
{
    exchange machine(std::move(call), core.origin, settings.policy, fresh_seed());
    auto step = machine.resume(exchange::started{settings.now()});
    while (!std::holds_alternative<exchange::done>(step)) {
        auto const* const wait = std::get_if<exchange::wait>(&step);
        if (settings.stop.stop_requested() || (wait && !settings.sleep(wait->time)))
            step = machine.resume(exchange::cancelled{cancelled_between_steps(), settings.now()});
        else if (wait) step = machine.resume(exchange::waited{settings.now()});
        else if (std::holds_alternative<exchange::authorise>(step)) {
            auto failure = authorise(core, machine, settings);
            step = machine.resume(exchange::authorised{std::move(failure), settings.now()});
        } else {
            auto r = core.transport.send(outgoing(machine, core.auth));
            step = tell(machine, core.auth, std::move(r), settings.now());
        }
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

    using shared_settings = std::shared_ptr<client_settings const>;

    async_driver(std::shared_ptr<client_core<Transport, Authoriser>> core, shared_settings settings, prepared_call call,
                 outcome_handler handler)
        : core_(std::move(core)),
          handler_(std::move(handler)),
          executor_(boost::asio::get_associated_executor(handler_, core_->transport.get_executor())),
          now_(std::make_unique<state>(std::move(settings), std::move(call), core_->origin,
                                       handler_.get_cancellation_slot()))
    {
    }

    // Each operation runs where the caller's handler runs and is cancelled as this one is.
    executor_type get_executor() const noexcept { return executor_; }
    allocator_type get_allocator() const noexcept { return boost::asio::get_associated_allocator(handler_); }
    cancellation_slot_type get_cancellation_slot() const noexcept { return now_->signals.slot(); }

    static void start(async_driver self)
    {
        auto const step = self.now_->machine.resume(exchange::started{self.now_->settings->now()});
        std::move(self).proceed(step, false);
    }

    void operator()(transport_result r)
    {
        forget_operation();
        std::move(*this).proceed(tell(now_->machine, core_->auth, std::move(r), now_->settings->now()), true);
    }

    /// A wait is over. At a gate: it is open, or this call is cancelled, or it took too long.
    void operator()(boost::system::error_code ec)
    {
        forget_operation();
        if (now_->pause) return std::move(*this).paused(ec);
        auto then = std::move(now_->then);
        auto const waiting = std::move(now_->waiting);
        auto& request = now_->machine.request();
        auto a = guarded([&]() -> authorisation {
            if (waiting->is_open()) return then->gate_opened(request);
            return then->failed(request, ec ? cancelled_between_steps() : waited_too_long());
        });
        then.reset(); // before the caller's handler: it may hold the turn
        std::move(*this).proceed(std::move(a), true);
    }

private:
    struct state
    {
        state(shared_settings s, prepared_call call, std::string_view origin, boost::asio::cancellation_slot slot)
            : settings(std::move(s)),
              machine(std::move(call), origin, settings->policy, fresh_seed()),
              signals(slot, boost::asio::enable_total_cancellation())
        {
        }

        shared_settings settings;
        exchange machine;
        boost::asio::cancellation_state signals;
        std::shared_ptr<authorisation_steps> then = {}; // told what came of a wait
        std::unique_ptr<gate_wait> waiting = {};
        std::shared_ptr<call_timer> pause = {}; // before the next attempt
    };

    /// An operation is over, and with it what a signal would reach.
    void forget_operation() const
    {
        if (auto slot = now_->signals.slot(); slot.is_connected()) slot.clear();
    }

    [[nodiscard]] bool is_cancelled() const noexcept
    {
        return now_->signals.cancelled() != boost::asio::cancellation_type::none;
    }

    /// `may_call`: whether the handler may be called here, which it may not within the initiating function.
    void proceed(authorisation a, bool may_call) &&
    {
        if (is_cancelled() && !std::holds_alternative<error>(a)) a = cancelled_between_steps(); // leaves the turn
        if (auto* const e = std::get_if<error>(&a)) return std::move(*this).refuse(std::move(*e), may_call);
        if (auto* const w = std::get_if<wait_first>(&a)) return std::move(*this).wait(std::move(*w));
        if (auto* const s = std::get_if<send_first>(&a))
            return std::move(*this).wait(begin_errand(core_, std::move(*s), now_->machine.request()));
        std::move(*this).proceed(now_->machine.resume(exchange::authorised{{}, now_->settings->now()}), may_call);
    }

    void refuse(error e, bool may_call) &&
    {
        auto const now = now_->settings->now();
        std::move(*this).proceed(now_->machine.resume(exchange::authorised{std::move(e), now}), may_call);
    }

    void pause(std::chrono::milliseconds time) &&
    {
        if (auto const& instead = now_->settings->clock.sleep) {
            instead(time);
            time = {};
        }
        auto const timer = now_->pause = make_timer(core_->transport.get_executor(), time);
        async_wait(*timer, std::move(*this));
    }

    void paused(boost::system::error_code ec) &&
    {
        now_->pause.reset();
        auto& machine = now_->machine;
        auto const now = now_->settings->now();
        if (ec || is_cancelled())
            return std::move(*this).proceed(machine.resume(exchange::cancelled{cancelled_between_steps(), now}), true);
        std::move(*this).proceed(machine.resume(exchange::waited{now}), true);
    }

    void wait(wait_first first) &&
    {
        now_->machine.bound_request(now_->settings->now()); // it may have waited before
        auto waiting = std::make_unique<gate_wait>(std::move(first.until), core_->transport.get_executor(),
                                                   longest_wait(now_->machine.request()));
        auto const timer = waiting->timer();
        auto const waiter = waiting->at_gate();
        now_->then = std::move(first.then);
        now_->waiting = std::move(waiting);
        async_wait(*timer, std::move(*this));
        gate_wait::timer_waits(*waiter);
    }

    void proceed(exchange::step step, bool may_call) &&
    {
        auto& machine = now_->machine;
        if (auto const* const w = std::get_if<exchange::wait>(&step)) {
            if (!is_cancelled()) return std::move(*this).pause(w->time);
            step = machine.resume(exchange::cancelled{cancelled_between_steps(), now_->settings->now()});
        }
        if (std::holds_alternative<exchange::authorise>(step)) {
            if (is_cancelled()) return std::move(*this).refuse(cancelled_between_steps(), may_call);
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
exchange_outcome drive_erased(erased_core& core, client_settings const& settings, prepared_call call);
void async_drive_erased(std::shared_ptr<erased_core> core, std::shared_ptr<client_settings const> settings,
                        prepared_call call, outcome_handler handler);

/// Completes with an error that is there already, without calling the handler here.
void complete_later(boost::asio::any_io_executor executor, error e, outcome_handler handler);

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/drive.ipp>
#endif
#endif
