// Neither asynchronously.
// expect: the Action needs a NeededScope that is not among the client's Granted ones
// expect: delete_user
// expect-name: okta.users.manage

#include <okta/actions/users.hpp>
#include <okta/client.hpp>

#ifdef RIGHT
using granted = okta::scope::users_manage;
#else
using granted = okta::scope::groups_manage;
#endif

auto called(okta::client& org, okta::delete_user const& request)
{
    return org.with_scopes<granted>().async_call(request);
}
