#ifndef OKTA_TRANSPORT_DRIVE_HPP
#define OKTA_TRANSPORT_DRIVE_HPP

#include <okta/auth/authoriser.hpp>
#include <okta/exchange/exchange.hpp>
#include <okta/transport/any_transport.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/post.hpp>

#include <memory>

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

/// The machine's word for what a transport said.
inline exchange::step tell(exchange& machine, transport_result&& r)
{
    if (r.has_value()) return machine.resume(exchange::answered{std::move(*r)});
    error e;
    e.kind = r.error().code == boost::asio::error::operation_aborted ? error_kind::cancelled : error_kind::transport;
    e.transport_code = r.error().code;
    e.summary = r.error().message();
    return machine.resume(exchange::failed{std::move(e)});
}

/// Runs an exchange on the calling thread.
template <class Transport, class Authoriser>
exchange_outcome drive(client_core<Transport, Authoriser>& core, http_request request)
{
    exchange machine(std::move(request), core.origin);
    auto step = machine.resume(exchange::started{});
    while (!std::holds_alternative<exchange::done>(step)) {
        if (std::holds_alternative<exchange::authorise>(step))
            step = machine.resume(exchange::authorised{core.auth.authorise(machine.request())});
        else step = tell(machine, core.transport.send(std::move(machine.request())));
    }
    return machine.take_outcome();
}

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
        // The transport's operation is over, and with it what a signal would reach.
        if (auto slot = get_cancellation_slot(); slot.is_connected()) slot.clear();
        auto const step = tell(*machine_, std::move(r));
        std::move(*this).proceed(step, true);
    }

private:
    /// `may_call`: whether the handler may be called here, which it may not within the initiating function.
    void proceed(exchange::step step, bool may_call) &&
    {
        if (std::holds_alternative<exchange::authorise>(step))
            step = machine_->resume(exchange::authorised{core_->auth.authorise(machine_->request())});
        if (std::holds_alternative<exchange::send>(step)) {
            auto core = core_;
            auto request = std::move(machine_->request());
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
