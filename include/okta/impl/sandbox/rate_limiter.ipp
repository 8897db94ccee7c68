#ifndef OKTA_IMPL_SANDBOX_RATE_LIMITER_IPP
#define OKTA_IMPL_SANDBOX_RATE_LIMITER_IPP

#include <okta/model/deadline.hpp>
#include <okta/sandbox/rate_limiter.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

OKTA_DECL rate_limiter::verdict rate_limiter::count(std::string_view bucket, timestamp now)
{
    // A concurrency limit's reset is a suggestion only; this far away it was seen.
    constexpr std::chrono::seconds concurrency_reset{114};
    while (!under_way_.empty() && under_way_.front() <= now) under_way_.pop_front();
    if (limits_.enforced && static_cast<std::int64_t>(under_way_.size()) >= limits_.concurrent)
        return {{0, 0, std::chrono::floor<std::chrono::seconds>(now) + concurrency_reset}, true};
    if (limits_.service_time.count() > 0)
        under_way_.push_back(now + okta::detail::within_a_century(limits_.service_time));

    auto const other = limits_.buckets.find(bucket);
    auto const limit = other == limits_.buckets.end() ? limits_.per_window : other->second;
    constexpr std::chrono::seconds soon{1};
    if (!limits_.enforced) return {{limit, limit - 1, std::chrono::ceil<std::chrono::seconds>(now + soon)}, false};
    auto found = windows_.find(bucket);
    if (found == windows_.end()) found = windows_.emplace(bucket, window{}).first;
    auto& w = found->second;
    if (w.end <= now) w = {now + okta::detail::within_a_century(limits_.window), 0};
    bool const too_many = w.used >= limit;
    if (!too_many) ++w.used;
    return {{limit, std::max<std::int64_t>(limit - w.used, 0), std::chrono::ceil<std::chrono::seconds>(w.end)},
            too_many};
}

} // namespace okta::sandbox::detail
#endif
