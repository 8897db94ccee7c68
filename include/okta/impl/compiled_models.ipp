#ifndef OKTA_IMPL_COMPILED_MODELS_IPP
#define OKTA_IMPL_COMPILED_MODELS_IPP

#include <okta/codec/decode.hpp>
#include <okta/model/device.hpp>
#include <okta/model/event_hook.hpp>
#include <okta/model/group.hpp>
#include <okta/model/json_web_key.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/oauth.hpp>
#include <okta/model/oauth_metadata.hpp>
#include <okta/model/realm.hpp>
#include <okta/model/token_response.hpp>
#include <okta/model/user.hpp>
#include <okta/model/user_info.hpp>
#include <okta/model/user_type.hpp>

namespace okta {

template struct detail::compiled_table<device>;
template struct detail::compiled_table<page<device>>;
template struct detail::compiled_table<group>;
template struct detail::compiled_table<page<group>>;
template struct detail::compiled_table<realm>;
template struct detail::compiled_table<page<realm>>;
template struct detail::compiled_table<user>;
template struct detail::compiled_table<page<user>>;
template struct detail::compiled_table<std::vector<user_block>>;
template struct detail::compiled_table<user_info>;
template struct detail::compiled_table<user_type>;
template struct detail::compiled_table<std::vector<user_type>>;
template struct detail::compiled_table<event_hook>;
template struct detail::compiled_table<std::vector<event_hook>>;
template struct detail::compiled_table<event_hook_delivery>;
template struct detail::compiled_table<log_event>;
template struct detail::compiled_table<page<log_event>>;
template struct detail::compiled_table<token_response>;
template struct detail::compiled_table<device_authorize_response>;
template struct detail::compiled_table<introspection_response>;
template struct detail::compiled_table<oauth_metadata>;
template struct detail::compiled_table<oauth_keys>;

template class result<device>;
template class result<page<device>>;
template class result<group>;
template class result<page<group>>;
template class result<realm>;
template class result<page<realm>>;
template class result<user>;
template class result<page<user>>;
template class result<std::vector<user_block>>;
template class result<user_info>;
template class result<user_type>;
template class result<std::vector<user_type>>;
template class result<event_hook>;
template class result<std::vector<event_hook>>;
template class result<event_hook_delivery>;
template class result<log_event>;
template class result<page<log_event>>;
template class result<token_response>;
template class result<device_authorize_response>;
template class result<introspection_response>;
template class result<oauth_metadata>;
template class result<oauth_keys>;

} // namespace okta
#endif
