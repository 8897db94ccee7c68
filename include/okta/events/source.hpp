#ifndef OKTA_EVENTS_SOURCE_HPP
#define OKTA_EVENTS_SOURCE_HPP

#include <okta/action/endpoint.hpp>
#include <okta/describe/fixed_string.hpp>
#include <okta/events/target.hpp>
#include <okta/model/log_event.hpp>

#include <array>
#include <string_view>

// An event is a described struct that says where it comes from:
//
//     /// A user became a member of a group.
//     struct group_member_added
//     {
//         target<any_user> user = {};
//         target<okta::group> group = {};
//         log_event details = {};
//
//         using source = system_log<"group.user_membership.add">;
//         static constexpr documented doc{"A user became a member of a group."};
//     };
//     BOOST_DESCRIBE_STRUCT(group_member_added, (), (user, group, details))
//
// A `target` is found among the event's targets by its type; an event that names targets, but not this one, is
// `unknown`. An `std::optional` of a target may be missing. `details` is the event as Okta sent it.

namespace okta::events {

/// An event of the System Log, by its `eventType`.
template <fixed_string EventType>
struct system_log
{
    static constexpr std::string_view event_type = EventType.view();
    static_assert(!event_type.empty());
};

/// The check of an endpoint by Okta: no event of the System Log, and nothing to subscribe to.
struct verification_request
{
    static constexpr std::string_view event_type = "active_check";
};

} // namespace okta::events
#endif
