// A new user needs a login. g++ points at the member instead of naming it.
// expect: user_profile.hpp
// expect: required
// expect-clang: login

#include <okta/actions/users.hpp>

#ifdef RIGHT
okta::create_user const request{.profile = {.login = "ada@example.com", .email = "ada@example.com"}};
#else
okta::create_user const request{.profile = {.email = "ada@example.com"}};
#endif
