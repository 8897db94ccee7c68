// Many calls are of actions, too.
// expect: for_each calls a range of actions, or of std::variants of them: the Request is neither
// expect: just_a_struct

#include <okta/actions/users.hpp>
#include <okta/bulk.hpp>

struct just_a_struct
{
    int id;
};

#ifdef RIGHT
using request = okta::get_user;
#else
using request = just_a_struct;
#endif

auto called(okta::client& org, std::vector<request> requests) { return okta::for_each(org, std::move(requests)); }
