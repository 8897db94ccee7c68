#ifndef OKTA_EXCHANGE_RATE_GOVERNOR_HPP
#define OKTA_EXCHANGE_RATE_GOVERNOR_HPP

#include <okta/exchange/governor.hpp>
#include <okta/impl/config.hpp>

#include <chrono>
#include <cstddef>
#include <memory>

namespace okta {

struct governor_options
{
    double keep_free = 0;           ///< share of each bucket's limit that is left to others: 0 to 0.9
    std::size_t most_parallel = 64; ///< requests under way at a time: 1 to 10'000
    std::size_t most_buckets = 256; ///< rate limits it remembers: 1 to 100'000; others are not accounted for
    std::size_t most_waiting =
        4096; ///< tickets in line, of each bucket and priority: 1 to 100'000; others have no turn
};

/// The usual governor: slows down before Okta's rate limits are reached instead of being refused afterwards.
///
/// It learns each bucket's limit, what remains of it and when it begins anew from the answers, counts in what is under
/// way and what others use, and knows the server's clock from the answers' dates. Bulk calls are spread over the
/// window. Interactive calls go before them and are not spread; but while bulk calls wait, a fifth of the limit is
/// theirs. Within one priority clients take turns. What is unknown is not held back, except by the number of requests
/// under way, which is lowered when Okta refuses for that reason and rises again with successes.
///
/// Thread-safe. Copies share the state. No wait that it tells is longer than 5 minutes. A ticket that was told to wait
/// and does not ask again holds up others for a quarter of a second, at most.
class rate_governor
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// \throws std::invalid_argument that names the option which is out of bounds
    explicit rate_governor(governor_options options = {});

    /// 0: send now; else ask again after that time, with the same ticket. A ticket that has leave keeps it.
    [[nodiscard]] std::chrono::milliseconds admit(governor_ticket& t, time_point now);

    /// What an admitted request was answered; status 0: nothing. No effect on a ticket without leave.
    void settle(governor_ticket& t, response_facts const& facts, time_point now);

    /// A waiting ticket goes. No effect on one that does not wait.
    void leave(governor_ticket& t, time_point now);

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/rate_governor.ipp>
#endif
#endif
