#ifndef OKTA_IMPL_WAITING_LINE_IPP
#define OKTA_IMPL_WAITING_LINE_IPP

#include <okta/exchange/waiting_line.hpp>

#include <algorithm>

namespace okta::detail {

constexpr unsigned place_number_bits = 20; // more than can wait at a time

OKTA_DECL std::vector<waiting_line::ticket>::iterator waiting_line::find(std::uint64_t place) noexcept
{
    return std::lower_bound(waiting_.begin(), waiting_.end(), place,
                            [](ticket const& t, std::uint64_t p) { return t.place < p; });
}

OKTA_DECL std::uint64_t waiting_line::join(std::uint64_t client, instant now)
{
    constexpr std::uint64_t number_mask = (std::uint64_t{1} << place_number_bits) - 1;
    auto round = turn_;
    auto const last = std::find_if(waiting_.rbegin(), waiting_.rend(), [&](auto& t) { return t.client == client; });
    if (last != waiting_.rend()) round = std::max(round, last->place >> place_number_bits);
    auto const place = ((round + 1) << place_number_bits) | (++joined_ & number_mask);
    rejoin(place, client, now);
    return place;
}

OKTA_DECL void waiting_line::rejoin(std::uint64_t place, std::uint64_t client, instant now)
{
    // The line may have been forgotten since, and begun anew.
    if (waiting_.empty()) turn_ = std::max(turn_, (place >> place_number_bits) - 1);
    auto const at = find(place);
    if (at != waiting_.end() && at->place == place) at->due = now;
    else waiting_.insert(at, {place, client, now});
}

OKTA_DECL bool waiting_line::contains(std::uint64_t place) const noexcept
{
    auto const n = before(place);
    return n < waiting_.size() && waiting_[n].place == place;
}

OKTA_DECL std::size_t waiting_line::before(std::uint64_t place) const noexcept
{
    auto const at = const_cast<waiting_line*>(this)->find(place);
    return static_cast<std::size_t>(at - waiting_.begin());
}

OKTA_DECL std::size_t waiting_line::awake_before(std::uint64_t place, instant now) const noexcept
{
    auto const is_awake = [&](ticket const& t) { return t.due - patience <= now && now <= t.due + patience; };
    auto const end = waiting_.begin() + static_cast<std::ptrdiff_t>(before(place));
    return static_cast<std::size_t>(std::count_if(waiting_.begin(), end, is_awake));
}

OKTA_DECL void waiting_line::tell(std::uint64_t place, instant due) noexcept
{
    auto const at = find(place);
    if (at != waiting_.end() && at->place == place) at->due = due;
}

OKTA_DECL void waiting_line::serve(std::uint64_t place)
{
    turn_ = std::max(turn_, place >> place_number_bits);
    leave(place);
}

OKTA_DECL void waiting_line::leave(std::uint64_t place)
{
    auto const at = find(place);
    if (at != waiting_.end() && at->place == place) waiting_.erase(at);
}

OKTA_DECL void waiting_line::drop_late(instant now)
{
    std::erase_if(waiting_, [&](auto& t) { return t.due + patience < now; });
}

} // namespace okta::detail
#endif
