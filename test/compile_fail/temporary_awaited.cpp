// g++ before 13 miscompiles an aggregate that is written inside a co_await expression; later ones and clang do not.
// only: g++ < 13
// expect: g++ before 13 destroys an Action that is written inside a co_await expression twice
// expect: get_group

#include <okta/actions/groups.hpp>
#include <okta/client.hpp>

#include <boost/asio/awaitable.hpp>

boost::asio::awaitable<void> read(okta::client& org)
{
#ifdef RIGHT
    okta::get_group request{.group_id = "00g1"};
    (void)co_await org.async_call(request);
#else
    (void)co_await org.async_call(okta::get_group{.group_id = "00g1"});
#endif
}
