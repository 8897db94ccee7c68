#ifndef OKTA_SANDBOX_CLOCK_HPP
#define OKTA_SANDBOX_CLOCK_HPP

#include <okta/exchange/random.hpp>
#include <okta/model/timestamp.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

namespace okta::sandbox {

/// A clock that stands still but for a step at each reading, so that two runs see the same times and no two calls the
/// same one. Copies share the time; reading and advancing are thread-safe.
class stepping_clock
{
public:
    /// 2026-01-01T00:00:00.000Z, a millisecond per reading, unless said otherwise.
    explicit stepping_clock(timestamp start = timestamp{std::chrono::seconds{1'767'225'600}},
                            std::chrono::milliseconds step = std::chrono::milliseconds{1})
        : now_(std::make_shared<std::atomic<std::int64_t>>(start.time_since_epoch().count())), step_(step)
    {
    }

    [[nodiscard]] timestamp operator()() const
    {
        return timestamp{std::chrono::milliseconds{now_->fetch_add(step_.count())}};
    }

    /// Lets time pass: a rate-limit window, a token's life.
    void advance(std::chrono::milliseconds by) const { *now_ += by.count(); }

private:
    std::shared_ptr<std::atomic<std::int64_t>> now_;
    std::chrono::milliseconds step_;
};

/// The system's clock.
struct system_clock
{
    [[nodiscard]] timestamp operator()() const
    {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

/// Numbers that look random and are the same in every run (SplitMix64). Not thread-safe.
class seeded_random
{
public:
    explicit seeded_random(std::uint64_t seed = 1) noexcept : state_(seed) {}

    [[nodiscard]] std::uint64_t operator()() noexcept { return okta::detail::next_random(state_); }

private:
    std::uint64_t state_;
};

} // namespace okta::sandbox
#endif
