#ifndef OKTA_HOOK_SINK_HPP
#define OKTA_HOOK_SINK_HPP

#include <okta/hook/inbox.hpp>
#include <okta/hook/taken_batch.hpp>
#include <okta/impl/config.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// On from an inbox to other machines: a message broker, a stream, a queue. The inbox answers Okta in time whatever the
// broker does; what it holds is given to the broker then, and is settled when the broker has it.

namespace okta {

/// What order is kept within: the id of the event's first target of the type `User`; without one, its first target
/// that has an id; else the event's key. Events of one user have it in common.
/// \par Exception safety: throws only `std::bad_alloc`; what is no LogEvent has its key.
[[nodiscard]] std::string partition_of(incoming_event const& e);

/// One of `partitions` for what partition_of says: the same on every machine, for every version of this library.
/// \throws std::invalid_argument when there are none
[[nodiscard]] std::uint32_t partition_number(std::string_view partition, std::uint32_t partitions);

/// Thrown by a sink that can be given nothing at all for now: it is not connected, or starts up. No event is to blame.
class sink_unavailable : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Where events go. `publish` returns when all of them are as safe as the sink makes them, published in their order.
/// It throws otherwise, and then it is not known which of them were: they are given again, and keep their keys.
///
/// * sink_unavailable: nothing gets through at present; all of it is tried again later.
/// * give_up, for one event: this event can never be published. It is dead in the inbox; those after it go on.
/// * anything else: the events are tried again each for itself, so that one that fails holds back none but those of its
///   partition.
template <class S>
concept sink = requires(S& s, std::span<incoming_event const> events) { s.publish(events); };

/// How events are forwarded.
struct forward_options
{
    std::size_t batch = 256;      ///< events published at once, 1 to 10,000
    std::size_t max_held = 5'000; ///< events taken and not published yet; beyond, none is taken. No less than batch
    std::size_t max_held_bytes = 64 * 1024 * 1024; ///< of their JSON: as max_held, give or take a batch
    std::uint32_t max_attempts = 0;                ///< failures until an event is dead; 0: it is tried for ever
    std::chrono::milliseconds first_backoff{200};  ///< after the first failure; doubled by each further one …
    std::chrono::milliseconds max_backoff{30'000}; ///< … up to this; half of it at random

    /// Told of each failure, in one line. Must not throw.
    std::function<void(std::string_view)> on_failure = {};
    std::function<timestamp()> now = {}; ///< the system's clock unless given
};

namespace detail {

using publish_function = std::function<void(std::span<incoming_event const>)>;

class forward_core;

} // namespace detail

/// Takes events out of an inbox and publishes them.
///
///     okta::event_forwarder forwarder(inbox, sink);
///     forwarder.run(stop); // on a thread of its own
///
/// Each event is published at least once: one is settled when the sink has taken it, and a program that ends in between
/// publishes it again, with the same key. Events of one partition (see partition_of) are published in the order in
/// which the inbox got them: behind one that fails those after it wait, in memory and not settled, so that an end of
/// the program does not mix them up. Other partitions go on.
///
/// That is the order of one inbox. Events of one user that went to two receivers may pass each other, as they may with
/// Okta itself; `published` tells.
/// \par Thread safety: one thread at a time; no other forwarder and no worker may take from the inbox.
/// \par Lifetimes: the inbox and the sink have to outlive it. Events that it holds are given again by the inbox when it
/// is opened the next time.
class event_forwarder
{
public:
    /// \throws std::invalid_argument that names an option that makes no sense
    template <inbox Inbox, sink Sink>
    event_forwarder(Inbox& inbox, Sink& sink, forward_options options = {})
        : event_forwarder(
              detail::erase(inbox), [&sink](std::span<incoming_event const> events) { sink.publish(events); },
              std::move(options))
    {
    }
    ~event_forwarder();
    event_forwarder(event_forwarder const&) = delete;
    event_forwarder& operator=(event_forwarder const&) = delete;

    /// Publishes what is there and may be published now, a batch at most. \returns how many events were settled
    /// \throws what the inbox throws; it can be called again
    std::size_t run_once();

    /// Does so until a stop is requested. What the inbox throws is told to `on_failure`, and tried
    /// again a second later.
    void run(std::stop_token stop);

    /// Events that were taken and are not published yet.
    [[nodiscard]] std::size_t held() const noexcept;

private:
    event_forwarder(detail::erased_inbox inbox, detail::publish_function publish, forward_options options);

    std::unique_ptr<detail::forward_core> core_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sink.ipp>
#endif
#endif
