#ifndef OKTA_EXCHANGE_RATE_BUCKET_HPP
#define OKTA_EXCHANGE_RATE_BUCKET_HPP

#include <okta/exchange/governor.hpp>
#include <okta/exchange/waiting_line.hpp>

#include <array>
#include <optional>

namespace okta::detail {

/// One rate limit as the answers tell it, what we and others use of it, and who waits for it.
///
/// Unknown: nothing is held back. Within a window: interactive calls go while something is left; bulk calls are spread
/// over the rest of it. After its end: one request a second, until an answer tells of the next one.
class rate_bucket
{
public:
    using microseconds = std::chrono::microseconds;
    static constexpr std::chrono::minutes longest_wait{5};

    explicit rate_bucket(double keep_free) : keep_free_(keep_free) {}

    /// When somebody with so many others in front may go; now or earlier: at once.
    [[nodiscard]] instant may_go(priority p, std::size_t before, instant now) const noexcept;

    void started(priority p, instant now) noexcept;

    /// A request that began then has ended, but not because of too many at a time.
    /// \param left until the reset told in the answer, at most; nothing without a clock to tell it by
    void answered(response_facts const& facts, std::optional<microseconds> left, instant began, instant now) noexcept;

    /// A request has ended and told nothing about the bucket.
    void ended() noexcept { under_way_ -= under_way_ > 0; }

    [[nodiscard]] waiting_line& line(priority p) noexcept { return lines_[std::size_t(p)]; }
    void drop_late(instant now);
    [[nodiscard]] bool is_idle() const noexcept { return under_way_ == 0 && lines_[0].empty() && lines_[1].empty(); }

    instant last_used = {};

private:
    bool learn(okta::rate_limit const& told, microseconds left, instant began, instant now) noexcept;
    void begin_window() noexcept;
    void watch_others(instant now) noexcept;
    void refused(microseconds left, instant began, instant now) noexcept;
    [[nodiscard]] double used_by_others() const noexcept;
    [[nodiscard]] double usable(instant now) const noexcept;
    [[nodiscard]] microseconds interval(instant now) const noexcept;
    [[nodiscard]] microseconds spread(std::size_t before) const noexcept;
    [[nodiscard]] instant in_next_window(std::size_t before) const noexcept;

    std::array<waiting_line, 2> lines_; // by priority
    double keep_free_;

    bool known_ = false;
    double limit_ = 0;
    double remaining_ = 0;
    std::chrono::sys_seconds reset_ = {};
    instant ends_ = {};
    instant seen_ = {}; // when the window was first heard of
    instant heard_ = {};
    microseconds length_{1}; // of the window, as far as we saw it
    microseconds late_{0};   // windows end that much after their reset

    std::size_t under_way_ = 0;
    double own_ = 0;   // of our requests, answered in this window
    double share_ = 1; // of what is left, what bulk calls make for

    double others_rate_ = 0; // requests per second
    double others_marked_ = 0;
    instant marked_ = {};

    microseconds answer_time_{200'000};
    instant next_bulk_ = {}; // or the next probe
    instant held_until_ = instant::min();
    instant refused_at_ = instant::min();
    unsigned refusals_ = 0; // in a row
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/rate_bucket.ipp>
#endif
#endif
