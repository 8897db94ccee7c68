#include "sqlite_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <optional>
#include <set>
#include <thread>

namespace sqlite_inbox_threads_test {
namespace {

using namespace okta::test::sqlite;
using namespace std::chrono_literals;
using okta::kept_event;
using okta::put_result;
using okta::verdict;
using context = okta::sqlite_inbox::context;

/// Puts so many events one by one while a handler has the turn to write; how many transactions kept them.
std::size_t transactions_of(okta::sqlite_inbox& box, int puts)
{
    std::set<std::uint64_t> after; // how many wait then: `done`s come behind their own transaction, before the next one
    put_now(box, events({"first"}));
    box.settle(
        box.take(at(0), 1),
        [&](kept_event const&, context&) {
            for (int i = 0; i < puts; ++i)
                box.put(events({std::to_string(i)}), [&](put_result r) {
                    if (r == put_result::kept) after.insert(box.counts().waiting);
                });
            return verdict::done();
        },
        at(0));
    put_now(box, {});
    BOOST_TEST(box.counts().waiting == static_cast<std::uint64_t>(puts));
    return after.size();
}

BOOST_AUTO_TEST_SUITE(inbox_in_sqlite_with_threads)

BOOST_FIXTURE_TEST_CASE(keeps_many_puts_by_one_transaction, inbox_directory)
{
    okta::sqlite_inbox box(file);
    BOOST_TEST(transactions_of(box, 500) <= 2u); // one that had begun to wait, and one with the others
}

BOOST_FIXTURE_TEST_CASE(bounds_a_transaction, inbox_directory)
{
    okta::sqlite_inbox box(file, {.max_batch = 10});
    auto const n = transactions_of(box, 100);
    BOOST_TEST(n >= 10u);
    BOOST_TEST(n <= 11u);
    BOOST_TEST((put_now(box, events({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"})) == put_result::kept));
}

BOOST_FIXTURE_TEST_CASE(bounds_its_queue, inbox_directory)
{
    std::atomic<int> kept = 0, full = 0;
    okta::sqlite_inbox box(file, {.max_queued = 10});
    put_now(box, events({"first"}));
    auto const answer = [&](put_result r) { ++(r == put_result::kept ? kept : full); };
    box.settle(
        box.take(at(0), 1),
        [&](kept_event const&, context&) {
            for (int i = 0; i < 100; ++i) box.put(events({std::to_string(i)}), answer);
            BOOST_TEST(kept == 0);
            BOOST_TEST(full >= 80); // ten wait in the queue, and ten at most are with the writer
            return verdict::done();
        },
        at(0));
    while (put_now(box, {}) == put_result::full) std::this_thread::yield();
    BOOST_TEST(kept + full == 100);
    BOOST_TEST(kept >= 10);
    BOOST_TEST(box.counts().waiting == static_cast<std::uint64_t>(kept));
}

BOOST_FIXTURE_TEST_CASE(does_not_wait_for_a_handler_without_end, inbox_directory)
{
    okta::sqlite_inbox box(file, {.busy_timeout = 20ms});
    put_now(box, events({"a"}));
    box.settle(
        box.take(at(0), 1),
        [&](kept_event const&, context&) {
            BOOST_TEST((put_now(box, events({"b"})) == put_result::failed));
            BOOST_TEST(box.last_failure().find("a handler has been in its transaction") != std::string::npos);
            return verdict::done();
        },
        at(0));
    BOOST_TEST((put_now(box, events({"b"})) == put_result::kept));
}

BOOST_FIXTURE_TEST_CASE(waits_for_a_handler_for_ever_if_it_may, inbox_directory)
{
    okta::sqlite_inbox box(file, {.busy_timeout = std::chrono::milliseconds::max()});
    put_now(box, events({"a"}));
    std::thread putting;
    std::atomic<bool> kept = false;
    box.settle(
        box.take(at(0), 1),
        [&](kept_event const&, context&) {
            putting = std::thread([&] { kept = put_now(box, events({"b"})) == put_result::kept; });
            std::this_thread::sleep_for(50ms); // so that it stands in line
            return verdict::done();
        },
        at(0));
    putting.join();
    BOOST_TEST(kept.load());
}

BOOST_FIXTURE_TEST_CASE(lets_a_put_go_before_handlers_in_line, inbox_directory)
{
    okta::sqlite_inbox box(file);
    put_now(box, events({"a", "b"}));
    std::uint64_t waiting = 0; // when the second handler is called
    std::thread second;
    box.settle(
        box.take(at(0), 1),
        [&](kept_event const&, context&) {
            second = std::thread([&] {
                box.settle(
                    box.take(at(0), 1),
                    [&](kept_event const&, context&) {
                        waiting = box.counts().waiting;
                        return verdict::done();
                    },
                    at(0));
            });
            std::this_thread::sleep_for(50ms); // so that it stands in line
            box.put(events({"c", "d"}), {});
            std::this_thread::sleep_for(200ms);
            return verdict::done();
        },
        at(0));
    second.join();
    BOOST_TEST(waiting == 3u);
}

BOOST_FIXTURE_TEST_CASE(keeps_what_is_queued_before_it_ends, inbox_directory)
{
    std::atomic<int> kept = 0;
    {
        okta::sqlite_inbox box(file, {.max_batch = 7});
        for (int i = 0; i < 1'000; ++i)
            box.put(events({std::to_string(i)}), [&](put_result r) { kept += r == put_result::kept; });
    }
    BOOST_TEST(kept == 1'000);
    okta::sqlite_inbox box(file);
    BOOST_TEST(box.counts().waiting == 1'000u);
}

BOOST_FIXTURE_TEST_CASE(handles_each_event_once_whatever_its_threads_do, inbox_directory)
{
    constexpr int putters = 4, each = 300, shared = 150; // so many keys of each are the next one's as well
    constexpr std::uint64_t different = putters * (each - shared) + shared;
    std::atomic<int> unanswered = putters * each, told = 0;
    std::atomic<bool> failed = false;
    okta::sqlite_inbox box(file, {.longest_batch = 2ms});
    other_connection(file).run("create table seen(key text)");
    auto const heard = box.on_put([&] { ++told; });
    std::vector<std::thread> threads;
    for (int t = 0; t < putters; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < each; ++i)
                box.put(events({std::to_string(t * (each - shared) + i)}), [&](put_result r) {
                    if (r != put_result::kept) failed = true;
                    --unanswered;
                });
        });
    auto const handler = [](kept_event const& e, context& c) {
        other_connection::run(c.handle(), "insert into seen values ('" + e.event.key + "')");
        if (e.attempts == 0 && e.number % 3 == 0) return verdict::again(at(0), "once more");
        if (e.attempts == 0 && e.number % 50 == 1) throw std::domain_error("thrown");
        return verdict::done();
    };
    auto const until = std::chrono::steady_clock::now() + 60s;
    auto const over = [&] {
        return (unanswered == 0 && box.counts().waiting == 0) || std::chrono::steady_clock::now() > until;
    };
    for (int t = 0; t < 2; ++t)
        threads.emplace_back([&] {
            while (!over()) {
                auto const all = box.take(at(1), 20);
                try {
                    box.settle(all, handler, at(1));
                } catch (std::domain_error const&) {
                    for (auto const& e : all) // the others were settled, or given back
                        if (e.attempts == 0 && e.number % 50 == 1 && e.number % 3 != 0)
                            box.settle(e.number, verdict::again(at(0), "thrown"), at(1));
                }
            }
        });
    threads.emplace_back([&] {
        for (int i = 0; !over(); ++i) {
            box.set_checkpoint("i", std::to_string(i));
            if (box.checkpoint("i") != std::to_string(i) || !box.dead(3).empty()) failed = true;
            (void)box.next_due();
        }
    });
    for (auto& t : threads) t.join();
    BOOST_TEST(!failed);
    BOOST_TEST(told > 0);
    auto const c = box.counts();
    BOOST_TEST(c.waiting == 0u);
    BOOST_TEST(c.handled == different);
    BOOST_TEST(c.repeated == putters * each - different);
    other_connection other(file);
    BOOST_TEST(other.ask("select count(*) from seen") == std::to_string(different));
    BOOST_TEST(other.ask("select count(distinct key) from seen") == std::to_string(different));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace sqlite_inbox_threads_test
