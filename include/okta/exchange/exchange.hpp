#ifndef OKTA_EXCHANGE_EXCHANGE_HPP
#define OKTA_EXCHANGE_EXCHANGE_HPP

#include <okta/codec/http.hpp>
#include <okta/exchange/policy.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/error.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace okta::detail {

/// What a call gave before it is decoded: an answer, or the error that kept it from one.
struct exchange_outcome
{
    http_response answer = {};
    response_facts facts = {};
    std::optional<error> failure = {};
    std::string given_up = {};      // why what failed was not repeated
    bool may_have_happened = false; // in this attempt or an earlier one, whose answer is not known
};

/// One call as a state machine without I/O. It says what is to be done next, a driver does it and says what happened:
///
///     started → authorise → authorised → send → answered → done
///        ↑ wait, until the governor gives leave        ↓
///        └────── waited ←── wait, to be repeated ──────┘
///
/// The drivers (transport/drive.hpp) are small and alike, so blocking and asynchronous calls cannot differ, and every
/// path is tested without a network and without waiting: time and random numbers are handed in. Credentials are made
/// anew for each attempt. An anonymous request is not authorised.
class exchange
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    // What is to be done
    struct authorise
    {
    };
    struct send
    {
    };
    struct wait
    {
        std::chrono::milliseconds time;
    };
    struct done
    {
    };
    using step = std::variant<authorise, send, wait, done>;

    // What happened
    struct started
    {
        time_point now;
    };
    struct authorised
    {
        std::optional<error> failure;
        time_point now;
    };
    struct answered
    {
        http_response answer;
        bool credentials_refused; // and others may do: asked for three times at most
        time_point now;
    };
    struct failed
    {
        error why;
        bool nothing_sent;
        bool lasting;
        transfer_facts transfer;
        time_point now;
    };
    struct waited
    {
        time_point now;
    };
    struct cancelled // instead of what was to be done
    {
        error why;
        time_point now;
    };

    /// `origin` is the org's: a request to another one is refused, since it would carry the org's credentials. So is a
    /// target that is no path and query, since behind the origin it could name another host. `policy` outlives this.
    exchange(prepared_call call, std::string_view origin, exchange_policy const& policy, std::uint64_t seed);
    exchange(exchange&&) = delete;
    ~exchange();

    step resume(started);
    step resume(authorised);
    step resume(answered);
    step resume(failed);
    step resume(waited);
    step resume(cancelled);

    /// For `authorise`: the request. Its timeout is what the attempt may take.
    [[nodiscard]] http_request& request() noexcept { return request_; }

    /// The request gets what is left of the call. False: nothing is.
    bool bound_request(time_point now);

    /// For `send`: the request to send. It is a copy if it may have to be sent again, or `keep` says so.
    [[nodiscard]] http_request outgoing(bool keep);

    /// After `done`.
    [[nodiscard]] exchange_outcome take_outcome() { return std::move(outcome_); }

private:
    step begin_attempt(time_point now);
    step send_now(time_point now);
    step no_leave(std::string why, time_point now);
    step consider_repeating(effect what, time_point now);
    step finish(time_point now);
    step fail(error e, time_point now);
    std::optional<std::chrono::milliseconds> next_wait(effect what, time_point now);
    bool give_up(std::string why);
    bool too_late(std::chrono::milliseconds time, time_point now);
    void announce_repetition();
    void settle(time_point now);
    void observe(bool last, std::chrono::milliseconds next, time_point now);

    http_request request_;
    call_traits traits_;
    exchange_policy const& policy_;
    exchange_outcome outcome_ = {};
    governor_ticket ticket_ = {};
    attempt seen_ = {};
    std::string url_ = {}; // for the observer, if there is one
    std::uint64_t random_;
    std::chrono::milliseconds const timeout_;
    time_point start_ = {}, deadline_ = time_point::max(), mark_ = {};
    wait_reason waiting_for_ = wait_reason::none;
    std::chrono::nanoseconds call_waited_{0};
    bool foreign_;
    enum class leave { none, asked, given } leave_ = leave::none; // the governor's
    int refusals_ = 0, repetitions_ = 0;
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/exchange.ipp>
#endif
#endif
