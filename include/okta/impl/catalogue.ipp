#ifndef OKTA_IMPL_CATALOGUE_IPP
#define OKTA_IMPL_CATALOGUE_IPP

#include <okta/actions/catalogue.hpp>

namespace okta::detail {

#ifdef OKTA_SEPARATE_COMPILATION
template struct compiled_actions<device_actions>;
template struct compiled_actions<group_actions>;
template struct compiled_actions<realm_actions>;
template struct compiled_actions<user_info_actions>;
template struct compiled_actions<user_actions>;
template struct compiled_actions<user_type_actions>;
#endif

OKTA_DECL std::span<action_info const* const> catalogue_table()
{
    return []<class... A>(boost::mp11::mp_list<A...>) -> std::span<action_info const* const> {
        static action_info const* const table[] = {&info_of<A>()...};
        return table;
    }(catalogue{});
}

} // namespace okta::detail
#endif
