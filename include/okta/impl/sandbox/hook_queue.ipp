#ifndef OKTA_IMPL_SANDBOX_HOOK_QUEUE_IPP
#define OKTA_IMPL_SANDBOX_HOOK_QUEUE_IPP

#include <okta/model/deadline.hpp>
#include <okta/sandbox/hook_queue.hpp>

#include <algorithm>
#include <utility>

namespace okta::sandbox::detail {

OKTA_DECL hook_queue::waiting::iterator hook_queue::oldest()
{
    return std::ranges::min_element(
        waiting_, [](auto const& a, auto const& b) { return a.second.front().number < b.second.front().number; });
}

OKTA_DECL void hook_queue::add(std::string const& hook, timestamp at, std::string json)
{
    if (counts.waiting >= options_.most_queued) {
        ++counts.lost;
        if (waiting_.empty()) return; // none may wait
        auto const from = oldest();
        from->second.pop_front();
        --counts.waiting;
        if (from->second.empty()) waiting_.erase(from);
    }
    waiting_[hook].push_back({++last_, at, std::move(json)});
    ++counts.waiting;
}

OKTA_DECL hook_batch hook_queue::take_from(waiting::iterator of)
{
    hook_batch batch{of->first, {}};
    auto& events = of->second;
    auto const end = events.front().at + okta::detail::within_a_century(options_.gather);
    auto const most = std::max<std::size_t>(1, options_.most_events);
    while (!events.empty() && events.front().at <= end && batch.events.size() < most) {
        batch.events.push_back(std::move(events.front().json));
        events.pop_front();
    }
    counts.waiting -= batch.events.size();
    if (events.empty()) waiting_.erase(of);
    return batch;
}

OKTA_DECL std::vector<hook_batch> hook_queue::take(timestamp now, deliver which)
{
    std::vector<hook_batch> batches;
    auto const most = std::max<std::size_t>(1, options_.most_events);
    auto const begun = now - okta::detail::within_a_century(options_.gather);
    for (;;) { // each turn takes an event at least
        auto next = waiting_.end();
        for (auto i = waiting_.begin(); i != waiting_.end(); ++i) {
            auto const& first = i->second.front();
            bool const due = which == deliver::all || first.at <= begun || i->second.size() >= most;
            if (due && (next == waiting_.end() || first.number < next->second.front().number)) next = i;
        }
        if (next == waiting_.end()) return batches;
        batches.push_back(take_from(next));
    }
}

OKTA_DECL void hook_queue::drop(std::string const& hook)
{
    auto const found = waiting_.find(hook);
    if (found == waiting_.end()) return;
    counts.lost += found->second.size();
    counts.waiting -= found->second.size();
    waiting_.erase(found);
}

} // namespace okta::sandbox::detail
#endif
