// The same, awaited in a coroutine as bare_beast.cpp does it.

#include <okta.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>

namespace asio = boost::asio;

asio::awaitable<void> get_user(okta::client& org)
{
    okta::get_user const request{.id = "me"};
    auto const user = co_await org.async_call(request);
    std::puts(user ? user->profile.login.c_str() : user.error().message().c_str());
}

int main(int, char** argv)
{
    asio::io_context context;
    okta::client org{argv[1], okta::api_token{argv[2]}, okta::asio_transport{context.get_executor()}};
    asio::co_spawn(context, get_user(org), [](std::exception_ptr) {});
    context.run();
}
