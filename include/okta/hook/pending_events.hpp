#ifndef OKTA_HOOK_PENDING_EVENTS_HPP
#define OKTA_HOOK_PENDING_EVENTS_HPP

#include <okta/hook/delivery.hpp>
#include <okta/hook/event_filter.hpp>
#include <okta/hook/inbox.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace okta::detail {

/// A page of the System Log on its way into an inbox, in one piece or, where that has no room for it, in several. The
/// checkpoint behind it counts when the last piece is kept.
class pending_events
{
public:
    /// \pre nothing is left to put
    void fill(page<log_event> const& p, event_filter const& wanted, std::string checkpoint);

    /// Nothing is left to put, nor a checkpoint to be stored.
    [[nodiscard]] bool done() const noexcept { return !unsaved_ && at_ == events_.size(); }
    [[nodiscard]] bool at_last_piece() const noexcept { return events_.size() - at_ <= piece_; }
    [[nodiscard]] std::vector<incoming_event> piece() const;
    [[nodiscard]] std::string const& checkpoint() const noexcept { return checkpoint_; }

    /// What became of the piece. \returns how many events are kept by that
    std::size_t kept() noexcept;

    /// It had no room: halves the pieces. False: they are down to one event.
    bool halve() noexcept;

    /// The checkpoint is where it belongs.
    void saved() noexcept { unsaved_ = false; }

private:
    std::vector<incoming_event> events_;
    std::string checkpoint_;
    std::size_t at_ = 0, piece_ = 0;
    bool unsaved_ = false;
};

/// Waits for what an inbox says of a put.
class put_answer
{
public:
    put_answer();

    /// For the inbox; may be called on any thread, and after this object's life.
    [[nodiscard]] std::function<void(put_result)> done() const;

    /// `failed`: none came in that time, or a stop was requested.
    [[nodiscard]] put_result wait(std::chrono::milliseconds most, std::stop_token const& stop) const;

private:
    struct shared;
    std::shared_ptr<shared> shared_;
};

[[nodiscard]] std::string_view name_of(put_result r) noexcept;

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/pending_events.ipp>
#endif
#endif
