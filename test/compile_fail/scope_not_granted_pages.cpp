// Nor page by page.
// expect: the Action needs a NeededScope that is not among the client's Granted ones
// expect: list_users
// expect-name: okta.users.read

#include <okta/actions/users.hpp>
#include <okta/client.hpp>

#ifdef RIGHT
using granted = okta::scope::users_manage;
#else
using granted = okta::scope::groups_read;
#endif

auto listed(okta::client& org) { return org.with_scopes<granted>().pages(okta::list_users{}); }
