#ifndef OKTA_HOOK_EVENT_WORKER_HPP
#define OKTA_HOOK_EVENT_WORKER_HPP

#include <okta/hook/dispatcher.hpp>
#include <okta/hook/inbox.hpp>
#include <okta/hook/taken_batch.hpp>
#include <okta/hook/worker_core.hpp>

#include <functional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace okta {
namespace detail {

template <class Handler, class Context>
consteval bool wants_context()
{
    using handler = std::unwrap_reference_t<Handler>;
    if constexpr (requires { handler::template takes<Context>; }) return handler::template takes<Context>;
    else return std::is_invocable_v<handler&, event const&, Context&>;
}

/// Whether a handler took it. A handler that does not say has taken it.
template <class Handler, class... Context>
bool call_handler(Handler& handler, event const& e, Context&... context)
{
    using returned = std::invoke_result_t<Handler&, event const&, Context&...>;
    static_assert(std::is_void_v<returned> || std::same_as<returned, bool>,
                  "this handler returns something that nobody awaits: coroutines are for okta::async_work");
    if constexpr (std::is_void_v<returned>) return std::invoke(handler, e, context...), true;
    else return std::invoke(handler, e, context...);
}

} // namespace detail

/// Takes events out of an inbox and hands them to a handler: a dispatcher, an event_router, or anything that takes an
/// `okta::event const&`, with or without the inbox's context.
///
/// A handler that throws gets the event again later; after `max_attempts`, or at once by `give_up`, it is dead: see
/// `Inbox::dead` and `replay_dead`. So is an event that does not fit its type (`events::unknown` with a reason) and
/// that no handler took. Each event is given at least once: a program that ends between what a handler did and its
/// settling gives it again.
///
/// What handlers of a sqlite_inbox do by way of its context happens once. They run within its transaction, and puts
/// wait for them: let them write, and nothing that takes long. A handler (of a dispatcher: all of them) without the
/// context runs outside, and may take its time.
/// \par Thread safety: one thread at a time; several workers may share an inbox.
template <inbox Inbox, class Handler>
class event_worker
{
public:
    /// `inbox` has to outlive it. \throws std::invalid_argument that names an option that makes no sense
    event_worker(Inbox& inbox, Handler handler, worker_options options = {})
        : inbox_(inbox), handler_(std::move(handler)), core_(std::move(options)), erased_(detail::erase(inbox))
    {
    }

    /// Handles what is due, a batch at most.
    /// \returns how many events it took
    /// \throws what the inbox throws; what was not settled is taken again
    std::size_t run_once() { return handle_batch({}); }

    /// Handles events until a stop is requested, and gives back what it took and has not begun. Within the inbox's
    /// transaction a batch is finished first. What the inbox throws is told to `on_failure`, and tried again a second
    /// later.
    void run(std::stop_token stop)
    {
        auto const bell = core_.bell();
        auto const heard = inbox_.on_put([bell] { detail::ring(*bell); });
        std::stop_callback const on_stop(stop, [bell] { detail::ring(*bell); });
        while (!stop.stop_requested()) {
            try {
                if (handle_batch(stop) == 0) core_.wait(inbox_.next_due(), stop);
            } catch (std::exception const& e) {
                core_.inbox_failed(e.what(), stop);
            }
        }
    }

private:
    std::size_t handle_batch([[maybe_unused]] std::stop_token const& stop)
    {
        using context = typename Inbox::context;
        auto taken = inbox_.take(core_.now(), core_.options().batch);
        auto const count = taken.size();
        if (count == 0) return 0;
        if constexpr (detail::wants_context<Handler, context>()) {
            inbox_.settle(
                std::span<kept_event const>(taken),
                [this](kept_event const& e, context& c) {
                    return core_.handle(e, [&](event const& one) { return detail::call_handler(handler(), one, c); });
                },
                core_.now());
        } else {
            detail::taken_batch batch(erased_, std::move(taken));
            while (!batch.at_end() && !stop.stop_requested()) {
                batch.say(core_.handle(batch.current(),
                                       [&](event const& one) { return detail::call_handler(handler(), one); }));
                batch.settle_if_due(core_.now());
            }
            batch.settle(core_.now());
        }
        return count;
    }

    auto& handler() { return static_cast<std::unwrap_reference_t<Handler>&>(handler_); }

    Inbox& inbox_;
    Handler handler_;
    detail::worker_core core_;
    detail::erased_inbox erased_;
};

} // namespace okta
#endif
