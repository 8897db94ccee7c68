#ifndef OKTA_EXAMPLES_OKTA_REQUEST_HPP
#define OKTA_EXAMPLES_OKTA_REQUEST_HPP

#include <okta/action/action_info.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

using okta::detail::action_info;

/// `; did you mean 'list_users'?`; empty when none of the names is near.
std::string did_you_mean(std::string_view name, std::vector<std::string_view> const& names);

/// \throws usage_error that names the nearest action when there is none of that name
action_info const& find_action(std::string_view name);

/// The JSON text that the argument stands for: itself, standard input for `-`, a file for `@file`.
/// \throws usage_error
std::string read_input(std::string const& argument);

/// The request struct of an action, filled from a flat JSON object with wire names.
/// \throws usage_error: not JSON; a member that the action does not have, on any level, with the nearest name; a
/// required one missing; a wrong type with its path and byte
std::shared_ptr<void> read_request(action_info const& info, std::string_view json);

} // namespace cli
#endif
