#ifndef OKTA_IMPL_SQLITE_INBOX_IPP
#define OKTA_IMPL_SQLITE_INBOX_IPP

#include <okta/hook/sqlite_inbox.hpp>
#include <okta/impl/sqlite_inbox_core.ipp>
#include <okta/impl/sqlite_inbox_settler.ipp>
#include <okta/impl/sqlite_inbox_writer.ipp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace okta {
namespace detail {

/// Reads what is committed; several threads share its connection.
class inbox_reader
{
public:
    explicit inbox_reader(inbox_database& d) : on_(d.reading) {}

    /// Those of the numbers that still wait.
    std::vector<kept_event> waiting(std::vector<std::uint64_t> const& numbers)
    {
        std::vector<kept_event> events;
        events.reserve(numbers.size());
        std::lock_guard const lock(mutex_);
        for (auto const number : numbers)
            if (sqlite_run run(waiting_, number); run.row()) events.push_back(event(run));
        return events;
    }

    std::vector<dead_event> dead(std::size_t most)
    {
        std::vector<dead_event> events;
        std::lock_guard const lock(mutex_);
        for (sqlite_run run(dead_, std::min<std::size_t>(most, INT64_MAX)); run.row();)
            events.push_back({event(run), inbox_time(run.integer(7)), run.text(8)});
        return events;
    }

    std::vector<std::uint64_t> handled(timestamp since, std::size_t most)
    {
        std::vector<std::uint64_t> numbers;
        std::lock_guard const lock(mutex_);
        for (sqlite_run run(handled_, inbox_time(since), most); run.row();)
            numbers.push_back(static_cast<std::uint64_t>(run.integer(0)));
        return numbers;
    }

    std::optional<std::string> checkpoint(std::string_view name)
    {
        std::lock_guard const lock(mutex_);
        return read_checkpoint(checkpoint_, name);
    }

private:
    static kept_event event(sqlite_run const& run)
    {
        kept_event e;
        e.number = static_cast<std::uint64_t>(run.integer(0));
        e.event = {run.text(1), run.text(2), run.text(3), run.text(4)};
        e.received = inbox_time(run.integer(5));
        e.attempts = static_cast<std::uint32_t>(run.integer(6));
        return e;
    }

    std::mutex mutex_;
    sqlite_connection& on_;
    sqlite_statement waiting_{on_, "select number, key, event_type, delivery_id, json, received, attempts "
                                   "from okta_inbox_event where number = ? and state = 0"};
    sqlite_statement dead_{on_, "select number, key, event_type, delivery_id, json, received, attempts, at, why "
                                "from okta_inbox_event where state = 1 order by at, number limit ?"};
    sqlite_statement handled_{on_, "select number from okta_inbox_event where state = 2 and at >= ? "
                                   "order by at, number limit ?"};
    sqlite_statement checkpoint_{on_, select_checkpoint};
};

} // namespace detail

struct sqlite_inbox::state
{
    state(std::string const& path, sqlite_inbox_options options) : core(path, std::move(options)) {}

    detail::inbox_core core;
    detail::inbox_reader reader{core.database};
    detail::inbox_settler settler{core};
    detail::inbox_writer writer{core}; // ends first
};

inline sqlite_inbox::sqlite_inbox(std::string const& path, sqlite_inbox_options options)
    : state_(std::make_unique<state>(path, std::move(options)))
{
}

inline sqlite_inbox::~sqlite_inbox() = default;

inline void sqlite_inbox::put(std::vector<incoming_event> events, std::function<void(put_result)> done)
{
    detail::pending_put p;
    p.events = std::move(events);
    p.done = std::move(done);
    state_->writer.put(std::move(p));
}

inline void sqlite_inbox::put_and_checkpoint(std::vector<incoming_event> events, std::string name, std::string text,
                                             std::function<void(put_result)> done)
{
    detail::check_checkpoint(name, text);
    detail::pending_put p;
    p.events = std::move(events);
    p.checkpoint.emplace(std::move(name), std::move(text));
    p.done = std::move(done);
    state_->writer.put(std::move(p));
}

inline std::vector<kept_event> sqlite_inbox::take(timestamp now, std::size_t most)
{
    constexpr std::size_t most_at_once = 10'000;
    auto& book = state_->core.book;
    auto const numbers = book.take(now, std::min(most, most_at_once));
    auto const let_go = [&](std::uint64_t number, std::optional<timestamp> due) {
        if (book.claim_taken(number)) book.finish(number, due);
    };
    try {
        auto events = state_->reader.waiting(numbers);
        if (events.size() < numbers.size()) // somebody else has removed some from the file
            for (auto const number : numbers)
                if (!std::ranges::binary_search(events, number, {}, &kept_event::number)) let_go(number, std::nullopt);
        return events;
    } catch (...) {
        for (auto const number : numbers) let_go(number, timestamp{});
        throw;
    }
}

inline std::optional<timestamp> sqlite_inbox::next_due() const { return state_->core.book.next_due(); }
inline listening sqlite_inbox::on_put(std::function<void()> listener)
{
    return state_->core.listener.add(std::move(listener));
}

inline void sqlite_inbox::give_back(std::uint64_t number)
{
    auto& core = state_->core;
    if (!core.book.claim_taken(number)) return;
    core.book.finish(number, timestamp{});
    core.listener.tell();
}

inline std::vector<dead_event> sqlite_inbox::dead(std::size_t most) const { return state_->reader.dead(most); }
inline std::string sqlite_inbox::last_failure() const { return state_->writer.last_failure(); }

inline std::size_t sqlite_inbox::replay_since(timestamp since)
{
    auto const& core = state_->core;
    auto const waiting = core.book.waiting();
    if (waiting >= core.options.max_waiting) return 0;
    // The numbers first: an event that is handled again meanwhile would be found again.
    return state_->settler.replay(state_->reader.handled(since, core.options.max_waiting - waiting));
}

inline bool sqlite_inbox::replay_dead(std::uint64_t number) { return state_->settler.replay_dead(number); }

inline inbox_counts sqlite_inbox::counts() const
{
    auto const& core = state_->core;
    return {core.book.waiting(), core.dead, core.handled, core.repeated};
}

inline std::optional<std::string> sqlite_inbox::checkpoint(std::string_view name) const
{
    return state_->reader.checkpoint(name);
}

inline void sqlite_inbox::set_checkpoint(std::string_view name, std::string_view text)
{
    state_->settler.write([&] { state_->settler.set_checkpoint(name, text); });
}

} // namespace okta
#endif
