#include "log_poller_support.hpp"

#include <okta/hook/memory_inbox.hpp>
#include <okta/reconcile.hpp>

#include <boost/test/unit_test.hpp>

#include <thread>

namespace log_poller_threads_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;

/// An inbox that answers on another thread, or never.
struct late_inbox : okta::memory_inbox
{
    void put(std::vector<okta::incoming_event> events, std::function<void(okta::put_result)> done)
    {
        if (silent) {
            asked.store(true);
            return;
        }
        answering.emplace_back([this, e = std::move(events), d = std::move(done)]() mutable {
            std::this_thread::sleep_for(2ms);
            okta::memory_inbox::put(std::move(e), std::move(d));
        });
    }

    bool silent = false;
    std::atomic<bool> asked = false;
    std::vector<std::jthread> answering = {};
};

/// Waits, some seconds at most.
bool comes_true(auto const& what)
{
    for (int i = 0; i < 5'000 && !what(); ++i) std::this_thread::sleep_for(1ms);
    return what();
}

/// How long it takes to end once it is asked to.
template <class F>
std::chrono::milliseconds time_of(F const& f)
{
    auto const begin = std::chrono::steady_clock::now();
    f();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

} // namespace

BOOST_AUTO_TEST_SUITE(log_poller_threads)

BOOST_AUTO_TEST_CASE(a_stop_ends_the_rest_between_two_polls)
{
    auto const s = scripted(log_page({}, "a"));
    okta::client const client(org, okta::api_token("t"), blocking_fake{s});
    okta::log_poller poller(client, {.interval = 1h, .max_backoff = 1h});
    std::optional<okta::error> why;
    std::jthread thread([&](std::stop_token stop) { why = poller.run([](auto const&) {}, stop); });
    BOOST_TEST(comes_true([&] { return s->seen().size() == 1; }));
    std::this_thread::sleep_for(20ms); // into its rest, most likely; before it is right as well
    BOOST_TEST((time_of([&] { thread.request_stop(), thread.join(); }) < 10s));
    BOOST_TEST((!why && s->seen().size() == 1u));
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_wait_for_an_inbox)
{
    auto const s = scripted(log_page({log_json("1")}, "a"));
    okta::client const client(org, okta::api_token("t"), blocking_fake{s});
    late_inbox inbox;
    inbox.silent = true;
    int told = 0;
    okta::reconciler missed(client, inbox, {.poll = {.on_failure = [&](auto) { ++told; }}, .put_timeout = 1h});
    std::jthread thread([&](std::stop_token stop) { (void)missed.run(stop); });
    BOOST_TEST(comes_true([&] { return inbox.asked.load(); }));
    BOOST_TEST((time_of([&] { thread.request_stop(), thread.join(); }) < 10s));
    BOOST_TEST((told == 0 && inbox.counts().waiting == 0u)); // it is no failure
}

BOOST_AUTO_TEST_CASE(an_inbox_may_answer_on_another_thread_while_hooks_put_the_same_events)
{
    logging_org o;
    o.make_events(60);
    late_inbox inbox;
    okta::reconciler missed(o.client, inbox, {.poll = {.limit = 7, .interval = 1h, .max_backoff = 1h}});
    std::jthread hook([&] {
        auto pages = o.client.pages(okta::list_log_events{.until = o.org.now() + 1h, .limit = 5});
        while (auto page = pages.next())
            for (auto const& e : *page) inbox.okta::memory_inbox::put({okta::to_incoming(e)}, [](okta::put_result) {});
    });
    for (int i = 0; i < 100 && !missed.run_once().value().caught_up; ++i) {}
    hook.join();
    auto const c = inbox.counts();
    auto const all = o.uuids().size();
    BOOST_TEST((c.waiting == all && c.repeated == all));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace log_poller_threads_test
