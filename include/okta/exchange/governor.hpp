#ifndef OKTA_EXCHANGE_GOVERNOR_HPP
#define OKTA_EXCHANGE_GOVERNOR_HPP

#include <okta/model/error.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace okta {

/// Whether somebody waits for the answer, or it is one of many.
enum class priority { interactive, bulk };

/// A call that waits for leave to be sent, or has it.
struct governor_ticket
{
    std::string_view bucket = {}; ///< `GET /api/v1/users/{id}`: what shares a rate limit; must outlive the ticket
    okta::priority priority = okta::priority::interactive;
    std::uint64_t client = 0; ///< calls of the same client share one turn. Random: another one in each process, too
    std::uint64_t place = 0;  ///< the governor's own; 0 until it was asked
};

/// Decides when a request may be sent. Thread-safe; does no I/O and reads no clock: time is handed in.
///
/// `admit` gives 0 when the request may be sent now, else the time after which to ask again with the same ticket.
/// `settle` is told once, for each admitted ticket, what the request was answered; status 0: nothing. `leave` is for a
/// ticket that was told to wait and will not ask again.
template <class G>
concept governor = requires(G& g, governor_ticket& t, std::chrono::steady_clock::time_point now,
                            response_facts const& facts) {
    { g.admit(t, now) } -> std::same_as<std::chrono::milliseconds>;
    g.settle(t, facts, now);
    g.leave(t, now);
};

namespace detail {

struct governor_interface
{
    virtual ~governor_interface() = default;
    virtual std::chrono::milliseconds admit(governor_ticket&, std::chrono::steady_clock::time_point) = 0;
    virtual void settle(governor_ticket&, response_facts const&, std::chrono::steady_clock::time_point) = 0;
    virtual void leave(governor_ticket&, std::chrono::steady_clock::time_point) = 0;
};

} // namespace detail

/// Any governor behind one type. Copies share it. An empty one admits everything at once.
class any_governor
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    any_governor() = default;

    template <class G>
        requires(governor<G> && !std::same_as<G, any_governor>)
    any_governor(G g) : any_governor(std::make_shared<G>(std::move(g)))
    {
    }

    /// Shares `g`; a null pointer makes it empty.
    template <governor G>
    any_governor(std::shared_ptr<G> g) : held_(g ? std::make_shared<model<G>>(std::move(g)) : nullptr)
    {
    }

    std::chrono::milliseconds admit(governor_ticket& t, time_point now) const
    {
        return held_ ? held_->admit(t, now) : std::chrono::milliseconds{0};
    }

    void settle(governor_ticket& t, response_facts const& facts, time_point now) const
    {
        if (held_) held_->settle(t, facts, now);
    }

    void leave(governor_ticket& t, time_point now) const
    {
        if (held_) held_->leave(t, now);
    }

    explicit operator bool() const noexcept { return held_ != nullptr; }

private:
    template <class G>
    struct model final : detail::governor_interface
    {
        explicit model(std::shared_ptr<G> g) : governor(std::move(g)) {}

        std::chrono::milliseconds admit(governor_ticket& t, time_point now) override { return governor->admit(t, now); }

        void settle(governor_ticket& t, response_facts const& facts, time_point now) override
        {
            governor->settle(t, facts, now);
        }

        void leave(governor_ticket& t, time_point now) override { governor->leave(t, now); }

        std::shared_ptr<G> governor;
    };

    std::shared_ptr<detail::governor_interface> held_;
};

} // namespace okta

#endif
