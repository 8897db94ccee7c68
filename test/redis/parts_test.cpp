// The sink and the consumer with a Redis server that forwarding_test.py starts; OKTA_REDIS_PORT is its port.

#include "redis_consumer.hpp"
#include "redis_sink.hpp"

#define BOOST_TEST_MODULE redis
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;

redis_address server()
{
    std::signal(SIGPIPE, SIG_IGN);
    redis_address at;
    auto const* port = std::getenv("OKTA_REDIS_PORT");
    if (!port) throw std::runtime_error("OKTA_REDIS_PORT is not set");
    at.port = static_cast<std::uint16_t>(std::stoi(port));
    return at;
}

/// Keys are a user and a number: `u1`.
std::vector<okta::incoming_event> events(std::initializer_list<std::string> keys)
{
    std::vector<okta::incoming_event> all;
    for (auto const& key : keys)
        all.push_back({key, "user.lifecycle.create", "delivery-" + key,
                       R"({"uuid":")" + key + R"(","eventType":"user.lifecycle.create","target":[{"id":")" +
                           key.substr(0, 1) + R"(","type":"User"}]})"});
    return all;
}

/// A stream of its own for each test; one partition, so that all are in one line.
struct fixture
{
    std::string stream = "test:" + boost::unit_test::framework::current_test_case().p_name.get();
    redis_connection redis = redis_connection(server());

    redis_sink_options sink_options() const
    {
        redis_sink_options o;
        o.redis = server();
        o.stream = stream;
        o.partitions = 1;
        return o;
    }

    redis_consumer_options consumer_options() const
    {
        redis_consumer_options o;
        o.redis = server();
        o.stream = stream;
        o.partitions = 1;
        o.lease = 300ms;
        o.first_backoff = 5ms;
        o.max_backoff = 20ms;
        o.poll = 2ms;
        return o;
    }

    long long length(std::string const& name) { return redis.run({"XLEN", name})->integer; }
    redis_partition owner(std::string token, std::chrono::milliseconds lease = 300ms)
    {
        return redis_partition(redis, stream + ":0", "okta", std::move(token), lease);
    }

    /// What a consumer's handler is given until it has been `wanted` times called, as keys.
    std::string consume(redis_consumer_options options, std::size_t wanted,
                        std::function<void(std::string const&)> handle = {})
    {
        std::string seen;
        std::size_t times = 0;
        std::stop_source stop;
        redis_consumer consumer(std::move(options), [&](okta::event const& e) {
            auto const key = okta::details_of(e)->uuid.value();
            seen.append(seen.empty() ? "" : " ").append(key);
            if (++times == wanted) stop.request_stop();
            if (handle) handle(key);
        });
        std::jthread const late([&](std::stop_token done) { // the bound of every test
            for (int i = 0; i < 1'000 && !done.stop_requested(); ++i) std::this_thread::sleep_for(10ms);
            if (!done.stop_requested()) stop.request_stop();
        });
        consumer.run(stop.get_token());
        return seen;
    }
};

std::string keys(std::optional<std::vector<redis_entry>> const& entries)
{
    std::string all;
    for (auto const& e : entries.value()) all.append(all.empty() ? "" : " ").append(e.event.key);
    return all;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(redis, fixture)

BOOST_AUTO_TEST_CASE(an_event_is_added_once_and_with_all_that_it_has)
{
    redis_sink sink(sink_options());
    sink.publish(events({"a1", "b1", "a1"}));
    sink.publish(events({"b1", "a2"}));
    auto partition = owner("me");
    BOOST_TEST(partition.claim());
    auto const read = partition.read(false, 10);
    BOOST_TEST(keys(read) == "a1 b1 a2");
    auto const& e = read->front().event;
    BOOST_TEST(e.event_type == "user.lifecycle.create");
    BOOST_TEST(e.delivery_id == "delivery-a1");
    BOOST_TEST(e.json == events({"a1"}).front().json);
}

BOOST_AUTO_TEST_CASE(a_full_stream_refuses_events_until_others_are_acknowledged_by_every_group)
{
    auto o = sink_options();
    o.max_length = 3;
    redis_sink sink(o);
    auto const full = [](std::runtime_error const& e) {
        return std::string(e.what()).find(":0 is full, with 3 entries") != std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(sink.publish(events({"a1", "a2", "a3", "a4", "a5"})), std::runtime_error, full);
    BOOST_TEST(length(stream + ":0") == 3); // the first three, and none after the one that found no room
    auto partition = owner("me");
    BOOST_TEST(partition.claim());
    redis.run({"XGROUP", "CREATE", stream + ":0", "other", "0"});
    auto const read = partition.read(false, 2).value();
    for (auto const& e : read) BOOST_TEST(partition.acknowledge(e.id));
    BOOST_CHECK_EXCEPTION(sink.publish(events({"a4"})), std::runtime_error, full); // the other has read nothing
    redis.run({"XREADGROUP", "GROUP", "other", "x", "COUNT", "2", "STREAMS", stream + ":0", ">"});
    BOOST_CHECK_EXCEPTION(sink.publish(events({"a4"})), std::runtime_error, full); // read, and not acknowledged
    redis.run({"XACK", stream + ":0", "other", read[0].id, read[1].id});
    sink.publish(events({"a3", "a4", "a5"}));
    BOOST_TEST(keys(partition.read(false, 10)) == "a3 a4 a5");
}

BOOST_AUTO_TEST_CASE(a_stream_of_one_entry_goes_on)
{
    auto o = sink_options();
    o.max_length = 1;
    redis_sink sink(o);
    sink.publish(events({"a1"}));
    BOOST_CHECK_THROW(sink.publish(events({"a2"})), std::runtime_error); // there is no group yet
    auto partition = owner("me");
    BOOST_TEST(partition.claim());
    BOOST_TEST(partition.acknowledge(partition.read(false, 1)->front().id));
    sink.publish(events({"a2"}));
    BOOST_TEST(keys(partition.read(false, 10)) == "a2");
}

BOOST_AUTO_TEST_CASE(an_event_that_is_too_large_is_given_up)
{
    auto o = sink_options();
    o.max_event_bytes = 20;
    redis_sink sink(o);
    BOOST_CHECK_THROW(sink.publish(events({"a1"})), okta::give_up);
    BOOST_TEST(length(stream + ":0") == 0);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there_is_unavailable)
{
    auto o = sink_options();
    o.redis.port = 1;
    redis_sink sink(o);
    BOOST_CHECK_EXCEPTION(sink.publish(events({"a1"})), okta::sink_unavailable,
                          [](auto const& e) { return std::string(e.what()).find("127.0.0.1:1") != std::string::npos; });
    redis.run({"SET", stream + ":0", "no stream"});
    BOOST_CHECK_EXCEPTION(redis_sink(sink_options()).publish(events({"a1"})), redis_refused,
                          [](auto const& e) { return std::string(e.what()).find("WRONGTYPE") != std::string::npos; });
}

BOOST_AUTO_TEST_CASE(who_has_lost_its_lease_reads_and_acknowledges_nothing)
{
    redis_sink(sink_options()).publish(events({"a1", "a2"}));
    auto first = owner("first", 100ms), second = owner("second", 10s);
    BOOST_TEST(first.claim());
    BOOST_TEST(!second.claim());
    BOOST_TEST(keys(first.read(false, 1)) == "a1");
    auto const e = first.read(true, 1)->front();
    std::this_thread::sleep_for(150ms);
    BOOST_TEST(second.claim());
    BOOST_TEST(!first.renew());
    BOOST_TEST(!first.read(false, 1).has_value());
    BOOST_TEST(!first.acknowledge(e.id));
    BOOST_TEST(first.count_attempt(e.id) == -1);
    BOOST_TEST(!first.bury(e, "why", 10));
    first.release();
    BOOST_TEST(!first.claim());
    BOOST_TEST(keys(second.read(true, 10)) == "a1"); // what the first one left
    BOOST_TEST(second.count_attempt(e.id) == 1);
    second.release();
    BOOST_TEST(first.claim());
}

BOOST_AUTO_TEST_CASE(a_handler_that_fails_gets_it_again_and_those_behind_it_wait)
{
    redis_sink(sink_options()).publish(events({"a1", "a2", "b1"}));
    int left = 3;
    auto const seen = consume(consumer_options(), 6, [&](std::string const& key) {
        if (key == "a2" && left-- > 0) throw std::runtime_error("not yet");
    });
    BOOST_TEST(seen == "a1 a2 a2 a2 a2 b1");
    BOOST_TEST(redis.run({"XPENDING", stream + ":0", "okta"})->element[0]->integer == 0);
}

BOOST_AUTO_TEST_CASE(until_it_is_dead)
{
    redis_sink(sink_options()).publish(events({"a1", "a2", "a3", "a4"}));
    auto o = consumer_options();
    o.max_attempts = 2;
    std::string told;
    o.on_failure = [&](std::string_view line) { told.append(line).append("\n"); };
    auto const seen = consume(o, 5, [&](std::string const& key) {
        if (key == "a1") throw std::runtime_error("never");
        if (key == "a3") throw okta::give_up("no use");
    });
    BOOST_TEST(seen == "a1 a1 a2 a3 a4");
    auto const dead = redis.run({"XRANGE", "{" + stream + ":0}:dead:okta", "-", "+"});
    BOOST_REQUIRE(dead->elements == 2);
    auto const& fields = *dead->element[0]->element[1];
    BOOST_TEST(redis_text(*fields.element[3]) == "a1");
    BOOST_TEST(redis_text(*fields.element[11]) == "never");
    BOOST_TEST(told.find("user.lifecycle.create a3 is dead: no use") != std::string::npos);
    BOOST_TEST(redis.run({"EXISTS", "{" + stream + ":0}:attempts:okta"})->integer == 0);
}

BOOST_AUTO_TEST_CASE(what_was_read_and_not_acknowledged_comes_first)
{
    redis_sink(sink_options()).publish(events({"a1", "a2", "a3"}));
    auto dying = owner("dying", 100ms);
    BOOST_TEST(dying.claim());
    BOOST_TEST(keys(dying.read(false, 2)) == "a1 a2");
    BOOST_TEST(consume(consumer_options(), 3) == "a1 a2 a3");
}

BOOST_AUTO_TEST_CASE(an_event_that_ends_its_program_again_and_again_is_dead)
{
    redis_sink(sink_options()).publish(events({"a1", "a2"}));
    auto dying = owner("dying", 100ms);
    BOOST_TEST(dying.claim());
    auto const id = dying.read(false, 1)->front().id;
    for (int i = 0; i < 10; ++i) dying.count_attempt(id);
    BOOST_TEST(consume(consumer_options(), 1) == "a2");
}

BOOST_AUTO_TEST_CASE(a_removed_entry_is_passed_over)
{
    redis_sink(sink_options()).publish(events({"a1", "a2"}));
    auto dying = owner("dying", 100ms);
    BOOST_TEST(dying.claim());
    redis.run({"XDEL", stream + ":0", dying.read(false, 1)->front().id});
    BOOST_TEST(consume(consumer_options(), 1) == "a2");
}

BOOST_AUTO_TEST_CASE(consumers_share_the_partitions_and_take_over_those_of_one_that_ends)
{
    auto o = consumer_options();
    o.partitions = 4;
    auto const owners = [&] { // how many partitions each one has
        std::multiset<std::string> all;
        for (int n = 0; n < 4; ++n)
            if (auto const r = redis.run({"GET", "{" + stream + ":" + std::to_string(n) + "}:lease:okta"});
                r->type == REDIS_REPLY_STRING)
                all.emplace(redis_text(*r));
        std::multiset<std::size_t> counts;
        for (auto at = all.begin(); at != all.end(); at = all.upper_bound(*at)) counts.insert(all.count(*at));
        return counts;
    };
    auto const becomes = [&](std::multiset<std::size_t> const& wanted) {
        for (int i = 0; i < 300 && owners() != wanted; ++i) std::this_thread::sleep_for(10ms);
        return owners() == wanted;
    };
    auto const run = [&](std::stop_token stop) { redis_consumer(o, [](okta::event const&) {}).run(stop); };
    std::jthread const first(run);
    BOOST_TEST(becomes({4}));
    {
        std::jthread const second(run);
        BOOST_TEST(becomes({2, 2}));
    }
    BOOST_TEST(becomes({4}));
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_are_refused)
{
    auto s = sink_options();
    s.partitions = 0;
    BOOST_CHECK_THROW(redis_sink{s}, std::invalid_argument);
    auto c = consumer_options();
    c.lease = 1ms;
    BOOST_CHECK_THROW(redis_consumer(c, [](okta::event const&) {}), std::invalid_argument);
    c = consumer_options();
    c.group.clear();
    BOOST_CHECK_THROW(redis_consumer(c, [](okta::event const&) {}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
