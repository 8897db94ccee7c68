#ifndef OKTA_IMPL_WORKER_CORE_IPP
#define OKTA_IMPL_WORKER_CORE_IPP

#include <okta/exchange/random.hpp>
#include <okta/hook/worker_core.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace okta::detail {

OKTA_DECL void refuse_worker_option(char const* what)
{
    throw std::invalid_argument(std::string("worker_options: ").append(what));
}

OKTA_DECL void ring(worker_bell& bell)
{
    {
        std::lock_guard lock(bell.mutex);
        bell.ringing = true;
    }
    bell.rung.notify_all();
}

OKTA_DECL std::chrono::milliseconds backoff(std::chrono::milliseconds first, std::chrono::milliseconds most,
                                            std::uint32_t doublings, std::uint64_t& random)
{
    constexpr std::int64_t longest_to_double = std::int64_t{1} << 40;
    auto const begin = std::min<std::int64_t>(first.count(), longest_to_double);
    auto const time = std::min<std::int64_t>(most.count(), begin << std::min(doublings, 20u));
    auto const jitter = next_random(random) % (static_cast<std::uint64_t>(time) / 2 + 1);
    return std::chrono::milliseconds(time - static_cast<std::int64_t>(jitter));
}

OKTA_DECL worker_core::worker_core(worker_options options)
    : options_(std::move(options)),
      random_(static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()))
{
    if (!options_.batch || options_.batch > 10'000) refuse_worker_option("batch has to be 1 to 10,000");
    if (!options_.max_attempts) refuse_worker_option("max_attempts has to be at least 1");
    if (options_.first_backoff.count() <= 0 || options_.max_backoff < options_.first_backoff)
        refuse_worker_option("first_backoff has to be positive, and max_backoff no shorter");
    if (!options_.now) options_.now = system_time;
}

OKTA_DECL verdict worker_core::handle(kept_event const& e, call const& handler)
{
    try {
        auto const decoded = decode_(e.event);
        return handler(decoded) ? verdict::done() : not_taken(e, decoded);
    } catch (...) {
        return failed(e);
    }
}

OKTA_DECL verdict worker_core::not_taken(kept_event const& e, event const& decoded)
{
    auto const* const unknown = std::get_if<events::unknown>(&decoded);
    if (!unknown || unknown->reason.empty()) return verdict::done(); // nobody wants its type
    return dead(e, std::string("it does not fit its type: ").append(unknown->reason));
}

OKTA_DECL verdict worker_core::dead(kept_event const& e, std::string why)
{
    std::string line = e.event.event_type;
    tell(line.append(" ").append(e.event.key).append(" is dead: ").append(why));
    return verdict::dead(std::move(why));
}

OKTA_DECL verdict worker_core::failed(kept_event const& e)
{
    std::string why = "something that is no std::exception";
    bool hopeless = e.attempts + 1 >= options_.max_attempts;
    try {
        throw;
    } catch (give_up const& x) {
        why = x.what();
        hopeless = true;
    } catch (std::exception const& x) {
        why = x.what();
    } catch (...) { // why says so
    }
    std::string line = "the handler of ";
    line.append(e.event.event_type).append(" ").append(e.event.key).append(" failed, attempt ");
    line.append(std::to_string(e.attempts + 1)).append(hopeless ? ", the last: " : ": ").append(why);
    tell(line);
    if (hopeless) return verdict::dead(std::move(why));
    auto const wait = backoff(options_.first_backoff, options_.max_backoff, e.attempts, random_);
    return verdict::again(now() + wait, std::move(why));
}

OKTA_DECL void worker_core::tell(std::string_view text) const
{
    constexpr std::size_t longest = 1'000;
    if (!options_.on_failure) return;
    try {
        options_.on_failure(one_line(text, longest)); // whatever Okta or a handler says
    } catch (std::exception const&) {                 // an event is not lost because it cannot be told of
        return;
    }
}

OKTA_DECL void worker_core::wait(std::optional<timestamp> due, std::stop_token const& stop)
{
    constexpr std::chrono::milliseconds longest{1'000}; // should the clock be set
    auto time = longest;
    if (due) time = std::clamp(*due - now(), std::chrono::milliseconds{1}, longest);
    std::unique_lock lock(bell_->mutex);
    bell_->rung.wait_for(lock, time, [&] { return bell_->ringing || stop.stop_requested(); });
    bell_->ringing = false;
}

OKTA_DECL void worker_core::inbox_failed(std::string_view why, std::stop_token const& stop)
{
    constexpr std::chrono::milliseconds rest{1'000};
    tell(std::string("the inbox failed: ").append(why));
    std::unique_lock lock(bell_->mutex);
    bell_->rung.wait_for(lock, rest, [&] { return stop.stop_requested(); });
}

} // namespace okta::detail
#endif
