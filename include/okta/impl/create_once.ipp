#ifndef OKTA_IMPL_CREATE_ONCE_IPP
#define OKTA_IMPL_CREATE_ONCE_IPP

#include <okta/create_once.hpp>

namespace okta::detail {

OKTA_DECL bool made_since(std::optional<timestamp> const& created, response_facts const& looked,
                          std::chrono::steady_clock::duration gone_by)
{
    if (!created || !looked.date) return false;
    return *created >= *looked.date - std::chrono::ceil<std::chrono::milliseconds>(gone_by);
}

} // namespace okta::detail
#endif
