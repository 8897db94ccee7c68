#ifndef OKTA_HOOK_EVENT_WORKER_HPP
#define OKTA_HOOK_EVENT_WORKER_HPP

#include <okta/hook/delivery.hpp>
#include <okta/hook/dispatcher.hpp>
#include <okta/hook/inbox.hpp>
#include <okta/impl/config.hpp>

#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace okta {

/// How a worker goes about its events.
struct worker_options
{
    std::size_t batch = 64; ///< events handled between two looks at the inbox, and within one transaction of it
    std::uint32_t max_attempts = 10;                ///< failures until an event is dead; at least 1
    std::chrono::milliseconds first_backoff{1'000}; ///< after the first failure; doubled by each further one …
    std::chrono::milliseconds max_backoff{600'000}; ///< … up to this; half of it at random

    /// Told of each failure, in one line: which event, how often, what the handler threw. Must not throw.
    std::function<void(std::string_view)> on_failure = {};
    std::function<timestamp()> now = {}; ///< the system's clock unless given
};

/// Thrown by a handler that knows that an event cannot be handled, ever: it is dead at once.
class give_up : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

namespace detail {

/// What every worker does, whatever its inbox and its handlers.
class worker_core
{
public:
    explicit worker_core(worker_options options);

    using call = std::function<void(event const&)>;

    /// Decodes and calls; what is thrown becomes a verdict. One thread at a time.
    verdict handle(kept_event const& e, call const& handler);

    /// The verdict on an event whose handler has thrown what is the current exception.
    verdict failed(kept_event const& e);

    event decode(kept_event const& e) { return decode_(e.event); }

    [[nodiscard]] timestamp now() const { return options_.now(); }
    [[nodiscard]] worker_options const& options() const noexcept { return options_; }

    /// Waits until there may be something to take, a time comes, or a stop is requested.
    void wait(std::optional<timestamp> due, std::stop_token const& stop);
    void wake();

private:
    struct bell;

    worker_options options_;
    event_decoder decode_;
    std::uint64_t random_;
    std::shared_ptr<bell> bell_;
};

} // namespace detail

/// Takes events out of an inbox and hands them to a handler: a dispatcher, an event_router, or anything that takes an
/// `okta::event const&`, with or without the inbox's context.
///
/// A handler that throws gets the event again later; after `max_attempts`, or at once by `give_up`, it is dead: see
/// `Inbox::dead` and `replay_dead`. Each event is given at least once: a program that ends between what a handler did
/// and its settling gives it again. What a handler of a sqlite_inbox does by way of its context happens once.
/// \par Thread safety: one thread at a time; several workers may share an inbox.
template <inbox Inbox, class Handler>
class event_worker
{
public:
    /// `inbox` has to outlive it. \throws std::invalid_argument that names an option that makes no sense
    event_worker(Inbox& inbox, Handler handler, worker_options options = {})
        : inbox_(inbox), handler_(std::move(handler)), core_(std::move(options))
    {
    }

    /// Handles what is due, a batch at most. \returns how many events it took
    std::size_t run_once()
    {
        auto const taken = inbox_.take(core_.now(), core_.options().batch);
        if (taken.empty()) return 0;
        using context = typename Inbox::context;
        inbox_.settle(
            std::span<kept_event const>(taken),
            [this](kept_event const& e, context& c) {
                return core_.handle(e, [&](event const& decoded) { call(decoded, c); });
            },
            core_.now());
        return taken.size();
    }

    /// Handles events until a stop is requested. It is told of new ones by the inbox, whose `on_put` it takes.
    void run(std::stop_token stop)
    {
        struct listening
        {
            Inbox& to;
            ~listening() { to.on_put({}); }
        } const until_the_end{inbox_};
        inbox_.on_put([this] { core_.wake(); });
        std::stop_callback const on_stop(stop, [this] { core_.wake(); });
        while (!stop.stop_requested())
            if (run_once() == 0) core_.wait(inbox_.next_due(), stop);
    }

private:
    template <class Context>
    void call(event const& e, Context& c)
    {
        if constexpr (requires { handler_(e, c); }) handler_(e, c);
        else handler_(e);
    }

    Inbox& inbox_;
    Handler handler_;
    detail::worker_core core_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/event_worker.ipp>
#endif
#endif
