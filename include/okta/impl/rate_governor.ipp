#ifndef OKTA_IMPL_RATE_GOVERNOR_IPP
#define OKTA_IMPL_RATE_GOVERNOR_IPP

#include <okta/exchange/parallelism.hpp>
#include <okta/exchange/rate_bucket.hpp>
#include <okta/exchange/rate_governor.hpp>
#include <okta/exchange/server_clock.hpp>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace okta {

namespace detail {

// The place of an admitted ticket says when it began, so that nothing need be kept of it.
constexpr std::uint64_t has_leave = std::uint64_t{1} << 63;
constexpr std::uint64_t is_counted = std::uint64_t{1} << 62; // by its bucket

inline std::uint64_t place_under_way(instant began, bool counted) noexcept
{
    auto const us = std::chrono::duration_cast<std::chrono::microseconds>(began.time_since_epoch()).count();
    return has_leave | (counted ? is_counted : 0) | (static_cast<std::uint64_t>(us) & (is_counted - 1));
}

inline instant began_at(std::uint64_t place) noexcept
{
    return instant(std::chrono::microseconds(static_cast<std::int64_t>(place & (is_counted - 1))));
}

struct text_hash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
};

} // namespace detail

struct rate_governor::state
{
    using bucket = detail::rate_bucket;
    using milliseconds = std::chrono::milliseconds;

    /// When the bucket and when the number of requests under way would let somebody go.
    struct times
    {
        time_point by_bucket, by_parallel;
        [[nodiscard]] time_point both() const noexcept { return std::max(by_bucket, by_parallel); }
    };

    explicit state(governor_options const& o) : options(o), parallel(o.most_parallel) {}

    milliseconds admit(governor_ticket& t, time_point now);
    void settle(governor_ticket& t, response_facts const& facts, time_point now);
    void leave(governor_ticket& t);

    bucket* find(std::string_view name);
    bucket* find_or_add(std::string_view name, time_point now);
    bool make_room(time_point now);
    bool enter(detail::waiting_line& line, governor_ticket& t, time_point now);
    [[nodiscard]] times may_go(bucket const* b, priority p, std::size_t before, time_point now) const;
    milliseconds start(bucket* b, governor_ticket& t, time_point now);

    governor_options options;
    std::mutex mutex;
    std::unordered_map<std::string, bucket, detail::text_hash, std::equal_to<>> buckets;
    detail::parallelism parallel;
    detail::server_clock clock;
};

OKTA_DECL rate_governor::state::bucket* rate_governor::state::find(std::string_view name)
{
    auto const found = buckets.find(name);
    return found == buckets.end() ? nullptr : &found->second;
}

OKTA_DECL rate_governor::state::bucket* rate_governor::state::find_or_add(std::string_view name, time_point now)
{
    if (auto* const b = find(name)) return b;
    if (buckets.size() >= options.most_buckets && !make_room(now)) return nullptr;
    auto& added = buckets.try_emplace(std::string(name), options.keep_free).first->second;
    added.last_used = now;
    return &added;
}

/// Forgets the bucket that was not used for longest. False: all are in use.
OKTA_DECL bool rate_governor::state::make_room(time_point now)
{
    auto oldest = buckets.end();
    for (auto at = buckets.begin(); at != buckets.end(); ++at) {
        at->second.drop_late(now);
        if (at->second.is_idle() && (oldest == buckets.end() || at->second.last_used < oldest->second.last_used))
            oldest = at;
    }
    if (oldest == buckets.end()) return false;
    buckets.erase(oldest);
    return true;
}

OKTA_DECL bool rate_governor::state::enter(detail::waiting_line& line, governor_ticket& t, time_point now)
{
    if (line.size() >= options.most_waiting && !line.contains(t.place)) {
        line.drop_late(now);
        if (line.size() >= options.most_waiting) return false;
    }
    if (t.place == 0) t.place = line.join(t.client, now);
    else line.rejoin(t.place, t.client, now);
    return true;
}

OKTA_DECL rate_governor::state::times rate_governor::state::may_go(bucket const* b, priority p, std::size_t before,
                                                                   time_point now) const
{
    return {b ? b->may_go(p, before, now) : now, parallel.may_go(p, before, now)};
}

OKTA_DECL std::chrono::milliseconds rate_governor::state::start(bucket* b, governor_ticket& t, time_point now)
{
    if (b && t.place != 0) b->line(t.priority).serve(t.place);
    if (b) b->started(t.priority, now);
    parallel.started(t.priority);
    t.place = detail::place_under_way(now, b != nullptr);
    return milliseconds{0};
}

OKTA_DECL std::chrono::milliseconds rate_governor::state::admit(governor_ticket& t, time_point now)
{
    using namespace std::chrono_literals;
    if ((t.place & detail::has_leave) != 0) return 0ms;
    auto* const b = find_or_add(t.bucket, now);
    auto* const line = b ? &b->line(t.priority) : nullptr;
    bool in_line = line && (t.place != 0 || !line->empty()) && enter(*line, t, now);
    auto const before = in_line ? line->before(t.place) : line ? line->size() : 0;
    auto const when = may_go(b, t.priority, before, now);
    if (when.both() <= now) return start(b, t, now);
    if (in_line && may_go(b, t.priority, line->awake_before(t.place, now), now).both() <= now) return start(b, t, now);

    if (b) b->drop_late(now);
    if (line && !in_line) in_line = enter(*line, t, now);
    auto wait = std::chrono::ceil<milliseconds>(when.both() - now);
    if (before > 0) wait += wait / 128 + 2ms; // those before will be late themselves, as timers are
    wait = std::clamp<milliseconds>(wait, 1ms, bucket::longest_wait);
    if (in_line) line->tell(t.place, now + wait);
    if (when.by_bucket <= now) parallel.stalled(t.priority, now + wait);
    return wait;
}

OKTA_DECL void rate_governor::state::settle(governor_ticket& t, response_facts const& facts, time_point now)
{
    auto const place = std::exchange(t.place, 0);
    auto const began = detail::began_at(place);
    auto* const b = (place & detail::is_counted) != 0 ? find(t.bucket) : nullptr;
    auto const& told = facts.rate_limit;
    bool const too_many = facts.status == 429 && told && told->limit == 0 && told->remaining == 0;
    if (facts.status == 0) parallel.lost();
    else parallel.answered(began, too_many, now);
    if (facts.date) clock.learn(*facts.date, now);
    if (b && too_many) b->ended();
    else if (b) b->answered(facts, told ? clock.until(told->reset, facts.date, now) : std::nullopt, began, now);
}

OKTA_DECL void rate_governor::state::leave(governor_ticket& t)
{
    if (auto* const b = find(t.bucket)) b->line(t.priority).leave(t.place);
    t.place = 0;
}

OKTA_DECL rate_governor::rate_governor(governor_options options)
{
    auto const within = [](std::size_t value, std::size_t most, char const* what) {
        if (value < 1 || value > most) throw std::invalid_argument(std::string(what) + " is out of bounds");
    };
    if (!(options.keep_free >= 0 && options.keep_free <= 0.9)) // a NaN is neither
        throw std::invalid_argument("keep_free is out of bounds: 0 to 0.9");
    within(options.most_parallel, 10'000, "most_parallel");
    within(options.most_buckets, 100'000, "most_buckets");
    within(options.most_waiting, 100'000, "most_waiting");
    state_ = std::make_shared<state>(options);
}

OKTA_DECL std::chrono::milliseconds rate_governor::admit(governor_ticket& t, time_point now)
{
    std::lock_guard lock(state_->mutex);
    return state_->admit(t, now);
}

OKTA_DECL void rate_governor::settle(governor_ticket& t, response_facts const& facts, time_point now)
{
    if ((t.place & detail::has_leave) == 0) return;
    std::lock_guard lock(state_->mutex);
    state_->settle(t, facts, now);
}

OKTA_DECL void rate_governor::leave(governor_ticket& t, time_point)
{
    if (t.place == 0 || (t.place & detail::has_leave) != 0) return;
    std::lock_guard lock(state_->mutex);
    state_->leave(t);
}

} // namespace okta
#endif
