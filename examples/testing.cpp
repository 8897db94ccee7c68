// The code of docs/testing_your_program.md, but for its first screen (first_test.cpp). The program runs all of it and
// ends with 0 when everything holds.

#include <okta/actions/system_log.hpp>
#include <okta/auth/authorization_code.hpp>
#include <okta/client.hpp>
#include <okta/sandbox/authorization_server.hpp>
#include <okta/sandbox/faults.hpp>
#include <okta/sandbox/seed.hpp>
#include <okta/sandbox/serve.hpp>
#include <okta/transport/asio_transport.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>
#include <thread>

namespace asio = boost::asio;
namespace sandbox = okta::sandbox;
using namespace std::chrono_literals;

/// A client that neither repeats nor waits: for tests that look at what an org answers.
okta::client_options const at_once{.retry = {.max_retries = 0}, .governor = {}};

int failures = 0;

void check(bool holds, char const* what)
{
    if (holds) return;
    std::cerr << "does not hold: " << what << '\n';
    ++failures;
}

// ── what is in the org ──────────────────────────────────────────────────────────────────────────────────

void fill_by_calls()
{
    sandbox::org org;
    okta::client client{org.url(), okta::api_token{org.token()}, org};

    org.add_people(1'000); // with names, departments and cities; about 0.8 KB each
    check(org.user_count() == 1'001, "the administrator is the first");
    check(client.call(okta::get_user{.id = "grace.lovelace.1@example.com"}).has_value(), "the same ones in every run");

    auto const ada =
        client.call(okta::create_user{.profile = {.login = "ada@example.com", .email = "ada@example.com"}}).value();
    org.set_status(ada.id, okta::user_status::locked_out);
    org.set_blocks(ada.id, {{.type = okta::block_type::device_based}});
    org.add_group({.profile = okta::okta_group_profile{.name = "From HR"}, .type = okta::group_type::app_group});
    org.add_device({.profile = {.display_name = "Ada's laptop", .platform = okta::device_platform::macos}}, {ada.id});

    auto const devices = client.pages(okta::list_devices{.expand = okta::device_expand::user_summary}).next();
    check(devices->items.at(0).embedded->users->at(0).user->id == ada.id, "the laptop is hers");
}

constexpr auto staff = R"({
    "users": [{"profile": {"login": "ada@example.com", "email": "ada@example.com", "department": "R&D"},
               "credentials": {"password": {"value": "correct horse battery"}}},
              {"profile": {"login": "grace@example.com", "email": "grace@example.com"}, "activate": false}],
    "groups": [{"profile": {"name": "Engineers"}, "members": ["ada@example.com", "grace@example.com"]}],
    "devices": [{"profile": {"displayName": "Ada's laptop", "platform": "MACOS"}, "users": ["ada@example.com"]}],
    "rateLimits": {"GET /api/v1/groups": 1}
})";

void fill_by_seed()
{
    sandbox::seed const seed(staff); // the text of a file, say
    sandbox::org_options options;
    options.limits.enforced = true;
    seed.configure(options); // its rateLimits have to be known before there is an org
    sandbox::org org(options);
    seed.plant(org);

    okta::client client{org.url(), okta::api_token{org.token()}, org, at_once};
    auto const ada = client.call(okta::get_user{.id = "ada"}).value();
    auto const grace = client.call(okta::get_user{.id = "grace"}).value();
    check(ada.status == okta::user_status::active && grace.status == okta::user_status::staged, "as the seed says");
    check(client.pages(okta::list_groups{.q = "Eng"}).next()->size() == 1, "Engineers");
    check(client.pages(okta::list_groups{.q = "Eng"}).next().error().status == 429, "its limit is 1");
}

// ── tokens and scopes ───────────────────────────────────────────────────────────────────────────────────

void use_tokens()
{
    sandbox::org org;
    org.add_token("eyReads", {.kind = sandbox::grant::scheme::access_token,
                              .scopes = {"okta.users.read"},
                              .client = "0oaReporting", // a service app's; one that acts for a user names .user
                              .expires = org.now() + 1h});
    okta::client reader{org.url(), okta::bearer_token{"eyReads"}, org};

    check(reader.call(okta::get_user{.id = "admin"}).has_value(), "the scope covers it");
    check(reader.call(okta::delete_user{.id = "admin"}).error().status == 403, "the scope does not cover it");
    org.revoke_token("eyReads");
    check(reader.call(okta::get_user{.id = "admin"}).error().status == 401, "the token is no good any more");
}

// ── people who sign in ──────────────────────────────────────────────────────────────────────────────────

void sign_people_in()
{
    sandbox::org_options options;
    options.clock = sandbox::system_clock{}; // the clients' clock: ID tokens, assertions and proofs bear times
    sandbox::org org(options);
    org.add_people(1);
    std::string const grace = "grace.lovelace.1@example.com", redirect_uri = "https://app.example.com/callback";

    sandbox::authorization_server server;
    server.add({.client_id = "0oaPortal",
                .redirect_uris = {redirect_uri},
                .scopes = {"openid", "offline_access", "okta.users.read.self", "okta.users.read"},
                .device_grant = true,
                .rotates = true});
    sandbox::serve_oauth(org, server);

    auto const app = okta::oauth_client::without_secret("0oaPortal");
    okta::authorization_code_flow const flow(app, redirect_uri, {"openid", "offline_access", "okta.users.read"});
    auto const begun = flow.start(org.url());
    auto const back = sandbox::visit(org, begun.url, grace); // the browser: Grace signs in and agrees
    okta::client user{org.url(), flow.finish(begun, back).value(), org};
    check(user.call(okta::get_user{.id = "me"})->profile.login == grace, "it acts for her");

    auto const no = flow.finish(begun, sandbox::visit(org, begun.url, grace, false));
    check(no.error().code == "access_denied", "she may say no");
}

// ── time and limits ─────────────────────────────────────────────────────────────────────────────────────

void exceed_a_limit()
{
    sandbox::stepping_clock const clock; // copies share the time
    sandbox::org org({.clock = clock, .limits = {.enforced = true, .buckets = {{"GET /api/v1/users/{id}", 2}}}});
    okta::client client{org.url(), okta::api_token{org.token()}, org, at_once};

    auto const status = [&] { return client.call(okta::get_user{.id = "me"}).facts().status; };
    check(status() == 200 && status() == 200 && status() == 429, "the third is one too many");
    clock.advance(61s);
    check(status() == 200, "a new window");
}

// ── faults ──────────────────────────────────────────────────────────────────────────────────────────────

void lose_an_answer()
{
    sandbox::org org;
    sandbox::faulty transport{org};
    okta::client client{org.url(), okta::api_token{org.token()}, transport};
    transport.inject(sandbox::fault::lost_answer, {.when = sandbox::on("POST", "/api/v1/users"), .times = 1});

    okta::create_user const ada{.profile = {.login = "ada@example.com", .email = "ada@example.com"}};
    auto const lost = client.call(ada);
    check(lost.error().kind == okta::error_kind::transport, "nobody knows whether there is an Ada");
    check(client.call(ada).error().code == "E0000001", "there is: the login is taken");
}

void be_unlucky()
{
    sandbox::org org;
    sandbox::faulty transport{org, {.seed = 7, .sleep = [](std::chrono::milliseconds) {}}}; // waits for nothing
    okta::client client{org.url(), okta::api_token{org.token()}, transport, at_once};
    transport.inject(sandbox::fault::server_error, {.probability = 0.1, .status = 503});
    transport.inject(sandbox::fault::latency, {.when = sandbox::on("GET", "/api/v1/groups"), .delay = 2s});

    std::size_t failed = 0;
    for (int i = 0; i < 100; ++i)
        if (client.call(okta::get_user{.id = "me"}).facts().status == 503) ++failed;
    check(failed > 0 && failed == transport.injected(sandbox::fault::server_error), "about ten, the same in every run");
}

// ── other behaviour, and actions of your own ────────────────────────────────────────────────────────────

/// Ends every session of a user.
struct clear_user_sessions
{
    okta::required<okta::user_id> id;

    using endpoint = okta::del<"/api/v1/users/{id}/sessions", okta::no_content, okta::scope::users_manage>;
};
BOOST_DESCRIBE_STRUCT(clear_user_sessions, (), (id))

void teach_the_org()
{
    sandbox::org org;
    okta::client client{org.url(), okta::api_token{org.token()}, org};

    org.on<okta::delete_group>([](sandbox::call&, okta::delete_group const& a) -> okta::result<okta::no_content> {
        return sandbox::refuse(403, "E0000006", "Nobody deletes " + a.group_id.text);
    });
    check(client.call(okta::delete_group{.group_id = "00g1"}).error().status == 403, "the org's new rule");

    std::vector<std::string> signed_out;
    org.on<clear_user_sessions>([&](sandbox::call& c, clear_user_sessions const& a) -> okta::result<okta::no_content> {
        signed_out.push_back(a.id.text);
        c.log("user.session.clear", "Clear user session", {{.id = a.id.text, .type = "User"}});
        return okta::no_content{};
    });
    check(client.call(clear_user_sessions{.id = "00u1"}).has_value() && signed_out.size() == 1, "the org's new action");
}

// ── the System Log as an oracle ─────────────────────────────────────────────────────────────────────────

/// The types of all events so far. Without `until` the list would go on for ever, waiting for more.
std::vector<std::string> events(sandbox::org const& org, okta::client& client)
{
    std::vector<std::string> types;
    auto pages = client.pages(okta::list_log_events{.until = org.now()});
    while (auto const page = pages.next())
        for (okta::log_event const& e : *page) types.push_back(*e.event_type);
    return types;
}

void ask_the_log()
{
    sandbox::org org;
    okta::client client{org.url(), okta::api_token{org.token()}, org};

    auto const team = client.call(okta::create_group{.profile = {.name = "Engineers"}}).value();
    auto const me = client.call(okta::get_user{.id = "me"}).value();
    okta::add_user_to_group const join{.group_id = team.id, .user_id = me.id};
    check(client.call(join).has_value() && client.call(join).has_value(), "both are answered 204");

    std::vector<std::string> const expected{"group.lifecycle.create", "group.user_membership.add"};
    check(events(org, client) == expected, "the second call changed nothing");
}

// ── asynchronous programs ───────────────────────────────────────────────────────────────────────────────

asio::awaitable<void> rename_team(okta::client& client, okta::id_of<okta::group> team, bool& done)
{
    okta::update_group const change{.group_id = team, .profile = {.name = "Designers"}};
    done = (co_await client.async_call(change)).has_value();
}

void run_coroutines()
{
    asio::io_context context;
    sandbox::org org({.executor = context.get_executor()});
    okta::client client{org.url(), okta::api_token{org.token()}, org};

    auto const team = client.call(okta::create_group{.profile = {.name = "Engineers"}}).value();
    bool done = false;
    asio::co_spawn(context, rename_team(client, team.id, done), asio::detached);
    context.run();
    check(done && client.call(okta::get_group{.group_id = team.id})->name() == "Designers", "both see the same org");
}

// ── other programs ──────────────────────────────────────────────────────────────────────────────────────

void serve_it()
{
    sandbox::org org;
    asio::io_context context;
    okta::http_server server(context.get_executor(), {.chunked = true}, sandbox::serve(org));
    server.start();
    std::thread thread([&] { context.run(); });

    // Any HTTP client does; server.origin() is http://127.0.0.1 and a port that was free.
    okta::client client{server.origin(), okta::api_token{org.token()}, okta::asio_transport{}};
    check(client.call(okta::get_user{.id = "me"}).has_value(), "through a socket");

    server.stop();
    thread.join();
}

int main()
{
    fill_by_calls();
    fill_by_seed();
    use_tokens();
    sign_people_in();
    exceed_a_limit();
    lose_an_answer();
    be_unlucky();
    teach_the_org();
    ask_the_log();
    run_coroutines();
    serve_it();
    std::cout << (failures == 0 ? "everything holds\n" : "") << std::flush;
    return failures == 0 ? 0 : 1;
}
