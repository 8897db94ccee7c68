// A required member that is left out does not compile, and the message names it.
// expect: user_id
// expect: required

#include <okta/actions/groups.hpp>

#ifdef RIGHT
okta::add_user_to_group const request{.group_id = "00g1", .user_id = "00u1"};
#else
okta::add_user_to_group const request{.group_id = "00g1"};
#endif
