#ifndef OKTA_EXCHANGE_OBSERVATION_HPP
#define OKTA_EXCHANGE_OBSERVATION_HPP

#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/error.hpp>

#include <chrono>
#include <concepts>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace okta {

/// Why an attempt was waited for.
enum class wait_reason {
    none,
    backoff,     ///< the last attempt failed
    rate_limit,  ///< the last attempt was answered 429 of a used-up window
    concurrency, ///< the last attempt was answered 429 of too many at a time
    governor     ///< so that there will be no 429
};

[[nodiscard]] std::string_view to_string(wait_reason r) noexcept;

/// One request of a call, as an observer sees it when it is over. Holds no header, no body, no credentials, and no
/// value of a query. What it points to is valid while the observer is called.
struct attempt
{
    using time_point = std::chrono::steady_clock::time_point;

    std::string_view action = {}; ///< `list_users`; empty: a request of your own
    okta::method method = okta::method::get;
    std::string_view bucket = {}; ///< `GET /api/v1/users/{id}`

    /// `https://example.okta.com/api/v1/users?search=***`: asterisks stand for the query's values, and for segments of
    /// the path that hold others than letters, digits, dots, hyphens and underscores, as logins do.
    std::string_view url = {};

    int number = 0;                              ///< 1: the call's first; 0: nothing was sent, `failure` says why
    int status = 0;                              ///< of the answer; 0: none
    okta::error const* failure = nullptr;        ///< why there was no answer
    okta::response_facts const* facts = nullptr; ///< of the answer: request id, rate limit

    wait_reason waited_for = wait_reason::none;
    std::chrono::nanoseconds waited{0};      ///< before this attempt
    std::chrono::nanoseconds authorising{0}; ///< getting its credentials
    std::chrono::nanoseconds took{0};        ///< from sending to the whole answer
    okta::transfer_facts transfer = {};      ///< the same by phases, and bytes

    bool last = true; ///< the call ends with this one

    /// When it is not the last: how long the next one is waited for. When it is, and failed: why there is none, in
    /// words; empty where repeating was never thought of.
    std::chrono::milliseconds next_wait{0};
    std::string_view given_up = {};

    time_point call_started = {}, ended = {};
    std::chrono::nanoseconds call_waited{0}; ///< before all attempts so far
};

/// Sees every attempt of a client's calls: `void(okta::attempt const&)`. It is called on the thread that drives the
/// call, several at a time, and holds the call up while it runs. What it throws is dropped.
template <class O>
concept observer = std::invocable<O&, attempt const&> && std::copy_constructible<O>;

/// Any observer behind one type; copies share it. Empty: nobody looks.
class any_observer
{
public:
    any_observer() = default;

    template <class O> // in this order: observer<any_observer> would depend on itself
        requires(!std::same_as<std::remove_cvref_t<O>, any_observer> && observer<O>)
    any_observer(O o) : held_(std::make_shared<model<O>>(std::move(o)))
    {
    }

    [[nodiscard]] explicit operator bool() const noexcept { return held_ != nullptr; }

    void operator()(attempt const& a) const noexcept
    {
        try {
            if (held_) held_->see(a);
        } catch (...) { // a call does not fail for who looks at it
        }
    }

private:
    struct interface
    {
        virtual ~interface() = default;
        virtual void see(attempt const&) = 0;
    };
    template <class O>
    struct model final : interface
    {
        explicit model(O o) : held(std::move(o)) {}
        void see(attempt const& a) override { held(a); }
        O held;
    };

    std::shared_ptr<interface> held_ = {};
};

namespace detail {

/// See attempt::url.
[[nodiscard]] std::string redacted_url(std::string_view origin, std::string_view target);

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/observation.ipp>
#endif
#endif
