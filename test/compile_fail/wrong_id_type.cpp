// The id of a group is no id of a user.
// expect-g++: from 'okta::id_of<okta::group>' to 'okta::required<okta::id_of<okta::any_user> >'
// expect-clang: group>' to 'required<id_of<
// expect-clang: any_user>>

#include <okta/actions/groups.hpp>

okta::group engineers;
okta::user ada;
#ifdef RIGHT
okta::add_user_to_group const request{.group_id = engineers.id, .user_id = ada.id};
#else
okta::add_user_to_group const request{.group_id = engineers.id, .user_id = engineers.id};
#endif
