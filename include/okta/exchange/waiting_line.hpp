#ifndef OKTA_EXCHANGE_WAITING_LINE_HPP
#define OKTA_EXCHANGE_WAITING_LINE_HPP

#include <okta/impl/config.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace okta::detail {

using instant = std::chrono::steady_clock::time_point;

/// Who waits, in the order in which they go: clients take turns, and the tickets of one go first come, first served.
///
/// A place is a round and a number that makes it unique; a client's next ticket is in a round of its own. Whoever does
/// not come when told to is taken out, and put in again at the same place if it comes after all.
class waiting_line
{
public:
    /// Tickets come up to this much later than they were told and still are waited for.
    static constexpr std::chrono::milliseconds patience{250};

    /// A new ticket's place, never 0 and below 2^62.
    [[nodiscard]] std::uint64_t join(std::uint64_t client, instant now);

    /// It has come; and is in again, if it was taken out.
    void rejoin(std::uint64_t place, std::uint64_t client, instant now);

    [[nodiscard]] bool contains(std::uint64_t place) const noexcept;

    /// How many are before that place.
    [[nodiscard]] std::size_t before(std::uint64_t place) const noexcept;

    /// How many of them are about to ask: the others sleep, and whoever is awake may go instead of them.
    [[nodiscard]] std::size_t awake_before(std::uint64_t place, instant now) const noexcept;
    [[nodiscard]] bool is_any_awake(instant now) const noexcept { return awake_before(~std::uint64_t{0}, now) > 0; }

    /// When it is to ask again. No effect on a place that is not in the line.
    void tell(std::uint64_t place, instant due) noexcept;

    /// It goes, and the turn passes to those behind it.
    void serve(std::uint64_t place);

    void leave(std::uint64_t place);

    /// Takes out who should have come and did not.
    void drop_late(instant now);

    [[nodiscard]] std::size_t size() const noexcept { return waiting_.size(); }
    [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }

private:
    struct ticket
    {
        std::uint64_t place;
        std::uint64_t client;
        instant due;
    };

    /// That ticket, or the next one if it is not there.
    std::vector<ticket>::iterator find(std::uint64_t place) noexcept;

    std::vector<ticket> waiting_; // by place
    std::uint64_t turn_ = 0;      // the round of who went last
    std::uint64_t joined_ = 0;
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/waiting_line.ipp>
#endif
#endif
