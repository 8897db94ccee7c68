#include "fakes.hpp"

#include <okta/actions/catalogue.hpp>

#include <boost/test/unit_test.hpp>

// A call, whatever the way it is made.

namespace client_test {
namespace {

using namespace okta::test;

struct link_rule
{
    std::string id = {};
    std::string rule_name = {};
};
BOOST_DESCRIBE_STRUCT(link_rule, (), (id, rule_name))

/// The 33rd action: defined here, known nowhere else.
struct replace_rule
{
    okta::required<okta::id_of<link_rule>> rule_id;
    okta::required<std::string> rule_name;
    std::optional<bool> dry_run = {};

    using endpoint = okta::put<"/api/v1/rules/{ruleId}{?dryRun}", link_rule, okta::scope_named<"okta.rules.manage">>;
};
BOOST_DESCRIBE_STRUCT(replace_rule, (), (rule_id, rule_name, dry_run))

/// Counts how often it is asked; refuses on demand.
struct fake_auth
{
    std::optional<okta::error> authorise(okta::http_request& request)
    {
        ++*asked;
        request.fields.set("Authorization", "Fake " + std::to_string(*asked));
        if (!refuses) return std::nullopt;
        okta::error e;
        e.kind = okta::error_kind::authorisation;
        e.code = "no_key";
        return e;
    }
    bool is_bearer() const { return bearer; }

    bool refuses = false, bearer = false;
    std::shared_ptr<std::atomic<int>> asked = std::make_shared<std::atomic<int>>(0);
};

template <class Way>
struct fixture
{
    explicit fixture(std::shared_ptr<script> s, fake_auth a = {}, okta::client_options options = {})
        : server(s), auth(a), way(s), client(org, a, way.transport, options)
    {
    }
    template <class A>
    auto call(A const& request)
    {
        return way.call(client, request);
    }

    std::shared_ptr<script> server;
    fake_auth auth;
    Way way;
    okta::client client;
};

} // namespace

BOOST_AUTO_TEST_SUITE(client)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_call_sends_one_request_and_reads_the_answer, Way, ways)
{
    fixture<Way> f(scripted(answer(200, R"({"id":"00u1"})", {{"X-Okta-Request-Id", "req1"}})), {},
                   {.user_agent = "app/1.2", .timeout = std::chrono::milliseconds(1500)});
    auto const u = f.call(okta::get_user{.id = "me"});
    BOOST_TEST_REQUIRE(u.has_value());
    BOOST_TEST((u->id.text == "00u1" && u.facts().status == 200 && u.facts().request_id == "req1"));
    auto const seen = f.server->seen();
    BOOST_TEST_REQUIRE(seen.size() == 1u);
    BOOST_TEST((seen[0].url() == "https://o.okta.com/api/v1/users/me" && seen[0].body.empty()));
    BOOST_TEST(seen[0].fields.find("User-Agent").value_or("").starts_with("app/1.2 okta-cpp/"));
    BOOST_TEST((seen[0].fields.all("Authorization") == std::vector<std::string_view>{"Fake 1"}));
    BOOST_TEST((seen[0].fields.all("Accept").size() == 1 && seen[0].timeout.count() == 1500));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_error_answer_is_an_error, Way, ways)
{
    fixture<Way> f(scripted(answer(404, R"({"errorCode":"E0000007","errorSummary":"Not found"})")));
    auto const u = f.call(okta::delete_group{.group_id = "g"});
    BOOST_TEST_REQUIRE(!u.has_value());
    BOOST_TEST((u.error().kind == okta::error_kind::service && u.error().code == "E0000007"));
    BOOST_TEST((u.facts().status == 404 && f.server->seen().size() == 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(no_answer_is_an_error_of_the_transport, Way, ways)
{
    fixture<Way> f(scripted(
        okta::transport_result(okta::transport_error{boost::asio::error::timed_out, "read", okta::sent::perhaps_all})));
    auto const u = f.call(okta::get_user{.id = "me"});
    BOOST_TEST_REQUIRE(!u.has_value());
    BOOST_TEST((u.error().kind == okta::error_kind::transport && u.facts().status == 0));
    BOOST_TEST(u.error().transport_code == boost::asio::error::timed_out);
    BOOST_TEST(u.error().summary.starts_with("read: "));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_cannot_be_encoded_is_not_sent, Way, ways)
{
    fixture<Way> f(scripted(answer(204, "")));
    auto const r = f.call(okta::delete_user{.id = ""});
    BOOST_TEST((!r && r.error().kind == okta::error_kind::invalid_request));
    BOOST_TEST((f.server->seen().empty() && *f.auth.asked == 0));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(without_credentials_nothing_is_sent, Way, ways)
{
    fixture<Way> f(scripted(answer(204, "")), fake_auth{.refuses = true});
    auto const r = f.call(okta::delete_user{.id = "u"});
    BOOST_TEST((!r && r.error().kind == okta::error_kind::authorisation && r.error().code == "no_key"));
    BOOST_TEST((f.server->seen().empty() && *f.auth.asked == 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(user_info_needs_an_access_token, Way, ways)
{
    fixture<Way> token(scripted(answer(200, "{}")));
    auto const refused = token.call(okta::get_user_info{});
    BOOST_TEST((!refused && refused.error().kind == okta::error_kind::invalid_request));
    BOOST_TEST((refused.error().summary == "get_user_info needs an OAuth access token; an API token will not do"));
    BOOST_TEST(token.server->seen().empty());
    fixture<Way> bearer(scripted(answer(200, R"({"sub":"00u1"})")), fake_auth{.bearer = true});
    BOOST_TEST(bearer.call(okta::get_user_info{})->sub.text == "00u1");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_action_of_the_user_s_own_is_called_like_any_other, Way, ways)
{
    fixture<Way> f(scripted(answer(200, R"({"id":"r1","ruleName":"new"})")));
    auto const r = f.call(replace_rule{.rule_id = "r 1", .rule_name = "new", .dry_run = true});
    BOOST_TEST_REQUIRE(r.has_value());
    BOOST_TEST(r->rule_name == "new");
    auto const seen = f.server->seen();
    BOOST_TEST((seen[0].method == okta::method::put && seen[0].target == "/api/v1/rules/r%201?dryRun=true"));
    BOOST_TEST(seen[0].body == R"({"ruleName":"new"})");
    static_assert(!boost::mp11::mp_contains<okta::catalogue, replace_rule>::value);
    BOOST_TEST(okta::detail::info_of<replace_rule>().id == "replace_rule");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_bounds_of_the_options_hold, Way, ways)
{
    fixture<Way> f(scripted(answer(200, R"({"id":"00u1"})")), {}, {.limits = {.max_bytes = 4}});
    BOOST_TEST(f.call(okta::get_user{.id = "me"}).error().summary == "the JSON has 13 bytes, more than the 4 allowed");
}

BOOST_AUTO_TEST_CASE(without_a_name_the_agent_is_the_library_and_a_bad_name_is_refused)
{
    fixture<blocking_way> f(scripted(answer(200, "{}")));
    (void)f.call(okta::get_user{.id = "me"});
    BOOST_TEST(f.server->seen()[0].fields.find("User-Agent").value_or("").starts_with("okta-cpp/"));
    BOOST_CHECK_THROW(okta::client(org, fake_auth{}, blocking_fake{}, {.user_agent = "a\r\nX: y"}), okta::exception);
    BOOST_CHECK_THROW(okta::client("http://o.okta.com", fake_auth{}, blocking_fake{}), okta::exception);
}

BOOST_AUTO_TEST_CASE(a_request_of_one_s_own_gets_the_org_s_credentials)
{
    fixture<blocking_way> f(scripted(answer(404, "x", {{"X-Okta-Request-Id", "r"}})));
    okta::http_request request{.method = okta::method::post, .target = "/api/v1/apps", .body = "{}"};
    request.fields.add("accept", "text/plain");
    request.fields.add("Authorization", "Basic mine");
    auto const raw = f.client.send(request);
    BOOST_TEST_REQUIRE(raw.has_value()); // whatever the status: nobody says here what an error is
    BOOST_TEST((raw->status == 404 && raw->body == "x" && raw.facts().request_id == "r"));
    auto const seen = f.server->seen();
    BOOST_TEST((seen[0].url() == "https://o.okta.com/api/v1/apps" && seen[0].body == "{}"));
    BOOST_TEST((seen[0].fields.all("Accept") == std::vector<std::string_view>{"text/plain"}));
    BOOST_TEST((seen[0].fields.all("Authorization") == std::vector<std::string_view>{"Fake 1"}));
}

BOOST_AUTO_TEST_CASE(a_request_of_one_s_own_goes_nowhere_else)
{
    fixture<blocking_way> f(scripted(answer(200, "")));
    for (okta::http_request const& bad :
         {okta::http_request{.origin = "https://evil.com", .target = "/"}, okta::http_request{.target = "@evil.com/"},
          okta::http_request{.target = "https://evil.com/"}, okta::http_request{.target = "/a\r\nX: y"}}) {
        auto const r = f.client.send(bad);
        BOOST_TEST((!r && r.error().kind == okta::error_kind::invalid_request), bad.url());
    }
    BOOST_TEST((f.server->seen().empty() && *f.auth.asked == 0));
}

BOOST_AUTO_TEST_CASE(a_scoped_client_calls_what_its_scopes_allow)
{
    fixture<blocking_way> f(scripted(answer(200, R"({"id":"g1"})"), answer(200, "[]")));
    auto scoped = f.client.with_scopes<okta::scope::groups_manage, okta::scope_named<"okta.rules.manage">>();
    BOOST_TEST(scoped.call(okta::get_group{.group_id = "g1"})->id.text == "g1"); // .manage covers .read
    auto pages = scoped.pages(okta::list_groups{});
    BOOST_TEST(pages.next()->empty());
    auto resumed = scoped.pages(okta::list_groups{}, okta::resume_at{"/api/v1/groups?after=1"});
    BOOST_TEST(!resumed.next().failed());
    BOOST_TEST(f.server->seen().back().target == "/api/v1/groups?after=1");
    BOOST_TEST(scoped.async_call(okta::get_group{.group_id = "g1"}, boost::asio::use_future).get().has_value() ==
               false);
}

BOOST_AUTO_TEST_CASE(calls_may_run_at_once_through_copies)
{
    fixture<blocking_way> f(scripted(answer(200, R"({"id":"00u1"})")));
    auto copy = f.client;
    std::atomic<int> good = 0;
    auto const work = [&good](okta::client& c) {
        for (int i = 0; i < 50; ++i) good += c.call(okta::get_user{.id = "me"}).has_value();
    };
    std::thread a([&] { work(f.client); }), b([&] { work(copy); }), c([&] { work(f.client); });
    a.join();
    b.join();
    c.join();
    BOOST_TEST((good == 150 && *f.auth.asked == 150 && f.server->seen().size() == 150));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace client_test
