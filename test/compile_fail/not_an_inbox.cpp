// Events rest in an inbox: what models the concept.
// expect: inbox

#include <okta/event_hook.hpp>

#ifdef RIGHT
using box = okta::memory_inbox;
#else
using box = std::vector<okta::incoming_event>;
#endif

void build(box& b) { okta::hook_endpoint const endpoint(b, {.secrets = {"secret"}}); }
