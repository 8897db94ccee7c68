// A dispatcher that is said to be exhaustive has a handler for every event.
// expect: this dispatcher is exhaustive, and none of its handlers takes this Event
// expect: api_token_revoked

#include <okta/hook/dispatcher.hpp>

#ifdef RIGHT
using other = okta::event;
#else
using other = okta::events::group_deleted;
#endif

auto const on = okta::dispatcher{okta::exhaustive, [](okta::events::user_created const&) {}, [](other const&) {}};
