// Nor many at a time.
// expect: the Action needs a NeededScope that is not among the client's Granted ones
// expect: delete_user
// expect-name: okta.users.manage

#include <okta/actions/users.hpp>
#include <okta/bulk.hpp>

#ifdef RIGHT
using granted = okta::scope::users_manage;
#else
using granted = okta::scope::users_read;
#endif

auto called(okta::client& org, std::vector<okta::delete_user> requests)
{
    return okta::for_each(org.with_scopes<granted>(), std::move(requests));
}
