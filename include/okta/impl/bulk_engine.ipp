#ifndef OKTA_IMPL_BULK_ENGINE_IPP
#define OKTA_IMPL_BULK_ENGINE_IPP

#include <okta/bulk/engine.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>

namespace okta::detail {

OKTA_DECL bulk_engine::bulk_engine(starter start, boost::asio::any_io_executor executor, settings s,
                                   std::unique_ptr<journal> j)
    : start_(std::move(start)), strand_(std::move(executor)), settings_(std::move(s)), journal_(std::move(j))
{
}

OKTA_DECL error stopped_before_it_was_sent()
{
    return {.kind = error_kind::cancelled, .summary = "the run was stopped before it was sent"};
}

// ── feeding ─────────────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL std::size_t bulk_engine::room() const
{
    std::lock_guard lock(mutex_);
    auto const held = under_way_.size() + ready_.size();
    if (stopped_ || held >= settings_.parallel) return 0;
    auto const free = settings_.parallel - held;
    auto const several = std::max<std::size_t>(settings_.parallel / 4, 1); // one fsync is for all of them
    auto const worth = journal_ ? several : 1;
    return free >= worth || under_way_.empty() ? free : 0;
}

OKTA_DECL void bulk_engine::add(std::vector<job> jobs)
{
    std::vector<std::size_t> started;
    std::unique_lock lock(mutex_);
    for (auto& j : jobs)
        if (begin(j)) started.push_back(j.index);
    if (std::ranges::any_of(started, [&](std::size_t index) { return under_way_.at(index)->journaled; }))
        journal_->synchronise();
    if (auto const broken = journal_ ? journal_->failure() : std::nullopt)
        std::erase_if(started, [&](std::size_t index) { // what is not written down is not sent
            auto const held = under_way_.find(index);
            if (!held->second->journaled) return false;
            deliver_error(index, *broken, held->second->unsettled);
            under_way_.erase(held);
            return true;
        });
    wake(std::move(lock));
    for (auto const index : started) launch(index);
}

OKTA_DECL bool bulk_engine::begin(job& j)
{
    expected_.insert(j.index);
    if (!j.call) return deliver_error(j.index, std::move(j.call.error()), false), false;
    if (stopped_) return deliver_error(j.index, stopped_before_it_was_sent(), false), false;
    auto s = std::make_shared<slot>();
    s->call = std::move(*j.call);
    s->fingerprint = std::move(j.fingerprint);
    s->journaled = journal_ && !s->call.traits.safe; // what only reads is read again
    if (s->journaled && !resume(j.index, *s)) return false;
    under_way_.emplace(j.index, std::move(s));
    return true;
}

OKTA_DECL bool bulk_engine::resume(std::size_t index, slot& s)
{
    auto const refuse = [&](error_kind kind, std::string why, bool may_have_happened) {
        deliver_error(index, {.kind = kind, .summary = std::move(why)}, may_have_happened);
        return false;
    };
    auto const known = journal_->begun(index);
    auto const state = journal_->state_of(index);
    bool const unknown = state == journal::state::begun || state == journal::state::unknown;
    if (auto const& broken = journal_->failure()) return deliver_error(index, *broken, unknown), false;
    if (known && known->request != s.fingerprint && state != journal::state::failed)
        return refuse(error_kind::invalid_request,
                      "request " + std::to_string(index) + " is not the one that the journal knows by that number",
                      false);
    if (state == journal::state::done) {
        auto answer = journal_->answer_of(index);
        if (!answer)
            return refuse(error_kind::invalid_request, "it happened, but its answer cannot be read any more", true);
        exchange_outcome o;
        o.answer = std::move(*answer);
        o.facts.status = o.answer.status;
        return deliver(index, std::move(o), true), false;
    }
    s.look = settling_of(s.call.traits.action);
    s.unsettled = unknown;
    if (unknown && known) s.known = *known;
    bool const conditional = s.call.request.fields.find("If-Match").has_value();
    if (unknown && !s.look && (!s.call.traits.idempotent || conditional))
        return refuse(error_kind::transport,
                      "an earlier run began it, and what became of it is not known: look, and do it by hand", true);
    if (s.look && unknown) s.at = stage::looking_after;
    else if (s.look && (s.look->look_before || !server_time_)) s.at = stage::looking_before;
    if (s.at == stage::calling) write_begin(index, s);
    return true;
}

OKTA_DECL void bulk_engine::write_begin(std::size_t index, slot& s)
{
    bool const again = s.unsettled && s.known.since; // it may be the earlier one that made it
    journal_->begin(index, {s.fingerprint, again ? s.known.since : server_time_, s.before, {}});
}

OKTA_DECL void bulk_engine::launch(std::size_t index)
{
    namespace asio = boost::asio;
    std::unique_lock lock(mutex_);
    auto const found = under_way_.find(index);
    if (found == under_way_.end()) return;
    auto& s = *found->second;
    if (stopped_) {
        abandon(index, s, stopped_before_it_was_sent());
        return finish(index, std::move(lock));
    }
    auto call = s.at == stage::calling ? s.call : s.look->look(s.call.request);
    if (s.at != stage::calling) { // made by us: what the client adds to every request
        for (auto const* const name : {"Accept", "User-Agent"})
            if (auto const value = s.call.request.fields.find(name)) call.request.fields.add(name, *value);
        call.request.timeout = s.call.request.timeout;
    }
    auto const signals = s.cancel.slot();
    asio::post(strand_, [self = shared_from_this(), index, signals, call = std::move(call)]() mutable {
        auto const strand = self->strand_;
        auto const& start = self->start_;
        auto done = [self = std::move(self), index](exchange_outcome o) { self->completed(index, std::move(o)); };
        start(std::move(call), asio::bind_cancellation_slot(signals, asio::bind_executor(strand, std::move(done))));
    });
}

OKTA_DECL void bulk_engine::deliver(std::size_t index, exchange_outcome&& o, bool resumed)
{
    ready_.emplace(index, ready{index, std::move(o), resumed});
}

OKTA_DECL void bulk_engine::deliver_error(std::size_t index, error e, bool may_have_happened)
{
    exchange_outcome o;
    o.failure = std::move(e);
    o.may_have_happened = may_have_happened;
    deliver(index, std::move(o));
}

// ── taking ──────────────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL bool bulk_engine::deliverable() const
{
    if (ready_.empty()) return false;
    return !settings_.in_order || ready_.begin()->first == *expected_.begin();
}

OKTA_DECL std::optional<bulk_engine::ready> bulk_engine::take()
{
    std::lock_guard lock(mutex_);
    if (!deliverable()) return std::nullopt;
    auto first = std::move(ready_.begin()->second);
    ready_.erase(ready_.begin());
    expected_.erase(first.index);
    return first;
}

OKTA_DECL bool bulk_engine::idle() const
{
    std::lock_guard lock(mutex_);
    return under_way_.empty() && ready_.empty();
}

OKTA_DECL void bulk_engine::wake(std::unique_lock<std::mutex> lock)
{
    if (!deliverable() && !under_way_.empty()) return;
    auto h = std::move(waiting_);
    waiting_ = nullptr;
    changed_.notify_all();
    lock.unlock();
    if (h) call_waiting(std::move(h));
}

OKTA_DECL void bulk_engine::call_waiting(boost::asio::any_completion_handler<void()> h)
{
    auto own = boost::asio::get_associated_executor(h, strand_);
    boost::asio::post(strand_, boost::asio::bind_executor(own, [h = std::move(h)]() mutable { std::move(h)(); }));
}

OKTA_DECL void bulk_engine::wait()
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return deliverable() || under_way_.empty(); });
}

OKTA_DECL void bulk_engine::async_wait(boost::asio::any_completion_handler<void()> h)
{
    std::unique_lock lock(mutex_);
    waiting_.swap(h); // Boost 1.81: its move assignment copies without end
    wake(std::move(lock));
}

OKTA_DECL void bulk_engine::stop_waiting()
{
    boost::asio::any_completion_handler<void()> h;
    {
        std::lock_guard lock(mutex_);
        waiting_.swap(h);
    }
    if (h) call_waiting(std::move(h));
}

OKTA_DECL void bulk_engine::stop()
{
    std::lock_guard lock(mutex_);
    stopped_ = true;
    close_journal_at_end();
    boost::asio::post(strand_, [self = shared_from_this()] {
        slots all; // kept alive: a call may end within its own signal
        {
            std::lock_guard inner(self->mutex_);
            all = self->under_way_;
        }
        for (auto const& [index, s] : all) s->cancel.emit(boost::asio::cancellation_type::terminal);
    });
}

OKTA_DECL bool bulk_engine::stopped() const
{
    std::lock_guard lock(mutex_);
    return stopped_;
}

OKTA_DECL std::optional<error> bulk_engine::failure() const
{
    std::lock_guard lock(mutex_);
    return journal_ ? journal_->failure() : failure_;
}

/// Not when this goes, which may be later than the run: the next one may want it.
OKTA_DECL void bulk_engine::close_journal_at_end()
{
    if (!stopped_ || !under_way_.empty() || !journal_) return;
    failure_ = journal_->failure();
    journal_.reset();
}

} // namespace okta::detail
#endif
