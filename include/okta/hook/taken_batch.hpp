#ifndef OKTA_HOOK_TAKEN_BATCH_HPP
#define OKTA_HOOK_TAKEN_BATCH_HPP

#include <okta/hook/inbox.hpp>
#include <okta/impl/config.hpp>

#include <chrono>

namespace okta::detail {

/// An inbox without its type; for handlers that take none of its context.
struct erased_inbox
{
    std::function<std::vector<kept_event>(timestamp, std::size_t)> take;
    std::function<void(std::span<kept_event const>, std::span<verdict const>, timestamp)> settle;
    std::function<void(std::uint64_t)> give_back;
    std::function<std::optional<timestamp>()> next_due;
    std::function<listening(std::function<void()>)> on_put;
};

/// In one transaction, if the inbox has some.
template <class Inbox>
void settle_verdicts(Inbox& inbox, std::span<kept_event const> events, std::span<verdict const> said, timestamp now)
{
    std::size_t i = 0;
    inbox.settle(
        events,
        [&](kept_event const& e, typename Inbox::context&) {
            while (events[i].number != e.number) ++i; // one that was settled elsewhere is passed over
            return said[i];
        },
        now);
}

/// `inbox` has to outlive it.
template <class Inbox>
erased_inbox erase(Inbox& inbox)
{
    return {[&inbox](timestamp now, std::size_t most) { return inbox.take(now, most); },
            [&inbox](std::span<kept_event const> events, std::span<verdict const> said, timestamp now) {
                settle_verdicts(inbox, events, said, now);
            },
            [&inbox](std::uint64_t number) { inbox.give_back(number); }, [&inbox] { return inbox.next_due(); },
            [&inbox](std::function<void()> f) { return inbox.on_put(std::move(f)); }};
}

/// Events that were taken together, and what their handlers have said so far: it is settled several at a time, so that
/// they share a transaction, but not late. What nothing is said of is given back in the end.
class taken_batch
{
public:
    taken_batch() = default;
    taken_batch(erased_inbox const& inbox, std::vector<kept_event> events) : inbox_(&inbox), events_(std::move(events))
    {
    }
    taken_batch(taken_batch&& other) noexcept { swap(other); }
    taken_batch& operator=(taken_batch&& other) noexcept
    {
        swap(other);
        return *this;
    }
    ~taken_batch();

    [[nodiscard]] bool at_end() const noexcept { return said_.size() == events_.size(); }
    [[nodiscard]] kept_event const& current() const { return events_[said_.size()]; }

    /// Of the current one; the next is current then.
    void say(verdict v);

    /// Settles what was said, if it is time or the end. What the inbox throws comes out; these are given back by it.
    void settle_if_due(timestamp now);
    void settle(timestamp now);

private:
    void swap(taken_batch& other) noexcept;

    erased_inbox const* inbox_ = nullptr;
    std::vector<kept_event> events_ = {};
    std::vector<verdict> said_ = {};
    std::size_t settled_ = 0;
    std::chrono::steady_clock::time_point first_ = {}; // when the first was said that is not settled
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/taken_batch.ipp>
#endif
#endif
