#ifndef OKTA_SANDBOX_RATE_LIMITER_HPP
#define OKTA_SANDBOX_RATE_LIMITER_HPP

#include <okta/model/error.hpp>
#include <okta/sandbox/org_options.hpp>

#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace okta::sandbox::detail {

/// Counts requests per bucket and window, and those under way.
class rate_limiter
{
public:
    explicit rate_limiter(rate_limits const& limits) : limits_(limits) {}

    struct verdict
    {
        rate_limit told; ///< in the headers of the answer
        bool refused;
    };

    /// Counts a request of that bucket, `GET /api/v1/users`. Beyond the limit of a window it is refused; beyond the
    /// concurrency limit too, and then Okta says a limit of 0. Where limits are not enforced nothing is used up, so no
    /// client has a reason to wait.
    verdict count(std::string_view bucket, timestamp now);

private:
    struct window
    {
        timestamp end = {};
        std::int64_t used = 0;
    };

    rate_limits const& limits_;
    std::map<std::string, window, std::less<>> windows_;
    std::deque<timestamp> under_way_; // when each ends
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/rate_limiter.ipp>
#endif
#endif
