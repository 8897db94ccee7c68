#ifndef OKTA_IMPL_SANDBOX_SYSTEM_LOG_IPP
#define OKTA_IMPL_SANDBOX_SYSTEM_LOG_IPP

#include <okta/codec/decode.hpp>
#include <okta/sandbox/system_log.hpp>

namespace okta::sandbox::detail {

OKTA_DECL void system_log::add(log_event const& event)
{
    if (max_events_ == 0) return;
    if (events_.size() == max_events_) events_.pop_front();
    events_.push_back({++last_, event.published.value_or(timestamp{}), to_json(event)});
}

} // namespace okta::sandbox::detail
#endif
