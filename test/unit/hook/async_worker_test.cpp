// Handlers that are coroutines.

#include "hook_support.hpp"

#include <okta/hook/async_worker.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace async_worker_test {
namespace {

namespace asio = boost::asio;
using namespace okta::test;
using namespace std::chrono_literals;
using okta::events::user_created;

asio::awaitable<void> pause(std::chrono::milliseconds time)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

/// A worker that runs until the test ends it.
struct running
{
    template <class Inbox, class Handler>
    running(asio::io_context& context, Inbox& inbox, Handler handler, okta::worker_options options = {})
    {
        okta::async_work(context.get_executor(), inbox, std::move(handler), std::move(options),
                         asio::bind_cancellation_slot(end.slot(), [this](std::exception_ptr e) {
                             ended = true;
                             thrown = e;
                         }));
    }

    asio::cancellation_signal end = {};
    bool ended = false;
    std::exception_ptr thrown = {};
};

} // namespace

BOOST_AUTO_TEST_SUITE(hook_async_worker)

BOOST_AUTO_TEST_CASE(coroutines_and_plain_handlers_get_their_events_in_order)
{
    asio::io_context context;
    okta::memory_inbox inbox;
    put(inbox, {"a", "b"});
    std::string seen;
    running worker(context, inbox, okta::dispatcher{[&](user_created const& e) -> asio::awaitable<void> {
                       co_await pause(2ms);
                       seen += e.details.uuid.value();
                       if (seen == "ab") put(inbox, {"c"});
                       if (seen == "abc") worker.end.emit(asio::cancellation_type::terminal);
                   }});
    context.run_for(5s);
    BOOST_TEST(seen == "abc");
    BOOST_TEST(worker.ended);
    BOOST_TEST(!worker.thrown);
    BOOST_TEST(inbox.counts().handled == 3u);
    BOOST_TEST(inbox.counts().waiting == 0u);
}

BOOST_AUTO_TEST_CASE(it_sleeps_until_something_is_put)
{
    asio::io_context context;
    okta::memory_inbox inbox;
    int calls = 0;
    running worker(context, inbox, okta::dispatcher{[&](user_created const&) { ++calls; }});
    context.run_for(20ms);
    BOOST_TEST(calls == 0);
    put(inbox, {"a"});
    context.run_for(200ms); // well before it would look by itself
    BOOST_TEST(calls == 1);
    worker.end.emit(asio::cancellation_type::terminal);
    context.run_for(1s);
    BOOST_TEST(worker.ended);
    put(inbox, {"b"});
    BOOST_TEST(inbox.counts().waiting == 1u);
}

BOOST_AUTO_TEST_CASE(a_coroutine_that_throws_gets_its_event_again)
{
    asio::io_context context;
    okta::memory_inbox inbox;
    put(inbox, {"a"});
    int calls = 0;
    running worker(context, inbox,
                   [&](okta::event const&) -> asio::awaitable<void> {
                       co_await pause(1ms);
                       if (++calls < 3) throw std::runtime_error("not yet");
                   },
                   {.first_backoff = 2ms, .max_backoff = 2ms});
    auto const end = std::chrono::steady_clock::now() + 5s;
    while (inbox.counts().handled == 0 && std::chrono::steady_clock::now() < end) context.run_one_for(100ms);
    BOOST_TEST(calls == 3);
    BOOST_TEST(inbox.counts().handled == 1u);
    worker.end.emit(asio::cancellation_type::terminal);
    context.run_for(1s);
    BOOST_TEST(worker.ended);
}

BOOST_AUTO_TEST_CASE(a_failing_inbox_is_asked_again)
{
    asio::io_context context;
    failing_inbox inbox;
    inbox.failures = 1;
    put(inbox, {"a", "b"});
    int calls = 0, failures = 0;
    running worker(context, inbox, [&](okta::event const&) { ++calls; }, {.on_failure = [&](std::string_view line) {
                       failures += line == "the inbox failed: no room on the disk";
                   }});
    auto const end = std::chrono::steady_clock::now() + 10s;
    while (inbox.counts().handled < 2 && std::chrono::steady_clock::now() < end) context.run_one_for(100ms);
    BOOST_TEST(failures == 1);
    BOOST_TEST(calls == 4);
    BOOST_TEST(inbox.counts().dead == 0u);
    worker.end.emit(asio::cancellation_type::terminal);
    context.run_for(1s);
    BOOST_TEST(worker.ended);
}

BOOST_AUTO_TEST_CASE(cancellation_gives_back_what_was_not_handled_and_counts_no_failure)
{
    asio::io_context context;
    okta::memory_inbox inbox;
    put(inbox, {"a", "b", "c"});
    running worker(context, inbox, [&](okta::event const&) -> asio::awaitable<void> { co_await pause(10s); });
    context.run_for(20ms);
    worker.end.emit(asio::cancellation_type::terminal);
    context.run_for(1s);
    BOOST_TEST(worker.ended);
    BOOST_TEST(!worker.thrown);
    auto const left = inbox.take(at(0), 9);
    BOOST_TEST(keys_of(left) == "a b c");
    for (auto const& e : left) BOOST_TEST(e.attempts == 0u);
}

BOOST_AUTO_TEST_CASE(a_backlog_leaves_others_their_turn)
{
    asio::io_context context;
    okta::memory_inbox inbox;
    for (int i = 0; i < 1'000; ++i) put(inbox, {std::to_string(i)});
    int calls = 0, then = 0;
    running worker(context, inbox, [&](okta::event const&) {
        if (++calls == 10) asio::post(context, [&] { then = calls; });
    });
    auto const end = std::chrono::steady_clock::now() + 20s;
    while (calls < 1'000 && std::chrono::steady_clock::now() < end) context.run_one_for(1s);
    BOOST_TEST(calls == 1'000);
    BOOST_TEST(then < 20);
    worker.end.emit(asio::cancellation_type::terminal);
    context.run_for(1s);
    BOOST_TEST(worker.ended);
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_come_out_as_an_exception)
{
    asio::io_context context;
    okta::memory_inbox inbox;
    running worker(context, inbox, [](okta::event const&) {}, {.batch = 0});
    context.run_for(1s);
    BOOST_REQUIRE(worker.thrown);
    BOOST_CHECK_THROW(std::rethrow_exception(worker.thrown), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace async_worker_test
