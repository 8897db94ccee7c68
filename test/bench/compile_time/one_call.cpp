// One action through okta::client over asio_transport.

#include <okta.hpp>

#include <cstdio>

int main(int, char** argv)
{
    okta::client org{argv[1], okta::api_token{argv[2]}, okta::asio_transport{}};
    auto const user = org.call(okta::get_user{.id = "me"});
    std::puts(user ? user->profile.login.c_str() : user.error().message().c_str());
}
