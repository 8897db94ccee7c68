// Events that rest in memory.

#include "hook_support.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace memory_inbox_test {
namespace {

using namespace okta::test;
using okta::memory_inbox;
using okta::put_result;
using okta::verdict;

} // namespace

BOOST_AUTO_TEST_SUITE(hook_memory_inbox)

BOOST_AUTO_TEST_CASE(events_are_given_once_in_the_order_of_arrival)
{
    memory_inbox inbox;
    BOOST_TEST((put(inbox, {"a", "b"}) == put_result::kept));
    BOOST_TEST((put(inbox, {"c"}) == put_result::kept));
    auto const first = inbox.take(at(0), 2);
    BOOST_TEST(keys_of(first) == "a b");
    BOOST_TEST(first[0].number == 1u);
    BOOST_TEST(first[1].number == 2u);
    BOOST_TEST(keys_of(inbox.take(at(0), 9)) == "c");
    BOOST_TEST(inbox.take(at(0), 9).empty());
    BOOST_TEST(inbox.counts().waiting == 3u);
}

BOOST_AUTO_TEST_CASE(repetitions_are_left_out_before_and_after_they_are_handled)
{
    memory_inbox inbox;
    put(inbox, {"a", "b", "a"});
    put(inbox, {"b"});
    BOOST_TEST(inbox.counts().waiting == 2u);
    BOOST_TEST(inbox.counts().repeated == 2u);
    for (auto const& e : inbox.take(at(0), 9)) inbox.settle(e.number, verdict::done(), at(0));
    put(inbox, {"a", "c"});
    BOOST_TEST(keys_of(inbox.take(at(0), 9)) == "c");
    BOOST_TEST(inbox.counts().handled == 2u);
}

BOOST_AUTO_TEST_CASE(a_failed_event_comes_again_when_it_is_due)
{
    memory_inbox inbox;
    put(inbox, {"a"});
    auto const e = inbox.take(at(0), 1).front();
    inbox.settle(e.number, verdict::again(at(10), "no"), at(0));
    BOOST_TEST((inbox.next_due().value() == at(10)));
    BOOST_TEST(inbox.take(at(9), 1).empty());
    auto const again = inbox.take(at(10), 1);
    BOOST_TEST(keys_of(again) == "a");
    BOOST_TEST(again.front().attempts == 1u);
    BOOST_TEST(!inbox.next_due().has_value()); // it is under way
}

BOOST_AUTO_TEST_CASE(a_dead_event_is_kept_and_can_be_replayed)
{
    memory_inbox inbox;
    put(inbox, {"a", "b"});
    for (auto const& e : inbox.take(at(0), 9)) inbox.settle(e.number, verdict::dead("why"), at(5));
    auto const dead = inbox.dead(1);
    BOOST_REQUIRE(dead.size() == 1u);
    BOOST_TEST(dead[0].kept.event.key == "a");
    BOOST_TEST(dead[0].why == "why");
    BOOST_TEST((dead[0].died == at(5)));
    BOOST_TEST(inbox.counts().dead == 2u);
    put(inbox, {"a"}); // dead ones are known, too
    BOOST_TEST(inbox.counts().waiting == 0u);

    int told = 0;
    auto const heard = inbox.on_put([&] { ++told; });
    BOOST_TEST(inbox.replay_dead(dead[0].kept.number));
    BOOST_TEST(!inbox.replay_dead(dead[0].kept.number));
    BOOST_TEST(told == 1);
    auto const again = inbox.take(at(6), 9);
    BOOST_TEST(keys_of(again) == "a");
    BOOST_TEST(again.front().attempts == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_there_is_not_refused_when_replayed_events_fill_the_inbox)
{
    memory_inbox inbox({.max_waiting = 1});
    put(inbox, {"a"});
    auto const number = inbox.take(at(0), 1).front().number;
    inbox.settle(number, verdict::dead("why"), at(0));
    put(inbox, {"b"});
    BOOST_TEST(inbox.replay_dead(number));
    BOOST_TEST(inbox.counts().waiting == 2u);
    BOOST_TEST((put(inbox, {"a", "b"}) == put_result::kept));
    BOOST_TEST((put(inbox, {"c"}) == put_result::full));
}

BOOST_AUTO_TEST_CASE(a_full_inbox_takes_nothing_of_a_delivery)
{
    memory_inbox inbox({.max_waiting = 2});
    put(inbox, {"a"});
    BOOST_TEST((put(inbox, {"b", "c"}) == put_result::full));
    BOOST_TEST(inbox.counts().waiting == 1u);
    BOOST_TEST((put(inbox, {"a", "b"}) == put_result::kept)); // one of them is there already
    inbox.settle(inbox.take(at(0), 1).front().number, verdict::done(), at(0));
    BOOST_TEST((put(inbox, {"c"}) == put_result::kept));

    memory_inbox small({.max_bytes = 10});
    BOOST_TEST((put(small, {"a"}, R"({"uuid":"a long one"})") == put_result::full));
    BOOST_TEST((put(small, {"a"}, "{}") == put_result::kept));
}

BOOST_AUTO_TEST_CASE(what_is_given_back_has_not_failed)
{
    memory_inbox inbox;
    put(inbox, {"a", "b", "c"});
    auto const taken = inbox.take(at(0), 9);
    int told = 0;
    auto heard = inbox.on_put([&] { ++told; });
    inbox.give_back(taken[1].number);
    inbox.give_back(taken[1].number);
    inbox.give_back(77);
    BOOST_TEST(told == 1);
    heard.reset();
    auto const again = inbox.take(at(0), 9);
    BOOST_TEST(keys_of(again) == "b");
    BOOST_TEST(again[0].attempts == 0u);

    auto const thrower = [](okta::kept_event const& e, memory_inbox::context&) {
        if (e.event.key == "b") throw std::runtime_error("b");
        return verdict::done();
    };
    BOOST_CHECK_THROW(inbox.settle(taken, thrower, at(0)), std::runtime_error);
    BOOST_TEST(told == 1);
    BOOST_TEST(keys_of(inbox.take(at(0), 9)) == "c"); // b is for settle(number, …)
    BOOST_TEST(inbox.counts().handled == 1u);
}

BOOST_AUTO_TEST_CASE(a_listener_may_use_the_inbox_and_listen_with_others)
{
    memory_inbox inbox;
    std::string told;
    auto const first = inbox.on_put([&] {
        told += '1';
        if (told.size() == 1) put(inbox, {"b"});
    });
    auto const second = inbox.on_put([&] { told += '2'; });
    put(inbox, {"a"});
    BOOST_TEST(told == "1122");
}

BOOST_AUTO_TEST_CASE(what_is_remembered_is_bounded)
{
    memory_inbox inbox({.max_dead = 1, .max_keys = 2});
    put(inbox, {"a", "b", "c", "d"});
    auto const all = inbox.take(at(0), 9);
    for (auto const& e : all) inbox.settle(e.number, verdict::done(), at(0));
    put(inbox, {"a", "d"}); // a is forgotten
    BOOST_TEST(keys_of(inbox.take(at(0), 9)) == "a");

    put(inbox, {"x", "y"});
    for (auto const& e : inbox.take(at(0), 9)) inbox.settle(e.number, verdict::dead(""), at(0));
    BOOST_REQUIRE(inbox.dead(9).size() == 1u);
    BOOST_TEST(inbox.dead(9)[0].kept.event.key == "y");
    BOOST_CHECK_THROW(memory_inbox({.max_waiting = 0}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace memory_inbox_test
