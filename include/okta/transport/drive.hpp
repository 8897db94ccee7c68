#ifndef OKTA_TRANSPORT_DRIVE_HPP
#define OKTA_TRANSPORT_DRIVE_HPP

#include <okta/auth/authoriser.hpp>
#include <okta/exchange/exchange.hpp>
#include <okta/transport/any_transport.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace okta::detail {

/// What the calls of one client share. Immutable but for the transport and the authoriser, which are thread-safe.
template <class Transport, class Authoriser>
struct client_core
{
    std::string origin;
    Authoriser auth;
    Transport transport;
};

using outcome_handler = boost::asio::any_completion_handler<void(exchange_outcome)>;

error error_of(transport_error const& e);

/// The request to send; a copy where the answer may be that its credentials are refused.
template <class Authoriser>
http_request outgoing(exchange& machine, Authoriser& auth)
{
    bool keep = learning_authoriser<Authoriser>;
    if constexpr (std::same_as<Authoriser, any_authoriser>) keep = auth.learns();
    keep = keep && !machine.request().anonymous;
    return keep ? machine.request() : std::move(machine.request());
}

/// The machine's word for what a transport said.
template <class Authoriser>
exchange::step tell(exchange& machine, [[maybe_unused]] Authoriser& auth, transport_result&& r)
{
    if (!r.has_value()) return machine.resume(exchange::failed{error_of(r.error())});
    bool refused = false;
    if constexpr (learning_authoriser<Authoriser>)
        refused = !machine.request().anonymous && auth.learn(machine.request(), *r, machine.attempts());
    return machine.resume(exchange::answered{std::move(*r), refused});
}

/// What came of a request that had to be sent first.
authorisation tell(authorisation_steps& then, http_request& original, transport_result&& r);

/// How long a call waits for another one's token: as long as its own request may take.
std::chrono::milliseconds longest_wait(http_request const& request);
error waited_too_long(http_request const& request);

/// Credentials for a request, on the calling thread.
template <class Transport, class Authoriser>
std::optional<error> authorise(client_core<Transport, Authoriser>& core, http_request& request)
{
    constexpr int most = 64; // rounds; tokens may be so short-lived that another call's is over when this one wakes
    auto a = ask(core.auth, request);
    for (int i = 0; i < most; ++i) {
        if (auto* const e = std::get_if<error>(&a)) return std::move(*e);
        if (auto* const s = std::get_if<send_first>(&a)) {
            auto const then = std::move(s->then);
            a = tell(*then, request, core.transport.send(std::move(s->request)));
        } else if (auto* const w = std::get_if<wait_first>(&a)) {
            auto const first = std::move(*w);
            if (!first.until->wait(longest_wait(request))) return waited_too_long(request);
            a = first.then->gate_opened(request);
        } else return std::nullopt;
    }
    return waited_too_long(request);
}

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

/// Ends a timer's wait when a gate opens; not before that wait has begun, or it would miss it.
class timer_waiter final : public gate::waiter
{
public:
    explicit timer_waiter(std::shared_ptr<boost::asio::steady_timer> timer) : timer_(std::move(timer)) {}
    void opened() override { happened(1); }
    void timer_waits() { happened(2); }

private:
    void happened(int what);

    std::shared_ptr<boost::asio::steady_timer> timer_;
    std::atomic<int> happened_ = 0;
};

/// Runs an exchange on Asio: the completion handler of its own transport calls.
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
          machine_(std::make_unique<exchange>(std::move(request), core_->origin)),
          handler_(std::move(handler)),
          executor_(boost::asio::get_associated_executor(handler_, core_->transport.get_executor()))
    {
    }

    // The transport's operation is this one's: it runs where the caller's handler runs and is cancelled as it is.
    executor_type get_executor() const noexcept { return executor_; }
    allocator_type get_allocator() const noexcept { return boost::asio::get_associated_allocator(handler_); }
    cancellation_slot_type get_cancellation_slot() const noexcept { return handler_.get_cancellation_slot(); }

    static void start(async_driver self)
    {
        auto const step = self.machine_->resume(exchange::started{});
        std::move(self).proceed(step, false);
    }

    void operator()(transport_result r)
    {
        forget_signal();
        if (auto const then = std::move(then_))
            return std::move(*this).proceed(tell(*then, machine_->request(), std::move(r)), true);
        auto const step = tell(*machine_, core_->auth, std::move(r));
        std::move(*this).proceed(step, true);
    }

    /// The gate is open, or this call is cancelled, or it took too long.
    void operator()(boost::system::error_code ec)
    {
        forget_signal();
        auto const then = std::move(then_);
        auto const [gate, waiter] = std::exchange(waiting_, {});
        auto& request = machine_->request();
        gate->forget(waiter.get());
        if (gate->is_open()) return std::move(*this).proceed(then->gate_opened(request), true);
        if (!ec) return std::move(*this).proceed(waited_too_long(request), true);
        std::move(*this).proceed(error_of({ec, "cancelled while another call asked for a token", sent::nothing}), true);
    }

private:
    /// An operation is over, and with it what a signal would reach.
    void forget_signal() const
    {
        if (auto slot = get_cancellation_slot(); slot.is_connected()) slot.clear();
    }

    /// `may_call`: whether the handler may be called here, which it may not within the initiating function.
    void proceed(authorisation a, bool may_call) &&
    {
        if (auto* const s = std::get_if<send_first>(&a)) {
            auto core = core_;
            then_ = std::move(s->then);
            return void(core->transport.async_send(std::move(s->request), std::move(*this)));
        }
        if (auto* const w = std::get_if<wait_first>(&a)) return std::move(*this).wait(std::move(*w));
        auto* const e = std::get_if<error>(&a);
        auto failure = e ? std::optional<error>(std::move(*e)) : std::nullopt;
        std::move(*this).proceed(machine_->resume(exchange::authorised{std::move(failure)}), may_call);
    }

    void wait(wait_first first) &&
    {
        auto const timer = std::make_shared<boost::asio::steady_timer>(core_->transport.get_executor());
        timer->expires_after(longest_wait(machine_->request()));
        auto const waiter = std::make_shared<timer_waiter>(timer);
        auto const gate = first.until;
        then_ = std::move(first.then);
        waiting_ = {gate, waiter};
        if (!gate->wait(waiter)) waiter->opened();
        timer->async_wait(std::move(*this));
        waiter->timer_waits();
    }

    void proceed(exchange::step step, bool may_call) &&
    {
        if (std::holds_alternative<exchange::authorise>(step))
            return std::move(*this).proceed(ask(core_->auth, machine_->request()), may_call);
        if (std::holds_alternative<exchange::send>(step)) {
            auto core = core_;
            auto request = outgoing(*machine_, core->auth);
            return void(core->transport.async_send(std::move(request), std::move(*this)));
        }
        auto outcome = machine_->take_outcome();
        if (may_call) return std::move(handler_)(std::move(outcome));
        auto transport_executor = core_->transport.get_executor();
        boost::asio::post(transport_executor, late(std::move(*this), std::move(outcome)));
    }

    struct late // an outcome that is there before anything was sent
    {
        using executor_type = boost::asio::any_completion_executor;
        late(async_driver&& d, exchange_outcome&& o) : driver(std::move(d)), outcome(std::move(o)) {}
        executor_type get_executor() const noexcept { return driver.executor_; }
        void operator()() { std::move(driver.handler_)(std::move(outcome)); }
        async_driver driver;
        exchange_outcome outcome;
    };

    std::shared_ptr<client_core<Transport, Authoriser>> core_;
    std::unique_ptr<exchange> machine_;
    outcome_handler handler_;
    executor_type executor_;
    std::unique_ptr<authorisation_steps> then_ = {}; // told what came of a request that had to be sent first, or a wait
    std::pair<std::shared_ptr<gate>, std::shared_ptr<timer_waiter>> waiting_ = {};
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
