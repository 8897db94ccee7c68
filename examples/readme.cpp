// The first screen of the README.

#include <okta.hpp>

#include <cstdlib>
#include <iostream>

int fail(okta::error const& e) { return std::cerr << e.message() << '\n', 1; }

int main()
{
    okta::client org{"https://example.okta.com", okta::api_token{std::getenv("OKTA_CLIENT_TOKEN")},
                     okta::asio_transport{}};

    auto const ada = org.call(
        okta::create_user{.profile = {.login = "ada@example.com", .email = "ada@example.com", .first_name = "Ada"}});
    if (!ada) return fail(ada.error()); // code, summary, causes, request id, HTTP status

    auto const added = org.call(okta::add_user_to_group{.group_id = "00g1emaKYZTWRYYRRTSK", .user_id = ada->id});
    if (!added) return fail(added.error());

    auto pages = org.pages(okta::list_users{.search = R"(profile.department eq "R&D")"});
    while (auto const page = pages.next())
        for (okta::user const& u : *page) std::cout << u.profile.login << '\n';
    return pages.failure() ? fail(*pages.failure()) : 0;
}
