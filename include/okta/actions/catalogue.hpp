#ifndef OKTA_ACTIONS_CATALOGUE_HPP
#define OKTA_ACTIONS_CATALOGUE_HPP

#include <okta/actions/devices.hpp>
#include <okta/actions/groups.hpp>
#include <okta/actions/realms.hpp>
#include <okta/actions/user_info.hpp>
#include <okta/actions/user_types.hpp>
#include <okta/actions/users.hpp>

#include <boost/mp11/list.hpp>

#include <span>
#include <type_traits>

namespace okta {

/// Every action of the library, as a list of types.
using catalogue = boost::mp11::mp_append<device_actions, group_actions, realm_actions, user_info_actions, user_actions,
                                         user_type_actions>;

/// Calls f with `std::type_identity<Action>` for each action of the catalogue.
template <class F>
constexpr void for_each_action(F&& f)
{
    [&]<class... A>(boost::mp11::mp_list<A...>) { (f(std::type_identity<A>{}), ...); }(catalogue{});
}

namespace detail {

/// The same list as data. A template, so that only who asks for it pays for its compilation.
template <class List = catalogue>
std::span<action_info const* const> catalogue_table()
{
    return []<class... A>(boost::mp11::mp_list<A...>) -> std::span<action_info const* const> {
        static action_info const* const table[] = {&info_of<A>()...};
        return table;
    }(List{});
}

} // namespace detail
} // namespace okta
#endif
