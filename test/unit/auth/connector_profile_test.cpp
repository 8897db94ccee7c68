#include <okta/auth/connector_profile.hpp>
#include <okta/codec/decode.hpp>

#include <boost/test/unit_test.hpp>

namespace connector_profile_test {
namespace {

using okta::connector_kind;
using okta::connector_profile;

connector_profile user()
{
    connector_profile p;
    p.org = "https://o.okta.com";
    p.client_id = "0oa1";
    p.redirect_uri = "http://127.0.0.1:8765/callback";
    return p;
}

std::string problem_of(connector_profile const& p)
{
    auto const e = p.check();
    if (!e) return {};
    BOOST_TEST((e->kind == okta::error_kind::invalid_request));
    return e->message();
}

std::string joined(std::vector<std::string> const& all)
{
    std::string text;
    for (auto const& s : all) text += (text.empty() ? "" : " ") + s;
    return text;
}

std::string const cannot = "invalid_request: the connector's profile cannot be used";

} // namespace

BOOST_AUTO_TEST_SUITE(connector_profiles)

BOOST_AUTO_TEST_CASE(each_kind_has_what_it_needs)
{
    BOOST_TEST(problem_of(user()) == "");
    connector_profile token;
    token.kind = connector_kind::api_token;
    token.org = "https://o.okta.com";
    token.api_token = "00abc";
    BOOST_TEST(problem_of(token) == "");
    connector_profile service;
    service.kind = connector_kind::service_app;
    service.org = "https://o.okta.com";
    service.client_id = "0oa1";
    service.private_key = "anything";
    BOOST_TEST(problem_of(service) == "");
}

BOOST_AUTO_TEST_CASE(everything_that_is_missing_is_named)
{
    BOOST_TEST(problem_of({}) ==
               cannot + " (org is missing: the org's address, such as https://example.okta.com; client_id is "
                        "missing: it is on the application's page in Okta, '0oa…')");
    connector_profile p;
    p.org = "https://o.okta.com";
    p.kind = connector_kind::api_token;
    BOOST_TEST(problem_of(p) == cannot + ": api_token is missing: an API token of the org");
    p.kind = connector_kind::service_app;
    p.client_id = "0oa1";
    p.client_secret = "hidden";
    BOOST_TEST(problem_of(p) == cannot +
                                    ": private_key is missing: Okta lets a service app prove itself by a key only, "
                                    "PEM or a JWK");
    p.kind = {};
    BOOST_TEST(problem_of(p) == cannot + ": kind is missing, or none of API_TOKEN, SERVICE_APP, END_USER");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_refused)
{
    auto const refused = [](auto change) {
        auto p = user();
        change(p);
        auto const problem = problem_of(p);
        BOOST_TEST(problem.starts_with(cannot + ": "));
        BOOST_TEST(problem.find("hidden") == problem.npos);
        return problem.substr(std::min(problem.size(), cannot.size() + 2));
    };
    BOOST_TEST(refused([](auto& p) { p.org = "http://o.okta.com"; }) ==
               "the org URL 'http://o.okta.com' is plain http, which would send credentials in clear: use https");
    BOOST_TEST(refused([](auto& p) { p.redirect_uri = "https://x.example/cb#a"; }) ==
               "redirect_uri has a fragment (#), which none may have");
    BOOST_TEST(refused([](auto& p) { p.redirect_uri = "http://x.example/cb"; }) ==
               "redirect_uri is plain http, which only a loopback address may be: use https");
    BOOST_TEST(refused([](auto& p) { p.scopes = {"openid"}; }) ==
               "scopes lack offline_access: without it there is no refresh token");
    BOOST_TEST(refused([](auto& p) { p.actions = {"list_usres"}; }) ==
               "actions: 'list_usres' is no action of the catalogue: did you mean 'list_users'?");
    BOOST_TEST(refused([](auto& p) { p.client_secret = "hidden", p.private_key = "hidden"; }) ==
               "client_secret and private_key are both set: an application proves itself by one of them");
    BOOST_TEST(refused([](auto& p) {
                   p.kind = connector_kind::service_app;
                   p.private_key = "hidden";
                   p.actions = {"list_users", "get_user_info"};
               }) == "actions: 'get_user_info' is about a user who signed in, so it needs the kind END_USER");
    BOOST_TEST(refused([](auto& p) {
                   p.kind = connector_kind::api_token;
                   p.api_token = "hidden";
                   p.dpop = true;
               }) == "dpop is set, but an API token is bound to no key");
    for (auto const* const good : {"https://x.example/cb", "com.example.app:/cb", "http://localhost:8080/cb"}) {
        auto p = user();
        p.redirect_uri = good;
        BOOST_TEST(problem_of(p) == "");
    }
}

BOOST_AUTO_TEST_CASE(scopes_are_the_least_that_the_enabled_actions_need)
{
    auto p = user();
    p.actions = {"list_users", "get_user"};
    BOOST_TEST(joined(p.needed_scopes()) == "openid profile offline_access okta.users.read");
    p.actions = {"list_users", "create_user", "get_user_info", "list_groups"};
    BOOST_TEST(joined(p.needed_scopes()) == "openid profile offline_access okta.groups.read okta.users.manage");
    p.kind = connector_kind::service_app;
    BOOST_TEST(joined(p.needed_scopes()) == "okta.groups.read okta.users.manage");
    p.actions = {};
    BOOST_TEST(joined(p.needed_scopes()) == "okta.devices.manage okta.groups.manage okta.realms.manage "
                                            "okta.users.manage okta.userTypes.manage");
    p.scopes = {"okta.users.read", "okta.users.read"};
    BOOST_TEST(joined(p.needed_scopes()) == "okta.users.read okta.users.read"); // as they were set
}

BOOST_AUTO_TEST_CASE(actions_are_enabled_one_by_one_or_all)
{
    auto p = user();
    BOOST_TEST((p.enables("list_users") && p.enables("get_user_info") && !p.enables("no_such_action")));
    p.actions = {"list_users"};
    BOOST_TEST((p.enables("list_users") && !p.enables("create_user")));
}

BOOST_AUTO_TEST_CASE(the_client_proves_itself_as_the_profile_says)
{
    auto p = user();
    auto client = p.make_client().value();
    BOOST_TEST(client.client_id() == "0oa1");
    BOOST_TEST((client.client_secret().empty() && !client.key()));
    p.client_secret = "hidden";
    BOOST_TEST((p.make_client().value().client_secret() == okta::secret("hidden")));
    p.client_secret = {};
    p.private_key_id = "k1";
    p.private_key = R"( {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"})";
    auto const with_key = p.make_client();
    BOOST_TEST_REQUIRE(with_key.has_value());
    BOOST_TEST_REQUIRE(with_key->key().has_value());
    BOOST_TEST(with_key->key()->kid() == "k1");
    p.private_key = "/etc/hostname"; // no file is opened
    BOOST_TEST(!p.make_client().has_value());
    p.org = "";
    BOOST_TEST(p.make_client().error().summary.find("org is missing") != std::string::npos);
    p = user();
    p.kind = connector_kind::api_token;
    p.api_token = "00abc";
    BOOST_TEST(p.make_client().error().summary == "the connector's kind is API_TOKEN, which is no OAuth client");
}

BOOST_AUTO_TEST_CASE(it_is_read_from_json)
{
    auto p = user();
    p.client_secret = "hidden";
    p.actions = {"list_users"};
    auto const json = okta::to_json(p);
    BOOST_TEST(json.starts_with(
        R"({"kind":"END_USER","org":"https://o.okta.com","client_id":"0oa1","client_secret":"hidden",)"));
    BOOST_TEST((okta::decode<connector_profile>(json).value() == p));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace connector_profile_test
