#ifndef OKTA_HOOK_MEMORY_INBOX_HPP
#define OKTA_HOOK_MEMORY_INBOX_HPP

#include <okta/hook/inbox.hpp>
#include <okta/impl/config.hpp>

#include <boost/unordered_set.hpp>

#include <chrono>
#include <deque>
#include <map>
#include <mutex>

namespace okta {

/// Bounds of a memory_inbox; each at least 1.
struct memory_inbox_options
{
    std::size_t max_waiting = 10'000;          ///< events; more are answered `full`
    std::size_t max_bytes = 256 * 1024 * 1024; ///< of their JSON
    std::size_t max_dead = 1'000;              ///< the oldest go first
    std::size_t max_keys = 1'000'000;          ///< of handled events, by which repetitions are known
};

/// An inbox that ends with the program: events that were answered and not handled are lost then. For handlers that do
/// not mind, or where `reconcile` fills the gap; else see sqlite_inbox.
class memory_inbox
{
public:
    /// What a handler is given beside the event: nothing.
    struct context
    {
    };

    explicit memory_inbox(memory_inbox_options options = {});

    void put(std::vector<incoming_event> events, std::function<void(put_result)> done);
    [[nodiscard]] std::vector<kept_event> take(timestamp now, std::size_t most);
    void settle(std::span<kept_event const> events, std::function<verdict(kept_event const&, context&)> const& handler,
                timestamp now);
    void settle(std::uint64_t number, verdict const& v, timestamp now);
    [[nodiscard]] std::optional<timestamp> next_due() const;
    void give_back(std::uint64_t number);
    [[nodiscard]] listening on_put(std::function<void()> listener) { return listeners_.add(std::move(listener)); }
    [[nodiscard]] std::vector<dead_event> dead(std::size_t most) const;
    bool replay_dead(std::uint64_t number);
    [[nodiscard]] inbox_counts counts() const;

private:
    struct waiting_event
    {
        kept_event kept;
        timestamp due = {};
        bool taken = false;
    };

    bool take_in(std::vector<incoming_event> const& events);
    void remember(std::string key);

    memory_inbox_options options_;
    std::mutex mutable mutex_;
    std::map<std::uint64_t, waiting_event> waiting_;
    std::map<std::uint64_t, dead_event> dead_;
    boost::unordered_set<std::string> keys_; // of all three: waiting, dead, handled not long ago
    std::deque<std::string> handled_;        // the last, oldest first
    std::size_t bytes_ = 0;
    std::uint64_t last_ = 0;
    inbox_counts counts_;
    detail::listeners listeners_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/memory_inbox.ipp>
#endif
#endif
