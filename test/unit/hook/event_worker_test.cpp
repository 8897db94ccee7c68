// Out of an inbox, to handlers that may fail.

#include "hook_support.hpp"

#include <okta/hook/event_worker.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <new>
#include <stdexcept>
#include <thread>

namespace event_worker_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
using okta::events::user_created;

/// A worker's clock that the test sets.
struct clock_at
{
    int seconds = 0;
    okta::worker_options options()
    {
        okta::worker_options o;
        o.now = [this] { return at(seconds); };
        return o;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(hook_event_worker)

BOOST_AUTO_TEST_CASE(each_event_is_handled_once)
{
    okta::memory_inbox inbox;
    put(inbox, {"a", "b"});
    std::string seen;
    okta::event_worker worker(inbox, okta::dispatcher{[&](user_created const& e) { seen += e.details.uuid.value(); }});
    BOOST_TEST(worker.run_once() == 2u);
    BOOST_TEST(worker.run_once() == 0u);
    BOOST_TEST(seen == "ab");
    BOOST_TEST(inbox.counts().handled == 2u);
    BOOST_TEST(inbox.counts().waiting == 0u);
}

BOOST_AUTO_TEST_CASE(an_event_that_nobody_takes_is_done)
{
    okta::memory_inbox inbox;
    put(inbox, {"a"});
    okta::event_worker worker(inbox, okta::dispatcher{[](okta::events::group_deleted const&) {}});
    BOOST_TEST(worker.run_once() == 1u);
    BOOST_TEST(inbox.counts().handled == 1u);
}

BOOST_AUTO_TEST_CASE(a_handler_that_fails_gets_it_later_and_later_and_then_never)
{
    clock_at clock;
    okta::memory_inbox inbox;
    put(inbox, {"bad", "good"});
    int failures = 0, handled = 0;
    std::vector<std::string> lines;
    auto options = clock.options();
    options.max_attempts = 4;
    options.max_backoff = 3s;
    options.on_failure = [&](std::string_view line) { lines.emplace_back(line); };
    okta::event_worker worker(inbox, okta::dispatcher{[&](user_created const& e) {
                                  if (e.details.uuid == "good") return void(++handled);
                                  ++failures;
                                  throw std::runtime_error("out of order");
                              }},
                              options);
    worker.run_once();
    BOOST_TEST(handled == 1);
    for (int const longest : {1, 2, 3}) { // half of each at random
        auto const due = inbox.next_due().value();
        BOOST_TEST((due <= at(clock.seconds + longest)));
        BOOST_TEST((due >= at(clock.seconds) + longest * 500ms));
        BOOST_TEST(worker.run_once() == 0u);
        clock.seconds += longest;
        BOOST_TEST(worker.run_once() == 1u);
    }
    BOOST_TEST(failures == 4);
    BOOST_TEST(!inbox.next_due().has_value());
    BOOST_REQUIRE(inbox.dead(9).size() == 1u);
    BOOST_TEST(inbox.dead(9)[0].why == "out of order");
    BOOST_TEST(inbox.dead(9)[0].kept.attempts == 4u);
    BOOST_REQUIRE(lines.size() == 4u);
    BOOST_TEST(lines[0] == "the handler of user.lifecycle.create bad failed, attempt 1: out of order");
    BOOST_TEST(lines[3] == "the handler of user.lifecycle.create bad failed, attempt 4, the last: out of order");
}

BOOST_AUTO_TEST_CASE(a_handler_that_gives_up_is_not_asked_again)
{
    okta::memory_inbox inbox;
    put(inbox, {"a"});
    okta::event_worker worker(inbox, [](okta::event const&) { throw okta::give_up("never"); });
    worker.run_once();
    BOOST_REQUIRE(inbox.dead(9).size() == 1u);
    BOOST_TEST(inbox.dead(9)[0].why == "never");
}

BOOST_AUTO_TEST_CASE(what_is_no_exception_counts_as_a_failure_too)
{
    okta::memory_inbox inbox;
    put(inbox, {"a"});
    okta::event_worker worker(inbox, [](okta::event const&) { throw 5; }, {.max_attempts = 1});
    worker.run_once();
    BOOST_REQUIRE(inbox.dead(9).size() == 1u);
    BOOST_TEST(inbox.dead(9)[0].why == "something that is no std::exception");
}

BOOST_AUTO_TEST_CASE(the_context_of_the_inbox_reaches_the_handler)
{
    okta::memory_inbox inbox;
    put(inbox, {"a"});
    int calls = 0;
    okta::event_worker worker(inbox,
                              okta::dispatcher{[&](user_created const&, okta::memory_inbox::context&) { ++calls; }});
    worker.run_once();
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(an_event_that_does_not_fit_its_type_is_not_passed_over)
{
    okta::memory_inbox inbox;
    put(inbox, {"a"}, R"({"eventType":"user.lifecycle.create","target":[{"id":"g","type":"UserGroup"}]})");
    put(inbox, {"b"}, R"({"eventType":"user.session.start"})"); // nobody wants it, and that is all
    std::vector<std::string> lines;
    okta::event_worker worker(inbox, okta::dispatcher{[](user_created const&) {}},
                              {.on_failure = [&](std::string_view line) { lines.emplace_back(line); }});
    worker.run_once();
    BOOST_TEST(inbox.counts().handled == 1u);
    BOOST_REQUIRE(inbox.dead(9).size() == 1u);
    BOOST_TEST(inbox.dead(9)[0].why == "it does not fit its type: target: expected one of type User, found UserGroup");
    BOOST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(lines[0].starts_with("user.lifecycle.create a is dead: it does not fit"));
}

BOOST_AUTO_TEST_CASE(a_failure_is_told_in_one_line_and_telling_may_fail)
{
    okta::memory_inbox inbox;
    put(inbox, {"a"});
    std::string told;
    okta::event_worker worker(inbox, [](okta::event const&) { throw std::runtime_error("one\ntwo\x7f"); },
                              {.max_attempts = 1, .on_failure = [&](std::string_view line) {
                                   told = line;
                                   throw std::runtime_error("the log is full");
                               }});
    worker.run_once();
    BOOST_TEST(told.ends_with("the last: one two "));
    BOOST_TEST(inbox.counts().dead == 1u);
}

BOOST_AUTO_TEST_CASE(memory_that_runs_out_is_the_event_s_failure)
{
    okta::memory_inbox inbox;
    put(inbox, {"a", "b"});
    okta::event_worker worker(inbox, [](okta::event const&) { throw std::bad_alloc(); }, {.max_attempts = 1});
    BOOST_TEST(worker.run_once() == 2u);
    BOOST_TEST(inbox.counts().dead == 2u);
}

BOOST_AUTO_TEST_CASE(what_a_failing_inbox_did_not_settle_is_handled_again)
{
    failing_inbox inbox;
    put(inbox, {"a", "b"});
    int calls = 0;
    okta::event_worker worker(inbox, [&](okta::event const&) { ++calls; });
    inbox.failures = 1;
    BOOST_CHECK_THROW(worker.run_once(), std::runtime_error);
    BOOST_TEST(worker.run_once() == 2u);
    BOOST_TEST(calls == 4);
    BOOST_TEST(inbox.counts().handled == 2u);
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_are_refused)
{
    okta::memory_inbox inbox;
    auto const refused = [&](okta::worker_options o) {
        BOOST_CHECK_THROW(okta::event_worker(inbox, [](okta::event const&) {}, o), std::invalid_argument);
    };
    refused({.batch = 0});
    refused({.max_attempts = 0});
    refused({.first_backoff = 0ms});
    refused({.first_backoff = 2s, .max_backoff = 1s});
}

BOOST_AUTO_TEST_CASE(a_stop_is_heard_between_two_events_and_the_others_are_given_back)
{
    okta::memory_inbox inbox;
    put(inbox, {"a", "b", "c"});
    std::stop_source stop;
    int calls = 0;
    okta::event_worker worker(inbox, [&](okta::event const&) {
        ++calls;
        stop.request_stop();
    });
    worker.run(stop.get_token());
    BOOST_TEST(calls == 1);
    BOOST_TEST(inbox.counts().handled == 1u);
    auto const left = inbox.take(at(0), 9);
    BOOST_TEST(keys_of(left) == "b c");
    for (auto const& e : left) BOOST_TEST(e.attempts == 0u);
}

BOOST_AUTO_TEST_CASE(it_outlives_a_failing_inbox_and_shares_it_with_another)
{
    failing_inbox inbox;
    inbox.failures = 1;
    put(inbox, {"first"});
    std::atomic<int> calls = 0, failures = 0;
    okta::worker_options options{.batch = 1, .on_failure = [&](std::string_view line) {
                                     failures += line == "the inbox failed: no room on the disk";
                                 }};
    okta::event_worker one(inbox, [&](okta::event const&) { ++calls; }, options);
    okta::event_worker other(inbox, [&](okta::event const&) { ++calls; }, options);
    {
        std::jthread const a([&](std::stop_token stop) { one.run(stop); });
        auto const end = std::chrono::steady_clock::now() + 10s;
        while (inbox.counts().handled < 1 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
        std::jthread const b([&](std::stop_token stop) { other.run(stop); });
        for (int i = 0; i < 100; ++i) put(inbox, {std::to_string(i)});
        while (inbox.counts().handled < 101 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    }
    BOOST_TEST(calls == 102);
    BOOST_TEST(failures == 1);
    BOOST_TEST(inbox.counts().handled == 101u);
}

BOOST_AUTO_TEST_CASE(it_runs_until_it_is_stopped_and_hears_of_new_events)
{
    okta::memory_inbox inbox;
    std::atomic<int> calls = 0;
    okta::event_worker worker(inbox, [&](okta::event const&) { ++calls; });
    {
        std::jthread const thread([&](std::stop_token stop) { worker.run(stop); });
        for (int i = 0; i < 200; ++i) put(inbox, {std::to_string(i)});
        auto const end = std::chrono::steady_clock::now() + 5s;
        while (calls < 200 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    }
    BOOST_TEST(calls == 200);
    put(inbox, {"later"}); // the worker hears of nothing any more
    BOOST_TEST(inbox.counts().waiting == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace event_worker_test
