// A worker calls its handler and is done with the event; what a coroutine returns would be dropped.
// expect: this handler returns something that nobody awaits: coroutines are for okta::async_work

#include <okta/event_hook.hpp>

#include <boost/asio/awaitable.hpp>

#ifdef RIGHT
using returned = void;
#else
using returned = boost::asio::awaitable<void>;
#endif

returned handle(okta::event const&);

void work(okta::memory_inbox& inbox) { okta::event_worker(inbox, handle).run_once(); }
