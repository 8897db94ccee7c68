#ifndef OKTA_IMPL_TAKEN_BATCH_IPP
#define OKTA_IMPL_TAKEN_BATCH_IPP

#include <okta/hook/taken_batch.hpp>

#include <exception>
#include <utility>

namespace okta::detail {

OKTA_DECL taken_batch::~taken_batch()
{
    for (auto i = settled_; i < events_.size(); ++i) {
        try {
            inbox_->give_back(events_[i].number);
        } catch (std::exception const&) { // it stays taken until the inbox is opened again
            continue;
        }
    }
}

OKTA_DECL void taken_batch::say(verdict v)
{
    if (settled_ == said_.size()) first_ = std::chrono::steady_clock::now();
    said_.push_back(std::move(v));
}

OKTA_DECL void taken_batch::settle_if_due(timestamp now)
{
    constexpr std::chrono::milliseconds longest{100};
    if (at_end() || (settled_ < said_.size() && std::chrono::steady_clock::now() - first_ >= longest)) settle(now);
}

OKTA_DECL void taken_batch::settle(timestamp now)
{
    auto const from = std::exchange(settled_, said_.size());
    if (from == settled_) return;
    std::span<kept_event const> const events(events_);
    std::span<verdict const> const said(said_);
    inbox_->settle(events.subspan(from, settled_ - from), said.subspan(from, settled_ - from), now);
}

OKTA_DECL void taken_batch::swap(taken_batch& other) noexcept
{
    std::swap(inbox_, other.inbox_);
    events_.swap(other.events_);
    said_.swap(other.said_);
    std::swap(settled_, other.settled_);
    std::swap(first_, other.first_);
}

} // namespace okta::detail
#endif
