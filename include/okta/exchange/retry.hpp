#ifndef OKTA_EXCHANGE_RETRY_HPP
#define OKTA_EXCHANGE_RETRY_HPP

#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/error.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace okta {

/// When a client sends a request again, and how long it waits before.
///
/// What may be repeated is said by the action, not here. Where the service surely did nothing (429, no connection, no
/// credentials) any request may be. Where it is not known what became of it (a broken connection, a time-out, 408, 500,
/// 502, 503, 504), only what is idempotent may: GET, PUT and DELETE but Delete User, and what is declared so; and never
/// a request with `If-Match`, which a first success would make fail.
struct retry_options
{
    int max_retries = 3; ///< repetitions of one call; 0: none, whatever happens; at most 100

    /// From a call's start to that of its last attempt; 0, and a century or more: as long as the retries and the call's
    /// own bound allow.
    std::chrono::milliseconds max_elapsed{180'000};

    /// Exponential backoff with full jitter: before the nth repetition, random between 0 and first_delay x 2^(n-1), and
    /// longest_delay at most. At most an hour.
    std::chrono::milliseconds first_delay{250};
    std::chrono::milliseconds longest_delay{20'000};

    /// A used-up rate-limit window, and what `Retry-After` asks for, is waited for at most so long. 1 s to an hour.
    std::chrono::milliseconds longest_window{65'000};

    /// Repetitions of failed calls per call, over many calls, so that an outage is not multiplied; each client begins
    /// with 20 to spare. 0 to 10. Those after a 429 are not counted.
    double budget = 0.2;
};

namespace detail {

/// \throws okta::exception (`invalid_request`) with these words, which name the option, unless it is good
void demand_option(bool good, std::string_view what);

/// \throws okta::exception (`invalid_request`) that names the member that is out of its bounds
void check(retry_options const& options);

/// What a client may still spend on repetitions. Thread-safe.
class retry_budget
{
public:
    explicit retry_budget(double per_call) : per_call_(static_cast<std::int64_t>(per_call * unit)) {}

    void earn();                ///< a call began
    [[nodiscard]] bool spend(); ///< false: nothing is left

private:
    static constexpr std::int64_t unit = 1000, most = 20 * unit;
    std::int64_t per_call_;
    std::atomic<std::int64_t> left_{most};
};

/// What became of a request, as far as its answer tells.
enum class effect {
    answered, ///< the answer says it
    nothing,  ///< surely none: it may be sent again
    unknown   ///< perhaps all of it
};

[[nodiscard]] effect effect_of(int status) noexcept;

/// Whether credentials may be had later: their request got no answer, or one that says so. The call was not sent then,
/// whatever became of that request.
[[nodiscard]] bool is_passing(error const& no_credentials);

/// The wait that an answer asks for: of a used-up window by the server's clock (Reset - Date + 1 s), of `Retry-After`
/// (RFC 9110 section 10.2.3). Nothing: none that makes sense.
[[nodiscard]] std::optional<std::chrono::milliseconds> wait_asked_for(http_response const& answer,
                                                                      response_facts const& facts);

/// Limit and remaining both 0: too many requests at a time, whose reset is of no use (Okta: rate limits, concurrency).
[[nodiscard]] bool is_concurrency_limit(response_facts const& facts) noexcept;

/// Full jitter: between 1 ms and what `repetition` (from 1) allows.
[[nodiscard]] std::chrono::milliseconds backoff(retry_options const& options, int repetition, std::uint64_t random);

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/retry.ipp>
#endif
#endif
