#ifndef OKTA_ACTIONS_EVENT_HOOKS_HPP
#define OKTA_ACTIONS_EVENT_HOOKS_HPP

#include <okta/action/action.hpp>
#include <okta/model/event_hook.hpp>
#include <okta/model/result.hpp>

#include <optional>
#include <string>
#include <vector>

// Not in the catalogue, which has the 32 management actions; called like them. Paths, scopes and rules are those of
// Okta's Event Hooks API. `ensure_event_hook` (okta/ensure_event_hook.hpp) makes these calls in their order.

namespace okta {

namespace scope {

using event_hooks_read = scope_named<"okta.eventHooks.read">;
using event_hooks_manage = scope_named<"okta.eventHooks.manage">;

} // namespace scope

/// All at once; without their secrets.
struct list_event_hooks
{
    using endpoint = get<"/api/v1/eventHooks", std::vector<event_hook>, scope::event_hooks_read>;
    static constexpr documented doc{"Lists the org's event hooks."};
};
BOOST_DESCRIBE_STRUCT(list_event_hooks, (), ())

struct get_event_hook
{
    required<id_of<event_hook>> event_hook_id;

    using endpoint = get<"/api/v1/eventHooks/{eventHookId}", event_hook, scope::event_hooks_read>;
    static constexpr documented doc{"Gets an event hook.", {{"event_hook_id", "The hook's id."}}};
};
BOOST_DESCRIBE_STRUCT(get_event_hook, (), (event_hook_id))

/// The hook is active and unverified, so it gets nothing yet. Not to be repeated after an unknown outcome: there would
/// be two, and each event would come twice.
struct create_event_hook
{
    required<std::string> name;
    std::optional<std::string> description = {};
    new_event_subscriptions events;
    new_event_hook_channel channel;

    using endpoint = post<"/api/v1/eventHooks", event_hook, scope::event_hooks_manage>;
    static constexpr documented doc{"Creates an event hook; an org has 25 active ones at most.",
                                    {{"name", "The name that people see."},
                                     {"description", "What the hook is for."},
                                     {"events", "The event types to deliver, 1 to 300, and filters on them."},
                                     {"channel", "Where to deliver: an https URL of 1,024 characters at most, the "
                                                 "secret header, further headers."}}};
};
BOOST_DESCRIBE_STRUCT(create_event_hook, (), (name, description, events, channel))

/// Replaces the whole hook: what is left out is deleted, the secret too. A change of the channel makes it unverified.
struct replace_event_hook
{
    required<id_of<event_hook>> event_hook_id;
    required<std::string> name;
    std::optional<std::string> description = {};
    new_event_subscriptions events;
    new_event_hook_channel channel;

    using endpoint = put<"/api/v1/eventHooks/{eventHookId}", event_hook, scope::event_hooks_manage>;
    static constexpr documented doc{"Replaces an event hook.",
                                    {{"event_hook_id", "The hook's id."},
                                     {"name", "The name that people see."},
                                     {"description", "What the hook is for; what is left out is deleted."},
                                     {"events", "The event types to deliver, 1 to 300, and filters on them."},
                                     {"channel", "Where to deliver, with the secret, which no answer holds; another "
                                                 "one has to be verified."}}};
};
BOOST_DESCRIBE_STRUCT(replace_event_hook, (), (event_hook_id, name, description, events, channel))

/// Only a deactivated one, and for good.
struct delete_event_hook
{
    required<id_of<event_hook>> event_hook_id;

    using endpoint = del<"/api/v1/eventHooks/{eventHookId}", no_content, scope::event_hooks_manage>;
    static constexpr documented doc{"Deletes a deactivated event hook.", {{"event_hook_id", "The hook's id."}}};
};
BOOST_DESCRIBE_STRUCT(delete_event_hook, (), (event_hook_id))

struct activate_event_hook
{
    required<id_of<event_hook>> event_hook_id;

    using endpoint =
        post<"/api/v1/eventHooks/{eventHookId}/lifecycle/activate", event_hook, scope::event_hooks_manage, idempotent>;
    static constexpr documented doc{"Activates an event hook.", {{"event_hook_id", "The hook's id."}}};
};
BOOST_DESCRIBE_STRUCT(activate_event_hook, (), (event_hook_id))

/// Events of the time until it is activated again are never delivered.
struct deactivate_event_hook
{
    required<id_of<event_hook>> event_hook_id;

    using endpoint = post<"/api/v1/eventHooks/{eventHookId}/lifecycle/deactivate", event_hook,
                          scope::event_hooks_manage, idempotent>;
    static constexpr documented doc{"Deactivates an event hook.", {{"event_hook_id", "The hook's id."}}};
};
BOOST_DESCRIBE_STRUCT(deactivate_event_hook, (), (event_hook_id))

/// Okta sends a GET with `x-okta-verification-challenge` to the hook's URL, which has three seconds to answer the
/// challenge, and one more try; else this is answered 400.
struct verify_event_hook
{
    required<id_of<event_hook>> event_hook_id;

    using endpoint =
        post<"/api/v1/eventHooks/{eventHookId}/lifecycle/verify", event_hook, scope::event_hooks_manage, idempotent>;
    static constexpr documented doc{"Verifies that an event hook's receiver answers.",
                                    {{"event_hook_id", "The hook's id."}}};
};
BOOST_DESCRIBE_STRUCT(verify_event_hook, (), (event_hook_id))

using event_hook_actions =
    boost::mp11::mp_list<list_event_hooks, get_event_hook, create_event_hook, replace_event_hook, delete_event_hook,
                         activate_event_hook, deactivate_event_hook, verify_event_hook>;

template <class A>
    requires boost::mp11::mp_contains<event_hook_actions, A>::value
struct detail::listed_in<A>
{
    using type = event_hook_actions;
};
#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_actions<event_hook_actions>;
#endif

} // namespace okta
#endif
