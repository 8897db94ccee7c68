#include "played_call.hpp"

#include <okta/auth/tokens.hpp>
#include <okta/exchange/org_url.hpp>

#include <boost/test/unit_test.hpp>

namespace exchange_test {
namespace {

using namespace okta::test;

constexpr auto timed_out = boost::system::errc::timed_out;

okta::detail::exchange_policy no_retries() { return {.retry = {.max_retries = 0}}; }

played_call to(std::string at, std::string target = "/x")
{
    return played_call(no_retries(), reading, {.origin = std::move(at), .target = std::move(target)});
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
        played_call call(no_retries());
        BOOST_TEST(call.start() == "authorise");
        BOOST_TEST(call.authorise() == "send");
        BOOST_TEST(call.respond(answer(status, {{"X-Okta-Request-Id", "r"}})) == "done");
        auto const o = call.machine->take_outcome();
        BOOST_TEST((!o.failure && o.answer.status == status && o.answer.body == "b" && o.facts.request_id == "r"));
        BOOST_TEST(o.facts.attempts == 1);
        BOOST_TEST(o.given_up == "");
    }
}

BOOST_AUTO_TEST_CASE(without_credentials_nothing_is_sent)
{
    played_call call;
    call.start();
    auto no = of_kind(okta::error_kind::authorisation);
    no.code = "invalid_client";
    BOOST_TEST(call.authorise(no) == "done");
    auto const o = call.machine->take_outcome();
    BOOST_TEST((o.failure && o.failure->code == "invalid_client" && o.facts.status == 0 && o.facts.attempts == 0));
}

BOOST_AUTO_TEST_CASE(an_anonymous_request_is_sent_at_once)
{
    played_call call({}, reading, {.anonymous = true});
    BOOST_TEST(call.start() == "send");
}

BOOST_AUTO_TEST_CASE(a_transport_failure_ends_it)
{
    played_call call(no_retries());
    call.until_sent();
    BOOST_TEST(call.fail(true) == "done");
    BOOST_TEST((call.machine->take_outcome().failure->kind == okta::error_kind::transport));
}

BOOST_AUTO_TEST_CASE(what_goes_elsewhere_is_refused_before_credentials_are_made)
{
    auto const refused = [](played_call call) {
        bool const done = call.start() == "done";
        auto const o = call.machine->take_outcome();
        BOOST_TEST((!done || (o.failure && o.failure->kind == okta::error_kind::invalid_request)));
        return done;
    };
    for (auto const other : {"https://evil.com", "http://o.okta.com", "https://o.okta.com:444", "https://o.okta.com/",
                             "https://o.okta.com@evil.com", "https://O.okta.com"})
        BOOST_TEST(refused(to(other)), other);
    // Put behind the origin these would name another host, or another request.
    for (auto const target : {"@evil.com/", ".evil.com/", ":444/", "x", "/a b", "/a\r\nHost: b", "/\x7f"})
        BOOST_TEST(refused(to(org_origin, target)), target);
    BOOST_TEST(!refused(to(org_origin, "/")));
    BOOST_TEST(!refused(to(org_origin, "/a?b=%20c")));
}

BOOST_AUTO_TEST_CASE(credentials_are_made_on_its_request_and_replace_older_ones)
{
    okta::http_request request;
    request.fields.add("Authorization", "Basic mine");
    played_call call({}, reading, request);
    call.start();
    okta::api_token("t").authorise(call.machine->request());
    call.authorise();
    BOOST_TEST((call.machine->outgoing(false).fields.all("Authorization") == std::vector<std::string_view>{"SSWS t"}));
}

BOOST_AUTO_TEST_CASE(refused_credentials_are_replaced_at_once_twice_at_most)
{
    played_call call(no_retries(), creating);
    call.until_sent();
    BOOST_TEST(call.respond(answer(401), true) == "authorise");
    BOOST_TEST(call.authorise() == "send");
    BOOST_TEST(call.respond(answer(401), true) == "authorise");
    BOOST_TEST(call.authorise() == "send");
    BOOST_TEST(call.respond(answer(401), true) == "done");
    auto const o = call.machine->take_outcome();
    BOOST_TEST((o.answer.status == 401 && o.facts.attempts == 3 && !o.may_have_happened));
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

BOOST_AUTO_TEST_CASE(what_getting_the_credentials_takes_is_part_of_the_call)
{
    played_call call({.call_timeout = 10s});
    call.start();
    BOOST_TEST(call.machine->request().timeout.count() == 10'000);
    call.now += 7s;
    BOOST_TEST(call.authorise() == "send");
    BOOST_TEST(call.machine->outgoing(false).timeout.count() == 3'000);
}

BOOST_AUTO_TEST_CASE(after_the_deadline_nothing_is_sent)
{
    played_call call({.call_timeout = 10s}, creating);
    call.start();
    call.now += 10s;
    BOOST_TEST(call.authorise() == "done");
    auto const o = call.machine->take_outcome();
    BOOST_TEST_REQUIRE(o.failure.has_value());
    BOOST_TEST((o.failure->kind == okta::error_kind::transport && o.failure->transport_code == timed_out));
    BOOST_TEST((o.facts.attempts == 0 && !o.may_have_happened));
    BOOST_TEST(o.failure->summary == "the call's deadline passed before the request was sent");
}

BOOST_AUTO_TEST_CASE(what_was_answered_before_the_deadline_stays_the_answer)
{
    played_call call({.call_timeout = 10s});
    call.until_sent();
    BOOST_TEST(call.respond(answer(503)) == "wait");
    call.now += 10s; // the wait took longer than it should have
    BOOST_TEST(call.wait() == "done");
    auto const o = call.machine->take_outcome();
    BOOST_TEST((!o.failure && o.answer.status == 503 && o.facts.attempts == 1));
    BOOST_TEST(o.given_up == "the call's deadline passed before the request was sent");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace exchange_test
