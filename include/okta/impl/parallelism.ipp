#ifndef OKTA_IMPL_PARALLELISM_IPP
#define OKTA_IMPL_PARALLELISM_IPP

#include <okta/exchange/parallelism.hpp>

#include <algorithm>

namespace okta::detail {

OKTA_DECL bool parallelism::is_turn_of_bulk(instant now) const noexcept
{
    return interactive_in_a_row_ >= 4 && now < stalled_until_[std::size_t(priority::bulk)];
}

OKTA_DECL instant parallelism::may_go(priority p, std::size_t before, instant now) const noexcept
{
    using namespace std::chrono_literals;
    auto const allowed = static_cast<std::size_t>(allowed_);
    auto const free = allowed - std::min(allowed, under_way_);
    bool const yields = p == priority::interactive
                            ? is_turn_of_bulk(now)
                            : now < stalled_until_[std::size_t(priority::interactive)] && !is_turn_of_bulk(now);
    auto const in_front = before + (yields ? 1u : 0u);
    if (free > in_front) return std::max(now, quiet_until_);
    auto const turns = static_cast<long long>(in_front - std::min(in_front, free) + 1);
    std::chrono::microseconds const guess{answer_time_.count() * std::min(turns, 10'000LL) /
                                          static_cast<long long>(allowed)};
    return std::max(now, quiet_until_) + std::clamp<std::chrono::microseconds>(guess, 5ms, 5s);
}

OKTA_DECL void parallelism::stalled(priority p, instant due) noexcept
{
    auto& until = stalled_until_[std::size_t(p)];
    until = std::max(until, due + waiting_line::patience);
}

OKTA_DECL void parallelism::started(priority p) noexcept
{
    ++under_way_;
    interactive_in_a_row_ = p == priority::interactive ? std::min(interactive_in_a_row_ + 1, 4u) : 0;
}

OKTA_DECL void parallelism::answered(instant began, bool refused, instant now) noexcept
{
    using namespace std::chrono_literals;
    auto const under_way = static_cast<double>(under_way_);
    lost();
    auto const took = std::chrono::duration_cast<std::chrono::microseconds>(now - began);
    answer_time_ += (std::clamp<std::chrono::microseconds>(took, 1ms, 10s) - answer_time_) / 8;
    if (!refused) {
        refusals_ = 0;
        // Room that nobody needed is no sign that there is more of it.
        if (under_way >= allowed_ / 2) allowed_ = std::min(most_, allowed_ + 0.125 / allowed_);
    } else if (began > lowered_) { // those that were under way when it was lowered say nothing new
        // More than are under way may go by far: then others are the cause, too.
        allowed_ = std::max(1.0, std::clamp(under_way, allowed_ / 2, allowed_) * 0.75);
        lowered_ = now;
        quiet_until_ = now + 100ms * (1 << std::min(refusals_++, 5u));
    }
}

} // namespace okta::detail
#endif
