// An event has one handler; of two, nobody could say which is called.
// expect: two handlers take this Event; a dispatcher calls one
// expect: group_deleted

#include <okta/hook/dispatcher.hpp>

#ifdef RIGHT
using other = okta::events::group_created;
#else
using other = okta::events::group_deleted;
#endif

auto const on = okta::dispatcher{[](okta::events::group_deleted const&) {}, [](other const&) {}};
