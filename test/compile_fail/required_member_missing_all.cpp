// Nor does it compile with none of them; g++ then names the type only.
// expect: required_member_missing_all.cpp:11
// expect-g++: okta::required<T>::required() [with T = okta::id_of<okta::group>]
// expect-clang: group_id

#include <okta/actions/groups.hpp>

#ifdef RIGHT
okta::get_group const request{.group_id = "00g1"};
#else
okta::get_group const request{};
#endif
