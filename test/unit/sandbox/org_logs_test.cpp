#include "sandbox_support.hpp"

#include <okta/sandbox/seed.hpp>

namespace org_logs_test {
using namespace okta;
using okta::test::code_of;
using okta::test::in_short;
using okta::test::sandbox_fixture;

namespace {

using texts = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_logs)

BOOST_FIXTURE_TEST_CASE(every_change_is_an_event_with_actor_and_targets, sandbox_fixture)
{
    auto const ada = create("ada@example.com",
                            {.login = "", .email = "", .first_name = "Ada", .last_name = "Lovelace"});
    auto const group = create_group_named("Analysts");
    BOOST_TEST(client.call(add_user_to_group{.group_id = group.id, .user_id = ada.id}).has_value());
    BOOST_TEST(events() == (texts{"user.lifecycle.create", "user.lifecycle.activate", "group.lifecycle.create",
                                  "group.user_membership.add"}));
    auto pages = client.pages(list_log_events{.filter = R"(eventType eq "group.user_membership.add")"});
    auto const e = pages.next()->items.at(0);
    BOOST_TEST(e.actor->alternate_id.value() == "admin@example.com");
    BOOST_TEST(e.actor->type.value() == "User");
    BOOST_TEST((e.outcome->result.value() == log_outcome_result::success));
    BOOST_TEST(e.client->user_agent->raw_user_agent->starts_with("okta-cpp/"));
    BOOST_TEST(e.client->ip_address.value() == "127.0.0.1");
    BOOST_TEST(e.transaction->id->size() == 22u);
    BOOST_TEST_REQUIRE(e.target->size() == 2u);
    BOOST_TEST(e.target->at(0).type.value() == "User");
    BOOST_TEST(e.target->at(0).id.value() == ada.id.text);
    BOOST_TEST(e.target->at(0).display_name.value() == "Ada Lovelace");
    BOOST_TEST(e.target->at(1).type.value() == "UserGroup");
    BOOST_TEST(e.target->at(1).display_name.value() == "Analysts");
    BOOST_TEST(e.uuid->size() == 36u);
}

BOOST_FIXTURE_TEST_CASE(a_refused_change_leaves_no_event, sandbox_fixture)
{
    BOOST_TEST(!client.call(create_user{.profile = {.login = "x", .email = "y"}}).has_value());
    BOOST_TEST(!client.call(delete_user{.id = "nobody"}).has_value());
    BOOST_TEST(events().empty());
}

BOOST_FIXTURE_TEST_CASE(polling_goes_on_where_it_was, sandbox_fixture)
{
    for (auto const* const name : {"A", "B", "C"}) create_group_named(name);
    auto pages = client.pages(list_log_events{.limit = 2});
    BOOST_TEST(pages.next()->size() == 2u);
    BOOST_TEST(pages.next()->size() == 1u);
    BOOST_TEST(pages.next()->empty()); // an empty page, and yet there is a next one
    create_group_named("D");
    auto const late = pages.next();
    BOOST_TEST_REQUIRE(late->size() == 1u);
    BOOST_TEST(late->items[0].target->at(0).display_name.value() == "D");
    auto const cursor = pages.cursor();
    create_group_named("E");
    auto resumed = client.pages(list_log_events{.limit = 2}, resume_at{cursor});
    BOOST_TEST(resumed.next()->items.at(0).target->at(0).display_name.value() == "E");
}

BOOST_FIXTURE_TEST_CASE(a_poll_does_not_see_again_what_it_passed_by, sandbox_fixture)
{
    for (auto const* const name : {"A", "B"}) create_group_named(name);
    auto pages = client.pages(list_log_events{.filter = R"(eventType eq "user.lifecycle.create")"});
    BOOST_TEST(pages.next()->empty());
    auto const cursor = pages.cursor();
    BOOST_TEST(pages.next()->empty());
    BOOST_TEST(pages.cursor() == cursor);
    create("ada@example.com");
    BOOST_TEST(pages.next()->size() == 1u);
    BOOST_TEST(pages.cursor() != cursor);
}

BOOST_FIXTURE_TEST_CASE(bounded_queries_end_and_may_go_backwards, sandbox_fixture)
{
    for (auto const* const name : {"A", "B", "C"}) create_group_named(name);
    auto const names = [&](list_log_events const& a) {
        texts all;
        auto pages = client.pages(a);
        while (auto const page = pages.next())
            for (auto const& e : *page) all.push_back(e.target->at(0).display_name.value());
        BOOST_TEST(!pages.failure());
        return all;
    };
    auto const end = parse_timestamp("2026-01-01T00:01:00.000Z");
    BOOST_TEST(names({.until = end, .limit = 1}) == (texts{"A", "B", "C"}));
    BOOST_TEST(names({.limit = 1, .sort_order = log_order::descending}) == (texts{"C", "B", "A"}));
    BOOST_TEST(names({.until = parse_timestamp("2025-12-31T00:00:00.000Z")}).empty());
    BOOST_TEST(names({.until = end, .q = "analysts"}).empty());
    BOOST_TEST(names({.until = end, .q = "uuid"}).empty()); // a member's name
    BOOST_TEST(names({.until = end, .q = "group.LIFECYCLE org"}) == (texts{"A", "B", "C"}));
    auto const none = send(method::get, "/api/v1/logs?until=2026-01-01T00:01:00.000Z&limit=0");
    BOOST_TEST(none.fields.all("Link").size() == 1u); // itself, no next one
    BOOST_TEST(names({.until = end, .filter = R"(target.displayName eq "b")"}) == (texts{"B"}));
    BOOST_TEST(names({.until = end, .filter = R"(not (target.displayName eq "b"))"}) == (texts{"A", "C"}));
}

BOOST_FIXTURE_TEST_CASE(impossible_queries_are_refused, sandbox_fixture)
{
    auto const refusal = [&](std::string const& query) { return code_of(send(method::get, "/api/v1/logs?" + query)); };
    BOOST_TEST(refusal("since=2020-01-01T00:00:00.000Z") == "400 E0000053");
    BOOST_TEST(refusal("since=yesterday") == "400 E0000001");
    BOOST_TEST(refusal("limit=1001") == "400 E0000001");
    BOOST_TEST(refusal("sortOrder=UP") == "400 E0000001");
    BOOST_TEST(refusal("since=2026-01-01T00:00:00.000Z&after=c3120") == "400 E0000001");
    BOOST_TEST(refusal("after=c") == "400 E0000001");
    BOOST_TEST(refusal("filter=published%20gt%20%222026-01-01T00:00:00.000Z%22") == "400 E0000053");
    BOOST_TEST(refusal("q=" + std::string(41, 'x')) == "400 E0000001");
    BOOST_TEST(refusal("q=a+b+c+d+e+f+g+h+i+j+k") == "400 E0000001");
    BOOST_TEST(send(method::get, "/api/v1/logs?limit=0").body == "[]");
}

BOOST_AUTO_TEST_CASE(the_log_has_a_bound)
{
    sandbox_fixture f({.max_log_events = 2});
    for (auto const* const name : {"A", "B", "C"}) f.create_group_named(name);
    BOOST_TEST(f.events().size() == 2u);
    sandbox_fixture none({.max_log_events = 0});
    none.create_group_named("A");
    BOOST_TEST(none.events().empty());
}

BOOST_AUTO_TEST_CASE(a_seed_says_what_is_there)
{
    sandbox::seed const seed(R"({
        "realms": [{"profile": {"name": "Partners"}}],
        "userTypes": [{"name": "partner", "displayName": "Partner"}],
        "users": [{"profile": {"login": "ada@example.com", "email": "ada@example.com"}, "activate": false}],
        "groups": [{"profile": {"name": "Analysts"}, "members": ["ada@example.com"]},
                   {"profile": {"name": "From an app"}, "type": "APP_GROUP"}],
        "devices": [{"profile": {"displayName": "Laptop", "platform": "MACOS"}, "users": ["ada@example.com"]}],
        "apiTokens": ["00another"],
        "accessTokens": [{"token": "ey", "scopes": ["openid", "email"], "user": "ada@example.com", "expiresIn": 60}],
        "rateLimits": {"GET /api/v1/users/{id}": 1}, "rateLimitWindowSeconds": 2})");
    sandbox::org_options options;
    options.limits.enforced = true;
    seed.configure(options);
    sandbox_fixture f(options);
    seed.plant(f.org);
    auto const ada = f.client.call(get_user{.id = "ada"});
    BOOST_TEST((ada.value().status == user_status::staged));
    BOOST_TEST(in_short(f.client.call(get_user{.id = "ada"}).error()) == "429 E0000047"); // planting is not counted
    auto const group = f.client.pages(list_groups{.q = "Analysts"}).next()->items.at(0);
    BOOST_TEST(f.logins(list_group_members{.group_id = group.id}).size() == 1u);
    auto const devices = f.client.pages(list_devices{.expand = device_expand::user_summary}).next();
    BOOST_TEST(devices->items.at(0).embedded->users->size() == 1u);
    BOOST_TEST(f.as(bearer_token("ey")).call(get_user_info{}).value().email.value() == "ada@example.com");
    okta::client another{sandbox::org::url(), api_token("00another"), f.org};
    BOOST_TEST(another.call(list_user_types{}).value().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_wrong_seed_is_named)
{
    auto const fault = [](std::string_view json) -> std::string {
        try {
            sandbox::seed const seed(json);
            sandbox::org_options options;
            seed.configure(options);
            sandbox::org org(options);
            seed.plant(org);
        } catch (okta::exception const& e) {
            return e.error().summary;
        }
        return "planted";
    };
    BOOST_TEST(fault("{").starts_with("seed: not JSON"));
    BOOST_TEST(fault("[]") == "seed: not an object");
    BOOST_TEST(fault(R"({"user":[]})") == "seed: there is no member 'user'");
    BOOST_TEST(fault(R"({"users":{}})") == "seed: users is not an array");
    BOOST_TEST(fault(R"({"users":[1]})") == "seed: users[0]: is not an object");
    BOOST_TEST(
        fault(R"({"users":[{"profile":{"login":"x"}}]})").starts_with("seed: users[0]: {\"errorCode\":\"E0000001\""));
    BOOST_TEST(fault(R"({"groups":[{"profile":{"name":"A"},"members":["x"]}]})").starts_with("seed: groups[0]: "));
    BOOST_TEST(fault(R"({"rateLimits":{"GET /":-1}})") == "seed: rateLimits.GET / is not a count");
    BOOST_TEST(fault(R"({"rateLimits":{"GET /api/v1/user":1}})").starts_with("seed: rateLimits: there is no bucket"));
    BOOST_TEST(fault(R"({"rateLimitWindowSeconds":99999999999})").starts_with("seed: rateLimitWindowSeconds"));
    BOOST_TEST(fault(R"({"rateLimitWindowSeconds":0})").starts_with("seed: rateLimitWindowSeconds"));
    BOOST_TEST(fault(R"({"accessTokens":[{"token":"x"}]})") ==
               "seed: accessTokens[0]: scopes is missing, or not an array");
    BOOST_TEST(fault(R"({"devices":[{"status":7}]})").starts_with("seed: devices[0]: "));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace org_logs_test
