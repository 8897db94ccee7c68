#ifndef OKTA_ACTIONS_GROUPS_HPP
#define OKTA_ACTIONS_GROUPS_HPP

#include <okta/action/action.hpp>
#include <okta/model/group.hpp>
#include <okta/model/result.hpp>
#include <okta/model/user.hpp>

// Only groups of type OKTA_GROUP can be changed; BUILT_IN and APP_GROUP ones can be read.

namespace okta {

/// `q` cannot be paged; search is the preferred way. Search results may be stale.
struct list_groups
{
    std::optional<std::string> search = {};
    std::optional<std::string> filter = {};
    std::optional<std::string> q = {};
    std::optional<std::int32_t> limit = {};
    std::optional<std::string> after = {};
    std::optional<std::string> expand = {};
    std::optional<std::string> sort_by = {};
    std::optional<std::string> sort_order = {};

    using endpoint =
        get<"/api/v1/groups{?search,filter,q,after,limit,expand,sortBy,sortOrder}", page<group>, scope::groups_read>;
    static constexpr documented doc{
        "Lists the org's groups.",
        {{"search", "Expression over all attributes, custom ones too, such as profile.name sw \"Eng\"."},
         {"filter", "Expression over id, type, lastUpdated and lastMembershipUpdated only."},
         {"q", "Start of a name; cannot be paged."},
         {"limit", "Page size, 1 to 10,000; 200 at most recommended."},
         {"after", "Cursor of a page, as the previous page's next link has it."},
         {"expand", "stats or app: adds statistics or the source app."},
         {"sort_by", "A property to sort by; with search only."},
         {"sort_order", "asc or desc; asc unless given."}}};
};
BOOST_DESCRIBE_STRUCT(list_groups, (), (search, filter, q, limit, after, expand, sort_by, sort_order))

struct get_group
{
    required<id_of<group>> group_id;

    using endpoint = get<"/api/v1/groups/{groupId}", group, scope::groups_read>;
    static constexpr documented doc{"Gets a group.", {{"group_id", "The group's id."}}};
};
BOOST_DESCRIBE_STRUCT(get_group, (), (group_id))

/// Not to be repeated after an unknown outcome: names need not be unique.
struct create_group
{
    new_group_profile profile;

    using endpoint = post<"/api/v1/groups", group, scope::groups_manage>;
    static constexpr documented doc{"Creates a group of type OKTA_GROUP.",
                                    {{"profile", "Name, description and custom attributes."}}};
};
BOOST_DESCRIBE_STRUCT(create_group, (), (profile))

/// Replaces the whole profile: custom attributes left out are lost.
struct update_group
{
    required<id_of<group>> group_id;
    new_group_profile profile;

    using endpoint = put<"/api/v1/groups/{groupId}", group, scope::groups_manage>;
    static constexpr documented doc{
        "Replaces a group's profile.",
        {{"group_id", "The group's id."},
         {"profile", "Name, description and custom attributes; what is left out is deleted."}}};
};
BOOST_DESCRIBE_STRUCT(update_group, (), (group_id, profile))

struct delete_group
{
    required<id_of<group>> group_id;

    using endpoint = del<"/api/v1/groups/{groupId}", no_content, scope::groups_manage>;
    static constexpr documented doc{"Deletes a group.", {{"group_id", "The group's id."}}};
};
BOOST_DESCRIBE_STRUCT(delete_group, (), (group_id))

/// The users come with reduced links: read one by its id before acting on its lifecycle.
struct list_group_members
{
    required<id_of<group>> group_id;
    std::optional<std::int32_t> limit = {};
    std::optional<std::string> after = {};

    using endpoint = get<"/api/v1/groups/{groupId}/users{?after,limit}", page<user>, scope::groups_read>;
    static constexpr documented doc{"Lists the users of a group.",
                                    {{"group_id", "The group's id."},
                                     {"limit", "Page size, at least 1; 1,000 unless given, 200 recommended."},
                                     {"after", "Cursor of a page, as the previous page's next link has it."}}};
};
BOOST_DESCRIBE_STRUCT(list_group_members, (), (group_id, limit, after))

struct add_user_to_group
{
    required<id_of<group>> group_id;
    required<id_of<any_user>> user_id;

    using endpoint = put<"/api/v1/groups/{groupId}/users/{userId}", no_content, scope::groups_manage>;
    static constexpr documented doc{
        "Adds a user to a group of type OKTA_GROUP.",
        {{"group_id", "The group's id."}, {"user_id", "The user's id; a login will not do."}}};
};
BOOST_DESCRIBE_STRUCT(add_user_to_group, (), (group_id, user_id))

struct remove_user_from_group
{
    required<id_of<group>> group_id;
    required<id_of<any_user>> user_id;

    using endpoint = del<"/api/v1/groups/{groupId}/users/{userId}", no_content, scope::groups_manage>;
    static constexpr documented doc{
        "Removes a user from a group of type OKTA_GROUP.",
        {{"group_id", "The group's id."}, {"user_id", "The user's id; a login will not do."}}};
};
BOOST_DESCRIBE_STRUCT(remove_user_from_group, (), (group_id, user_id))

using group_actions = boost::mp11::mp_list<list_groups, get_group, create_group, update_group, delete_group,
                                           list_group_members, add_user_to_group, remove_user_from_group>;

template <class A>
    requires boost::mp11::mp_contains<group_actions, A>::value
struct detail::listed_in<A>
{
    using type = group_actions;
};
#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_actions<group_actions>;
#endif

} // namespace okta
#endif
