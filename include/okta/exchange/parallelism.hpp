#ifndef OKTA_EXCHANGE_PARALLELISM_HPP
#define OKTA_EXCHANGE_PARALLELISM_HPP

#include <okta/exchange/governor.hpp>
#include <okta/exchange/waiting_line.hpp>

#include <array>

namespace okta::detail {

/// How many requests may be under way. Okta does not say how many it takes, only when there were too many: then fewer
/// are sent, and with each success a little more again.
class parallelism
{
public:
    explicit parallelism(std::size_t most) : most_(static_cast<double>(most)), allowed_(most_) {}

    /// When somebody with so many others in front may go; now or earlier: at once. A later time is a guess.
    [[nodiscard]] instant may_go(priority p, std::size_t before, instant now) const noexcept;

    /// Somebody waits for nothing but a request to end, and asks again at `due`.
    void stalled(priority p, instant due) noexcept;

    void started(priority p) noexcept;

    /// A request that began then has ended; was it refused because there were too many?
    void answered(instant began, bool refused, instant now) noexcept;
    void lost() noexcept { under_way_ -= under_way_ > 0; }

private:
    [[nodiscard]] bool is_turn_of_bulk(instant now) const noexcept;

    double most_;
    double allowed_;
    std::size_t under_way_ = 0;
    std::array<instant, 2> stalled_until_ = {instant::min(),
                                             instant::min()}; // by priority: somebody waits for a request to end
    unsigned interactive_in_a_row_ = 0;
    std::chrono::microseconds answer_time_{200'000};
    instant lowered_ = instant::min();
    instant quiet_until_ = instant::min();
    unsigned refusals_ = 0; // in a row
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/parallelism.ipp>
#endif
#endif
