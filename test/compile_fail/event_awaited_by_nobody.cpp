// What a coroutine handler returns has to be awaited.
// expect: a handler returns something to be awaited: use start(event)

#include <okta/hook/dispatcher.hpp>

#include <boost/asio/awaitable.hpp>

#ifdef RIGHT
using returned = void;
#else
using returned = boost::asio::awaitable<void>;
#endif

returned on_created(okta::events::user_created const&);

void call(okta::event const& e) { okta::dispatcher{on_created}(e); }
