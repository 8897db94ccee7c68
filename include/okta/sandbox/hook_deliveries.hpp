#ifndef OKTA_SANDBOX_HOOK_DELIVERIES_HPP
#define OKTA_SANDBOX_HOOK_DELIVERIES_HPP

#include <okta/sandbox/state.hpp>

#include <cstddef>
#include <string>

// What an org sends to the receivers of its event hooks (Okta: concepts, event hooks).

namespace okta::sandbox::detail {

/// Puts the event into the System Log, and into the queues of the hooks that are subscribed to it. Under the lock.
void log_event_of(org_state& o, log_event const& event);

/// Sends what is due; how many deliveries, retries not counted. Outside the lock.
std::size_t deliver_events(org_state& o, deliver which);

/// The challenge to a hook's receiver, and once more if there is no good answer. Says what was wrong in the end; empty:
/// nothing. Outside the lock.
[[nodiscard]] std::string challenge_receiver(org_state& o, event_hook_sender const& send, http_request request);

/// A request to a hook's receiver, with its secret and further headers. Under the lock.
[[nodiscard]] http_request request_to(event_hook_record const& hook, method m);

/// Whether it is active and verified.
[[nodiscard]] bool gets_events(event_hook_record const& hook);

[[nodiscard]] log_target target_of(event_hook const& hook);

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/hook_deliveries.ipp>
#endif
#endif
