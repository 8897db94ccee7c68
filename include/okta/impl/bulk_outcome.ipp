#ifndef OKTA_IMPL_BULK_OUTCOME_IPP
#define OKTA_IMPL_BULK_OUTCOME_IPP

// What comes of bulk_engine's calls, and of looking whether an earlier run's ones happened.

#include <okta/bulk/engine.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/json_scan.hpp>

namespace okta::detail {

OKTA_DECL void bulk_engine::completed(std::size_t index, exchange_outcome o)
{
    std::unique_lock lock(mutex_);
    auto const found = under_way_.find(index);
    if (found == under_way_.end()) return;
    auto const held = found->second;
    auto& s = *held;
    if (auto const& date = o.facts.date; date && (!server_time_ || *server_time_ < *date)) {
        server_time_ = date;
        told_ = settings_.now();
    }
    if (s.at == stage::looking_before) looked_before(index, s, std::move(o));
    else if (s.at == stage::looking_after) looked_after(index, s, std::move(o));
    else called(index, s, std::move(o));
    if (ready_.contains(index)) return finish(index, std::move(lock));
    lock.unlock(); // there is a next stage
    launch(index);
}

/// Its result is there.
OKTA_DECL void bulk_engine::finish(std::size_t index, std::unique_lock<std::mutex> lock)
{
    under_way_.erase(index);
    close_journal_at_end();
    wake(std::move(lock));
}

/// What time it is there: up to a second more, and less by what the answer took that told it.
OKTA_DECL std::optional<std::chrono::sys_seconds> bulk_engine::server_now() const
{
    if (!server_time_) return std::nullopt;
    constexpr std::chrono::milliseconds fraction{999}; // of a second, which a Date does not tell
    return *server_time_ + std::chrono::ceil<std::chrono::seconds>(settings_.now() - told_ + fraction);
}

OKTA_DECL void bulk_engine::abandon(std::size_t index, slot& s, error why)
{
    if (s.journaled && s.at == stage::calling) {
        if (s.unsettled) journal_->end(index, journal::state::unknown, why, s.known.ended);
        else journal_->end(index, journal::state::failed, why);
    }
    deliver_error(index, std::move(why), s.unsettled);
}

OKTA_DECL error unusable(http_response const& answer, std::string why)
{
    return {.kind = error_kind::unexpected_answer, .summary = std::move(why), .status = answer.status};
}

OKTA_DECL void bulk_engine::looked_before(std::size_t index, slot& s, exchange_outcome&& o)
{
    if (o.failure) return deliver(index, std::move(o)); // nothing was begun
    s.before = s.look->mark(o.answer);
    if (s.look->look_before && s.before.empty()) { // and without it no later run could tell
        auto const* const why = "it was not sent, since looking at it first told no status";
        return deliver_error(index, unusable(o.answer, why), s.unsettled);
    }
    s.at = stage::calling;
    write_begin(index, s);
    journal_->synchronise();
    if (journal_->failure()) deliver_error(index, *journal_->failure(), s.unsettled);
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
    auto const now = o.facts.date;
    auto const sent = s.known.ended ? s.known.ended : now; // when the earlier run was killed nobody knows: before this
    if (found.what == settling::verdict::cannot_tell) return leave_unknown(index, found.why, sent);
    if (s.refusal) {
        s.unsettled = false; // and so would the earlier one have been
        return end(index, s, std::move(*s.refusal));
    }
    bool const waits = settings_.settle_after.count() != 0;
    s.unsettled = waits && (!now || *now < *sent + settings_.settle_after);
    if (!s.unsettled || s.look->unique) return looked_before(index, s, std::move(o));
    leave_unknown(index,
                  "it is not there, but was sent less than " + std::to_string(settings_.settle_after.count()) +
                      " s ago and may still be under way: begin the run again later",
                  sent);
}

/// `sent`: it was sent before that, by the server's clock.
OKTA_DECL void bulk_engine::leave_unknown(std::size_t index, std::string const& why,
                                          std::optional<std::chrono::sys_seconds> sent)
{
    error e{.kind = error_kind::transport,
            .summary = "an earlier run began it, and whether it happened cannot be told: " + why};
    journal_->end(index, journal::state::unknown, e, sent);
    deliver_error(index, std::move(e), true);
}

OKTA_DECL void bulk_engine::called(std::size_t index, slot& s, exchange_outcome&& o)
{
    bool const deletion = s.call.request.method == method::del && s.call.traits.idempotent;
    if (!o.failure && o.answer.status == 404 && deletion && (s.unsettled || o.may_have_happened)) {
        o.answer = {.status = 204}; // the earlier attempt did it
        o.facts.status = 204;
        o.may_have_happened = false;
    }
    if (!o.failure && o.answer.status == 400 && s.unsettled && s.look && s.look->unique) {
        s.refusal = std::move(o);
        s.at = stage::looking_after;
        return;
    }
    end(index, s, std::move(o));
}

/// Whether a body is whole: one that is cut off or damaged is no answer to be kept for later runs.
OKTA_DECL bool is_whole(std::string_view body)
{
    json_scanner in(body, decode_limits{}.max_depth);
    in.space();
    if (in.left() == 0) return true;
    if (!in.skip()) return false;
    in.space();
    return in.left() == 0;
}

OKTA_DECL void bulk_engine::end(std::size_t index, slot& s, exchange_outcome&& o)
{
    bool const good = !o.failure && o.answer.status / 100 == 2;
    if (good && s.journaled) {
        if (is_whole(o.answer.body)) journal_->end(index, o.answer);
        else
            journal_->end(index, journal::state::unknown, unusable(o.answer, "answered with a body that is no JSON"),
                          server_now());
    }
    if (!good) {
        o.may_have_happened = o.may_have_happened || s.unsettled;
        if (s.journaled) {
            error e = o.failure ? *o.failure : error{};
            e.status = o.answer.status;
            if (e.summary.empty()) e.summary = "answered " + std::to_string(o.answer.status);
            journal_->end(index, o.may_have_happened ? journal::state::unknown : journal::state::failed, e,
                          server_now());
        }
    }
    deliver(index, std::move(o));
}

} // namespace okta::detail
#endif
