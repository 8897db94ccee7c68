#include "sandbox_support.hpp"

#include <okta/sandbox/seed.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <thread>

namespace org_wire_test {
using namespace okta;
using okta::test::code_of;
using okta::test::field_of;
using okta::test::in_short;
using okta::test::sandbox_fixture;

namespace {

/// An action that is not the library's.
struct ping
{
    required<std::string> name;
    std::optional<std::int32_t> times = {};

    using endpoint = get<"/api/v1/ping/{name}{?times}", std::vector<std::string>, scope::users_read>;
};
BOOST_DESCRIBE_STRUCT(ping, (), (name, times))

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_wire)

BOOST_FIXTURE_TEST_CASE(every_answer_has_its_headers, sandbox_fixture)
{
    for (auto const* const target : {"/api/v1/users/me", "/api/v1/users/nobody", "/api/v1/nowhere", "/api/v1/%zz"}) {
        auto const r = send(method::get, target);
        BOOST_TEST(field_of(r, "Date") == "Thu, 01 Jan 2026 00:00:00 GMT");
        BOOST_TEST(field_of(r, "X-Okta-Request-Id").size() == 22u);
        BOOST_TEST(field_of(r, "X-Rate-Limit-Limit") == "600");
        BOOST_TEST(field_of(r, "X-Rate-Limit-Remaining") == "599"); // nothing is used up
        BOOST_TEST(field_of(r, "X-Rate-Limit-Reset") == "1767225602");
        BOOST_TEST(field_of(r, "Content-Type") == "application/json");
    }
    auto const gone = send(method::del, "/api/v1/groups/" + create_group_named("A").id.text);
    BOOST_TEST(gone.status == 204);
    BOOST_TEST(field_of(gone, "Content-Type") == "(absent)");
    BOOST_TEST(gone.body.empty());
}

BOOST_FIXTURE_TEST_CASE(errors_have_oktas_codes_and_shape, sandbox_fixture)
{
    auto const user = [](char const* body) { return std::string(body); };
    BOOST_TEST(code_of(send(method::get, "/api/v1/nowhere")) == "404 E0000008");
    BOOST_TEST(code_of(send(method::get, "/")) == "404 E0000008");
    BOOST_TEST(code_of(send(method::put, "/api/v1/users", "{}")) == "405 E0000022");
    BOOST_TEST(code_of(send(method::get, "/api/v1/users/me", {}, {.method = "PATCH"})) == "405 E0000022");
    BOOST_TEST(code_of(send(method::post, "/api/v1/users", "{")) == "400 E0000003");
    BOOST_TEST(code_of(send(method::post, "/api/v1/users", "[]")) == "400 E0000003");
    BOOST_TEST(code_of(send(method::post, "/api/v1/users", user("{\"profile\":{\"login\":\"\xff\"}}"))) ==
               "400 E0000003");
    BOOST_TEST(code_of(send(method::post, "/api/v1/users", std::string(2000, '['))) == "400 E0000003");
    BOOST_TEST(code_of(send(method::post, "/api/v1/groups", R"({"profile":{"name":7}})")) == "400 E0000003");
    BOOST_TEST(code_of(send(method::post, "/api/v1/users")) == "400 E0000001");
    BOOST_TEST(code_of(send(method::put, "/api/v1/groups/x/users/y", {}, {.length_missing = true})) == "411 E0000003");
    auto const missing = boost::json::parse(send(method::post, "/api/v1/users", "{\"profile\":{}}").body);
    BOOST_TEST(missing.at("errorCauses").as_array().size() == 2u);
    BOOST_TEST(missing.at("errorLink") == "E0000001");
    BOOST_TEST(std::string(missing.at("errorId").as_string()).starts_with("oae"));
}

BOOST_FIXTURE_TEST_CASE(odd_bytes_of_clients_spoil_nothing, sandbox_fixture)
{
    http_request r;
    r.method = method::post;
    r.target = "/api/v1/groups?x=\xff";
    r.fields.add("Authorization", "SSWS " + std::string(org.token().reveal()));
    r.fields.add("User-Agent", "J\xfcrgen");
    r.fields.add("Content-Type", "Application/JSON; charset=utf-8");
    r.body = R"({"profile":{"name":"A"}})";
    BOOST_TEST(org.answer(r).status == 200);
    auto const log = boost::json::parse(send(method::get, "/api/v1/logs").body).as_array();
    BOOST_TEST(log.at(0).at("client").at("userAgent").at("rawUserAgent") == "J?rgen");
    BOOST_TEST(code_of(send(method::get, "/api/v1/users/%ff")) == "404 E0000007"); // and its text is JSON
    BOOST_TEST(code_of(send(method::get, "/api/v1/devices?expand=%ff")) == "400 E0000001");
    auto const name = std::string(99, 'a') + "\xc3\xa9";
    BOOST_TEST(in_short(client.call(create_user_type{.name = name, .display_name = "x"}).error()).starts_with("400"));

    std::string deep = "1";
    for (int i = 0; i < 25; ++i) deep = "[" + deep + "]";
    auto const body = R"({"profile":{"login":"ada@example.com","email":"ada@example.com","nested":)" + deep + "}}";
    BOOST_TEST(send(method::post, "/api/v1/users", body).status == 200);
    BOOST_TEST(send(method::get, "/api/v1/users?fields=id,profile:(nested)").status == 200);
}

BOOST_AUTO_TEST_CASE(what_has_no_action_is_limited_too)
{
    sandbox::org_options options;
    options.limits.enforced = true;
    options.limits.per_window = 3;
    sandbox_fixture f(options);
    for (int i = 0; i < 3; ++i) BOOST_TEST(f.send(method::get, "/x", {}, {.method = std::to_string(i)}).status == 404);
    BOOST_TEST(code_of(f.send(method::get, "/y")) == "429 E0000047");
}

BOOST_AUTO_TEST_CASE(a_window_may_last_for_ever)
{
    sandbox::org_options options;
    options.limits = {.enforced = true,
                      .per_window = 1,
                      .window = std::chrono::seconds::max(),
                      .concurrent = 2,
                      .service_time = std::chrono::milliseconds::max()};
    sandbox_fixture f(options);
    BOOST_TEST(f.send(method::get, "/x").status == 404);
    auto const refused = f.send(method::get, "/x");
    BOOST_TEST((refused.status == 429 && refused.fields.find("X-Rate-Limit-Limit") == "1"));
    BOOST_TEST(f.send(method::get, "/x").fields.find("X-Rate-Limit-Limit").value() == "0"); // both are under way
}

BOOST_FIXTURE_TEST_CASE(other_media_types_are_refused, sandbox_fixture)
{
    auto const send_as = [&](char const* name, char const* value, std::string body) {
        http_request r;
        r.method = method::post;
        r.target = "/api/v1/groups";
        r.fields.add("Authorization", "SSWS " + std::string(org.token().reveal()));
        r.fields.add(name, value);
        r.body = std::move(body);
        return code_of(org.answer(r));
    };
    BOOST_TEST(send_as("Content-Type", "text/plain", "{}") == "400 E0000021");
    BOOST_TEST(send_as("Accept", "text/html", "") == "400 E0000021");
    BOOST_TEST(send_as("Accept", "text/html, */*;q=0.1", "") == "400 E0000001"); // accepted; the profile is missing
}

BOOST_FIXTURE_TEST_CASE(tokens_decide_what_is_allowed, sandbox_fixture)
{
    using scheme = sandbox::grant::scheme;
    org.add_token(secret("reads"), {.kind = scheme::access_token, .scopes = {"okta.users.read"}, .client = "0oa1"});
    auto reader = as(bearer_token("reads"));
    BOOST_TEST(reader.call(get_user{.id = "admin@example.com"}).has_value());
    BOOST_TEST(in_short(reader.call(delete_user{.id = "admin@example.com"}).error()) == "403 E0000006");
    BOOST_TEST(in_short(reader.call(get_user{.id = "me"}).error()) == "404 E0000007"); // a service app is no user
    org.add_token(secret("short"), {.kind = scheme::access_token,
                                    .scopes = {"okta.users.manage"},
                                    .client = "0oa1",
                                    .expires = org.now() + std::chrono::milliseconds(3)});
    BOOST_TEST(as(bearer_token("short")).call(get_user{.id = "admin"}).has_value()); // .manage covers .read
    BOOST_TEST(in_short(as(bearer_token("short")).call(get_user{.id = "admin"}).error()) == "401 E0000011");
    BOOST_TEST(in_short(as(bearer_token("unknown")).call(get_user{.id = "me"}).error()) == "401 E0000011");
    BOOST_TEST(in_short(as(bearer_token(org.token())).call(get_user{.id = "me"}).error()) == "401 E0000011");
    BOOST_TEST(org.revoke_token(secret("reads")));
    BOOST_TEST(!org.revoke_token(secret("never given")));
    BOOST_TEST(in_short(reader.call(get_user{.id = "admin"}).error()) == "401 E0000011");
    http_request anonymous;
    anonymous.target = "/api/v1/users/me";
    auto const r = org.answer(anonymous);
    BOOST_TEST(code_of(r) == "401 E0000011");
    BOOST_TEST(field_of(r, "WWW-Authenticate").starts_with("Bearer authorization_uri="));
}

BOOST_FIXTURE_TEST_CASE(user_info_tells_what_the_scopes_allow, sandbox_fixture)
{
    auto const ada = create("ada@example.com",
                            {.login = "", .email = "", .first_name = "Ada", .last_name = "Lovelace"});
    auto const token = [&](char const* name, std::vector<std::string> scopes, std::string user) {
        org.add_token(secret(name),
                      {.kind = sandbox::grant::scheme::access_token, .scopes = std::move(scopes), .user = user});
        return as(bearer_token(name));
    };
    auto const info = token("full", {"openid", "profile", "email"}, ada.id.text).call(get_user_info{}).value();
    BOOST_TEST(info.sub.text == ada.id.text);
    BOOST_TEST(info.name.value() == "Ada Lovelace");
    BOOST_TEST(info.email.value() == "ada@example.com");
    auto const lean = token("lean", {"openid", "email"}, ada.id.text).call(get_user_info{}).value();
    BOOST_TEST(!lean.name);
    auto const nobody = token("app", {"openid", "profile"}, "").call(get_user_info{});
    BOOST_TEST(in_short(nobody.error()) == "403 insufficient_scope");
    BOOST_TEST(in_short(token("bare", {"openid"}, ada.id.text).call(get_user_info{}).error()) ==
               "403 insufficient_scope");
    BOOST_TEST(in_short(token("no", {"profile"}, ada.id.text).call(get_user_info{}).error()) ==
               "403 insufficient_scope");
    BOOST_TEST(in_short(as(bearer_token("unknown")).call(get_user_info{}).error()) == "401 invalid_token");
}

BOOST_FIXTURE_TEST_CASE(user_info_asks_for_a_token_in_any_case, sandbox_fixture)
{
    for (auto const given : {"", "x", "Basic YQ==", "ssw s", "SSWS unknown"}) {
        http_request r;
        r.target = "/oauth2/v1/userinfo";
        r.fields.add("Authorization", given);
        auto const answer = org.answer(r);
        BOOST_TEST(answer.status == 401, given);
        BOOST_TEST(answer.body.empty(), given);
        BOOST_TEST(field_of(answer, "WWW-Authenticate").starts_with("Bearer authorization_uri="), given);
    }
}

BOOST_AUTO_TEST_CASE(windows_of_requests_are_enforced_per_bucket)
{
    sandbox::stepping_clock clock;
    sandbox::org_options options;
    options.clock = clock;
    options.limits.enforced = true;
    options.limits.buckets = {{"GET /api/v1/users/{id}", 2}};
    sandbox_fixture f(options);
    for (int i = 0; i < 2; ++i) BOOST_TEST(f.client.call(get_user{.id = "me"}).has_value());
    auto const r = f.client.call(get_user{.id = "me"});
    BOOST_TEST(in_short(r.error()) == "429 E0000047");
    auto const limit = r.facts().rate_limit.value();
    BOOST_TEST(limit.limit == 2);
    BOOST_TEST(limit.remaining == 0);
    BOOST_TEST(limit.reset.time_since_epoch().count() == 1'767'225'600 + 61);
    BOOST_TEST(f.client.call(list_user_types{}).has_value()); // another bucket
    clock.advance(std::chrono::seconds(60));
    BOOST_TEST(f.client.call(get_user{.id = "me"}).facts().rate_limit->remaining == 1);
}

BOOST_AUTO_TEST_CASE(the_concurrency_limit_says_zero_of_zero)
{
    sandbox::stepping_clock clock;
    sandbox::org_options options;
    options.clock = clock;
    options.limits.enforced = true;
    options.limits.concurrent = 3;
    options.limits.service_time = std::chrono::milliseconds(100);
    sandbox_fixture f(options);
    for (int i = 0; i < 3; ++i) BOOST_TEST(f.client.call(get_user{.id = "me"}).has_value());
    auto const r = f.client.call(get_user{.id = "me"});
    BOOST_TEST(r.error().status == 429);
    BOOST_TEST(r.facts().rate_limit->limit == 0);
    BOOST_TEST(r.facts().rate_limit->remaining == 0);
    clock.advance(std::chrono::milliseconds(100));
    BOOST_TEST(f.client.call(get_user{.id = "me"}).has_value());
}

BOOST_AUTO_TEST_CASE(two_runs_give_the_same_bytes)
{
    auto const run = [] {
        sandbox_fixture f;
        f.org.add_people(20);
        std::string all = to_json(f.create("ada@example.com"));
        auto const r = f.send(method::get, "/api/v1/users?limit=7");
        for (std::size_t i = 0; i < r.fields.size(); ++i) (all += r.fields[i].name) += r.fields[i].value;
        return all + r.body + f.send(method::get, "/api/v1/logs").body;
    };
    BOOST_TEST(run() == run());
}

BOOST_AUTO_TEST_CASE(clock_and_ids_can_be_handed_in)
{
    int made = 0;
    sandbox::org_options options;
    options.clock = [] { return parse_timestamp("2030-02-03T04:05:06.789Z").value(); };
    options.next_id = [&](std::string_view prefix) { return std::string(prefix) + std::to_string(++made); };
    sandbox_fixture f(options);
    auto const ada = f.create("ada@example.com");
    BOOST_TEST(ada.id.text == "00u" + std::to_string(made));
    BOOST_TEST(to_string(ada.created.value()) == "2030-02-03T04:05:06.789Z");
}

BOOST_FIXTURE_TEST_CASE(an_action_of_ones_own_needs_its_behaviour_only, sandbox_fixture)
{
    org.on<ping>([](sandbox::call& c, ping const& a) -> result<std::vector<std::string>> {
        if (a.name == "nobody") return sandbox::refuse_missing(a.name, "Ping");
        return std::vector<std::string>(static_cast<std::size_t>(a.times.value_or(1)),
                                        a.name + c.http.origin.substr(0, 5));
    });
    BOOST_TEST(client.call(ping{.name = "x y", .times = 2}).value() ==
               (std::vector<std::string>{"x yhttps", "x yhttps"}));
    BOOST_TEST(in_short(client.call(ping{.name = "nobody"}).error()) == "404 E0000007");
    org.on<get_user>([](sandbox::call&, get_user const&) -> result<user> { return sandbox::refuse_forbidden(); });
    BOOST_TEST(in_short(client.call(get_user{.id = "me"}).error()) == "403 E0000006"); // the later one counts
}

BOOST_FIXTURE_TEST_CASE(asynchronous_calls_complete_on_the_callers_executor, sandbox_fixture)
{
    boost::asio::io_context context;
    bool done = false;
    boost::asio::co_spawn(
        context,
        [&]() -> boost::asio::awaitable<void> {
            get_user const me{.id = "me"};
            auto const r = co_await client.async_call(me);
            BOOST_TEST(r.value().profile.login == "admin@example.com");
            BOOST_TEST(context.get_executor().running_in_this_thread());
            done = true;
        },
        [](std::exception_ptr e) {
            if (e) std::rethrow_exception(e);
        });
    context.run();
    BOOST_TEST(done);
}

BOOST_FIXTURE_TEST_CASE(threads_may_share_an_org, sandbox_fixture)
{
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([copy = org, t]() mutable {
            okta::client own(sandbox::org::url(), api_token(copy.token()), copy);
            for (int i = 0; i < 50; ++i) {
                auto const login = "u" + std::to_string(t) + "." + std::to_string(i) + "@example.com";
                (void)own.call(create_user{.profile = {.login = login, .email = login}}).value();
            }
        });
    for (auto& t : threads) t.join();
    BOOST_TEST(org.user_count() == 201u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace org_wire_test
