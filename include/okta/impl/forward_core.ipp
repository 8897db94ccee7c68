#ifndef OKTA_IMPL_FORWARD_CORE_IPP
#define OKTA_IMPL_FORWARD_CORE_IPP

#include <okta/hook/worker_core.hpp>
#include <okta/hook/sink.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <new>
#include <optional>

namespace okta::detail {

/// What was taken and is not published, a line for each partition; whoever is not first in line waits for who is.
class forward_core
{
public:
    forward_core(erased_inbox inbox, publish_function publish, forward_options options)
        : inbox_(std::move(inbox)),
          publish_(std::move(publish)),
          options_(check(std::move(options))),
          waiting_({.on_failure = options_.on_failure})
    {
    }

    std::size_t run_once();
    void run(std::stop_token const& stop);
    [[nodiscard]] std::size_t held() const noexcept { return held_; }

private:
    struct line
    {
        std::deque<kept_event> events = {};
        timestamp due = {};
        std::uint32_t failures = 0; // of the first event
    };
    using lines = std::map<std::string, line, std::less<>>;

    /// The first so many of a line.
    struct part
    {
        lines::iterator of;
        std::size_t count;
    };

    struct failure
    {
        enum class kind { unavailable, hopeless, other };
        kind what = kind::other;
        std::string why = "something that is no std::exception";
    };

    static forward_options check(forward_options options);

    void take_more();
    std::vector<part> choose();
    std::optional<failure> publish(std::span<part const> parts);
    std::size_t settle(std::span<part const> parts);
    bool one_by_one(part p, std::size_t& settled);
    bool front_failed(lines::iterator at, failure const& f);
    void pause(failure const& f);
    kept_event drop_front(lines::iterator at);
    std::chrono::milliseconds pause_after(std::uint32_t failures);
    [[nodiscard]] std::optional<timestamp> next() const;
    [[nodiscard]] bool has_room() const { return held_ < options_.max_held && bytes_ < options_.max_held_bytes; }
    void tell(std::string_view what, failure const& f) const;

    erased_inbox inbox_;
    publish_function publish_;
    forward_options options_;
    worker_core waiting_; // for nothing else
    lines lines_ = {};
    std::size_t held_ = 0, bytes_ = 0;
    timestamp paused_until_ = {};
    std::uint32_t pauses_ = 0;
    std::uint64_t random_ = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
};

OKTA_DECL forward_options forward_core::check(forward_options options)
{
    auto const refuse = [](char const* what) {
        throw std::invalid_argument(std::string("forward_options: ").append(what));
    };
    if (!options.batch || options.batch > 10'000) refuse("batch has to be 1 to 10,000");
    if (options.max_held < options.batch) refuse("max_held has to be no less than batch");
    if (!options.max_held_bytes) refuse("max_held_bytes has to be at least 1");
    if (options.first_backoff.count() <= 0 || options.max_backoff < options.first_backoff)
        refuse("first_backoff has to be positive, and max_backoff no shorter");
    if (!options.now) options.now = system_time;
    return options;
}

OKTA_DECL void forward_core::take_more()
{
    if (!has_room()) return;
    for (auto& e : inbox_.take(options_.now(), std::min(options_.batch, options_.max_held - held_))) {
        auto& events = lines_[partition_of(e.event)].events;
        ++held_;
        bytes_ += e.event.json.size();
        // An inbox that could not settle gives again what was published, behind what is held here.
        auto const at = std::ranges::upper_bound(events, e.number, {}, &kept_event::number);
        events.insert(at, std::move(e));
    }
}

/// The events that may go now, the oldest first.
OKTA_DECL std::vector<forward_core::part> forward_core::choose()
{
    auto const now = options_.now();
    std::vector<part> parts;
    for (auto at = lines_.begin(); at != lines_.end(); ++at)
        if (at->second.due <= now) parts.push_back({at, at->second.events.size()});
    std::ranges::sort(parts, {}, [](part const& p) { return p.of->second.events.front().number; });
    auto room = options_.batch;
    for (auto& p : parts) {
        if (p.of->second.failures > 0) p.count = 1; // the others when it is through
        p.count = std::min(p.count, room);
        room -= p.count;
    }
    std::erase_if(parts, [](part const& p) { return p.count == 0; });
    return parts;
}

OKTA_DECL std::optional<forward_core::failure> forward_core::publish(std::span<part const> parts)
{
    std::vector<kept_event const*> chosen;
    for (auto const& p : parts)
        for (std::size_t i = 0; i < p.count; ++i) chosen.push_back(&p.of->second.events[i]);
    std::ranges::sort(chosen, {}, &kept_event::number);
    std::vector<incoming_event> events;
    events.reserve(chosen.size());
    for (auto const* e : chosen) events.push_back(e->event);
    try {
        publish_(events);
        pauses_ = 0;
        return std::nullopt;
    } catch (std::bad_alloc const&) {
        throw;
    } catch (sink_unavailable const& e) {
        return failure{failure::kind::unavailable, e.what()};
    } catch (give_up const& e) {
        return failure{failure::kind::hopeless, e.what()};
    } catch (std::exception const& e) {
        return failure{failure::kind::other, e.what()};
    } catch (...) {
        return failure{};
    }
}

OKTA_DECL kept_event forward_core::drop_front(lines::iterator at)
{
    auto& events = at->second.events;
    auto e = std::move(events.front());
    events.pop_front();
    --held_;
    bytes_ -= e.event.json.size();
    at->second.failures = 0;
    at->second.due = {};
    if (events.empty()) lines_.erase(at);
    return e;
}

OKTA_DECL std::size_t forward_core::settle(std::span<part const> parts)
{
    std::vector<kept_event> done;
    for (auto const& p : parts)
        for (auto left = p.count; left > 0; --left) done.push_back(drop_front(p.of));
    std::ranges::sort(done, {}, &kept_event::number);
    inbox_.settle(done, std::vector<verdict>(done.size()), options_.now());
    return done.size();
}

OKTA_DECL std::size_t forward_core::run_once()
{
    if (options_.now() < paused_until_) return 0;
    take_more();
    auto const parts = choose();
    if (parts.empty()) return 0;
    auto const failed = publish(parts);
    if (!failed) return settle(parts);
    if (failed->what == failure::kind::unavailable) return pause(*failed), 0u;
    if (parts.size() == 1 && parts.front().count == 1) return front_failed(parts.front().of, *failed);
    std::size_t settled = 0;
    for (auto const& p : parts)
        if (!one_by_one(p, settled)) break;
    return settled;
}

/// False: the sink is not available any more.
OKTA_DECL bool forward_core::one_by_one(part p, std::size_t& settled)
{
    for (; p.count > 0; --p.count) {
        part const first{p.of, 1};
        auto const failed = publish({&first, 1});
        if (!failed) {
            settled += settle({&first, 1});
            continue;
        }
        if (failed->what == failure::kind::unavailable) return pause(*failed), false;
        if (!front_failed(p.of, *failed)) break;
        ++settled;
    }
    return true;
}

/// \returns whether the event is dead, and no longer in the way of those behind it
OKTA_DECL bool forward_core::front_failed(lines::iterator at, failure const& f)
{
    auto& l = at->second;
    auto const& e = l.events.front();
    ++l.failures;
    bool const dead = f.what == failure::kind::hopeless || l.failures == options_.max_attempts;
    std::string what = "forwarding ";
    what.append(e.event.event_type).append(" ").append(e.event.key).append(" failed, attempt ");
    tell(what.append(std::to_string(l.failures)).append(dead ? ", the last" : ""), f);
    if (!dead) {
        l.due = options_.now() + pause_after(l.failures);
        return false;
    }
    auto const front = drop_front(at);
    auto const said = verdict::dead(f.why);
    inbox_.settle({&front, 1}, {&said, 1}, options_.now());
    return true;
}

OKTA_DECL void forward_core::pause(failure const& f)
{
    paused_until_ = options_.now() + pause_after(++pauses_);
    tell("forwarding pauses", f);
}

OKTA_DECL void forward_core::tell(std::string_view what, failure const& f) const
{
    if (options_.on_failure) options_.on_failure(std::string(what).append(": ").append(f.why));
}

OKTA_DECL std::chrono::milliseconds forward_core::pause_after(std::uint32_t failures)
{
    return backoff(options_.first_backoff, options_.max_backoff, failures - 1, random_);
}

/// When there may be something to do without an event being put.
OKTA_DECL std::optional<timestamp> forward_core::next() const
{
    if (options_.now() < paused_until_) return paused_until_;
    auto first = has_room() ? inbox_.next_due() : std::nullopt;
    for (auto const& [partition, l] : lines_)
        if (!first || l.due < *first) first = l.due;
    return first;
}

OKTA_DECL void forward_core::run(std::stop_token const& stop)
{
    auto const bell = waiting_.bell();
    auto const heard = inbox_.on_put([bell] { ring(*bell); });
    std::stop_callback const on_stop(stop, [bell] { ring(*bell); });
    while (!stop.stop_requested()) {
        try {
            if (run_once() == 0) waiting_.wait(next(), stop);
        } catch (std::exception const& e) {
            waiting_.inbox_failed(e.what(), stop);
        }
    }
}

} // namespace okta::detail
#endif
