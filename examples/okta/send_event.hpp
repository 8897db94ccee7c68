#ifndef OKTA_EXAMPLES_OKTA_SEND_EVENT_HPP
#define OKTA_EXAMPLES_OKTA_SEND_EVENT_HPP

#include "arguments.hpp"

namespace cli {

/// `okta send-event`: delivers to an event hook, or verifies it, as Okta would; gives the exit status.
/// \throws usage_error
int send_event(arguments const& a);

} // namespace cli
#endif
