// Out of an inbox, to a sink that may fail: nothing is lost, and nobody overtakes within a partition.

#include "hook_support.hpp"

#include <okta/hook/event_worker.hpp>
#include <okta/hook/sink.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>
#include <stdexcept>
#include <string>

namespace sink_test {
namespace {

using namespace okta::test;

/// Publishes into a text, and refuses what it is told to.
struct picky_sink
{
    std::string published = {};
    std::set<std::string> refused = {}, hopeless = {};
    bool away = false;
    int calls = 0;

    void publish(std::span<okta::incoming_event const> events)
    {
        ++calls;
        if (away) throw okta::sink_unavailable("away");
        for (auto const& e : events) {
            if (hopeless.count(e.key)) throw okta::give_up("too odd");
            if (refused.count(e.key)) throw std::runtime_error("no room for " + e.key);
            published.append(published.empty() ? "" : " ").append(e.key);
        }
    }
};

struct fixture
{
    okta::memory_inbox inbox = okta::memory_inbox();
    picky_sink sink = {};
    int seconds = 0;
    std::string told = {};

    okta::forward_options options()
    {
        okta::forward_options o;
        o.first_backoff = std::chrono::milliseconds(1'000);
        o.max_backoff = std::chrono::milliseconds(8'000);
        o.now = [this] { return at(seconds); };
        o.on_failure = [this](std::string_view line) { told = line; };
        return o;
    }

    /// Keys are a user and a number: `u1`.
    void put_of_user(std::initializer_list<std::string> keys)
    {
        for (auto const& key : keys)
            put(inbox, {key},
                R"({"target":[{"id":"g","type":"UserGroup"},{"id":")" + key.substr(0, 1) + R"(","type":"User"}]})");
    }
};

std::string partition(std::string json)
{
    okta::incoming_event e;
    e.key = "key";
    e.json = std::move(json);
    return okta::partition_of(e);
}

} // namespace

BOOST_AUTO_TEST_SUITE(hook_sink)

BOOST_AUTO_TEST_CASE(events_of_one_user_belong_together)
{
    BOOST_TEST(partition(R"({"target":[{"id":"g","type":"UserGroup"},{"id":"u","type":"User"}]})") == "u");
    BOOST_TEST(partition(R"({"target":[{"id":"u","type":"User","x":[1]},{"id":"v","type":"User"}],"y":2})") == "u");
    BOOST_TEST(partition(R"({"target":[{"type":"User"},{"id":"","type":"User"},{"id":"g","type":"UserGroup"}]})") ==
               "g");
    BOOST_TEST(partition(R"({"target":[{"id":"a","type":"AppUser"},{"id":"u","type":"User"}]})") == "u");
}

BOOST_AUTO_TEST_CASE(an_event_without_target_is_for_itself)
{
    for (auto const* json : {"", "[]", "{", "{}", R"({"target":null})", R"({"target":[]})", R"({"target":[{}]})",
                             R"({"target":{"id":"u","type":"User"}})"})
        BOOST_TEST(partition(json) == "key", json);
}

BOOST_AUTO_TEST_CASE(the_number_of_a_partition_is_the_same_everywhere_and_for_ever)
{
    BOOST_TEST(okta::partition_number("00u1", 16) == okta::partition_number("00u1", 16));
    BOOST_TEST(okta::partition_number("", 1'000'000'007) == 597'040'400u);
    BOOST_TEST(okta::partition_number("00u2xz5j7hHkUvqEU5d7", 1'000'000'007) == 370'541'611u);
    std::map<std::uint32_t, int> uses;
    for (int i = 0; i < 1'600; ++i) ++uses[okta::partition_number("00u" + std::to_string(i), 16)];
    BOOST_TEST(uses.size() == 16u);
    for (auto const& [number, times] : uses) BOOST_TEST((times > 50 && times < 200), number << ": " << times);
    BOOST_CHECK_THROW(std::ignore = okta::partition_number("u", 0), std::invalid_argument);
}

BOOST_FIXTURE_TEST_CASE(what_is_published_is_settled, fixture)
{
    okta::event_forwarder forwarder(inbox, sink, options());
    BOOST_TEST(forwarder.run_once() == 0u);
    put_of_user({"a1", "b1", "a2"});
    BOOST_TEST(forwarder.run_once() == 3u);
    BOOST_TEST(sink.published == "a1 b1 a2");
    BOOST_TEST(sink.calls == 1);
    BOOST_TEST(inbox.counts().handled == 3u);
    BOOST_TEST(inbox.counts().waiting == 0u);
    BOOST_TEST(forwarder.held() == 0u);
}

BOOST_FIXTURE_TEST_CASE(an_event_that_fails_holds_back_those_of_its_user_and_no_others, fixture)
{
    sink.refused = {"a1"};
    okta::event_forwarder forwarder(inbox, sink, options());
    put_of_user({"b1", "a1", "a2", "b2"});
    forwarder.run_once();
    BOOST_TEST(sink.published == "b1 b1 b2"); // b1 twice: the first call failed after it
    BOOST_TEST(told == "forwarding user.lifecycle.create a1 failed, attempt 1: no room for a1");
    BOOST_TEST(inbox.counts().handled == 2u);
    BOOST_TEST(forwarder.held() == 2u);
    sink.published.clear();
    put_of_user({"a3", "b3"});
    forwarder.run_once();
    BOOST_TEST(sink.published == "b3");
    sink.refused = {};
    BOOST_TEST(forwarder.run_once() == 0u); // not due yet
    seconds = 1;
    while (forwarder.run_once() > 0) {}
    BOOST_TEST(sink.published == "b3 a1 a2 a3");
    BOOST_TEST(inbox.counts().waiting == 0u);
}

BOOST_FIXTURE_TEST_CASE(it_is_tried_later_and_later_and_for_ever, fixture)
{
    sink.refused = {"a1"};
    okta::event_forwarder forwarder(inbox, sink, options());
    put_of_user({"a1"});
    for (int i = 0; i < 40; ++i, seconds += 8) forwarder.run_once();
    BOOST_TEST(sink.calls == 40);
    BOOST_TEST(inbox.counts().waiting == 1u);
    BOOST_TEST(inbox.counts().dead == 0u);
}

BOOST_FIXTURE_TEST_CASE(or_until_it_is_dead_and_the_others_go_on, fixture)
{
    sink.refused = {"a1"};
    auto o = options();
    o.max_attempts = 3;
    okta::event_forwarder forwarder(inbox, sink, o);
    put_of_user({"a1", "a2"});
    for (int i = 0; i < 4; ++i, seconds += 8) forwarder.run_once();
    BOOST_TEST(sink.published == "a2");
    BOOST_TEST(inbox.dead(9).size() == 1u);
    BOOST_TEST(inbox.dead(9).at(0).why == "no room for a1");
}

BOOST_FIXTURE_TEST_CASE(what_can_never_be_published_is_dead_at_once, fixture)
{
    sink.hopeless = {"a2"};
    okta::event_forwarder forwarder(inbox, sink, options());
    put_of_user({"a1", "a2", "a3"});
    BOOST_TEST(forwarder.run_once() == 3u);
    BOOST_TEST(sink.published == "a1 a1 a3");
    BOOST_TEST(inbox.dead(9).at(0).kept.event.key == "a2");
    BOOST_TEST(inbox.dead(9).at(0).why == "too odd");
}

BOOST_FIXTURE_TEST_CASE(no_event_is_blamed_for_a_sink_that_is_away, fixture)
{
    sink.away = true;
    auto o = options();
    o.max_attempts = 1;
    okta::event_forwarder forwarder(inbox, sink, o);
    put_of_user({"a1", "b1"});
    BOOST_TEST(forwarder.run_once() == 0u);
    BOOST_TEST(forwarder.run_once() == 0u);
    BOOST_TEST(sink.calls == 1); // then it pauses
    BOOST_TEST(told == "forwarding pauses: away");
    put_of_user({"a2"});
    sink.away = false;
    seconds = 1;
    BOOST_TEST(forwarder.run_once() == 3u);
    BOOST_TEST(sink.published == "a1 b1 a2");
}

BOOST_FIXTURE_TEST_CASE(what_it_holds_is_bounded_and_the_rest_stays_in_the_inbox, fixture)
{
    sink.refused = {"a1"};
    auto o = options();
    o.batch = 2;
    o.max_held = 3;
    okta::event_forwarder forwarder(inbox, sink, o);
    put_of_user({"a1", "a2", "a3", "a4", "b1"});
    for (int i = 0; i < 5; ++i) forwarder.run_once();
    BOOST_TEST(forwarder.held() == 3u);
    BOOST_TEST(keys_of(inbox.take(at(seconds), 1)) == "a4");
}

BOOST_FIXTURE_TEST_CASE(it_runs_until_it_is_stopped_and_is_told_of_new_events, fixture)
{
    auto o = options();
    std::stop_source stop;
    struct stopping_sink : picky_sink
    {
        std::stop_source& stop;
        explicit stopping_sink(std::stop_source& s) : stop(s) {}
        void publish(std::span<okta::incoming_event const> events)
        {
            picky_sink::publish(events);
            if (published == "a1 b1") stop.request_stop();
        }
    } to(stop);
    put_of_user({"a1", "b1"});
    okta::event_forwarder(inbox, to, o).run(stop.get_token());
    BOOST_TEST(to.published == "a1 b1");
    BOOST_TEST(inbox.counts().waiting == 0u);
}

BOOST_FIXTURE_TEST_CASE(options_that_make_no_sense_are_refused, fixture)
{
    auto const refused = [this](auto change) {
        auto o = options();
        change(o);
        BOOST_CHECK_THROW(okta::event_forwarder(inbox, sink, o), std::invalid_argument);
    };
    refused([](auto& o) { o.batch = 0; });
    refused([](auto& o) { o.batch = 10'001; });
    refused([](auto& o) { o.max_held = o.batch - 1; });
    refused([](auto& o) { o.max_held_bytes = 0; });
    refused([](auto& o) { o.first_backoff = {}; });
    refused([](auto& o) { o.max_backoff = o.first_backoff / 2; });
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace sink_test
