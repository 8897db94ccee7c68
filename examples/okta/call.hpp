#ifndef OKTA_EXAMPLES_OKTA_CALL_HPP
#define OKTA_EXAMPLES_OKTA_CALL_HPP

#include "arguments.hpp"

namespace cli {

/// `okta call`: gives the exit status.
/// \throws usage_error, okta::exception and what a transport's constructor throws
int call(arguments const& a);

} // namespace cli
#endif
