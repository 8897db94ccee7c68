#ifndef OKTA_TEST_BENCH_COMPILE_TIME_MODELS_HPP
#define OKTA_TEST_BENCH_COMPILE_TIME_MODELS_HPP

// Every model that an answer or a delivery holds.

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

#include <boost/mp11/list.hpp>

using all_models = boost::mp11::mp_list<
    okta::page<okta::device>, okta::page<okta::group>, okta::page<okta::realm>, okta::page<okta::user>,
    okta::page<okta::log_event>, std::vector<okta::user_block>, std::vector<okta::user_type>,
    std::vector<okta::event_hook>, okta::event_hook_delivery, okta::user_info, okta::token_response,
    okta::device_authorize_response, okta::introspection_response, okta::oauth_metadata, okta::oauth_keys>;

#endif
