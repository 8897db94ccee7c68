#ifndef OKTA_EXAMPLES_OKTA_SANDBOX_HPP
#define OKTA_EXAMPLES_OKTA_SANDBOX_HPP

#include "arguments.hpp"

namespace cli {

/// `okta sandbox`: serves an org in memory until SIGINT or SIGTERM; gives the exit status.
/// \throws usage_error, okta::exception (a seed that cannot be planted), boost::system::system_error (the port)
int serve_sandbox(arguments const& a);

} // namespace cli
#endif
