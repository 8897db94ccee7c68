#ifndef OKTA_IMPL_SQLITE_INBOX_SETTLE_IPP
#define OKTA_IMPL_SQLITE_INBOX_SETTLE_IPP

#include <okta/hook/sqlite_inbox.hpp>
#include <okta/impl/sqlite_inbox.ipp>
#include <okta/model/deadline.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace okta {
namespace detail {

/// Events on their way from taken to settled. Those that nothing is said of are given back.
class inbox_batch
{
public:
    struct entry
    {
        kept_event const* event = nullptr;
        std::optional<verdict> said = {};
        bool thrown = false; // its handler has
    };

    inbox_batch(inbox_core& core, std::span<kept_event const> events) : core_(core)
    {
        entries.reserve(events.size());
        for (auto const& e : events)
            if (core.book.claim_taken(e.number)) entries.push_back({.event = &e});
    }

    ~inbox_batch()
    {
        bool waiting = false;
        for (auto const& e : entries) {
            auto const number = e.event->number;
            bool const settled = committed_ && e.said;
            if (!settled && e.thrown) core_.book.keep_taken(number);
            else if (!settled) core_.book.finish(number, timestamp{});
            else core_.book.finish(number, due(*e.said));
            waiting = waiting || !settled || e.said->said == verdict::what::again;
        }
        if (waiting) core_.listener.tell();
    }
    inbox_batch(inbox_batch const&) = delete;
    inbox_batch& operator=(inbox_batch const&) = delete;

    /// When an event waits again.
    static std::optional<timestamp> due(verdict const& said)
    {
        return said.said == verdict::what::again ? std::optional(said.due) : std::nullopt;
    }

    [[nodiscard]] std::uint64_t how_many(std::optional<verdict::what> what = {}) const
    {
        std::uint64_t n = 0;
        for (auto const& e : entries) n += e.said && (!what || e.said->said == *what);
        return n;
    }

    void committed() noexcept { committed_ = true; }

    std::vector<entry> entries = {};

private:
    inbox_core& core_;
    bool committed_ = false;
};

} // namespace detail

inline std::size_t sqlite_inbox::settle(std::span<kept_event const> events, handler const& handle, timestamp now)
{
    using clock = std::chrono::steady_clock;
    auto& core = state_->core;
    auto& settler = state_->settler;
    detail::inbox_batch batch(core, events);
    if (batch.entries.empty()) return 0;
    std::exception_ptr thrown;
    context with(*state_);
    auto const turn = core.turn_to_write();
    detail::sqlite_transaction all(settler.on());
    auto const until = detail::deadline_after(clock::now(), core.options.longest_batch);
    for (auto& e : batch.entries) {
        auto outcome = settler.handle(e.event->number, now, [&] { return handle(*e.event, with); });
        e.said = std::move(outcome.said);
        thrown = outcome.thrown;
        e.thrown = static_cast<bool>(thrown);
        if (thrown && !all.open()) std::rethrow_exception(thrown);
        if (thrown || clock::now() >= until) break;
    }
    auto const handled = batch.how_many(verdict::what::done);
    auto const dead = settler.count(handled, batch.how_many(verdict::what::dead), now);
    all.commit();
    batch.committed();
    core.handled += handled;
    core.dead = dead;
    if (thrown) std::rethrow_exception(thrown);
    return batch.how_many();
}

inline bool sqlite_inbox::settle(std::uint64_t number, verdict const& said, timestamp now)
{
    auto& core = state_->core;
    auto const was = core.book.claim(number);
    if (!was) return false;
    try {
        bool const done = said.said == verdict::what::done;
        auto const turn = core.turn_to_write();
        detail::sqlite_transaction all(state_->settler.on());
        state_->settler.record(number, said, now);
        auto const dead = state_->settler.count(done, said.said == verdict::what::dead, now);
        all.commit();
        core.handled += done;
        core.dead = dead;
    } catch (...) {
        if (was->taken) core.book.keep_taken(number);
        else core.book.finish(number, was->due);
        throw;
    }
    core.book.finish(number, detail::inbox_batch::due(said));
    if (said.said == verdict::what::again) core.listener.tell();
    return true;
}

inline ::sqlite3* sqlite_inbox::context::handle() const noexcept { return state_->settler.on().get(); }

inline std::optional<std::string> sqlite_inbox::context::checkpoint(std::string_view name) const
{
    return state_->settler.checkpoint(name);
}

inline void sqlite_inbox::context::set_checkpoint(std::string_view name, std::string_view text)
{
    state_->settler.set_checkpoint(name, text);
}

} // namespace okta
#endif
