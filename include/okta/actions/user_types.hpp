#ifndef OKTA_ACTIONS_USER_TYPES_HPP
#define OKTA_ACTIONS_USER_TYPES_HPP

#include <okta/action/action.hpp>
#include <okta/model/result.hpp>
#include <okta/model/user_type.hpp>

namespace okta {

/// All at once: an org has ten at most.
struct list_user_types
{
    using endpoint = get<"/api/v1/meta/types/user", std::vector<user_type>, scope::user_types_read>;
    static constexpr documented doc{"Lists the org's user types."};
};
BOOST_DESCRIBE_STRUCT(list_user_types, (), ())

struct get_user_type
{
    required<id_of<user_type>> type_id;

    using endpoint = get<"/api/v1/meta/types/user/{typeId}", user_type, scope::user_types_read>;
    static constexpr documented doc{"Gets a user type.", {{"type_id", "The type's id, or default."}}};
};
BOOST_DESCRIBE_STRUCT(get_user_type, (), (type_id))

struct create_user_type
{
    required<std::string> name;
    required<std::string> display_name;
    std::optional<std::string> description = {};

    using endpoint = post<"/api/v1/meta/types/user", user_type, scope::user_types_manage>;
    static constexpr documented doc{"Creates a user type; nine at most besides the default one.",
                                    {{"name", "A letter, then letters, digits and underscores; fixed from then on."},
                                     {"display_name", "The name that people see."},
                                     {"description", "What the type is for."}}};
};
BOOST_DESCRIBE_STRUCT(create_user_type, (), (name, display_name, description))

struct update_user_type
{
    required<id_of<user_type>> type_id;
    std::optional<std::string> display_name = {};
    std::optional<std::string> description = {};

    using endpoint = post<"/api/v1/meta/types/user/{typeId}", user_type, scope::user_types_manage, idempotent>;
    static constexpr documented doc{"Changes a user type's display name or description.",
                                    {{"type_id", "The type's id."},
                                     {"display_name", "The name that people see; unchanged unless given."},
                                     {"description", "What the type is for; unchanged unless given."}}};
};
BOOST_DESCRIBE_STRUCT(update_user_type, (), (type_id, display_name, description))

struct replace_user_type
{
    required<id_of<user_type>> type_id;
    required<std::string> name;
    required<std::string> display_name;
    required<std::string> description;

    using endpoint = put<"/api/v1/meta/types/user/{typeId}", user_type, scope::user_types_manage>;
    static constexpr documented doc{"Replaces a user type.",
                                    {{"type_id", "The type's id."},
                                     {"name", "The name it has: names do not change."},
                                     {"display_name", "The name that people see."},
                                     {"description", "What the type is for."}}};
};
BOOST_DESCRIBE_STRUCT(replace_user_type, (), (type_id, name, display_name, description))

/// Neither the default type nor one in use. Right after its creation Okta answers 500 E0000009 at times.
struct delete_user_type
{
    required<id_of<user_type>> type_id;

    using endpoint = del<"/api/v1/meta/types/user/{typeId}", no_content, scope::user_types_manage>;
    static constexpr documented doc{"Deletes a user type that is not in use.", {{"type_id", "The type's id."}}};
};
BOOST_DESCRIBE_STRUCT(delete_user_type, (), (type_id))

using user_type_actions = boost::mp11::mp_list<list_user_types, get_user_type, create_user_type, update_user_type,
                                               replace_user_type, delete_user_type>;

template <class A>
    requires boost::mp11::mp_contains<user_type_actions, A>::value
struct detail::listed_in<A>
{
    using type = user_type_actions;
};
#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_actions<user_type_actions>;
#endif

} // namespace okta
#endif
