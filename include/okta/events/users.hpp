#ifndef OKTA_EVENTS_USERS_HPP
#define OKTA_EVENTS_USERS_HPP

#include <okta/events/source.hpp>

#include <boost/mp11/list.hpp>

#include <string>
#include <vector>

namespace okta::events {

struct user_created
{
    target<any_user> user = {};
    log_event details = {};

    using source = system_log<"user.lifecycle.create">;
    static constexpr documented doc{"A user was created."};
};
BOOST_DESCRIBE_STRUCT(user_created, (), (user, details))

struct user_activated
{
    target<any_user> user = {};
    log_event details = {};

    using source = system_log<"user.lifecycle.activate">;
    static constexpr documented doc{"A user was activated; the status may still be moving."};
};
BOOST_DESCRIBE_STRUCT(user_activated, (), (user, details))

struct user_deactivated
{
    target<any_user> user = {};
    log_event details = {};

    using source = system_log<"user.lifecycle.deactivate">;
    static constexpr documented doc{"A user was deactivated."};
};
BOOST_DESCRIBE_STRUCT(user_deactivated, (), (user, details))

struct user_suspended
{
    target<any_user> user = {};
    log_event details = {};

    using source = system_log<"user.lifecycle.suspend">;
    static constexpr documented doc{"A user was suspended."};
};
BOOST_DESCRIBE_STRUCT(user_suspended, (), (user, details))

/// The completion (`user.lifecycle.delete.completed`) is in the System Log only: hooks learn of the start.
struct user_delete_initiated
{
    target<any_user> user = {};
    log_event details = {};

    using source = system_log<"user.lifecycle.delete.initiated">;
    static constexpr documented doc{"A user's deletion began; the user may be gone already."};
};
BOOST_DESCRIBE_STRUCT(user_delete_initiated, (), (user, details))

/// Not by the user, which is `user.account.update_password`, nor by expiry.
struct user_password_reset
{
    target<any_user> user = {};
    log_event details = {};

    using source = system_log<"user.account.reset_password">;
    static constexpr documented doc{"An administrator, or Okta's support, reset a user's password."};
};
BOOST_DESCRIBE_STRUCT(user_password_reset, (), (user, details))

struct user_profile_updated
{
    target<any_user> user = {};
    log_event details = {};

    using source = system_log<"user.account.update_profile">;
    static constexpr documented doc{"A user's profile changed; the new values are not told, so read the user."};
};
BOOST_DESCRIBE_STRUCT(user_profile_updated, (), (user, details))

/// Only for apps that are configured for Universal Logout.
struct user_universal_logout
{
    target<any_user> user = {};
    std::vector<std::string> app_instance_ids = {};
    log_event details = {};

    using source = system_log<"user.authentication.universal_logout">;
    static constexpr documented doc{"A user was logged out of apps by Universal Logout.",
                                    {{"app_instance_ids", "The apps' ids, where the debug data names them."}}};

    /// Called once `details` is there.
    void read_details();
};
BOOST_DESCRIBE_STRUCT(user_universal_logout, (), (user, app_instance_ids, details))

using user_events =
    boost::mp11::mp_list<user_created, user_activated, user_deactivated, user_suspended, user_delete_initiated,
                         user_password_reset, user_profile_updated, user_universal_logout>;

} // namespace okta::events

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/user_events.ipp>
#endif
#endif
