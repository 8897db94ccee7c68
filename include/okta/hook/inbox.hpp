#ifndef OKTA_HOOK_INBOX_HPP
#define OKTA_HOOK_INBOX_HPP

#include <okta/hook/listeners.hpp>
#include <okta/model/timestamp.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

// Where events rest between the answer to Okta and their handler. Okta waits three seconds, repeats a delivery once at
// most and then forgets it: so an event is kept first, answered then, and handled last.

namespace okta {

/// An event as it came, before it is decoded.
struct incoming_event
{
    /// What repetitions have in common: the event's `uuid`; for an event without one, the delivery's `eventId` and its
    /// place in there; without both, a digest of `json`. Never empty, at most 256 bytes.
    std::string key = {};
    std::string event_type = {};  ///< `user.lifecycle.create`; may be empty
    std::string delivery_id = {}; ///< `eventId` of the delivery; empty for an event of the System Log
    std::string json = {};        ///< the LogEvent
};

/// An event that an inbox holds.
struct kept_event
{
    std::uint64_t number = 0; ///< in the order of arrival, from 1
    incoming_event event = {};
    timestamp received = {};
    std::uint32_t attempts = 0; ///< how often a handler has failed so far
};

/// What became of events that were put.
enum class put_result {
    kept,  ///< every one is there, or has been before: as safe as this inbox makes it
    full,  ///< none was taken, since the inbox is full
    failed ///< none was taken, since the storage failed
};

/// What a handler says of an event.
struct verdict
{
    enum class what { done, again, dead };

    what said = what::done;
    timestamp due = {};   ///< again: not before
    std::string why = {}; ///< again, dead: what went wrong; kept beside the event

    static verdict done() { return {}; }
    static verdict again(timestamp due, std::string why) { return {what::again, due, std::move(why)}; }
    static verdict dead(std::string why) { return {what::dead, {}, std::move(why)}; }
};

/// An event that no handler could take.
struct dead_event
{
    kept_event kept = {};
    timestamp died = {};
    std::string why = {};
};

/// How many events an inbox holds.
struct inbox_counts
{
    std::uint64_t waiting = 0;  ///< put and not handled yet, those under way included
    std::uint64_t dead = 0;     ///< see dead_event
    std::uint64_t handled = 0;  ///< since the inbox was made
    std::uint64_t repeated = 0; ///< put again, and left out
};

/// Where deliveries rest. An event whose key is there, or was handled not long ago, is left out silently.
///
/// * `put` takes all or none and calls `done` once, then or later, on any thread.
/// * `take` gives events that are due, in the order of arrival; each is given once until it is settled. An event that
///   was taken when the program ended is given again by the next.
/// * `settle(events, handler)` calls the handler for each; what it does by way of the context counts only, and is kept
///   at once with it, where its verdict is `done`. It may stop early, and gives the others back; so it does with all
///   but the one whose handler throws. `settle(number, verdict)` is for events that were handled elsewhere, that one
///   too.
/// * `give_back(number)` has an event taken again that nobody has handled: no failure.
/// * `next_due` says when there will be something to take, if events wait for their time.
/// * `on_put` adds a listener, called on any thread when there may be something to take; it must not throw.
///
/// Every function may be called by several threads at a time. What the storage refuses is an exception derived from
/// std::exception; the next call may succeed.
template <class I>
concept inbox = requires(I& i, I const& c, std::vector<incoming_event> events, std::function<void(put_result)> done,
                         timestamp now, std::size_t most, std::span<kept_event const> taken, std::uint64_t number,
                         std::function<verdict(kept_event const&, typename I::context&)> handler, verdict v,
                         std::function<void()> listener) {
    typename I::context;
    i.put(std::move(events), std::move(done));
    { i.take(now, most) } -> std::same_as<std::vector<kept_event>>;
    i.settle(taken, handler, now);
    i.settle(number, v, now);
    { c.next_due() } -> std::same_as<std::optional<timestamp>>;
    i.give_back(number);
    { i.on_put(listener) } -> std::same_as<listening>;
    { c.dead(most) } -> std::same_as<std::vector<dead_event>>;
    { i.replay_dead(number) } -> std::same_as<bool>;
    { c.counts() } -> std::same_as<inbox_counts>;
};

} // namespace okta
#endif
