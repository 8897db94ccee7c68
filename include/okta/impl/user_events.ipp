#ifndef OKTA_IMPL_USER_EVENTS_IPP
#define OKTA_IMPL_USER_EVENTS_IPP

#include <okta/events/users.hpp>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace okta::events {

// Okta's description says AppInstanceIds, other debug data are spelled in camelCase; debug data are texts, but this is
// described as a list.
OKTA_DECL void user_universal_logout::read_details()
{
    if (!details.debug_context || !details.debug_context->debug_data) return;
    auto const& data = *details.debug_context->debug_data;
    auto const* found = data.if_contains("appInstanceIds");
    if (!found) found = data.if_contains("AppInstanceIds");
    if (!found) return;
    if (auto const* one = found->if_string()) app_instance_ids.emplace_back(one->c_str(), one->size());
    if (auto const* several = found->if_array())
        for (auto const& id : *several)
            if (auto const* text = id.if_string()) app_instance_ids.emplace_back(text->c_str(), text->size());
}

} // namespace okta::events
#endif
