#ifndef OKTA_SANDBOX_STATE_HPP
#define OKTA_SANDBOX_STATE_HPP

#include <okta/sandbox/grant.hpp>
#include <okta/sandbox/hook_queue.hpp>
#include <okta/sandbox/org_options.hpp>
#include <okta/sandbox/rate_limiter.hpp>
#include <okta/sandbox/resource_table.hpp>
#include <okta/sandbox/route.hpp>
#include <okta/sandbox/system_log.hpp>
#include <okta/sandbox/user_table.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace okta::sandbox::detail {

/// All that an org holds. Everything but the options is touched under the lock only.
struct org_state
{
    explicit org_state(org_options o);
    org_state(org_state const&) = delete;

    /// A new id with Okta's prefix for the kind of resource: 00u, 00g, guo, otyd.
    [[nodiscard]] std::string new_id(std::string_view prefix);
    [[nodiscard]] std::string random_text(std::size_t size);
    [[nodiscard]] std::string random_uuid();

    org_options const options;
    std::mutex mutex = {};

    user_table users = {};
    resource_table<group_record> groups = {};
    resource_table<realm_record> realms = {};
    resource_table<device_record> devices = {};
    resource_table<user_type_record> types = {};
    resource_table<event_hook_record> hooks = {};
    std::shared_ptr<event_hook_sender const> hook_sender = {}; // null: none yet
    hook_queue deliveries{options.event_hooks};
    delivery_trouble trouble = {};
    grant_table grants = {};
    rate_limiter limiter{options.limits};
    system_log log{options.max_log_events};
    route_table routes = {};

    group_record* everyone = nullptr; // what an org has from the start
    realm_record* default_realm = nullptr;
    user_type_record* default_type = nullptr;
    std::string administrator = {}; // id of the first user
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/state.ipp>
#endif
#endif
