#ifndef OKTA_HOOK_WORKER_CORE_HPP
#define OKTA_HOOK_WORKER_CORE_HPP

#include <okta/hook/delivery.hpp>
#include <okta/hook/inbox.hpp>
#include <okta/hook/system_time.hpp>
#include <okta/impl/config.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>

namespace okta {

/// How a worker goes about its events.
struct worker_options
{
    std::size_t batch = 64;          ///< events that it takes at a time: other workers do not get these; 1 to 10,000
    std::uint32_t max_attempts = 10; ///< failures until an event is dead; at least 1
    std::chrono::milliseconds first_backoff{1'000}; ///< after the first failure; doubled by each further one …
    std::chrono::milliseconds max_backoff{600'000}; ///< … up to this; half of it at random

    /// Told of each failure, in one line: which event, how often, what the handler threw (`what()`, which the inbox
    /// keeps beside the event), or what the inbox did.
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

/// Wakes a worker that waits. Listeners own it, so that they may call late.
struct worker_bell
{
    std::mutex mutex = {};
    std::condition_variable rung = {};
    bool ringing = false;
};

void ring(worker_bell& bell);

/// `first`, doubled so many times but `most` at most; half of it at random.
std::chrono::milliseconds backoff(std::chrono::milliseconds first, std::chrono::milliseconds most,
                                  std::uint32_t doublings, std::uint64_t& random);

/// What every worker does, whatever its inbox and its handlers.
class worker_core
{
public:
    explicit worker_core(worker_options options);

    using call = std::function<bool(event const&)>;

    /// Decodes and calls; what is thrown becomes a verdict. One thread at a time.
    verdict handle(kept_event const& e, call const& handler);

    /// The verdict on an event whose handler has thrown what is the current exception.
    verdict failed(kept_event const& e);

    /// The verdict on an event that no handler took.
    verdict not_taken(kept_event const& e, event const& decoded);

    event decode(kept_event const& e) { return decode_(e.event); }

    [[nodiscard]] timestamp now() const { return options_.now(); }
    [[nodiscard]] worker_options const& options() const noexcept { return options_; }

    /// Waits until the bell is rung, a time comes, or a stop is requested; a second at most.
    void wait(std::optional<timestamp> due, std::stop_token const& stop);
    [[nodiscard]] std::shared_ptr<worker_bell> const& bell() const noexcept { return bell_; }

    /// Tells of it, and waits before the inbox is asked again.
    void inbox_failed(std::string_view why, std::stop_token const& stop);
    void tell(std::string_view line) const;

private:
    verdict dead(kept_event const& e, std::string why);

    worker_options options_;
    event_decoder decode_;
    std::uint64_t random_;
    std::shared_ptr<worker_bell> bell_ = std::make_shared<worker_bell>();
};

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/worker_core.ipp>
#endif
#endif
