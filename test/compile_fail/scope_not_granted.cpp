// A client that was granted reading cannot delete.
// expect: the Action needs a NeededScope that is not among the client's Granted ones
// expect: delete_user
// expect-name: okta.users.manage

#include <okta/actions/users.hpp>
#include <okta/client.hpp>

#ifdef RIGHT
using granted = okta::scope::users_manage;
#else
using granted = okta::scope::users_read;
#endif

auto called(okta::client& org)
{
    okta::delete_user request{.id = "00u1"};
    return org.with_scopes<granted>().call(request);
}
