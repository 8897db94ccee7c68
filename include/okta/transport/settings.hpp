#ifndef OKTA_TRANSPORT_SETTINGS_HPP
#define OKTA_TRANSPORT_SETTINGS_HPP

#include <okta/codec/decode.hpp>
#include <okta/exchange/policy.hpp>
#include <okta/exchange/rate_governor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace okta {

/// How a client knows the time and waits: the system's clock, unless a test has its own.
struct client_clock
{
    using time_point = std::chrono::steady_clock::time_point;

    std::function<time_point()> now = {};

    /// Takes the place of every wait between attempts, in asynchronous calls, too: they call it where they are driven.
    std::function<void(std::chrono::milliseconds)> sleep = {};
};

/// What holds for all calls of a client. A duration of 0 is no bound of the client's, nor is one of a century or more,
/// such as milliseconds::max().
struct client_options
{
    std::string user_agent = {};          ///< put before `okta-cpp/…` in `User-Agent`: `my-app/1.2`
    std::chrono::milliseconds timeout{0}; ///< bound on each request; 0: the transport's own
    decode_limits limits = {};

    /// Bound on a whole call: every attempt, and what lies between. An attempt gets what is left of it, 30 s at most
    /// unless `timeout` says otherwise; a wait that would pass it is not begun, the call fails at once. It holds while
    /// an access token is asked for, with one exception: a blocking call that has sent a refresh token or the code of a
    /// sign-in waits for the answer, up to 30 s or this bound if that is longer, since the next refresh token may be in
    /// there. Without it, too, no call waits in the governor's line for longer than until an hour after it began.
    std::chrono::milliseconds call_timeout{0};

    retry_options retry = {};
    okta::priority priority = okta::priority::interactive;

    /// Keeps to the rate limits before they are reached; by default each client has its own. Clients of one org share
    /// one by being given the same; `okta::any_governor{}` holds nothing back.
    any_governor governor = rate_governor();

    any_observer observer = {}; ///< sees every attempt
    client_clock clock = {};    ///< for tests
    std::stop_token stop = {};  ///< ends blocking calls with `cancelled`: between requests, and while they wait
};

/// What is to be otherwise for some calls: `org.with({.call_timeout = 5s}).call(…)`.
struct call_options
{
    std::optional<std::chrono::milliseconds> timeout = {};
    std::optional<std::chrono::milliseconds> call_timeout = {};
    std::optional<retry_options> retry = {}; ///< but its budget, which is the client's
    std::optional<okta::priority> priority = {};
    std::optional<any_observer> observer = {};
    std::optional<std::stop_token> stop = {};
};

namespace detail {

/// What is set for a client's calls; copies of a client share it.
struct client_settings
{
    std::string user_agent = {};
    std::chrono::milliseconds timeout{0};
    decode_limits limits = {};
    exchange_policy policy = {};
    client_clock clock = {};
    std::stop_token stop = {};

    [[nodiscard]] client_clock::time_point now() const;

    /// Waits on this thread. False: it was asked to stop.
    [[nodiscard]] bool sleep(std::chrono::milliseconds time) const;
};

/// \throws okta::exception (`invalid_request`) that names the option that cannot be
std::shared_ptr<client_settings const> make_settings(client_options options);
std::shared_ptr<client_settings const> changed(client_settings settings, call_options const& options);

/// Another one at each call, unlike those of other runs of the program.
[[nodiscard]] std::uint64_t fresh_seed();

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/settings.ipp>
#endif
#endif
