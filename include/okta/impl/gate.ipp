#ifndef OKTA_IMPL_GATE_IPP
#define OKTA_IMPL_GATE_IPP

#include <okta/auth/gate.hpp>

#include <utility>

namespace okta::detail {

OKTA_DECL bool gate::wait(std::shared_ptr<waiter> w)
{
    std::lock_guard lock(mutex_);
    if (open_) return false;
    waiters_.push_back(std::move(w));
    return true;
}

OKTA_DECL void gate::forget(waiter const* w)
{
    std::lock_guard lock(mutex_);
    std::erase_if(waiters_, [&](auto const& p) { return p.get() == w; });
}

OKTA_DECL bool gate::is_open() const
{
    std::lock_guard lock(mutex_);
    return open_;
}

OKTA_DECL bool gate::wait(std::chrono::milliseconds timeout, std::stop_token const& stop)
{
    std::unique_lock lock(mutex_);
    return opened_.wait_for(lock, stop, timeout, [&] { return open_; });
}

OKTA_DECL void gate::open()
{
    std::vector<std::shared_ptr<waiter>> waiting;
    {
        std::lock_guard lock(mutex_);
        open_ = true;
        waiting.swap(waiters_);
        opened_.notify_all(); // under the lock: who wakes may destroy the gate
    }
    for (auto const& w : waiting) w->opened();
}

} // namespace okta::detail
#endif
