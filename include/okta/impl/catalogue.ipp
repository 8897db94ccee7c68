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

namespace okta {

template class result<page<device>>;
template class result<device>;
template class result<page<group>>;
template class result<group>;
template class result<page<realm>>;
template class result<realm>;
template class result<user_info>;
template class result<page<user>>;
template class result<user>;
template class result<std::vector<user_block>>;
template class result<user_type>;
template class result<std::vector<user_type>>;
template class result<event_hook>;
template class result<std::vector<event_hook>>;
template class result<token_response>;
template class result<device_authorize_response>;
template class result<introspection_response>;
template class result<oauth_metadata>;
template class result<oauth_keys>;

} // namespace okta
#endif
