// The main job on one page: people are created, put into a group and looked for; the System Log tells what happened.
// The org is one in memory, okta::sandbox::org. With your URL, your token and okta::asio_transport{} it is yours, and
// nothing else changes.

#include <okta/actions/system_log.hpp>
#include <okta/client.hpp>
#include <okta/sandbox/org.hpp>

#include <iostream>

okta::result<okta::user> hire(okta::client& client, okta::group const& team, okta::new_user_profile const& person)
{
    auto user = client.call(okta::create_user{.profile = person});
    if (!user) return user;
    auto const added = client.call(okta::add_user_to_group{.group_id = team.id, .user_id = user->id});
    if (!added) return added.error();
    return user;
}

void list(okta::client& client, std::string const& search)
{
    std::cout << "\npeople where " << search << ":\n";
    auto pages = client.pages(okta::list_users{.search = search, .limit = 200, .sort_by = "profile.login"});
    while (auto const page = pages.next())
        for (okta::user const& u : *page)
            std::cout << "  " << u.profile.login << ", " << u.status.text() << ", badge "
                      << u.profile.custom.at("badgeNumber") << '\n';
    if (pages.failure()) throw okta::exception(*pages.failure());
}

void show_events(okta::client& client, okta::timestamp until) // without a bound, this list would wait for more
{
    std::cout << "\nwhat the System Log says:\n";
    auto pages = client.pages(okta::list_log_events{.until = until});
    while (auto const page = pages.next())
        for (okta::log_event const& e : *page) {
            std::cout << "  " << okta::to_string(*e.published) << ' ' << *e.event_type;
            for (okta::log_target const& t : *e.target) std::cout << ' ' << *t.type << " '" << *t.display_name << '\'';
            std::cout << '\n';
        }
    if (pages.failure()) throw okta::exception(*pages.failure());
}

/// A mistake is a result like any other: what Okta answered, or what was not even sent.
bool make_mistakes(okta::client& client)
{
    auto const nobody = client.call(okta::get_user{.id = "nobody@example.com"});
    std::cout << "\nget 'nobody@example.com': " << nobody.error().message() << '\n';
    auto const all = client.call(okta::delete_user{.id = ""}); // would be DELETE /api/v1/users/
    std::cout << "delete '': " << all.error().message() << '\n';
    return nobody.error().status == 404 && all.error().kind == okta::error_kind::invalid_request;
}

int main()
try {
    okta::sandbox::org org;
    okta::client client{org.url(), okta::api_token{org.token()}, org};

    auto const team = client.call(okta::create_group{.profile = {.name = "Analysts"}}).value();
    std::cout << "created the group " << team.name() << ", " << team.id.text << '\n';

    okta::new_user_profile const people[] = {
        {.login = "ada@example.com", .email = "ada@example.com", .custom = {{"badgeNumber", 1815}}},
        {.login = "grace@example.com", .email = "grace@example.com", .custom = {{"badgeNumber", 1906}}},
        {.login = "alan@example.com", .email = "alan@example.com", .custom = {{"badgeNumber", 1912}}}};
    for (auto const& person : people)
        std::cout << "hired " << person.login << ", " << hire(client, team, person).value().id.text << '\n';

    list(client, R"(status eq "PROVISIONED" and profile.badgeNumber gt 1900)");
    show_events(client, org.now());
    return make_mistakes(client) ? 0 : 1;
} catch (okta::exception const& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
