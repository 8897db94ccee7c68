// A program's function and a test of it against an org in memory: the first screen of docs/testing_your_program.md.

#include <okta/client.hpp>
#include <okta/sandbox/org.hpp>

#include <iostream>

// Your program. It is given the client, so it cannot tell which org is behind it.
okta::result<okta::user> hire(okta::client& client, std::string const& login, okta::id_of<okta::group> const& team)
{
    auto user = client.call(okta::create_user{.profile = {.login = login, .email = login}});
    if (!user) return user;
    auto const added = client.call(okta::add_user_to_group{.group_id = team, .user_id = user->id});
    if (!added) return added.error();
    return user;
}

int main()
{
    okta::sandbox::org org; // has an administrator and the group Everyone; gone at the end of the block
    okta::client client{org.url(), okta::api_token{org.token()}, org};
    auto const team = client.call(okta::create_group{.profile = {.name = "Engineers"}}).value();

    bool const hired = hire(client, "ada@example.com", team.id).has_value();
    auto const again = hire(client, "Ada@example.com", team.id); // a login is unique, whatever its case
    auto const members = client.pages(okta::list_group_members{.group_id = team.id}).next();

    bool const passed = hired && !again && again.error().code == "E0000001" && members && members->size() == 1;
    std::cout << (passed ? "passed\n" : "failed\n");
    return passed ? 0 : 1;
}
