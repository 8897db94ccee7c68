#ifndef OKTA_IMPL_MEMORY_INBOX_IPP
#define OKTA_IMPL_MEMORY_INBOX_IPP

#include <okta/hook/memory_inbox.hpp>
#include <okta/hook/system_time.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace okta {

OKTA_DECL memory_inbox::memory_inbox(memory_inbox_options options) : options_(options)
{
    if (!options_.max_waiting || !options_.max_bytes || !options_.max_dead || !options_.max_keys)
        throw std::invalid_argument("memory_inbox_options: each bound has to be at least 1");
}

OKTA_DECL bool memory_inbox::take_in(std::vector<incoming_event> const& events)
{
    boost::unordered_set<std::string_view> fresh; // one delivery may hold an event twice
    std::size_t bytes = 0;
    for (auto const& e : events)
        if (!keys_.count(e.key) && fresh.insert(e.key).second) bytes += e.json.size();
    if (!fresh.empty() && // else all are there, be it more than was allowed: replay_dead adds to them
        (waiting_.size() + fresh.size() > options_.max_waiting || bytes_ + bytes > options_.max_bytes))
        return false;

    auto const now = detail::system_time();
    auto const before = last_;
    std::uint64_t repeated = 0;
    try {
        for (auto const& e : events) {
            if (keys_.count(e.key)) {
                ++repeated;
                continue;
            }
            auto const number = last_ + 1;
            waiting_.emplace(number, waiting_event{{number, e, now, 0}});
            last_ = number;
            keys_.insert(e.key);
        }
    } catch (...) { // none rather than some
        for (auto at = waiting_.upper_bound(before); at != waiting_.end(); at = waiting_.erase(at))
            keys_.erase(at->second.kept.event.key);
        throw;
    }
    bytes_ += bytes;
    counts_.repeated += repeated;
    return true;
}

OKTA_DECL void memory_inbox::put(std::vector<incoming_event> events, std::function<void(put_result)> done)
{
    auto const kept = [&] {
        std::lock_guard lock(mutex_);
        return take_in(events);
    }();
    done(kept ? put_result::kept : put_result::full);
    if (kept) listeners_.tell();
}

OKTA_DECL std::vector<kept_event> memory_inbox::take(timestamp now, std::size_t most)
{
    std::lock_guard lock(mutex_);
    std::vector<kept_event> taken;
    for (auto& [number, w] : waiting_) {
        if (taken.size() == most) break;
        if (w.taken || w.due > now) continue;
        w.taken = true;
        taken.push_back(w.kept);
    }
    return taken;
}

OKTA_DECL void memory_inbox::settle(std::span<kept_event const> events,
                                    std::function<verdict(kept_event const&, context&)> const& handler, timestamp now)
{
    context nothing;
    std::size_t i = 0;
    try {
        for (; i < events.size(); ++i) settle(events[i].number, handler(events[i], nothing), now);
    } catch (...) {
        for (++i; i < events.size(); ++i) give_back(events[i].number);
        throw;
    }
}

OKTA_DECL void memory_inbox::give_back(std::uint64_t number)
{
    {
        std::lock_guard lock(mutex_);
        auto const at = waiting_.find(number);
        if (at == waiting_.end() || !at->second.taken) return;
        at->second.taken = false;
    }
    listeners_.tell();
}

OKTA_DECL void memory_inbox::settle(std::uint64_t number, verdict const& v, timestamp now)
{
    std::lock_guard lock(mutex_);
    auto const at = waiting_.find(number);
    if (at == waiting_.end()) return;
    if (v.said == verdict::what::again) {
        at->second.taken = false;
        at->second.due = v.due;
        ++at->second.kept.attempts;
        return;
    }
    auto kept = std::move(at->second.kept);
    waiting_.erase(at);
    bytes_ -= kept.event.json.size();
    if (v.said == verdict::what::done) {
        ++counts_.handled;
        return remember(std::move(kept.event.key));
    }
    ++kept.attempts;
    dead_.emplace(number, dead_event{std::move(kept), now, v.why});
    if (dead_.size() <= options_.max_dead) return;
    remember(std::move(dead_.begin()->second.kept.event.key));
    dead_.erase(dead_.begin());
}

OKTA_DECL void memory_inbox::remember(std::string key)
{
    handled_.push_back(std::move(key));
    if (handled_.size() <= options_.max_keys) return;
    keys_.erase(handled_.front());
    handled_.pop_front();
}

OKTA_DECL std::optional<timestamp> memory_inbox::next_due() const
{
    std::lock_guard lock(mutex_);
    std::optional<timestamp> first;
    for (auto const& [number, w] : waiting_)
        if (!w.taken && (!first || w.due < *first)) first = w.due;
    return first;
}

OKTA_DECL std::vector<dead_event> memory_inbox::dead(std::size_t most) const
{
    std::lock_guard lock(mutex_);
    std::vector<dead_event> found;
    for (auto const& [number, d] : dead_)
        if (found.size() < most) found.push_back(d);
    return found;
}

OKTA_DECL bool memory_inbox::replay_dead(std::uint64_t number)
{
    {
        std::lock_guard lock(mutex_);
        auto const at = dead_.find(number);
        if (at == dead_.end()) return false;
        auto kept = std::move(at->second.kept);
        dead_.erase(at);
        kept.attempts = 0;
        bytes_ += kept.event.json.size();
        waiting_.emplace(number, waiting_event{std::move(kept)});
    }
    listeners_.tell();
    return true;
}

OKTA_DECL inbox_counts memory_inbox::counts() const
{
    std::lock_guard lock(mutex_);
    auto c = counts_;
    c.waiting = waiting_.size();
    c.dead = dead_.size();
    return c;
}

} // namespace okta
#endif
