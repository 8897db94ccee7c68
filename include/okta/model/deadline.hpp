#ifndef OKTA_MODEL_DEADLINE_HPP
#define OKTA_MODEL_DEADLINE_HPP

#include <algorithm>
#include <chrono>

namespace okta::detail {

/// Longer than anybody waits. A clock that counts nanoseconds in 64 bits ends after 292 years, so any clock's time and
/// this can be added; milliseconds::max(), which users give for "never", cannot even be compared with nanoseconds.
inline constexpr std::chrono::hours century{24 * 365 * 100};

/// A duration that users give, before it is waited for, subtracted or compared: a century of it at most.
template <class Rep, class Period>
[[nodiscard]] constexpr std::chrono::duration<Rep, Period> within_a_century(std::chrono::duration<Rep, Period> d)
{
    using duration = std::chrono::duration<Rep, Period>;
    return std::clamp<duration>(d, -century, century);
}

/// `t + d`, where `d` is what users give: the end of time if `d` is a century or more.
template <class Clock, class Duration, class Rep, class Period>
[[nodiscard]] constexpr auto deadline_after(std::chrono::time_point<Clock, Duration> t,
                                            std::chrono::duration<Rep, Period> d)
{
    using finer = std::common_type_t<Duration, std::chrono::duration<Rep, Period>>;
    using time_point = std::chrono::time_point<Clock, finer>;
    finer const step = within_a_century(d);
    bool const never = d >= century || (step > finer::zero() && t > time_point::max() - step);
    return never ? time_point::max() : t + step;
}

} // namespace okta::detail
#endif
