#ifndef OKTA_EXAMPLES_OKTA_LOGIN_HPP
#define OKTA_EXAMPLES_OKTA_LOGIN_HPP

#include "arguments.hpp"

namespace cli {

/// `okta login`: links an account and prints its id.
int login(arguments const& a);

} // namespace cli
#endif
