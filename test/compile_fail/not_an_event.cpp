// A handler takes an event of the library.
// expect: the Handler takes one of okta::events, such as okta::events::user_created, or okta::event
// expect: log_event

#include <okta/hook/dispatcher.hpp>

#ifdef RIGHT
using taken = okta::events::user_created;
#else
using taken = okta::log_event;
#endif

auto const on = okta::dispatcher{[](taken const&) {}};
