#ifndef OKTA_IMPL_CATALOGUE_IPP
#define OKTA_IMPL_CATALOGUE_IPP

#include <okta/actions/catalogue.hpp>
#include <okta/actions/event_hooks.hpp>
#include <okta/actions/oauth.hpp>

namespace okta::detail {

template struct compiled_actions<device_actions>;
template struct compiled_actions<group_actions>;
template struct compiled_actions<realm_actions>;
template struct compiled_actions<user_info_actions>;
template struct compiled_actions<user_actions>;
template struct compiled_actions<user_type_actions>;
template struct compiled_actions<event_hook_actions>;
template struct compiled_actions<oauth_actions>;

} // namespace okta::detail
#endif
