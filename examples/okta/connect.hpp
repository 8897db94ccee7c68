#ifndef OKTA_EXAMPLES_OKTA_CONNECT_HPP
#define OKTA_EXAMPLES_OKTA_CONNECT_HPP

#include "arguments.hpp"

#include <okta/client.hpp>

namespace cli {

inline constexpr char const* user_agent = "okta-cli";

okta::any_transport make_transport(arguments const& a);
okta::client_options client_options_of(arguments const& a);

/// With the token, or as the service app. \throws usage_error without an org
okta::client connect(arguments const& a);

/// Prints it on standard error. \returns the exit status that it means
int report(okta::error const& e);

} // namespace cli
#endif
