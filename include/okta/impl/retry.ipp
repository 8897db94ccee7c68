#ifndef OKTA_IMPL_RETRY_IPP
#define OKTA_IMPL_RETRY_IPP

#include <okta/codec/http_date.hpp>
#include <okta/exchange/retry.hpp>

#include <algorithm>
#include <charconv>

namespace okta::detail {

OKTA_DECL void demand_option(bool good, std::string_view what)
{
    if (good) return;
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = what;
    throw exception(std::move(e));
}

OKTA_DECL void check(retry_options const& o)
{
    using namespace std::chrono_literals;
    auto const to_an_hour = [](std::chrono::milliseconds t) { return t >= 0ms && t <= 1h; };
    demand_option(o.max_retries >= 0 && o.max_retries <= 100, "retry_options::max_retries is not within 0 and 100");
    demand_option(o.max_elapsed >= 0ms, "retry_options::max_elapsed is negative");
    demand_option(to_an_hour(o.first_delay), "retry_options::first_delay is not within 0 and an hour");
    demand_option(to_an_hour(o.longest_delay), "retry_options::longest_delay is not within 0 and an hour");
    demand_option(o.longest_window >= 1s && o.longest_window <= 1h,
                  "retry_options::longest_window is not within a second and an hour");
    demand_option(o.budget >= 0 && o.budget <= 10, "retry_options::budget is not within 0 and 10");
}

OKTA_DECL void retry_budget::earn()
{
    if (left_.fetch_add(per_call_, std::memory_order_relaxed) + per_call_ > most)
        left_.store(most, std::memory_order_relaxed); // several at a time may lose a little: it is a guard, no account
}

OKTA_DECL bool retry_budget::spend()
{
    if (left_.fetch_sub(unit, std::memory_order_relaxed) >= unit) return true;
    left_.fetch_add(unit, std::memory_order_relaxed);
    return false;
}

OKTA_DECL effect effect_of(int status) noexcept
{
    switch (status) {
    case 429: return effect::nothing;
    case 408:
    case 500:
    case 502:
    case 503:
    case 504: return effect::unknown;
    default: return effect::answered;
    }
}

OKTA_DECL bool is_passing(error const& no_credentials)
{
    namespace errc = boost::system::errc;
    auto const& code = no_credentials.transport_code;
    bool const cancelled = no_credentials.kind == error_kind::cancelled || code == errc::operation_canceled;
    bool const unanswered = no_credentials.kind == error_kind::transport || code.failed();
    return !cancelled && (unanswered || effect_of(no_credentials.status) != effect::answered);
}

OKTA_DECL bool is_concurrency_limit(response_facts const& facts) noexcept
{
    return facts.rate_limit && facts.rate_limit->limit == 0 && facts.rate_limit->remaining == 0;
}

/// Between 1 s and a day: what headers say is not to be added up unbounded.
OKTA_DECL std::chrono::milliseconds sensible(std::chrono::sys_seconds until, std::chrono::sys_seconds from)
{
    constexpr std::int64_t day = 86'400;
    auto const seconds = [](std::chrono::sys_seconds t) {
        constexpr std::int64_t farthest = 1'000'000'000'000; // far beyond any date, far from overflowing
        return std::clamp<std::int64_t>(t.time_since_epoch().count(), -farthest, farthest);
    };
    return std::chrono::seconds(std::clamp<std::int64_t>(seconds(until) - seconds(from), 1, day));
}

OKTA_DECL std::optional<std::chrono::milliseconds> retry_after(std::string_view text, response_facts const& facts)
{
    std::uint32_t seconds = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr std::chrono::sys_seconds zero{};
    if (ec == std::errc{} && end == text.data() + text.size())
        return sensible(zero + std::chrono::seconds(seconds), zero);
    auto const date = parse_http_date(text);
    if (!date || !facts.date) return std::nullopt;
    return sensible(*date, *facts.date);
}

OKTA_DECL std::optional<std::chrono::milliseconds> wait_asked_for(http_response const& answer,
                                                                  response_facts const& facts)
{
    if (auto const text = answer.fields.find("Retry-After"))
        if (auto const wait = retry_after(*text, facts)) return wait;
    if (answer.status != 429 || !facts.rate_limit || !facts.date || is_concurrency_limit(facts)) return std::nullopt;
    constexpr std::chrono::seconds second{1};
    return sensible(facts.rate_limit->reset, *facts.date) + second;
}

OKTA_DECL std::chrono::milliseconds backoff(retry_options const& options, int repetition, std::uint64_t random)
{
    auto const first = options.first_delay.count(), longest = options.longest_delay.count();
    auto most = first;
    for (int i = 1; i < repetition && most < longest; ++i) most *= 2;
    most = std::max<std::int64_t>(std::min(most, longest), 1);
    return std::chrono::milliseconds(1 + static_cast<std::int64_t>(random % static_cast<std::uint64_t>(most)));
}

} // namespace okta::detail
#endif
