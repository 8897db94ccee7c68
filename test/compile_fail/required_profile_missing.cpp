// A new user needs a profile.
// expect: profile
// expect: required_profile_missing.cpp:11
// expect: required

#include <okta/actions/users.hpp>

#ifdef RIGHT
okta::create_user const request{.profile = {.login = "ada@example.com", .email = "ada@example.com"}};
#else
okta::create_user const request{.activate = false};
#endif
