// What docs/reliability.md tells, as a program: it provisions an org in memory through a network that fails.

#include <okta.hpp>
#include <okta/bulk.hpp>
#include <okta/exchange/log_line.hpp>
#include <okta/sandbox/faults.hpp>
#include <okta/sandbox/org.hpp>

#include <chrono>
#include <cstdio>
#include <iostream>

namespace {

using namespace std::chrono_literals;

// docs/reliability.md: A call's bounds
okta::client patient(std::string const& url, okta::any_transport transport)
{
    return {url,
            okta::api_token{"00…"},
            transport,
            {.timeout = 10s,       // an attempt
             .call_timeout = 2min, // the whole call, its waits included
             .retry = {.max_retries = 5, .first_delay = 500ms}}};
}

okta::result<okta::user> in_a_hurry(okta::client const& org, std::string const& id)
{
    return org.with({.call_timeout = 3s, .retry = okta::retry_options{.max_retries = 1}})
        .call(okta::get_user{.id = id});
}

// docs/reliability.md: What may have happened
std::string hire(okta::client& org, okta::create_user const& person)
{
    auto const user = org.call(person);
    if (user) return "hired as " + user->id.text;
    if (!user.error().may_have_happened) return "not hired: " + user.error().message();
    auto const found = org.call(okta::get_user{.id = person.profile.login}); // was it made all the same?
    return found ? "hired as " + found->id.text : "not hired: " + user.error().message();
}

// docs/reliability.md: Rate limits
void share_the_limit(std::string const& url, okta::any_transport transport)
{
    okta::any_governor const shared = okta::rate_governor{{.keep_free = 0.2}}; // a fifth is left to others
    okta::client front{url, okta::api_token{"00…"}, transport, {.governor = shared}};
    okta::client nightly{
        url, okta::api_token{"00…"}, transport, {.priority = okta::priority::bulk, .governor = shared}};
}

// docs/reliability.md: Many calls
int hire_all(okta::client const& org, std::vector<okta::create_user> const& people, std::string const& journal)
{
    int missing = 0;
    auto run = okta::for_each(org, people, {.parallel = 8, .journal = journal});
    while (auto done = run.next())
        if (!done->outcome) ++missing;
    return missing; // run it again, with the same journal: what had happened is not repeated
}

// docs/reliability.md: Seeing it
okta::client watched(std::string const& url, okta::any_transport transport)
{
    return {url, okta::api_token{"00…"}, transport, {.observer = okta::log_lines{[](std::string_view line) {
                                                         std::clog << line << '\n';
                                                     }}}};
}

} // namespace

int main()
{
    okta::sandbox::org org;
    okta::sandbox::faulty network{org, {.seed = 5}};
    network.inject(okta::sandbox::fault::lost_answer, {.when = okta::sandbox::on("POST", "/api/v1/users"), .times = 3});
    okta::client client{org.url(), okta::api_token{org.token()}, network};

    std::vector<okta::create_user> people;
    for (int i = 0; i < 20; ++i) {
        auto const login = "person" + std::to_string(i) + "@example.com";
        people.push_back({.profile = {.login = login, .email = login, .first_name = "A", .last_name = "Person"}});
    }
    auto const* const journal = "reliability.journal";
    std::remove(journal);
    std::cout << hire_all(client, people, journal) << " of 20 without an answer\n";
    std::cout << hire_all(client, people, journal) << " of 20 in the second run\n";
    std::remove(journal);
    std::cout << org.user_count() - 1 << " people in the org\n";

    people[0].profile.login = people[0].profile.email = "ada@example.com";
    std::cout << hire(client, people[0]).substr(0, 8) << '\n';
    (void)in_a_hurry(client, "me");
    if (false) {
        (void)patient(org.url(), org);
        share_the_limit(org.url(), org);
        (void)watched(org.url(), org);
    }
}
