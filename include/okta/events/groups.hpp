#ifndef OKTA_EVENTS_GROUPS_HPP
#define OKTA_EVENTS_GROUPS_HPP

#include <okta/events/source.hpp>

#include <boost/mp11/list.hpp>

namespace okta::events {

struct group_created
{
    target<okta::group> group = {};
    log_event details = {};

    using source = system_log<"group.lifecycle.create">;
    static constexpr documented doc{"A group was created."};
};
BOOST_DESCRIBE_STRUCT(group_created, (), (group, details))

struct group_deleted
{
    target<okta::group> group = {};
    log_event details = {};

    using source = system_log<"group.lifecycle.delete">;
    static constexpr documented doc{"A group was deleted."};
};
BOOST_DESCRIBE_STRUCT(group_deleted, (), (group, details))

struct group_member_added
{
    target<any_user> user = {};
    target<okta::group> group = {};
    log_event details = {};

    using source = system_log<"group.user_membership.add">;
    static constexpr documented doc{"A user became a member of a group."};
};
BOOST_DESCRIBE_STRUCT(group_member_added, (), (user, group, details))

struct group_member_removed
{
    target<any_user> user = {};
    target<okta::group> group = {};
    log_event details = {};

    using source = system_log<"group.user_membership.remove">;
    static constexpr documented doc{"A user is no longer a member of a group."};
};
BOOST_DESCRIBE_STRUCT(group_member_removed, (), (user, group, details))

using group_events = boost::mp11::mp_list<group_created, group_deleted, group_member_added, group_member_removed>;

} // namespace okta::events
#endif
