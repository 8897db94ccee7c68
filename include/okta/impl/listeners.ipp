#ifndef OKTA_IMPL_LISTENERS_IPP
#define OKTA_IMPL_LISTENERS_IPP

#include <okta/hook/listeners.hpp>

#include <utility>

namespace okta::detail {

OKTA_DECL listening listeners::add(std::function<void()> f)
{
    auto kept = std::make_shared<std::function<void()>>(std::move(f));
    std::lock_guard lock(mutex_);
    std::erase_if(all_, [](auto const& l) { return l.expired(); });
    all_.push_back(kept);
    return kept;
}

OKTA_DECL void listeners::tell() const
{
    std::vector<std::shared_ptr<std::function<void()>>> now;
    {
        std::lock_guard lock(mutex_);
        for (auto const& l : all_)
            if (auto kept = l.lock()) now.push_back(std::move(kept));
    }
    for (auto const& l : now) (*l)();
}

} // namespace okta::detail
#endif
