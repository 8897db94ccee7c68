#ifndef OKTA_TEST_UNIT_EXCHANGE_GOVERNOR_SUPPORT_HPP
#define OKTA_TEST_UNIT_EXCHANGE_GOVERNOR_SUPPORT_HPP

#include <okta/exchange/rate_governor.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace governor_support {

using namespace std::chrono_literals;
using okta::governor_ticket;
using okta::priority;
using okta::rate_governor;
using std::chrono::milliseconds;

/// A governor and its clock. The server's clock is always at a whole second when ours is.
struct bench
{
    explicit bench(okta::governor_options o = {}) : governor(o) {}

    static constexpr auto users = "GET /api/v1/users";

    static governor_ticket ticket(priority p, std::uint64_t client = 0, std::string_view bucket = users)
    {
        governor_ticket t;
        t.bucket = bucket;
        t.priority = p;
        t.client = client;
        return t;
    }

    [[nodiscard]] std::chrono::sys_seconds date() const
    {
        return std::chrono::floor<std::chrono::seconds>(
            std::chrono::sys_time<std::chrono::nanoseconds>(now.time_since_epoch() + 1'700'000'000s));
    }

    milliseconds admit(governor_ticket& t) { return governor.admit(t, now); }

    void settle(governor_ticket& t, int status = 200) { governor.settle(t, {.status = status, .date = date()}, now); }

    void settle(governor_ticket& t, okta::rate_limit told, int status = 200)
    {
        governor.settle(t, {.status = status, .rate_limit = told, .date = date()}, now);
    }

    /// Asks for a request and answers it at once. False: it has to wait.
    bool tell(std::int64_t limit, std::int64_t remaining, std::chrono::seconds left, int status = 200,
              std::string_view bucket = users)
    {
        auto t = ticket(priority::interactive, 0, bucket);
        if (admit(t) > 0ms) {
            governor.leave(t, now);
            return false;
        }
        settle(t, {limit, remaining, date() + left}, status);
        return true;
    }

    /// How many more may be sent now, at most `most`; none of them is answered.
    std::size_t admitted(std::size_t most, priority p = priority::interactive, std::string_view bucket = users)
    {
        for (std::size_t i = 0; i < most; ++i) {
            under_way.push_back(ticket(p, 0, bucket));
            if (admit(under_way.back()) == 0ms) continue;
            governor.leave(under_way.back(), now);
            under_way.pop_back();
            return i;
        }
        return most;
    }

    rate_governor governor;
    std::chrono::steady_clock::time_point now{1000s};
    std::vector<governor_ticket> under_way = {};
};

} // namespace governor_support

#endif
