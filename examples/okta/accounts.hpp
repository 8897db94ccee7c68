#ifndef OKTA_EXAMPLES_OKTA_ACCOUNTS_HPP
#define OKTA_EXAMPLES_OKTA_ACCOUNTS_HPP

#include "arguments.hpp"

#include <okta/auth/connector_profile.hpp>
#include <okta/auth/file_store.hpp>
#include <okta/client.hpp>

namespace cli {

/// Where `okta login` keeps accounts: the folder OKTA_ACCOUNTS, or `.okta/accounts` in the home folder. It is made if
/// it is not there. \throws usage_error when it cannot be used
okta::file_store account_store();

/// The application that an account's user signed in to.
okta::connector_profile profile_of(std::string org, std::string client_id, bool dpop);

/// The account that was named; or else the only one that there is, of the org if one is given.
/// \throws usage_error that says what there is
okta::linked_account account_for(arguments const& a);

/// \throws okta::exception when it cannot be used: suspended, or damaged
okta::client open(arguments const& a, okta::linked_account const& account);

/// `okta accounts`: lists them, checks them, or removes one.
int manage_accounts(arguments const& a);

} // namespace cli
#endif
