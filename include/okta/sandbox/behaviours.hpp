#ifndef OKTA_SANDBOX_BEHAVIOURS_HPP
#define OKTA_SANDBOX_BEHAVIOURS_HPP

#include <okta/actions/catalogue.hpp>
#include <okta/actions/event_hooks.hpp>
#include <okta/actions/system_log.hpp>
#include <okta/sandbox/call.hpp>

// What an org does on each action, as Okta does: a function per action, over its typed request. A new action of the
// catalogue needs such a function, and the compiler says so.

namespace okta::sandbox::detail {

result<page<user>> behave(call& c, list_users const& a);
result<user> behave(call& c, get_user const& a);
result<user> behave(call& c, create_user const& a);
result<user> behave(call& c, update_user const& a);
result<user> behave(call& c, replace_user const& a);
result<std::vector<user_block>> behave(call& c, list_user_blocks const& a);
result<no_content> behave(call& c, delete_user const& a);
result<user_info> behave(call& c, get_user_info const& a);

result<page<group>> behave(call& c, list_groups const& a);
result<group> behave(call& c, get_group const& a);
result<group> behave(call& c, create_group const& a);
result<group> behave(call& c, update_group const& a);
result<no_content> behave(call& c, delete_group const& a);
result<page<user>> behave(call& c, list_group_members const& a);
result<no_content> behave(call& c, add_user_to_group const& a);
result<no_content> behave(call& c, remove_user_from_group const& a);

result<page<device>> behave(call& c, list_devices const& a);
result<device> behave(call& c, get_device const& a);
result<no_content> behave(call& c, delete_device const& a);
result<no_content> behave(call& c, activate_device const& a);
result<no_content> behave(call& c, deactivate_device const& a);

result<page<realm>> behave(call& c, list_realms const& a);
result<realm> behave(call& c, get_realm const& a);
result<realm> behave(call& c, create_realm const& a);
result<realm> behave(call& c, update_realm const& a);
result<no_content> behave(call& c, delete_realm const& a);

result<std::vector<user_type>> behave(call& c, list_user_types const& a);
result<user_type> behave(call& c, get_user_type const& a);
result<user_type> behave(call& c, create_user_type const& a);
result<user_type> behave(call& c, update_user_type const& a);
result<user_type> behave(call& c, replace_user_type const& a);
result<no_content> behave(call& c, delete_user_type const& a);

result<page<log_event>> behave(call& c, list_log_events const& a);

result<std::vector<event_hook>> behave(call& c, list_event_hooks const& a);
result<event_hook> behave(call& c, get_event_hook const& a);
result<event_hook> behave(call& c, create_event_hook const& a);
result<event_hook> behave(call& c, replace_event_hook const& a);
result<no_content> behave(call& c, delete_event_hook const& a);
result<event_hook> behave(call& c, activate_event_hook const& a);
result<event_hook> behave(call& c, deactivate_event_hook const& a);
result<event_hook> behave(call& c, verify_event_hook const& a);

/// Gives the org all of the above.
void add_behaviours(route_table& routes);

// ── what several of them need ───────────────────────────────────────────────────────────────────────────

[[nodiscard]] log_target target_of(user_record const& user);
[[nodiscard]] log_target target_of(group const& g);

[[nodiscard]] link to_link(std::string href, char const* method = nullptr);
void add_link(links& all, char const* relation, link l);

/// The user that a path parameter names: id, login, short name, `me`.
[[nodiscard]] result<user_record*> require_user(call& c, id_of<any_user> const& id);

[[nodiscard]] std::string etag_of(user_record const& user);

/// A user as single reads have it: with the links that its status allows.
[[nodiscard]] user whole_user(call const& c, user_record const& record);

/// A user as lists have it: with its self link only.
[[nodiscard]] user list_item(call const& c, user_record const& record);

/// Puts a user into a group, and tells the System Log, unless it is there already.
void add_member(call& c, group_record& g, user_record& user);
void remove_member(call& c, group_record& g, user_record& user);

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/behaviours.ipp>
#include <okta/impl/sandbox/devices.ipp>
#include <okta/impl/sandbox/event_hooks.ipp>
#include <okta/impl/sandbox/groups.ipp>
#include <okta/impl/sandbox/logs.ipp>
#include <okta/impl/sandbox/realms.ipp>
#include <okta/impl/sandbox/user_changes.ipp>
#include <okta/impl/sandbox/user_info.ipp>
#include <okta/impl/sandbox/user_types.ipp>
#include <okta/impl/sandbox/users.ipp>
#endif
#endif
