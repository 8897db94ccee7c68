#ifndef OKTA_SANDBOX_EVENT_HOOK_OPTIONS_HPP
#define OKTA_SANDBOX_EVENT_HOOK_OPTIONS_HPP

#include <okta/transport/concepts.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace okta::sandbox {

/// How an org's event hooks deliver.
struct event_hook_options
{
    std::chrono::milliseconds gather{100}; ///< what happens within that time goes into one delivery
    std::size_t most_events = 100;         ///< of one delivery; at least 1
    std::size_t most_queued = 10'000;      ///< events that wait, of all hooks; beyond it the oldest are lost
};

/// Carries an org's requests to the receivers of its hooks: a function of yours, or a blocking transport's `send`.
/// Gives the answer; an error means that there was none in time, as does one that took more than the request's timeout,
/// three seconds, by the org's clock. Called by whoever calls the org, outside its lock: it may call the org, and has
/// to be safe for as many threads as do so.
using event_hook_sender = std::function<transport_result(http_request request)>;

/// What may befall deliveries, as the receiver of a real hook has to expect it.
struct delivery_trouble
{
    std::size_t duplicates = 0; ///< the next so many deliveries come twice, with the same `eventId`
    std::size_t repeats = 0;    ///< of the next so many the events come again, with another `eventId`
    bool reversed = false;      ///< from now on what is due goes last first, deliveries and the events in each
};

/// Which deliveries are sent: those that are due by the org's clock, or whatever waits.
enum class deliver { due, all };

/// What has become of an org's deliveries so far.
struct delivery_counts
{
    std::size_t waiting = 0;     ///< events that are not sent yet
    std::uint64_t requests = 0;  ///< POSTs sent: retries and duplicates as well
    std::uint64_t delivered = 0; ///< deliveries that were answered 200 or 204
    std::uint64_t failed = 0;    ///< deliveries that were given up: 4xx, or twice 5xx or no answer
    std::uint64_t lost = 0;      ///< events never sent: too many waited, or their hook was no more active and verified

    friend bool operator==(delivery_counts const&, delivery_counts const&) = default;
};

} // namespace okta::sandbox
#endif
