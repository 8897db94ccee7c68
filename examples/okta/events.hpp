#ifndef OKTA_EXAMPLES_OKTA_EVENTS_HPP
#define OKTA_EXAMPLES_OKTA_EVENTS_HPP

#include "arguments.hpp"

#include <okta/events/catalogue.hpp>

#include <string_view>

namespace cli {

/// \throws usage_error that names the nearest event when there is none of that name or type
okta::detail::event_info const& find_event(std::string_view name);

/// `okta events`: gives the exit status. \throws usage_error
int print_events(arguments const& a);

} // namespace cli
#endif
