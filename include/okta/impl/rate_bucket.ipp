#ifndef OKTA_IMPL_RATE_BUCKET_IPP
#define OKTA_IMPL_RATE_BUCKET_IPP

#include <okta/exchange/rate_bucket.hpp>
#include <okta/exchange/server_clock.hpp>

#include <algorithm>
#include <cmath>

namespace okta::detail {

constexpr double share_of_bulk = 0.2; // of a window, that interactive calls leave to bulk calls that wait

inline double to_seconds(instant::duration d) noexcept { return std::chrono::duration<double>(d).count(); }

inline rate_bucket::microseconds from_seconds(double s) noexcept
{
    constexpr double longest = std::chrono::duration<double>(rate_bucket::longest_wait).count();
    return rate_bucket::microseconds(static_cast<long long>(std::clamp(s, 0.0, longest) * 1e6));
}

OKTA_DECL double rate_bucket::used_by_others() const noexcept
{
    return std::max(0.0, limit_ - remaining_ - own_ - static_cast<double>(under_way_));
}

OKTA_DECL void rate_bucket::drop_late(instant now)
{
    for (auto& l : lines_) l.drop_late(now);
}

/// What we may still use, as far as can be known: of what was told, without what is on its way to be counted.
OKTA_DECL double rate_bucket::usable(instant now) const noexcept
{
    // What they send while an answer is on its way was not in it. Guesses are not to lock us out of more than a little.
    auto const unheard = std::min(others_rate_ * to_seconds(now - heard_ + answer_time_), limit_ / 20);
    return remaining_ - std::floor(limit_ * keep_free_) - static_cast<double>(under_way_) - unheard;
}

OKTA_DECL rate_bucket::microseconds rate_bucket::interval(instant now) const noexcept
{
    auto const left = to_seconds(ends_ - now - length_ / 50); // answers of the last ones come within the window
    return from_seconds(left / (std::max(usable(now), 1.0) * share_));
}

OKTA_DECL rate_bucket::microseconds rate_bucket::spread(std::size_t before) const noexcept
{
    return from_seconds(to_seconds(length_) * static_cast<double>(before) / (limit_ * share_));
}

/// When to ask again in the next window, if so many others will.
OKTA_DECL instant rate_bucket::in_next_window(std::size_t before) const noexcept
{
    auto const end = ends_ + late_;
    return before == 0 ? end : end + answer_time_ + spread(before);
}

OKTA_DECL instant rate_bucket::may_go(priority p, std::size_t before, instant now) const noexcept
{
    using namespace std::chrono_literals;
    if (now < held_until_) return known_ ? std::max(held_until_, in_next_window(before)) : held_until_;
    if (!known_) return refusals_ > 0 && before + under_way_ > 0 ? now + answer_time_ : now;
    if (now >= ends_ + late_) {
        bool const yields = p == priority::bulk && lines_[std::size_t(priority::interactive)].is_any_awake(now);
        if (!yields && before == 0 && next_bulk_ <= now) return now;
        return now + answer_time_ + spread(before);
    }
    auto const free = usable(now) - static_cast<double>(before) - 1;
    if (free < 0) {
        auto const too_many = std::min(before, static_cast<std::size_t>(-free));
        // What is under way may have been counted already in what we were told.
        return too_many < under_way_ ? std::min(ends_ + late_, now + answer_time_) : in_next_window(too_many);
    }
    if (p == priority::bulk)
        return std::min<instant>(next_bulk_ + interval(now) * static_cast<long>(before), in_next_window(before));
    if (lines_[std::size_t(priority::bulk)].empty()) return now;
    return ends_ - from_seconds(free / (limit_ * (1 - keep_free_) * share_of_bulk) * to_seconds(length_));
}

OKTA_DECL void rate_bucket::started(priority p, instant now) noexcept
{
    using namespace std::chrono_literals;
    ++under_way_;
    last_used = now;
    if (!known_) return;
    if (now >= ends_ + late_) next_bulk_ = now + 1s;
    else if (p == priority::bulk)
        next_bulk_ = std::min(ends_, std::max(next_bulk_, now - 20ms) + interval(now)); // who comes late catches up
}

OKTA_DECL void rate_bucket::answered(response_facts const& facts, std::optional<microseconds> left, instant began,
                                     instant now) noexcept
{
    using namespace std::chrono_literals;
    ended();
    if (facts.status != 0) {
        auto const took = std::chrono::duration_cast<microseconds>(now - began);
        answer_time_ += (std::clamp<microseconds>(took, 1ms, 1s) - answer_time_) / 8;
    }
    auto const& told = facts.rate_limit;
    bool const plausible = told && left && told->limit > 0 && told->remaining >= 0 && *left > -2s && *left < 1h;
    bool const was_over = known_ && began >= ends_ + late_;
    auto const reset = reset_;
    if (plausible && !learn(*told, *left, began, now)) return;
    if (!plausible && was_over && facts.status != 0) known_ = false;
    else if (!plausible) remaining_ = std::max(0.0, remaining_ - 1);

    if (facts.status == 429) {
        remaining_ = 0;
        if (plausible && was_over && reset == reset_) late_ = std::min<microseconds>(late_ + 500ms, 1s);
        refused(plausible ? 0s : left.value_or(0s), began, now);
    } else if (facts.status != 0) refusals_ = 0;
}

/// False: it is about a window that has ended.

OKTA_DECL bool rate_bucket::learn(okta::rate_limit const& told, microseconds left, instant began, instant now) noexcept
{
    using namespace std::chrono_literals;
    auto const reset = server_clock::bounded(told.reset);
    auto const ends = now + std::min<microseconds>(left, longest_wait);
    auto const remaining = static_cast<double>(std::min(told.remaining, told.limit));
    // The same window may be told with resets a second apart, as it is in whole seconds. Answers of requests that
    // began when this one was known already cannot be of one before it.
    bool const later = reset > reset_ + 1s || (reset > reset_ && began >= ends_);
    bool const is_new = !known_ || later || (reset < reset_ - 1s && began >= seen_);
    if (is_new) {
        begin_window();
        remaining_ = remaining;
        reset_ = reset;
        seen_ = marked_ = next_bulk_ = now;
        length_ = std::clamp<microseconds>(left, 1s, longest_wait);
    } else if (reset < reset_ - 1s) return false;
    known_ = true;
    limit_ = static_cast<double>(told.limit);
    remaining_ = std::min(remaining_, remaining);
    if (reset >= reset_) ends_ = ends;
    reset_ = std::max(reset_, reset);
    heard_ = now;
    ++own_;
    if (is_new) others_marked_ = used_by_others();
    watch_others(now);
    return true;
}

/// How others shared the last window with us is how they will share the next.
OKTA_DECL void rate_bucket::begin_window() noexcept
{
    auto const others = used_by_others();
    share_ = 1;
    // The root, since shares as they were would stay unequal for ever: who had less gains on who had more.
    if (known_ && own_ + others > 0) share_ = std::max(std::sqrt(own_ / (own_ + others)), 1 - others / limit_);
    share_ = std::clamp(share_, 0.05, 1.0);
    own_ = others_rate_ = others_marked_ = 0;
}

OKTA_DECL void rate_bucket::watch_others(instant now) noexcept
{
    auto const passed = to_seconds(now - marked_);
    if (passed < 0.25) return;
    auto const used = used_by_others();
    others_rate_ = (others_rate_ + std::max(0.0, used - others_marked_) / passed) / 2;
    others_marked_ = used;
    marked_ = now;
}

/// The window is used up, whatever else was told: waits for its end, or longer each time if that is unknown.
OKTA_DECL void rate_bucket::refused(microseconds left, instant began, instant now) noexcept
{
    using namespace std::chrono_literals;
    if (began <= refused_at_) return; // it was under way when another one was refused
    auto const at_least = 1s * (1 << std::min(refusals_++, 8u));
    held_until_ = now + std::clamp<microseconds>(left + 1s, at_least, longest_wait);
    refused_at_ = now;
}

} // namespace okta::detail
#endif
