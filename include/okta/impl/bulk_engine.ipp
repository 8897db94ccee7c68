#ifndef OKTA_IMPL_BULK_ENGINE_IPP
#define OKTA_IMPL_BULK_ENGINE_IPP

#include <okta/bulk/engine.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>

namespace okta::detail {

OKTA_DECL bulk_engine::bulk_engine(starter start, boost::asio::any_io_executor executor, std::size_t parallel,
                                   bool in_order, std::unique_ptr<journal> j)
    : start_(std::move(start)),
      strand_(std::move(executor)),
      parallel_(parallel),
      in_order_(in_order),
      journal_(std::move(j))
{
}

OKTA_DECL exchange_outcome failed_outcome(error e, bool may_have_happened)
{
    exchange_outcome o;
    o.failure = std::move(e);
    o.may_have_happened = may_have_happened;
    return o;
}

// ── feeding ─────────────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL std::size_t bulk_engine::room() const
{
    std::lock_guard lock(mutex_);
    auto const held = under_way_.size() + ready_.size();
    if (stopped_ || held >= parallel_ || (journal_ && journal_->failure())) return 0;
    auto const free = parallel_ - held;
    auto const worth = journal_ ? std::max<std::size_t>(parallel_ / 4, 1) : 1; // so that one fsync is for several
    return free >= worth || under_way_.empty() ? free : 0;
}

OKTA_DECL void bulk_engine::add(std::vector<job> jobs)
{
    std::vector<std::size_t> started;
    std::unique_lock lock(mutex_);
    for (auto& j : jobs)
        if (begin(j)) started.push_back(j.index);
    if (journal_ && !started.empty()) journal_->synchronise();
    auto const broken = journal_ ? journal_->failure() : std::nullopt;
    if (broken)
        for (auto const index : started) {
            under_way_.erase(index);
            deliver_error(index, *broken, false); // what is not written down is not sent
        }
    wake(std::move(lock));
    if (broken) return;
    for (auto const index : started) launch(index);
}

OKTA_DECL bool bulk_engine::begin(job& j)
{
    expected_.insert(j.index);
    if (!j.call) return deliver_error(j.index, std::move(j.call.error()), false), false;
    auto s = std::make_shared<slot>();
    s->call = std::move(*j.call);
    s->fingerprint = std::move(j.fingerprint);
    if (journal_) {
        s->look = settling_of(s->call.traits.action);
        auto const known = journal_->begun(j.index);
        auto const state = journal_->state_of(j.index);
        if (known && known->request != s->fingerprint && state != journal::state::failed) {
            error e;
            e.kind = error_kind::invalid_request;
            e.summary = "request " + std::to_string(j.index) + " is not the one that the journal knows by that number";
            return deliver_error(j.index, std::move(e), false), false;
        }
        if (auto answer = journal_->answer_of(j.index)) {
            exchange_outcome o;
            o.answer = std::move(*answer);
            o.facts.status = o.answer.status;
            return deliver(j.index, std::move(o), true), false;
        }
        s->was_unknown = state == journal::state::begun || state == journal::state::unknown;
        if (s->was_unknown && known) s->known = *known;
        bool const conditional = s->call.request.fields.find("If-Match").has_value();
        if (s->was_unknown && !s->look && (!s->call.traits.idempotent || conditional)) {
            error e;
            e.kind = error_kind::transport;
            e.summary = "an earlier run began it, and what became of it is not known: look, and do it by hand";
            return deliver_error(j.index, std::move(e), true), false;
        }
        if (s->look && s->was_unknown) s->at = stage::looking_after;
        else if (s->look && (s->look->look_before || !server_time_)) s->at = stage::looking_before;
        if (s->at == stage::calling) write_begin(j.index, *s);
    }
    under_way_.emplace(j.index, std::move(s));
    return true;
}

OKTA_DECL void bulk_engine::write_begin(std::size_t index, slot& s)
{
    journal_->begin(index, {s.fingerprint, server_time_, s.before});
}

OKTA_DECL void bulk_engine::launch(std::size_t index)
{
    namespace asio = boost::asio;
    std::unique_lock lock(mutex_);
    auto const found = under_way_.find(index);
    if (found == under_way_.end()) return;
    auto& s = *found->second;
    auto call = s.at == stage::calling ? s.call : s.look->look(s.call.request);
    if (s.at != stage::calling) { // made by us: what the client adds to every request
        for (auto const* const name : {"Accept", "User-Agent"})
            if (auto const value = s.call.request.fields.find(name)) call.request.fields.add(name, *value);
        call.request.timeout = s.call.request.timeout;
    }
    auto const signals = s.cancel.slot();
    lock.unlock();
    asio::post(strand_, [self = shared_from_this(), index, signals, call = std::move(call)]() mutable {
        auto const strand = self->strand_;
        auto const& start = self->start_;
        auto done = [self = std::move(self), index](exchange_outcome o) { self->completed(index, std::move(o)); };
        start(std::move(call), asio::bind_cancellation_slot(signals, asio::bind_executor(strand, std::move(done))));
    });
}

// ── what comes of it ────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL void bulk_engine::completed(std::size_t index, exchange_outcome o)
{
    std::unique_lock lock(mutex_);
    auto const found = under_way_.find(index);
    if (found == under_way_.end()) return;
    auto const held = found->second;
    auto& s = *held;
    if (auto const& date = o.facts.date; date && (!server_time_ || *server_time_ < *date)) server_time_ = date;
    auto const was = s.at;
    if (was == stage::looking_before) looked_before(index, s, std::move(o));
    else if (was == stage::looking_after) looked_after(index, s, std::move(o));
    else called(index, s, std::move(o));
    bool const go_on = was != stage::calling && s.at == stage::calling && !ready_.contains(index);
    if (!go_on) {
        under_way_.erase(found);
        wake(std::move(lock));
        return;
    }
    lock.unlock();
    launch(index);
}

OKTA_DECL void bulk_engine::looked_before(std::size_t index, slot& s, exchange_outcome&& o)
{
    if (o.failure) return deliver(index, std::move(o)); // nothing was begun
    s.before = s.look->mark(o.answer);
    s.at = stage::calling;
    write_begin(index, s);
    journal_->synchronise();
    if (journal_->failure()) deliver_error(index, *journal_->failure(), false);
}

OKTA_DECL void bulk_engine::looked_after(std::size_t index, slot& s, exchange_outcome&& o)
{
    if (o.failure) {
        o.may_have_happened = true;
        return deliver(index, std::move(o));
    }
    auto found = s.look->judge(s.call.request, o.answer, s.known, *journal_);
    if (found.what == settling::verdict::happened) {
        journal_->end(index, found.answer);
        o.answer = std::move(found.answer);
        return deliver(index, std::move(o), true);
    }
    if (found.what == settling::verdict::did_not_happen) return looked_before(index, s, std::move(o));
    error e;
    e.kind = error_kind::transport;
    e.summary = "an earlier run began it, and whether it happened cannot be told: " + found.why;
    deliver_error(index, std::move(e), true);
}

OKTA_DECL void bulk_engine::called(std::size_t index, slot& s, exchange_outcome&& o)
{
    bool const deletion = s.call.request.method == method::del && s.call.traits.idempotent;
    if (!o.failure && o.answer.status == 404 && deletion && (s.was_unknown || o.may_have_happened)) {
        o.answer = {.status = 204}; // the earlier attempt did it
        o.facts.status = 204;
        o.may_have_happened = false;
    }
    if (journal_) {
        bool const good = !o.failure && o.answer.status / 100 == 2;
        bool const unknown = o.may_have_happened;
        if (good) journal_->end(index, o.answer);
        else {
            error e = o.failure ? *o.failure : error{};
            e.status = o.answer.status;
            if (e.summary.empty()) e.summary = "answered " + std::to_string(o.answer.status);
            journal_->end(index, unknown ? journal::state::unknown : journal::state::failed, e);
        }
    }
    deliver(index, std::move(o));
}

OKTA_DECL void bulk_engine::deliver(std::size_t index, exchange_outcome&& o, bool resumed)
{
    ready_.emplace(index, ready{index, std::move(o), resumed});
}

OKTA_DECL void bulk_engine::deliver_error(std::size_t index, error e, bool may_have_happened)
{
    deliver(index, failed_outcome(std::move(e), may_have_happened));
}

// ── taking ──────────────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL bool bulk_engine::deliverable() const
{
    if (ready_.empty()) return false;
    return !in_order_ || ready_.begin()->first == *expected_.begin();
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
    auto const executor = strand_;
    lock.unlock();
    if (!h) return;
    auto own = boost::asio::get_associated_executor(h, executor);
    boost::asio::post(executor, boost::asio::bind_executor(own, [h = std::move(h)]() mutable { std::move(h)(); }));
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

OKTA_DECL void bulk_engine::stop()
{
    std::lock_guard lock(mutex_);
    stopped_ = true;
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
    return journal_ ? journal_->failure() : std::nullopt;
}

} // namespace okta::detail
#endif
