#ifndef OKTA_HOOK_SAMPLE_EVENT_HPP
#define OKTA_HOOK_SAMPLE_EVENT_HPP

#include <okta/describe/containers.hpp>
#include <okta/events/catalogue.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/timestamp.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Events and deliveries that are made up, to try an event hook's handlers with: from a test, or by
// `okta send-event`.

namespace okta {

/// Where an event has the addresses that its request came through.
enum class event_family {
    delivery,  ///< `client.ipChain`, as event hooks get it
    system_log ///< `request.ipChain`, as the System Log lists it
};

/// What a sample event is about. Ids and login become targets of the events that name such a thing.
struct sample_options
{
    event_family family = event_family::delivery;

    /// As Okta previews a hook: without actor, targets and debug data, and the outcome is `Success`.
    bool preview = false;

    std::string user_id = "00u00000000000sample";
    std::string login = "ada@example.com";
    std::string group_id = "00g00000000000sample";
    std::string device_id = "guo00000000000sample";
    std::string app_id = "0oa00000000000sample";
    std::string app_user_id = "0ua00000000000sample";
    std::string token_id = "00T00000000000sample";
    std::optional<timestamp> published = {}; ///< now unless given
};

/// A complete event of one of the 20 types, with a `uuid` of its own and the targets that its struct looks for.
///
///     okta::event const e = okta::to_event(okta::sample_event("user.lifecycle.create"));
///     assert(std::holds_alternative<okta::events::user_created>(e));
/// \param type an eventType or the event's name: `user.lifecycle.create`, `user_created`
/// \param options its ids, its form and its time
/// \throws std::invalid_argument that names the nearest when there is no such event; `active_check` is none either,
/// since Okta verifies an endpoint by a GET
/// \par Thread safety: as a function of its arguments.
[[nodiscard]] log_event sample_event(std::string_view type, sample_options const& options = {});

/// What a sample delivery says of itself.
struct sample_delivery_options
{
    std::string org = "https://example.okta.com";
    std::string hook_id = "who00000000000sample";
    std::string event_id = {};          ///< a fresh one unless given; repetitions of a delivery have the same
    std::optional<timestamp> sent = {}; ///< now unless given
};

/// The body that Okta posts to an event hook, with these events in their order. An event's actor, targets and debug
/// data are there as null when it has none, as in Okta's previews.
[[nodiscard]] std::string sample_delivery(std::span<log_event const> events,
                                          sample_delivery_options const& options = {});

namespace detail {

/// The same around JSON that is there already. What it views has to live until it returns.
std::string sample_delivery_of(std::vector<raw_json> events, sample_delivery_options const& options);

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sample_event.ipp>
#endif
#endif
