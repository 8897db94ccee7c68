#ifndef OKTA_EXAMPLES_OKTA_ACTIONS_HPP
#define OKTA_EXAMPLES_OKTA_ACTIONS_HPP

#include "arguments.hpp"

namespace cli {

/// `okta actions`: gives the exit status.
/// \throws usage_error
int print_actions(arguments const& a);

} // namespace cli
#endif
