#ifndef OKTA_EXCHANGE_SERVER_CLOCK_HPP
#define OKTA_EXCHANGE_SERVER_CLOCK_HPP

#include <okta/impl/config.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace okta::detail {

/// What the server's clock shows at least, by the `Date` of its answers.
///
/// An answer's date is in whole seconds, rounded down, and it took time to arrive; of many answers, the one that shows
/// the clock furthest ahead is right to a few milliseconds. It counts for one or two minutes, as clocks drift.
class server_clock
{
public:
    using instant = std::chrono::steady_clock::time_point;
    using microseconds = std::chrono::microseconds;

    void learn(std::chrono::sys_seconds date, instant now) noexcept
    {
        auto const ahead = since_epoch(date) - since_epoch(now);
        if (!ahead_ || now - since_ >= std::chrono::minutes(1)) {
            before_ = ahead_ && now - since_ < std::chrono::minutes(2) ? ahead_ : std::nullopt;
            ahead_ = ahead;
            since_ = now;
        }
        ahead_ = std::max(*ahead_, ahead);
    }

    /// How long until the server's clock shows `t`, at most; within a day. Nothing without any date. `date` is that of
    /// the answer just come: one clock among many that goes wrong must not outweigh it by more than a second or two.
    [[nodiscard]] std::optional<microseconds> until(std::chrono::sys_seconds t,
                                                    std::optional<std::chrono::sys_seconds> date,
                                                    instant now) const noexcept
    {
        constexpr microseconds day = std::chrono::hours(24);
        if (!ahead_) return std::nullopt;
        auto left = since_epoch(t) - (since_epoch(now) + std::max(*ahead_, before_.value_or(*ahead_)));
        if (date) {
            auto const by_date = since_epoch(t) - since_epoch(*date);
            left = std::clamp<microseconds>(left, by_date - std::chrono::seconds(2), by_date);
        }
        return std::clamp(left, -day, day);
    }

    /// What a server may tell, cut so that sums of a few stay far from overflow.
    static std::chrono::sys_seconds bounded(std::chrono::sys_seconds t) noexcept
    {
        constexpr std::chrono::sys_seconds far{std::chrono::seconds(1'000'000'000'000)};
        return std::clamp(t, std::chrono::sys_seconds{-far.time_since_epoch()}, far);
    }

private:
    static microseconds since_epoch(std::chrono::sys_seconds t) noexcept { return bounded(t).time_since_epoch(); }

    static microseconds since_epoch(instant t) noexcept
    {
        return std::chrono::duration_cast<microseconds>(t.time_since_epoch());
    }

    std::optional<microseconds> ahead_; // of ours, in this minute
    std::optional<microseconds> before_;
    instant since_ = {};
};

} // namespace okta::detail

#endif
