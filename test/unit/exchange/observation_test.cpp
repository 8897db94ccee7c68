#include "played_call.hpp"

#include <okta/exchange/log_line.hpp>
#include <okta/exchange/telemetry.hpp>

#include <boost/test/unit_test.hpp>

#include <map>

namespace observation_test {
namespace {

using namespace okta::test;

/// What an observer saw, without what it pointed to.
struct kept
{
    std::string action, url, request_id, given_up;
    okta::attempt a;
    std::string line;
};

using kept_list = std::shared_ptr<std::vector<kept>>;

okta::detail::exchange_policy observed(kept_list const& to)
{
    okta::detail::exchange_policy p;
    p.observer = [to](okta::attempt const& a) {
        to->push_back({std::string(a.action), std::string(a.url), a.facts ? a.facts->request_id : "",
                       std::string(a.given_up), a, okta::to_log_line(a)});
    };
    return p;
}

struct watched : played_call
{
    explicit watched(okta::detail::call_traits traits = reading, std::string target = "/api/v1/users/00u1?search=ada",
                     kept_list to = std::make_shared<std::vector<kept>>())
        : played_call(observed(to), traits, {.target = std::move(target)}), seen(std::move(to))
    {
    }

    kept_list seen;
};

okta::http_response busy()
{
    return answer(429, {{"X-Rate-Limit-Limit", "600"},
                        {"X-Rate-Limit-Remaining", "0"},
                        {"X-Rate-Limit-Reset", "1795694430"},
                        {"Date", "Thu, 26 Nov 2026 12:00:00 GMT"},
                        {"X-Okta-Request-Id", "req1"}});
}

std::string redacted(std::string_view target) { return okta::detail::redacted_url("https://o", target); }

} // namespace

BOOST_AUTO_TEST_SUITE(observation)

BOOST_AUTO_TEST_CASE(every_attempt_is_seen_with_its_waits_and_why)
{
    watched call;
    call.start();
    call.now += 5ms;
    call.authorise();
    call.now += 20ms;
    call.respond(busy());
    call.wait();
    call.authorise();
    call.now += 30ms;
    call.respond(answer(503));
    call.again();
    call.now += 40ms;
    call.respond(answer(200, {{"X-Okta-Request-Id", "req3"}}));
    auto const& seen = *call.seen;
    BOOST_TEST_REQUIRE(seen.size() == 3u);
    BOOST_TEST((seen[0].a.number == 1 && seen[0].a.status == 429 && !seen[0].a.last && seen[0].request_id == "req1"));
    BOOST_TEST((seen[0].a.authorising == 5ms && seen[0].a.took == 20ms && seen[0].a.next_wait == 31s));
    BOOST_TEST((seen[1].a.number == 2 && seen[1].a.waited == 31s && seen[1].a.took == 30ms));
    BOOST_TEST((seen[1].a.waited_for == okta::wait_reason::rate_limit));
    BOOST_TEST((seen[2].a.number == 3 && seen[2].a.last && seen[2].a.waited_for == okta::wait_reason::backoff));
    BOOST_TEST((seen[2].a.call_waited == 31s + seen[2].a.waited && seen[2].a.ended - seen[2].a.call_started > 31s));
    BOOST_TEST(seen[2].action == "get_user");
    BOOST_TEST(seen[2].url == "https://o.okta.com/api/v1/users/00u1?search=***");
}

BOOST_AUTO_TEST_CASE(a_call_that_sent_nothing_is_seen_too)
{
    watched call;
    call.start();
    call.authorise(of_kind(okta::error_kind::authorisation));
    BOOST_TEST_REQUIRE(call.seen->size() == 1u);
    auto const& a = call.seen->front().a;
    BOOST_TEST((a.number == 0 && a.status == 0 && a.last && a.failure));
}

BOOST_AUTO_TEST_CASE(why_it_was_not_repeated_is_said)
{
    watched call(creating);
    call.until_sent();
    call.fail(false);
    BOOST_TEST_REQUIRE(call.seen->size() == 1u);
    BOOST_TEST(call.seen->front().given_up == "it may have had its effect, and doing it twice may do more");
}

BOOST_AUTO_TEST_CASE(an_observer_that_throws_is_not_the_calls_misfortune)
{
    okta::detail::exchange_policy p;
    p.observer = [](okta::attempt const&) { throw std::runtime_error("no"); };
    played_call call(p);
    call.until_sent();
    BOOST_TEST(call.respond(answer(200)) == "done");
}

BOOST_AUTO_TEST_CASE(urls_keep_ids_and_lose_what_may_be_of_persons)
{
    BOOST_TEST(redacted("/api/v1/users/00u1-._") == "https://o/api/v1/users/00u1-._");
    BOOST_TEST(redacted("/api/v1/users/ada@example.com/blocks") == "https://o/api/v1/users/***/blocks");
    BOOST_TEST(redacted("/api/v1/users/ada%40example.com") == "https://o/api/v1/users/***");
    BOOST_TEST(redacted("/a?search=x%3Dy&limit=2&flag") == "https://o/a?search=***&limit=***&flag");
    BOOST_TEST(redacted("/a?b=c=d?e") == "https://o/a?b=***");
    BOOST_TEST(redacted("/") == "https://o/");
}

BOOST_AUTO_TEST_CASE(a_log_line_is_one_line_per_call)
{
    std::vector<std::string> lines;
    okta::detail::exchange_policy p;
    p.observer = okta::log_lines{[&](std::string_view line) { lines.emplace_back(line); }};
    played_call call(p, reading, {.target = "/api/v1/users/00u1"});
    call.until_sent();
    call.respond(busy());
    call.again();
    call.now += 7ms;
    auto good = answer(200, {{"X-Okta-Request-Id", "r\"2\n"}});
    good.transfer = {.tls = 48ms, .wait = 61ms, .bytes_sent = 412, .bytes_received = 2210, .reused = false};
    call.respond(good);
    BOOST_TEST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(lines[0] == "action=get_user method=GET url=https://o.okta.com/api/v1/users/00u1 attempt=2 status=200 "
                           "request=\"r\\\"2\\x0a\" ms=7 waited_ms=31000 waited_for=rate_limit tls_ms=48 wait_ms=61 "
                           "sent=412 received=2210 connection=new attempts=2 call_ms=31007 call_waited_ms=31000");
}

BOOST_AUTO_TEST_CASE(a_line_of_an_attempt_says_what_comes_next)
{
    watched call(reading, "/x");
    call.until_sent();
    call.respond(busy());
    BOOST_TEST(call.seen->front().line ==
               "action=get_user method=GET url=https://o.okta.com/x attempt=1 status=429 request=req1 ms=0 rate=0/600 "
               "next_ms=31000");
}

BOOST_AUTO_TEST_CASE(spans_are_what_open_telemetry_asks_for)
{
    std::map<std::string, std::string> seen;
    okta::detail::exchange_policy p;
    p.retry.max_retries = 1;
    p.observer = okta::span_observer{[&](okta::telemetry_span const& s) {
        seen.clear();
        seen["name"] = s.name;
        seen["failed"] = s.failed ? "yes" : "no";
        seen["ms"] = std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(s.end - s.start).count());
        for (auto const& a : s.attributes)
            std::visit(
                [&]<class T>(T v) {
                    if constexpr (std::same_as<T, std::string_view>) seen[std::string(a.key)] = v;
                    else seen[std::string(a.key)] = std::to_string(v);
                },
                a.value);
    }};
    played_call call(p, reading, {.target = "/api/v1/users/00u1"});
    call.until_sent();
    call.fail(true);
    BOOST_TEST(seen["error.type"] == "transport");
    call.again();
    call.now += 12ms;
    call.respond(answer(500));
    BOOST_TEST(seen["name"] == "GET /api/v1/users/{id}");
    BOOST_TEST(seen["url.template"] == "/api/v1/users/{id}");
    BOOST_TEST(seen["server.address"] == "o.okta.com");
    BOOST_TEST(seen["http.response.status_code"] == "500");
    BOOST_TEST(seen["http.request.resend_count"] == "1");
    BOOST_TEST((seen["error.type"] == "500" && seen["failed"] == "yes" && seen["ms"] == "12"));
}

BOOST_AUTO_TEST_CASE(metrics_are_of_attempts_and_of_calls)
{
    std::map<std::string, std::vector<double>> seen;
    okta::detail::exchange_policy p;
    p.observer = okta::metric_observer{
        [&](okta::telemetry_metric const& m) { seen[std::string(m.name)].push_back(m.value); }};
    played_call call(p);
    call.until_sent();
    call.now += 500ms;
    call.respond(busy());
    call.again();
    call.now += 250ms;
    call.respond(answer(200));
    BOOST_TEST((seen["http.client.request.duration"] == std::vector{0.5, 0.25}));
    BOOST_TEST((seen["okta.client.call.duration"] == std::vector{31.75}));
    BOOST_TEST((seen["okta.client.call.waiting"] == std::vector{31.0}));
    BOOST_TEST((seen["okta.rate_limit.remaining"] == std::vector{0.0}));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace observation_test
