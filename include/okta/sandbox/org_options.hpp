#ifndef OKTA_SANDBOX_ORG_OPTIONS_HPP
#define OKTA_SANDBOX_ORG_OPTIONS_HPP

#include <okta/model/timestamp.hpp>
#include <okta/sandbox/clock.hpp>
#include <okta/sandbox/event_hook_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/system_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace okta::sandbox {

/// How many requests the org takes, if that is `enforced`: else each answer tells of a window as good as new.
struct rate_limits
{
    bool enforced = false;

    std::int64_t per_window = 600;   ///< requests per window, for each bucket: method and path
    std::chrono::seconds window{60}; ///< begins with a bucket's first request

    /// Other limits, by bucket: `{"GET /api/v1/users/{id}", 5}`.
    std::map<std::string, std::int64_t, std::less<>> buckets = {};

    /// Requests under way at a time, and how long each is, by the org's clock: 0 means that none overlap.
    std::int64_t concurrent = 35;
    std::chrono::milliseconds service_time{0};
};

/// What an org is given from outside and how it is set up. As it is, two runs of a program give the same bytes.
///
/// The functions are called under the org's lock: they may not call the org.
struct org_options
{
    std::function<timestamp()> clock = stepping_clock{};
    std::function<std::uint64_t()> random = seeded_random{};

    /// Makes the id of a new resource, another one at every call. `prefix` is Okta's, such as `00u` of users. Empty:
    /// the prefix and 17 characters from `random`.
    std::function<std::string(std::string_view prefix)> next_id = {};

    std::string token = "00sandboxOrgTokenOfItsAdministrator000000"; ///< the administrator's API token
    std::string administrator = "admin@example.com";                 ///< login of the first user, who owns the token

    sandbox::rate_limits limits = {};

    bool password_optional = false;    ///< an activated user without a password is ACTIVE instead of PROVISIONED
    bool update_deprovisioned = false; ///< deactivated users may be changed
    std::size_t max_realms = 5'000;
    std::size_t max_log_events = 100'000; ///< of the System Log; older ones are dropped

    event_hook_options event_hooks = {};

    /// Where completion handlers without an executor of their own run.
    boost::asio::any_io_executor executor = boost::asio::system_executor();
};

} // namespace okta::sandbox
#endif
