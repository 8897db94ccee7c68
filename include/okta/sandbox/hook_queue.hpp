#ifndef OKTA_SANDBOX_HOOK_QUEUE_HPP
#define OKTA_SANDBOX_HOOK_QUEUE_HPP

#include <okta/impl/config.hpp>
#include <okta/model/timestamp.hpp>
#include <okta/sandbox/event_hook_options.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace okta::sandbox::detail {

/// Events of one hook that go out together.
struct hook_batch
{
    std::string hook; ///< its id
    std::vector<std::string> events;
};

/// The events that wait for their deliveries, per hook in the order in which they happened. Bounded. Not thread-safe.
class hook_queue
{
public:
    explicit hook_queue(event_hook_options const& options) : options_(options) {}

    void add(std::string const& hook, timestamp at, std::string json);

    /// Takes what is due, batch by batch, the one whose first event is the oldest first.
    [[nodiscard]] std::vector<hook_batch> take(timestamp now, deliver which);

    /// Drops what waits for that hook.
    void drop(std::string const& hook);

    delivery_counts counts = {};

private:
    struct waiting_event
    {
        std::uint64_t number; ///< in the order of all hooks' events
        timestamp at;
        std::string json;
    };
    using waiting = std::map<std::string, std::deque<waiting_event>, std::less<>>;

    [[nodiscard]] waiting::iterator oldest();
    [[nodiscard]] hook_batch take_from(waiting::iterator of);

    event_hook_options const& options_;
    waiting waiting_; // no entry is empty
    std::uint64_t last_ = 0;
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/hook_queue.ipp>
#endif
#endif
