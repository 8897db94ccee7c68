#ifndef OKTA_TRANSPORT_ERRAND_HPP
#define OKTA_TRANSPORT_ERRAND_HPP

#include <okta/transport/credentials.hpp>

#include <memory>
#include <utility>

namespace okta::detail {

/// What an errand brings; to be read once `over` is open.
struct errand_result
{
    http_request request; // the call's, with its credentials if there is no failure
    error failure = dropped_errand();
    bool good = false;
    std::shared_ptr<gate> over = std::make_shared<gate>();
};

/// An asynchronous call's way to its credentials that leads over other requests, gone apart from the call. Others wait
/// for the answers, too, and one may hold the refresh token that replaces the one at hand: so it ends neither with the
/// call's cancellation nor with its deadline. It has no slot, and runs where the transport does: the executor of the
/// call's handler is good until that handler was called only.
template <class Core>
class errand // the completion handler of its own operations
{
public:
    errand(std::shared_ptr<Core> const& core, std::shared_ptr<errand_result> result)
        : now_(std::make_unique<state>(core, std::move(result)))
    {
    }

    void proceed(authorisation a) &&
    {
        auto const core = now_->core.lock();
        if (auto* const s = std::get_if<send_first>(&a); s && core) {
            now_->then = std::move(s->then);
            now_->kept = s->repeatable ? nullptr : core;
            return void(core->transport.async_send(std::move(s->request), std::move(*this)));
        }
        if (auto* const w = std::get_if<wait_first>(&a); w && core) return std::move(*this).wait(core, std::move(*w));
        auto& result = *now_->result;
        if (auto* const e = std::get_if<error>(&a)) result.failure = std::move(*e);
        result.good = std::holds_alternative<authorised>(a);
        now_.reset();
    }

    void operator()(transport_result r)
    {
        auto then = std::move(now_->then);
        auto a = tell(*then, now_->result->request, std::move(r));
        then.reset(); // it may hold the turn, and the call is about to go on
        std::move(*this).proceed(std::move(a));
    }

    void operator()(boost::system::error_code)
    {
        auto then = std::move(now_->then);
        auto const waiting = std::move(now_->waiting);
        auto& request = now_->result->request;
        auto a = guarded(
            [&] { return waiting->is_open() ? then->gate_opened(request) : then->failed(request, waited_too_long()); });
        then.reset();
        std::move(*this).proceed(std::move(a));
    }

private:
    struct state
    {
        state(std::shared_ptr<Core> const& c, std::shared_ptr<errand_result> r) : core(c), result(std::move(r)) {}
        ~state() // over, or dropped with what ran it
        {
            then.reset(); // others have the turn then
            result->over->open();
        }

        std::weak_ptr<Core> core;
        std::shared_ptr<Core> kept = {}; // what may be repeated ends with the last client and call
        std::shared_ptr<errand_result> result;
        std::shared_ptr<authorisation_steps> then = {};
        std::unique_ptr<gate_wait> waiting = {};
    };

    void wait(std::shared_ptr<Core> const& core, wait_first first) &&
    {
        auto waiting = std::make_unique<gate_wait>(std::move(first.until), core->transport.get_executor(),
                                                   longest_wait(now_->result->request));
        auto const timer = waiting->timer();
        auto const waiter = waiting->at_gate();
        now_->kept = core; // whose executor runs the timer
        now_->then = std::move(first.then);
        now_->waiting = std::move(waiting);
        async_wait(*timer, std::move(*this));
        gate_wait::timer_waits(*waiter);
    }

    std::unique_ptr<state> now_;
};

/// The call's end of an errand.
template <class Core>
class errand_sent final : public authorisation_steps
{
public:
    errand_sent(std::shared_ptr<Core> core, std::shared_ptr<errand_result> result)
        : core_(std::move(core)), result_(std::move(result))
    {
    }

    authorisation gate_opened(http_request& original) override
    {
        if (!result_->good) return result_->failure;
        result_->request.timeout = original.timeout;
        original = std::move(result_->request);
        return authorised{};
    }

    authorisation failed(http_request& original, error why) override
    {
        if (why.kind == error_kind::cancelled) return why;
        auto a = ask(core_->auth, original); // a token that is being renewed may be good still
        if (std::holds_alternative<authorised>(a)) return a;
        return why;
    }

    authorisation answered(http_request& original, http_response) override { return gate_opened(original); }

private:
    std::shared_ptr<Core> core_;
    std::shared_ptr<errand_result> result_;
};

/// Sends what is to be sent first, on an errand, and says what the call waits for.
template <class Core>
wait_first begin_errand(std::shared_ptr<Core> const& core, send_first first, http_request const& original)
{
    auto const result = std::make_shared<errand_result>(errand_result{original});
    result->request.timeout = {}; // it is in no hurry
    auto sent = std::make_shared<errand_sent<Core>>(core, result);
    errand<Core>(core, result).proceed(std::move(first));
    return {result->over, std::move(sent)};
}

} // namespace okta::detail
#endif
