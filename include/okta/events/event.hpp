#ifndef OKTA_EVENTS_EVENT_HPP
#define OKTA_EVENTS_EVENT_HPP

#include <okta/action/type_name.hpp>
#include <okta/describe/members.hpp>
#include <okta/events/api_tokens.hpp>
#include <okta/events/applications.hpp>
#include <okta/events/devices.hpp>
#include <okta/events/event_index.hpp>
#include <okta/events/groups.hpp>
#include <okta/events/users.hpp>
#include <okta/events/verification.hpp>

#include <boost/mp11/algorithm.hpp>

#include <type_traits>
#include <variant>

namespace okta {

namespace events {

/// An event of no type that this version knows, or one that does not fit its type.
struct unknown
{
    std::string event_type = {}; ///< `user.session.start`; empty: it names none
    std::string reason = {};     ///< why it does not fit the type that it names; empty: the type is not known
    log_event details = {};      ///< as Okta sent it; blank when it is no LogEvent at all
    std::string raw = {};        ///< then its JSON
};
BOOST_DESCRIBE_STRUCT(unknown, (), (event_type, reason, details, raw))

/// The 21, as a list of types.
using all = boost::mp11::mp_append<verification_events, user_events, group_events, device_events, application_events,
                                   api_token_events>;

} // namespace events

/// Any event: `unknown`, or one of the 21.
using event = boost::mp11::mp_rename<boost::mp11::mp_push_front<events::all, events::unknown>, std::variant>;

/// One of the 21.
template <class E>
concept known_event = boost::mp11::mp_contains<events::all, E>::value;

namespace detail {

template <class E>
inline constexpr bool in_system_log = !std::same_as<typename E::source, events::verification_request>;

/// The `eventType` of each of the 21, as in `events::all`.
inline constexpr auto event_types_of_all = []<class... E>(boost::mp11::mp_list<E...>) {
    return std::array<std::string_view, sizeof...(E)>{E::source::event_type...};
}(events::all{});

inline constexpr event_index<event_types_of_all.size()> all_events_index{event_types_of_all};

/// Makes an event of the alternative `index` of `events::all`; one that does not fit becomes unknown.
event make_event(std::size_t index, log_event&& details);

/// to_event, with one move of the 3 KB less.
event type_event(log_event&& details);

} // namespace detail

/// Types a log event by its `eventType`. One of no known type, and one whose targets are not those of its type, becomes
/// `unknown`; nothing is lost.
/// \par Exception safety: throws only `std::bad_alloc`.
[[nodiscard]] event to_event(log_event details);

/// What of an event Okta sent: null for `active_check`.
[[nodiscard]] log_event const* details_of(event const& e) noexcept;

/// The `eventType`: `user.lifecycle.create`, `active_check`; of an unknown event what it names, maybe nothing.
[[nodiscard]] std::string_view event_type_of(event const& e) noexcept;

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/event.ipp>
#endif
#endif
