#ifndef OKTA_IMPL_PENDING_EVENTS_IPP
#define OKTA_IMPL_PENDING_EVENTS_IPP

#include <okta/hook/pending_events.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace okta::detail {

OKTA_DECL void pending_events::fill(page<log_event> const& p, event_filter const& wanted, std::string checkpoint)
{
    events_.clear();
    for (auto const& e : p.items)
        if (wanted.takes(e.event_type.value_or(""))) events_.push_back(to_incoming(e));
    for (auto const& bad : p.bad_items) { // what is no LogEvent to us may be one to a later version
        auto e = incoming_of(bad.raw, {}, bad.index);
        if (wanted.takes(e.event_type)) events_.push_back(std::move(e));
    }
    at_ = 0;
    piece_ = events_.size();
    unsaved_ = unsaved_ || checkpoint != checkpoint_;
    checkpoint_ = std::move(checkpoint);
}

OKTA_DECL std::vector<incoming_event> pending_events::piece() const
{
    auto const n = std::min(piece_, events_.size() - at_);
    auto const from = events_.begin() + static_cast<std::ptrdiff_t>(at_);
    return {from, from + static_cast<std::ptrdiff_t>(n)};
}

OKTA_DECL std::size_t pending_events::kept() noexcept
{
    auto const n = std::min(piece_, events_.size() - at_);
    at_ += n;
    return n;
}

OKTA_DECL bool pending_events::halve() noexcept
{
    piece_ = std::min(piece_, events_.size() - at_);
    if (piece_ <= 1) return false;
    piece_ = (piece_ + 1) / 2;
    return true;
}

struct put_answer::shared
{
    std::mutex mutex = {};
    std::condition_variable_any told = {};
    std::optional<put_result> said = {};
};

OKTA_DECL put_answer::put_answer() : shared_(std::make_shared<shared>()) {}

OKTA_DECL std::function<void(put_result)> put_answer::done() const
{
    return [s = shared_](put_result r) {
        {
            std::lock_guard lock(s->mutex);
            s->said = r;
        }
        s->told.notify_all();
    };
}

OKTA_DECL put_result put_answer::wait(std::chrono::milliseconds most, std::stop_token const& stop) const
{
    std::unique_lock lock(shared_->mutex);
    shared_->told.wait_for(lock, stop, most, [&] { return shared_->said.has_value(); });
    return shared_->said.value_or(put_result::failed);
}

OKTA_DECL std::string_view name_of(put_result r) noexcept
{
    if (r == put_result::kept) return "kept";
    return r == put_result::full ? "full" : "failed";
}

} // namespace okta::detail
#endif
