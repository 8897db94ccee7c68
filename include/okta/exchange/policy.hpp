#ifndef OKTA_EXCHANGE_POLICY_HPP
#define OKTA_EXCHANGE_POLICY_HPP

#include <okta/action/action_info.hpp>
#include <okta/exchange/governor.hpp>
#include <okta/exchange/observation.hpp>
#include <okta/exchange/retry.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace okta::detail {

/// What a call's action says of it, beside the message.
struct call_traits
{
    std::string_view action = {};
    std::string_view bucket = {}; // outlives the call
    bool idempotent = false;
    bool safe = false; // changes nothing
};

[[nodiscard]] inline call_traits traits_of(action_info const& info) noexcept
{
    return {info.id, info.bucket, info.idempotent, info.method == method::get};
}

/// Of a request of the user's own: nothing is known of it but its method.
[[nodiscard]] inline call_traits traits_of(method m) noexcept
{
    constexpr std::string_view buckets[] = {"GET *", "POST *", "PUT *", "DELETE *"};
    return {{}, buckets[static_cast<int>(m)], m == method::get, m == method::get};
}

/// A request that is complete but for its credentials.
struct prepared_call
{
    http_request request = {};
    call_traits traits = {};
};

/// How a client's calls are made. Shared by them, immutable but for the budget and what lies behind the handles.
struct exchange_policy
{
    retry_options retry = {};
    std::chrono::milliseconds call_timeout{0}; // 0: none
    okta::priority priority = okta::priority::interactive;
    std::uint64_t client = 0; // for the governor
    any_governor governor = {};
    any_observer observer = {};
    std::shared_ptr<retry_budget> budget = {}; // null: no bound
};

} // namespace okta::detail
#endif
