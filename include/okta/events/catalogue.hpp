#ifndef OKTA_EVENTS_CATALOGUE_HPP
#define OKTA_EVENTS_CATALOGUE_HPP

// The 21 events as data: what command line, samples and documentation need to know of them. The structs say it all
// themselves; this is read off them at compile time.

#include <okta/events/event.hpp>
#include <okta/impl/config.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace okta::detail {

enum class event_member_kind : std::uint8_t {
    target, // what was acted on
    text,
    texts,
    details // the event as Okta sent it
};

[[nodiscard]] constexpr std::string_view name_of(event_member_kind k) noexcept
{
    constexpr std::string_view names[] = {"target", "text", "texts", "details"};
    return names[static_cast<int>(k)];
}

struct event_member_info
{
    std::string_view name; // `app_user`
    std::string_view wire; // `appUser`, where the struct is written as JSON
    std::string_view doc;
    event_member_kind what = event_member_kind::text;
    std::string_view target_type = {}; // of a target: `AppUser`
    bool optional = false;             // may be missing though the event names targets
};

struct event_info
{
    std::string_view id;    // `group_member_added`
    std::string_view title; // `Group Member Added`
    std::string_view summary;
    std::string_view event_type; // `group.user_membership.add`; empty: it is no event of the System Log
    std::span<event_member_info const> members;
};

/// In the order of `events::all`. Valid for ever.
std::span<event_info const> event_table();

/// By id or by eventType; null when there is none.
event_info const* find_event(std::string_view name);

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/event_catalogue.ipp>
#endif
#endif
