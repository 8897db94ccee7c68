#ifndef OKTA_IMPL_SANDBOX_USED_ONCE_IPP
#define OKTA_IMPL_SANDBOX_USED_ONCE_IPP

#include <okta/sandbox/used_once.hpp>

#include <cstddef>

namespace okta::sandbox::detail {

OKTA_DECL bool used_once::use(std::string const& id, timestamp until, timestamp now)
{
    constexpr std::size_t most = 100'000;
    auto const forget_first = [this] {
        ids_.erase(by_end_.begin()->second);
        by_end_.erase(by_end_.begin());
    };
    while (!by_end_.empty() && by_end_.begin()->first <= now) forget_first();
    if (ids_.contains(id)) return false;
    if (by_end_.size() >= most) forget_first();
    ids_.insert(id);
    by_end_.emplace(until, id);
    return true;
}

} // namespace okta::sandbox::detail
#endif
