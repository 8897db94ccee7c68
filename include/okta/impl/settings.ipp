#ifndef OKTA_IMPL_SETTINGS_IPP
#define OKTA_IMPL_SETTINGS_IPP

#include <okta/transport/settings.hpp>
#include <okta/version.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

namespace okta::detail {

/// Another one in each process, even in one that was forked from this.
OKTA_DECL std::uint64_t random_number()
{
    std::random_device source;
    return (std::uint64_t{source()} << 32) + source();
}

OKTA_DECL std::shared_ptr<client_settings const> make_settings(client_options o)
{
    for (char const c : o.user_agent)
        demand_option(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f,
                      "client_options::user_agent holds a control character");
    client_settings s;
    s.user_agent = (o.user_agent.empty() ? "" : o.user_agent + " ") + "okta-cpp/" + std::string(version);
    s.limits = o.limits;
    s.policy.client = random_number();
    s.policy.governor = std::move(o.governor);
    s.policy.budget = std::make_shared<retry_budget>(o.retry.budget);
    s.clock = std::move(o.clock);
    return changed(std::move(s), {o.timeout, o.call_timeout, o.retry, o.priority, std::move(o.observer), o.stop});
}

OKTA_DECL std::shared_ptr<client_settings const> changed(client_settings s, call_options const& o)
{
    if (o.timeout) s.timeout = *o.timeout;
    if (o.call_timeout) s.policy.call_timeout = *o.call_timeout;
    if (o.retry) s.policy.retry = *o.retry;
    if (o.priority) s.policy.priority = *o.priority;
    if (o.observer) s.policy.observer = *o.observer;
    if (o.stop) s.stop = *o.stop;
    demand_option(s.timeout.count() >= 0, "client_options::timeout is negative");
    demand_option(s.policy.call_timeout.count() >= 0, "client_options::call_timeout is negative");
    check(s.policy.retry);
    return std::make_shared<client_settings const>(std::move(s));
}

OKTA_DECL client_clock::time_point client_settings::now() const
{
    return clock.now ? clock.now() : std::chrono::steady_clock::now();
}

OKTA_DECL bool client_settings::sleep(std::chrono::milliseconds time) const
{
    if (clock.sleep) clock.sleep(time);
    else if (stop.stop_possible()) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        stopped.wait_for(lock, stop, time, [] { return false; });
    } else std::this_thread::sleep_for(time);
    return !stop.stop_requested();
}

OKTA_DECL std::uint64_t fresh_seed()
{
    static std::atomic<std::uint64_t> next = random_number();
    return next.fetch_add(0x9e3779b97f4a7c15, std::memory_order_relaxed);
}

} // namespace okta::detail
#endif
