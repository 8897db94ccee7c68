#ifndef OKTA_TRANSPORT_CREDENTIALS_HPP
#define OKTA_TRANSPORT_CREDENTIALS_HPP

#include <okta/auth/authoriser.hpp>
#include <okta/exchange/exchange.hpp>
#include <okta/transport/any_transport.hpp>
#include <okta/transport/settings.hpp>

#include <boost/asio/any_completion_handler.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stop_token>
#include <utility>

// What both drivers do until a request has its credentials, and with what an answer says of them.

namespace okta::detail {

/// What the calls of one client share. Immutable but for the transport and the authoriser, which are thread-safe.
template <class Transport, class Authoriser>
struct client_core
{
    std::string origin;
    Authoriser auth;
    Transport transport;
};

error error_of(transport_error const& e);
exchange::failed failure_of(transport_error&& e, client_clock::time_point now);

/// What a call ends with that is cancelled between two steps.
error cancelled_between_steps();

/// And with when what it waits for was destroyed uncalled.
error dropped_errand();

/// An exception of a user's signer or token keeper as an error; its text may hold a secret and is left out.
error error_of_current_exception();

template <class Step>
authorisation guarded(Step step)
{
    try {
        return step();
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const&) {
        return error_of_current_exception();
    }
}

/// The request to send; a copy where the answer may be that its credentials are refused.
template <class Authoriser>
http_request outgoing(exchange& machine, [[maybe_unused]] Authoriser& auth)
{
    bool keep = learning_authoriser<Authoriser>;
    if constexpr (std::same_as<Authoriser, any_authoriser>) keep = auth.learns();
    return machine.outgoing(keep && !machine.request().anonymous);
}

/// The machine's word for what a transport said.
template <class Authoriser>
exchange::step tell(exchange& machine, [[maybe_unused]] Authoriser& auth, transport_result&& r,
                    client_clock::time_point now)
{
    if (!r.has_value()) return machine.resume(failure_of(r.error(), now));
    bool refused = false;
    if constexpr (learning_authoriser<Authoriser>)
        refused = !machine.request().anonymous && auth.learn(machine.request(), *r);
    return machine.resume(exchange::answered{std::move(*r), refused, now});
}

/// What came of a request that had to be sent first.
authorisation tell(authorisation_steps& then, http_request& original, transport_result&& r);

/// How long a call waits for a token: as long as its own request may take, or two minutes.
std::chrono::milliseconds longest_wait(http_request const& request);
error waited_too_long();

/// Whether waiting on this thread would keep `executor` from running what is waited for.
bool runs_on_this_thread(boost::asio::any_io_executor const& executor);
error would_deadlock(std::string_view waited_for);

/// A request that may be repeated gets no more time than the call has left.
void shorten(send_first& first, http_request const& original);

/// Credentials for a call's request, on the calling thread, by the call's deadline; `client_options::stop` ends a wait
/// for another call's token. Only a request that must not be repeated, once sent, takes its own time.
template <class Transport, class Authoriser>
std::optional<error> authorise(client_core<Transport, Authoriser>& core, exchange& machine,
                               client_settings const& settings)
{
    constexpr int most = 64; // turns that others gave up before this call had its own
    auto& request = machine.request();
    auto a = guarded([&] { return ask(core.auth, request); });
    for (int i = 0; i < most; ++i) {
        if (auto* const e = std::get_if<error>(&a)) return std::move(*e);
        if (std::holds_alternative<authorised>(a)) return std::nullopt;
        auto* const s = std::get_if<send_first>(&a);
        auto const then = s ? std::move(s->then) : std::move(std::get<wait_first>(a).then);
        auto const failed = [&] {
            bool const stopped = settings.stop.stop_requested();
            return then->failed(request, stopped ? cancelled_between_steps() : waited_too_long());
        };
        bool const in_time = machine.bound_request(settings.now()) && !settings.stop.stop_requested();
        if (!in_time) a = guarded(failed);
        else if (s) {
            shorten(*s, request);
            a = tell(*then, request, core.transport.send(std::move(s->request)));
        } else {
            auto const until = std::move(std::get<wait_first>(a).until);
            if constexpr (requires { core.transport.get_executor(); })
                if (runs_on_this_thread(core.transport.get_executor())) return would_deadlock("another call's token");
            bool const open = until->wait(longest_wait(request), settings.stop);
            a = guarded([&] { return open ? then->gate_opened(request) : failed(); });
        }
    }
    return waited_too_long();
}

/// A steady_timer; what Asio needs for one costs every file that includes it a tenth of its compile time.
class call_timer;
std::shared_ptr<call_timer> make_timer(boost::asio::any_io_executor executor, std::chrono::milliseconds time);
void async_wait(call_timer& timer, boost::asio::any_completion_handler<void(boost::system::error_code)> handler);

/// A call's wait at a gate, on Asio: a timer whose wait is cancelled when the gate opens. When it goes, the gate
/// forgets it: that may outlive the call and the timer's executor.
class gate_wait
{
public:
    gate_wait(std::shared_ptr<gate> at, boost::asio::any_io_executor executor, std::chrono::milliseconds timeout);
    gate_wait(gate_wait const&) = delete;
    ~gate_wait();

    class waiter;

    /// To be called once the timer waits: before that, a gate that opens could not cancel it.
    static void timer_waits(waiter& w);

    [[nodiscard]] std::shared_ptr<call_timer> const& timer() const noexcept { return timer_; }
    [[nodiscard]] std::shared_ptr<waiter> const& at_gate() const noexcept { return waiter_; }
    [[nodiscard]] bool is_open() const { return gate_->is_open(); }

private:
    std::shared_ptr<gate> gate_;
    std::shared_ptr<call_timer> timer_;
    std::shared_ptr<waiter> waiter_;
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/credentials.ipp>
#endif
#endif
