#ifndef OKTA_EXAMPLES_OKTA_LISTEN_HPP
#define OKTA_EXAMPLES_OKTA_LISTEN_HPP

#include "arguments.hpp"

#include <okta/events/event.hpp>

#include <string>

namespace cli {

/// An event as one line of JSON: its name, its type, and its struct's members.
std::string line_of(okta::event const& e);

/// `okta listen`: prints an event hook's events until SIGINT, SIGTERM or the count; gives the exit status.
/// \throws usage_error, std::invalid_argument (an option), boost::system::system_error (the port, the certificate)
int listen(arguments const& a);

} // namespace cli
#endif
