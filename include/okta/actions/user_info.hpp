#ifndef OKTA_ACTIONS_USER_INFO_HPP
#define OKTA_ACTIONS_USER_INFO_HPP

#include <okta/action/action.hpp>
#include <okta/model/result.hpp>
#include <okta/model/user_info.hpp>

namespace okta {

/// Needs an access token of a user flow with the scope openid; an API token or a client_credentials token will not do.
/// For a token of the org authorization server: custom ones have a path of their own.
struct get_user_info
{
    using endpoint = get<"/oauth2/v1/userinfo", user_info, scope::openid, bearer_only>;
    static constexpr documented doc{"Gets the claims about the user whom the access token stands for."};
};
BOOST_DESCRIBE_STRUCT(get_user_info, (), ())

using user_info_actions = boost::mp11::mp_list<get_user_info>;

template <class A>
    requires boost::mp11::mp_contains<user_info_actions, A>::value
struct detail::listed_in<A>
{
    using type = user_info_actions;
};
#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_actions<user_info_actions>;
#endif

} // namespace okta
#endif
