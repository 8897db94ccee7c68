#include "played_call.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

namespace retry_test {
namespace {

using namespace okta::test;
using okta::wait_reason;

constexpr auto date = "Thu, 26 Nov 2026 12:00:00 GMT"; // 1795694400

okta::http_response window(char const* reset, char const* when = date)
{
    return answer(429, {{"X-Rate-Limit-Limit", "600"},
                        {"X-Rate-Limit-Remaining", "0"},
                        {"X-Rate-Limit-Reset", reset},
                        {"Date", when},
                        {"X-Okta-Request-Id", "req1"}});
}

okta::http_response crowd()
{
    return answer(429, {{"X-Rate-Limit-Limit", "0"},
                        {"X-Rate-Limit-Remaining", "0"},
                        {"X-Rate-Limit-Reset", "1795694514"},
                        {"Date", date}});
}

okta::error refused(okta::retry_options o)
{
    try {
        okta::detail::check(o);
    } catch (okta::exception const& e) {
        return e.error();
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(retry)

BOOST_AUTO_TEST_CASE(a_used_up_window_is_waited_for_by_the_servers_clock_whatever_the_action)
{
    for (auto const& action : {reading, replacing, creating}) {
        played_call call({}, action);
        BOOST_TEST(call.until_sent() == "send");
        BOOST_TEST(call.respond(window("1795694430")) == "wait");
        BOOST_TEST(call.waiting.count() == 31'000);
        BOOST_TEST(call.again() == "send");
        BOOST_TEST(call.sent.fields.find("X-Okta-Retry-For").value_or("") == "req1");
        BOOST_TEST(call.sent.fields.find("X-Okta-Retry-Count").value_or("") == "1");
        BOOST_TEST(call.respond(answer(200)) == "done");
        auto const o = call.machine->take_outcome();
        BOOST_TEST((o.facts.attempts == 2 && o.answer.status == 200 && !o.may_have_happened && !o.failure));
    }
}

BOOST_AUTO_TEST_CASE(what_headers_say_is_clamped)
{
    auto const waits = [](okta::http_response a) {
        played_call call({.retry = {.longest_window = 65s}});
        call.until_sent();
        BOOST_TEST(call.respond(std::move(a)) == "wait");
        return call.waiting.count();
    };
    BOOST_TEST(waits(window("1795694399")) == 2'000); // past: the window is about to end
    BOOST_TEST(waits(window("0")) == 2'000);
    BOOST_TEST(waits(window("-9223372036854775808")) == 2'000);
    BOOST_TEST(waits(window("9223372036854775807")) == 65'000);
    BOOST_TEST(waits(window("1795698000")) == 65'000);
    BOOST_TEST(waits(window("soon")) <= 250); // nothing to go by: backoff
    BOOST_TEST(waits(window("1795694430", "x")) <= 250);
    auto twice = window("1795694450");
    twice.fields.add("X-Rate-Limit-Reset", "1795694430");
    BOOST_TEST(waits(twice) == 31'000); // the smallest of repeated lines
    auto told = window("1795694430");
    told.fields.add("Retry-After", "7");
    BOOST_TEST(waits(told) == 7'000);
    BOOST_TEST(waits(answer(503, {{"Retry-After", "12"}})) == 12'000);
    BOOST_TEST(waits(answer(503, {{"Retry-After", "4294967295"}})) == 65'000);
    BOOST_TEST(waits(answer(503, {{"Retry-After", "Thu, 26 Nov 2026 12:00:20 GMT"}, {"Date", date}})) == 20'000);
    BOOST_TEST(waits(answer(503, {{"Retry-After", "-3"}})) <= 250);
}

BOOST_AUTO_TEST_CASE(the_concurrency_limit_is_waited_for_shortly)
{
    played_call call({.retry = {.max_retries = 100, .first_delay = 10s, .longest_delay = 1h}}, creating);
    call.until_sent();
    for (int i = 0; i < 20; ++i) {
        BOOST_TEST(call.respond(crowd()) == "wait");
        BOOST_TEST(call.waiting.count() <= 2'000);
        BOOST_TEST(call.again() == "send");
    }
}

BOOST_AUTO_TEST_CASE(unknown_outcomes_are_repeated_for_what_is_idempotent_only)
{
    for (int const status : {408, 500, 502, 503, 504, 0}) {
        auto const happens = [&](played_call& call) {
            return status == 0 ? call.fail(false) : call.respond(answer(status));
        };
        for (auto const& action : {reading, replacing}) {
            played_call call({}, action);
            call.until_sent();
            BOOST_TEST(happens(call) == "wait", status << " of " << action.action);
            BOOST_TEST(call.again() == "send");
            BOOST_TEST(call.respond(answer(404)) == "done");
            BOOST_TEST(call.machine->take_outcome().may_have_happened == !action.safe);
        }
        played_call call({}, creating);
        call.until_sent();
        BOOST_TEST(happens(call) == "done", status);
        auto const o = call.machine->take_outcome();
        BOOST_TEST((o.may_have_happened && o.given_up.find("may have had its effect") != std::string::npos));
    }
}

BOOST_AUTO_TEST_CASE(a_request_that_was_not_sent_is_repeated_whatever_it_is)
{
    played_call call({}, creating);
    call.until_sent();
    BOOST_TEST(call.fail(true) == "wait");
    BOOST_TEST(call.again() == "send");
    BOOST_TEST(call.respond(answer(400)) == "done");
    BOOST_TEST(!call.machine->take_outcome().may_have_happened);
}

BOOST_AUTO_TEST_CASE(a_condition_makes_a_repetition_unsafe)
{
    okta::http_request request;
    request.fields.add("If-Match", "W/\"1\"");
    played_call call({}, replacing, request);
    call.until_sent();
    BOOST_TEST(call.respond(answer(503)) == "done");
    BOOST_TEST(call.machine->take_outcome().may_have_happened);
}

BOOST_AUTO_TEST_CASE(other_answers_are_final)
{
    for (int const status : {200, 204, 301, 302, 400, 401, 403, 404, 409, 412, 413, 421, 501, 505, 599}) {
        played_call call;
        call.until_sent();
        BOOST_TEST(call.respond(answer(status)) == "done", status);
        BOOST_TEST(call.machine->take_outcome().given_up == "");
    }
}

BOOST_AUTO_TEST_CASE(what_lasts_is_not_tried_again)
{
    played_call certificate;
    certificate.until_sent();
    BOOST_TEST(certificate.fail(true, true) == "done");
    played_call cancelled({}, replacing);
    cancelled.until_sent();
    BOOST_TEST(cancelled.fail(false, false, okta::error_kind::cancelled) == "done");
    BOOST_TEST(cancelled.machine->take_outcome().may_have_happened);
}

BOOST_AUTO_TEST_CASE(a_token_request_that_failed_in_passing_is_made_again)
{
    played_call call({}, creating);
    call.start();
    BOOST_TEST(call.authorise(of_kind(okta::error_kind::transport)) == "wait");
    BOOST_TEST(call.wait() == "authorise");
    auto busy = of_kind(okta::error_kind::service);
    busy.status = 429;
    BOOST_TEST(call.authorise(busy) == "wait");
    BOOST_TEST(call.again() == "send");
    BOOST_TEST(call.respond(answer(200)) == "done");
    auto const o = call.machine->take_outcome();
    BOOST_TEST((!o.failure && o.facts.attempts == 1 && !o.may_have_happened));
}

BOOST_AUTO_TEST_CASE(attempts_are_counted_and_the_last_answer_is_the_calls)
{
    played_call call({.retry = {.max_retries = 2}});
    call.until_sent();
    BOOST_TEST(call.fail(false) == "wait");
    BOOST_TEST(call.again() == "send");
    BOOST_TEST(call.respond(answer(500)) == "wait");
    BOOST_TEST(call.again() == "send");
    BOOST_TEST(call.sent.fields.all("X-Okta-Retry-Count").size() == 1u);
    BOOST_TEST(call.respond(answer(503)) == "done");
    auto const o = call.machine->take_outcome();
    BOOST_TEST((!o.failure && o.answer.status == 503 && o.facts.attempts == 3));
    BOOST_TEST(o.given_up == "3 attempts were made");
}

BOOST_AUTO_TEST_CASE(no_retries_means_none)
{
    played_call call({.retry = {.max_retries = 0}});
    call.until_sent();
    BOOST_TEST(call.respond(window("1795694430")) == "done");
}

BOOST_AUTO_TEST_CASE(a_wait_that_would_pass_the_deadline_fails_at_once_and_says_so)
{
    played_call call({.call_timeout = 30s});
    call.until_sent();
    BOOST_TEST(call.respond(window("1795694430")) == "done");
    auto const o = call.machine->take_outcome();
    BOOST_TEST((o.answer.status == 429 && !o.failure));
    BOOST_TEST(o.given_up == "the next attempt could be made in 31000 ms, after the call's deadline");
    played_call longer({.call_timeout = 32s});
    longer.until_sent();
    BOOST_TEST(longer.respond(window("1795694430")) == "wait");
    BOOST_TEST(longer.again() == "send");
    BOOST_TEST(longer.sent.timeout.count() == 1'000); // what is left
}

BOOST_AUTO_TEST_CASE(total_time_is_bounded)
{
    played_call call({.retry = {.max_retries = 100, .max_elapsed = 60s}});
    call.until_sent();
    BOOST_TEST(call.respond(window("1795694430")) == "wait");
    BOOST_TEST(call.again() == "send");
    BOOST_TEST(call.respond(window("1795694430")) == "done");
    BOOST_TEST(call.machine->take_outcome().given_up ==
               "the next attempt could be made in 31000 ms, after retry_options::max_elapsed");
}

BOOST_AUTO_TEST_CASE(an_attempt_gets_what_is_left_of_the_call_and_no_more_than_its_own_bound)
{
    auto const attempt_timeout = [](std::chrono::milliseconds own, std::chrono::milliseconds whole) {
        played_call call({.call_timeout = whole}, reading, {.timeout = own});
        call.until_sent();
        return call.machine->outgoing(false).timeout.count();
    };
    BOOST_TEST(attempt_timeout(0ms, 0ms) == 0);
    BOOST_TEST(attempt_timeout(5s, 0ms) == 5'000);
    BOOST_TEST(attempt_timeout(5s, 3s) == 3'000);
    BOOST_TEST(attempt_timeout(5s, 8s) == 5'000);
    BOOST_TEST(attempt_timeout(0ms, 8s) == 8'000);
    BOOST_TEST(attempt_timeout(0ms, 80s) == 30'000);
}

BOOST_AUTO_TEST_CASE(cancelled_while_it_waits_it_ends)
{
    played_call call({}, replacing);
    call.until_sent();
    BOOST_TEST(call.respond(answer(503)) == "wait");
    BOOST_TEST(call.cancel() == "done");
    auto const o = call.machine->take_outcome();
    BOOST_TEST((o.failure && o.failure->kind == okta::error_kind::cancelled && o.may_have_happened));
}

BOOST_AUTO_TEST_CASE(backoff_is_jittered_grows_and_is_bounded)
{
    okta::retry_options const o{.first_delay = 100ms, .longest_delay = 1s};
    for (int repetition = 1; repetition < 12; ++repetition) {
        auto const most = std::min(100 << (repetition - 1), 1000);
        std::set<std::int64_t> seen;
        for (std::uint64_t random = 0; random < 5'000; ++random) {
            auto const wait = okta::detail::backoff(o, repetition, random).count();
            BOOST_TEST_REQUIRE((wait >= 1 && wait <= most));
            seen.insert(wait);
        }
        BOOST_TEST(seen.size() == static_cast<std::size_t>(most)); // full jitter: every wait there is
    }
    BOOST_TEST(okta::detail::backoff({.first_delay = 0ms}, 50, 12345).count() == 1);
    BOOST_TEST(okta::detail::backoff({.first_delay = 1h, .longest_delay = 1h}, 100, UINT64_MAX).count() <= 3'600'000);
}

BOOST_AUTO_TEST_CASE(an_outage_is_not_multiplied)
{
    auto const budget = std::make_shared<okta::detail::retry_budget>(0.2);
    int sent = 0;
    constexpr int calls = 10'000;
    for (int i = 0; i < calls; ++i) {
        played_call call({.retry = {.max_retries = 3}, .budget = budget});
        auto next = call.until_sent();
        while (next == "send") {
            ++sent;
            next = call.respond(answer(503)) == "wait" ? call.again() : "done";
        }
    }
    BOOST_TEST(sent > calls * 12 / 10 - 10);
    BOOST_TEST(sent <= calls * 12 / 10 + 20); // instead of four times as many
    played_call call({.budget = budget});
    call.until_sent();
    BOOST_TEST(call.respond(window("1795694430")) == "wait"); // the service said when: not counted
}

BOOST_AUTO_TEST_CASE(options_out_of_bounds_are_named)
{
    BOOST_TEST(refused({}).summary == "");
    BOOST_TEST(refused({.max_retries = -1}).summary == "retry_options::max_retries is not within 0 and 100");
    BOOST_TEST(refused({.max_retries = 101}).summary == "retry_options::max_retries is not within 0 and 100");
    BOOST_TEST(refused({.max_elapsed = -1ms}).summary == "retry_options::max_elapsed is negative");
    BOOST_TEST(refused({.first_delay = 2h}).summary == "retry_options::first_delay is not within 0 and an hour");
    BOOST_TEST(refused({.longest_delay = -1s}).summary == "retry_options::longest_delay is not within 0 and an hour");
    BOOST_TEST(refused({.longest_window = 0s}).summary ==
               "retry_options::longest_window is not within a second and an hour");
    BOOST_TEST(refused({.budget = 11}).summary == "retry_options::budget is not within 0 and 10");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace retry_test
