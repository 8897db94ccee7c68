#include <okta/auth/tokens.hpp>
#include <okta/exchange/exchange.hpp>
#include <okta/exchange/org_url.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using okta::detail::exchange;
constexpr auto origin = "https://o.okta.com";

exchange to(std::string at, std::string target = "/x") { return {{.origin = at, .target = target}, origin}; }

template <class Step>
bool wants(exchange::step const& s)
{
    return std::holds_alternative<Step>(s);
}

std::string refusal(std::string_view url, okta::plain_http http = okta::plain_http::loopback_only)
{
    auto const r = okta::org_url::parse(url, http);
    return r ? "accepted as " + r->origin() : r.error().summary;
}

} // namespace

BOOST_AUTO_TEST_SUITE(exchange_)

BOOST_AUTO_TEST_CASE(an_answer_ends_it_whatever_its_status)
{
    for (int const status : {200, 404, 429, 503}) {
        auto machine = to(origin);
        BOOST_TEST(wants<exchange::authorise>(machine.resume(exchange::started{})));
        BOOST_TEST(wants<exchange::send>(machine.resume(exchange::authorised{})));
        okta::http_response answer{.status = status, .body = "b"};
        answer.fields.add("X-Okta-Request-Id", "r");
        BOOST_TEST(wants<exchange::done>(machine.resume(exchange::answered{answer})));
        auto const o = machine.take_outcome();
        BOOST_TEST((!o.failure && o.answer.status == status && o.answer.body == "b" && o.facts.request_id == "r"));
    }
}

BOOST_AUTO_TEST_CASE(without_credentials_nothing_is_sent)
{
    auto machine = to(origin);
    machine.resume(exchange::started{});
    okta::error no;
    no.kind = okta::error_kind::authorisation;
    no.code = "invalid_client";
    BOOST_TEST(wants<exchange::done>(machine.resume(exchange::authorised{no})));
    auto const o = machine.take_outcome();
    BOOST_TEST((o.failure && o.failure->code == "invalid_client" && o.facts.status == 0));
}

BOOST_AUTO_TEST_CASE(a_transport_failure_ends_it)
{
    auto machine = to(origin);
    machine.resume(exchange::started{});
    machine.resume(exchange::authorised{});
    okta::error why;
    why.kind = okta::error_kind::transport;
    BOOST_TEST(wants<exchange::done>(machine.resume(exchange::failed{why})));
    BOOST_TEST((machine.take_outcome().failure->kind == okta::error_kind::transport));
}

BOOST_AUTO_TEST_CASE(what_goes_elsewhere_is_refused_before_credentials_are_made)
{
    auto const refused = [](exchange machine) {
        bool const done = wants<exchange::done>(machine.resume(exchange::started{}));
        auto const o = machine.take_outcome();
        BOOST_TEST((!done || (o.failure && o.failure->kind == okta::error_kind::invalid_request)));
        return done;
    };
    for (auto const other : {"https://evil.com", "http://o.okta.com", "https://o.okta.com:444", "https://o.okta.com/",
                             "https://o.okta.com@evil.com", "https://O.okta.com", ""})
        BOOST_TEST(refused(to(other)), other);
    // Put behind the origin these would name another host, or another request.
    for (auto const target : {"", "@evil.com/", ".evil.com/", ":444/", "x", "/a b", "/a\r\nHost: b", "/\x7f"})
        BOOST_TEST(refused(to(origin, target)), target);
    BOOST_TEST(!refused(to(origin, "/")));
    BOOST_TEST(!refused(to(origin, "/a?b=%20c")));
}

BOOST_AUTO_TEST_CASE(credentials_are_made_on_its_request_and_replace_older_ones)
{
    auto machine = to(origin);
    machine.request().fields.add("Authorization", "Basic mine");
    machine.resume(exchange::started{});
    okta::api_token("t").authorise(machine.request());
    machine.resume(exchange::authorised{});
    BOOST_TEST((machine.request().fields.all("Authorization") == std::vector<std::string_view>{"SSWS t"}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(org_url)

BOOST_AUTO_TEST_CASE(it_is_an_origin)
{
    BOOST_TEST(refusal("https://example.okta.com") == "accepted as https://example.okta.com");
    BOOST_TEST(refusal("HTTPS://Example.Okta.com:443/") == "accepted as https://example.okta.com");
    BOOST_TEST(refusal("https://login.acme.com:8443") == "accepted as https://login.acme.com:8443");
    BOOST_TEST(refusal("http://127.0.0.1:8080") == "accepted as http://127.0.0.1:8080");
    BOOST_TEST(refusal("http://[::1]:80") == "accepted as http://[::1]");
    BOOST_TEST(refusal("http://test", okta::plain_http::allowed) == "accepted as http://test");
    BOOST_TEST(okta::org_url(std::string_view("https://o")).origin() == "https://o");
}

BOOST_AUTO_TEST_CASE(common_mistakes_are_told)
{
    auto const says = [](std::string_view url, std::string_view why) {
        auto const said = refusal(url);
        BOOST_TEST(said.find(why) != std::string::npos, url << " was " << said);
    };
    says("https://{yourOktaDomain}", "placeholder");
    says("https://<org>.okta.com", "placeholder");
    says("https://yourOktaDomain", "placeholder");
    says("https://example-admin.okta.com", "leave '-admin' out");
    says("https://example.okta.com/api/v1", "path or query");
    says("https://example.okta.com?x", "path or query");
    says("http://example.okta.com", "use https");
    says("http://127.0.0.1.evil.com", "use https");
    for (auto const bad : {"", "example.okta.com", "ftp://o", "https://", "https://o\n", "okta"})
        says(bad, "is not of the form https://example.okta.com");
}

BOOST_AUTO_TEST_CASE(a_password_in_it_is_not_shown)
{
    BOOST_TEST(refusal("https://ada:hunter2@o.okta.com").find("hunter2") == std::string::npos);
    BOOST_CHECK_EXCEPTION(okta::org_url("https://ada:hunter2@o"), okta::exception, [](okta::exception const& e) {
        return std::string_view(e.what()).find("hunter2") == std::string_view::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()
