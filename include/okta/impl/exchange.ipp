#ifndef OKTA_IMPL_EXCHANGE_IPP
#define OKTA_IMPL_EXCHANGE_IPP

#include <okta/codec/decode.hpp>
#include <okta/exchange/exchange.hpp>
#include <okta/exchange/random.hpp>
#include <okta/model/deadline.hpp>

#include <algorithm>

namespace okta::detail {

using std::chrono::milliseconds;

OKTA_DECL exchange::exchange(prepared_call call, std::string_view origin, exchange_policy const& policy,
                             std::uint64_t seed)
    : request_(std::move(call.request)),
      traits_(call.traits),
      policy_(policy),
      random_(seed),
      timeout_(request_.timeout),
      foreign_(request_.origin != origin)
{
    traits_.idempotent = traits_.idempotent && !request_.fields.find("If-Match"); // done once, it would fail twice
    ticket_ = {traits_.bucket, policy.priority, policy.client, 0};
}

OKTA_DECL exchange::~exchange()
{
    if (leave_ == leave::asked) policy_.governor.leave(ticket_, mark_);
    if (leave_ == leave::given) policy_.governor.settle(ticket_, {}, mark_);
}

OKTA_DECL bool is_target(std::string_view text)
{
    return text.starts_with('/') &&
           std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

// ── what happened ───────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL exchange::step exchange::resume(started s)
{
    start_ = mark_ = seen_.call_started = s.now;
    if (policy_.call_timeout.count() > 0) deadline_ = deadline_after(s.now, policy_.call_timeout);
    bool const good = is_target(request_.target);
    if (!foreign_ && good) {
        if (policy_.budget) policy_.budget->earn();
        if (policy_.observer) url_ = redacted_url(request_.origin, request_.target);
        return begin_attempt(s.now);
    }
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = foreign_ ? "the request goes to " + request_.origin +
                               ", which is not the org: it would carry the org's credentials"
                         : "the request's target is not a path and query, percent-encoded";
    return fail(std::move(e), s.now);
}

OKTA_DECL exchange::step exchange::resume(authorised a)
{
    seen_.authorising = a.now - mark_;
    if (!a.failure) return send_now(a.now);
    outcome_.facts = {.attempts = outcome_.facts.attempts};
    settle(a.now);
    outcome_.failure = std::move(a.failure);
    return is_passing(*outcome_.failure) ? consider_repeating(effect::nothing, a.now) : finish(a.now);
}

OKTA_DECL exchange::step exchange::resume(answered a)
{
    outcome_.answer = std::move(a.answer);
    auto const attempts = outcome_.facts.attempts;
    outcome_.facts = facts_of(outcome_.answer);
    outcome_.facts.attempts = attempts;
    seen_.status = outcome_.answer.status;
    seen_.transfer = outcome_.answer.transfer;
    seen_.took = a.now - mark_;
    settle(a.now);
    constexpr int most = 2;
    if (a.credentials_refused && refusals_ < most) {
        ++refusals_;
        observe(false, {}, a.now);
        return begin_attempt(a.now);
    }
    auto const what = effect_of(outcome_.answer.status);
    return what == effect::answered ? finish(a.now) : consider_repeating(what, a.now);
}

OKTA_DECL exchange::step exchange::resume(failed f)
{
    seen_.transfer = f.transfer;
    seen_.took = f.now - mark_;
    bool const final = f.lasting || f.why.kind == error_kind::cancelled;
    outcome_.failure = std::move(f.why);
    outcome_.facts = {.attempts = outcome_.facts.attempts};
    settle(f.now);
    if (!final) return consider_repeating(f.nothing_sent ? effect::nothing : effect::unknown, f.now);
    outcome_.may_have_happened = outcome_.may_have_happened || (!f.nothing_sent && !traits_.safe);
    return finish(f.now);
}

OKTA_DECL exchange::step exchange::resume(waited w) { return begin_attempt(w.now); }

OKTA_DECL exchange::step exchange::resume(cancelled c) { return fail(std::move(c.why), c.now); }

// ── an attempt ──────────────────────────────────────────────────────────────────────────────────────────

inline constexpr auto too_late_to_send = "the call's deadline passed before the request was sent";

OKTA_DECL exchange::step exchange::begin_attempt(time_point now)
{
    constexpr std::chrono::hours longest_queue{1};
    if (now >= deadline_) return no_leave(too_late_to_send, now);
    leave_ = leave::asked;
    if (auto const time = policy_.governor.admit(ticket_, now); time.count() > 0) {
        auto const elapsed = policy_.retry.max_elapsed;
        bool const repeats = outcome_.facts.attempts > 0 && elapsed.count() > 0;
        auto const last_repetition = repeats ? deadline_after(start_, elapsed) : time_point::max();
        auto const end_of_line = start_ + longest_queue, end = std::min(deadline_, end_of_line);
        auto const next = deadline_after(now, time); // a governor may say anything
        if (waiting_for_ == wait_reason::none) waiting_for_ = wait_reason::governor;
        if (next < end && next <= last_repetition) return wait{time};
        auto const* bound = "an hour or more after the call began, which is too long";
        if (last_repetition < end) bound = "after retry_options::max_elapsed";
        else if (deadline_ <= end_of_line) bound = "after the call's deadline";
        return no_leave("so as to keep to the rate limit the request could be sent in " + std::to_string(time.count()) +
                            " ms at the earliest, " + bound,
                        now);
    }
    leave_ = policy_.governor ? leave::given : leave::none;
    seen_.waited = now - mark_;
    call_waited_ += seen_.waited;
    seen_.waited_for = std::exchange(waiting_for_, wait_reason::none);
    mark_ = now;
    bound_request(now);
    if (request_.anonymous) return send_now(now);
    return authorise{};
}

OKTA_DECL bool exchange::bound_request(time_point now)
{
    if (deadline_ == time_point::max()) return true;
    constexpr milliseconds usual{30'000};
    auto const left = std::max(std::chrono::floor<milliseconds>(deadline_ - now), milliseconds(1));
    request_.timeout = std::min(timeout_.count() > 0 ? timeout_ : usual, left);
    return now < deadline_;
}

/// There is no time to send it. What an earlier attempt was answered remains the call's answer.
OKTA_DECL exchange::step exchange::no_leave(std::string why, time_point now)
{
    if (outcome_.facts.attempts > 0) {
        settle(now);
        give_up(std::move(why));
        return finish(now);
    }
    error e;
    e.kind = error_kind::transport;
    e.transport_code = {boost::system::errc::timed_out, boost::system::system_category()};
    e.summary = std::move(why);
    return fail(std::move(e), now);
}

OKTA_DECL exchange::step exchange::send_now(time_point now)
{
    if (now >= deadline_) return no_leave(too_late_to_send, now);
    bound_request(now); // getting the credentials took its time
    mark_ = now;
    outcome_.failure.reset();
    seen_.number = ++outcome_.facts.attempts;
    return send{};
}

OKTA_DECL http_request exchange::outgoing(bool keep)
{
    keep = keep || repetitions_ < policy_.retry.max_retries;
    return keep ? request_ : std::move(request_);
}

OKTA_DECL void exchange::settle(time_point now)
{
    auto const was = std::exchange(leave_, leave::none);
    mark_ = now;
    if (was == leave::given) policy_.governor.settle(ticket_, outcome_.facts, now);
    if (was == leave::asked) policy_.governor.leave(ticket_, now);
    ticket_.place = 0;
}

// ── another one? ────────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL exchange::step exchange::consider_repeating(effect what, time_point now)
{
    if (what == effect::unknown && !traits_.safe) outcome_.may_have_happened = true;
    auto const time = next_wait(what, now);
    if (!time) return finish(now);
    ++repetitions_;
    announce_repetition();
    observe(false, *time, now);
    return wait{*time};
}

OKTA_DECL std::optional<milliseconds> exchange::next_wait(effect what, time_point now)
{
    auto const& retry = policy_.retry;
    if (retry.max_retries == 0) return std::nullopt;
    if (what == effect::unknown && !traits_.idempotent) {
        give_up("it may have had its effect, and doing it twice may do more");
        return std::nullopt;
    }
    if (repetitions_ == retry.max_retries) {
        give_up(std::to_string(outcome_.facts.attempts) + " attempts were made");
        return std::nullopt;
    }
    bool const refused = !outcome_.failure && outcome_.answer.status == 429;
    bool const crowded = refused && is_concurrency_limit(outcome_.facts);
    auto time = backoff(retry, repetitions_ + 1, next_random(random_));
    waiting_for_ = crowded ? wait_reason::concurrency : wait_reason::backoff;
    constexpr milliseconds shortest{1000}, longest_when_crowded{2000};
    if (crowded) time = std::min(time, longest_when_crowded);
    else if (auto const asked = outcome_.failure ? std::nullopt : wait_asked_for(outcome_.answer, outcome_.facts)) {
        time = std::clamp(*asked, shortest, retry.longest_window);
        if (refused) waiting_for_ = wait_reason::rate_limit;
    }
    if (too_late(time, now)) return std::nullopt;
    if (refused || !policy_.budget || policy_.budget->spend()) return time;
    give_up("too many of this client's calls fail");
    return std::nullopt;
}

OKTA_DECL bool exchange::too_late(milliseconds time, time_point now)
{
    auto const next = "the next attempt could be made in " + std::to_string(time.count()) + " ms, ";
    if (deadline_after(now, time) >= deadline_) return give_up(next + "after the call's deadline");
    auto const most = policy_.retry.max_elapsed;
    if (most.count() > 0 && deadline_after(now, time) > deadline_after(start_, most))
        return give_up(next + "after retry_options::max_elapsed");
    return false;
}

OKTA_DECL bool exchange::give_up(std::string why)
{
    outcome_.given_up = std::move(why);
    return true;
}

/// Okta's own SDKs say so, too.
OKTA_DECL void exchange::announce_repetition()
{
    if (!outcome_.facts.request_id.empty()) request_.fields.set("X-Okta-Retry-For", outcome_.facts.request_id);
    request_.fields.set("X-Okta-Retry-Count", std::to_string(repetitions_));
}

// ── the end ─────────────────────────────────────────────────────────────────────────────────────────────

OKTA_DECL exchange::step exchange::fail(error e, time_point now)
{
    outcome_.failure = std::move(e);
    outcome_.facts = {.attempts = outcome_.facts.attempts};
    settle(now);
    return finish(now);
}

OKTA_DECL exchange::step exchange::finish(time_point now)
{
    observe(true, {}, now);
    return done{};
}

OKTA_DECL void exchange::observe(bool last, milliseconds next, time_point now)
{
    if (policy_.observer) {
        seen_.action = traits_.action;
        seen_.method = request_.method;
        seen_.bucket = traits_.bucket;
        seen_.url = url_;
        seen_.failure = outcome_.failure ? &*outcome_.failure : nullptr;
        seen_.facts = &outcome_.facts;
        seen_.last = last;
        seen_.next_wait = next;
        seen_.given_up = outcome_.given_up;
        seen_.ended = now;
        seen_.call_waited = call_waited_;
        policy_.observer(seen_);
    }
    seen_ = attempt{.call_started = start_};
}

} // namespace okta::detail
#endif
