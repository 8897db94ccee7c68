// A handler's parameter says what it subscribes to, so it cannot be auto.
// expect: the Handler has to say which event it takes, by one operator() const

#include <okta/hook/dispatcher.hpp>

#ifdef RIGHT
auto const on = okta::dispatcher{[](okta::event const&) {}};
#else
auto const on = okta::dispatcher{[](auto const&) {}};
#endif
