// Events on one page: what happens in an org arrives at an event hook, is kept, answered, and handled by its type.
//
// The org is one in memory, and so is the network between it and the hook. examples/event_server.cpp has the real ones.

#include <okta/client.hpp>
#include <okta/ensure_event_hook.hpp>
#include <okta/event_hook.hpp>
#include <okta/sandbox/org.hpp>

#include <iostream>

int main()
try {
    okta::dispatcher const on{
        [](okta::events::user_created const& e) { std::cout << "welcome " << e.user.display_name << '\n'; },
        [](okta::events::group_member_added const& e) {
            std::cout << e.user.alternate_id << " joined " << e.group.display_name << '\n';
        },
        [](okta::events::active_check const&) { std::cout << "Okta knows this endpoint now\n"; }};

    okta::memory_inbox inbox;
    okta::hook_endpoint endpoint(inbox, {.secrets = {"Basic aG9vazpzM2NyZXQ="}, .path = "/okta"});
    okta::event_worker worker(inbox, on);

    okta::sandbox::org org;
    org.set_event_hook_sender([&](okta::http_request r) { return endpoint.handle(std::move(r)); });
    okta::client client{org.url(), okta::api_token{org.token()}, org};

    auto const hook = okta::ensure_event_hook(client, {.name = "welcome",
                                                       .url = "https://hooks.example.com/okta",
                                                       .event_types = on.event_types,
                                                       .secret = "Basic aG9vazpzM2NyZXQ="});
    if (!hook) throw okta::exception(hook.error());
    std::cout << "subscribed to:\n";
    for (auto const& type : hook->hook.events.items) std::cout << "  " << type << '\n';

    auto const team = client.call(okta::create_group{.profile = {.name = "Analysts"}}).value(); // subscribed by nobody
    auto const ada = client
                         .call(okta::create_user{.profile = {.login = "ada@example.com",
                                                             .email = "ada@example.com",
                                                             .first_name = "Ada",
                                                             .last_name = "Lovelace"}})
                         .value();
    auto const added = client.call(okta::add_user_to_group{.group_id = team.id, .user_id = ada.id});
    if (!added) throw okta::exception(added.error());

    org.deliver_events(okta::sandbox::deliver::all);
    worker.run_once();

    auto const again = okta::ensure_event_hook(client, {.name = "welcome",
                                                        .url = "https://hooks.example.com/okta",
                                                        .event_types = on.event_types,
                                                        .secret = "Basic aG9vazpzM2NyZXQ="});
    std::cout << (again.value().unchanged() ? "nothing to change at the next start\n" : "changed\n");
    return inbox.counts().waiting == 0 ? 0 : 1;
} catch (std::exception const& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
