#include "log_poller_support.hpp"

#include <okta/hook/memory_inbox.hpp>
#include <okta/reconcile.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <random>
#include <stdexcept>

namespace reconcile_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
using okta::put_result;
using texts = std::vector<std::string>;

/// An inbox that answers as a test wants before it keeps anything, and says what it was given.
template <class Inbox>
struct scripted_inbox : Inbox
{
    using Inbox::Inbox;

    bool refuses(std::vector<okta::incoming_event> const& events, std::function<void(put_result)> const& done)
    {
        puts.push_back(events.size());
        if (events.size() > most) return done(put_result::full), true;
        if (answers.empty()) return false;
        auto const r = answers.front();
        answers.erase(answers.begin());
        if (!r) return true; // says nothing, as yet
        if (*r == put_result::kept) return false;
        return done(*r), true;
    }

    void put(std::vector<okta::incoming_event> events, std::function<void(put_result)> done)
    {
        if (throws) throw std::runtime_error("disk");
        if (!refuses(events, done)) Inbox::put(std::move(events), std::move(done));
    }

    std::vector<std::optional<put_result>> answers = {};
    std::vector<std::size_t> puts = {};
    std::size_t most = 1'000'000; ///< events of one put; of more it is `full`
    bool throws = false;
};

using plain_inbox = scripted_inbox<okta::memory_inbox>;

/// One that keeps checkpoints, as sqlite_inbox does.
struct keeping_inbox : plain_inbox
{
    std::optional<std::string> checkpoint(std::string_view name)
    {
        auto const at = checkpoints.find(std::string(name));
        if (at == checkpoints.end()) return std::nullopt;
        return at->second;
    }

    void put_and_checkpoint(std::vector<okta::incoming_event> events, std::string name, std::string text,
                            std::function<void(put_result)> done)
    {
        if (refuses(events, done)) return;
        okta::memory_inbox::put(std::move(events), [&](put_result r) {
            if (r == put_result::kept) checkpoints[name] = text;
            done(r);
        });
    }

    std::map<std::string, std::string> checkpoints = {};
};
static_assert(okta::checkpointing_inbox<keeping_inbox> && !okta::checkpointing_inbox<plain_inbox>);

/// What an inbox holds, by key, in the order of arrival; settles it.
texts drain(auto& inbox)
{
    texts all;
    for (auto const& e : inbox.take(okta::timestamp::max(), 1'000'000)) {
        all.push_back(e.event.key);
        inbox.settle(e.number, okta::verdict::done(), {});
    }
    return all;
}

template <class Inbox>
struct fixture
{
    explicit fixture(std::shared_ptr<script> s)
        : server(std::move(s)), client(org, okta::api_token("t"), blocking_fake{server}, {.clock = time.clock()})
    {
    }
    okta::reconciled turn(auto& r) { return r.run_once().value(); }

    std::shared_ptr<script> server;
    simulated_time time;
    okta::client client;
    Inbox inbox;
};

bool refuses(okta::reconcile_options o, std::string const& word, auto& inbox)
{
    okta::client const client(org, okta::api_token("t"), blocking_fake{scripted()});
    try {
        okta::reconciler const r(client, inbox, std::move(o));
        return false;
    } catch (std::invalid_argument const& e) {
        return std::string(e.what()).find(word) != std::string::npos;
    }
}

std::shared_ptr<script> two_pages()
{
    return scripted(log_page({log_json("1"), log_json("2")}, "a"), log_page({}, "a"), log_page({log_json("3")}, "b"),
                    log_page({}, "b"));
}

} // namespace

BOOST_AUTO_TEST_SUITE(reconcile)

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_are_named)
{
    plain_inbox plain;
    keeping_inbox keeping;
    auto const load = [] { return std::optional<std::string>(); };
    auto const store = [](std::string const&) { return true; };
    BOOST_TEST((refuses({.name = ""}, "name", keeping) && refuses({.name = std::string(129, 'a')}, "name", keeping)));
    BOOST_TEST((refuses({.load = load}, "both", plain) && refuses({.store = store}, "both", plain)));
    BOOST_TEST(refuses({.load = load, .store = store}, "not for this inbox", keeping));
    BOOST_TEST((refuses({.full_backoff = 0ms}, "full_backoff", plain) &&
                refuses({.max_full_backoff = 1ms}, "full_backoff", plain)));
    BOOST_TEST(
        (refuses({.put_timeout = 0ms}, "put_timeout", plain) && refuses({.put_timeout = 2h}, "put_timeout", plain)));
    BOOST_TEST(refuses({.poll = {.limit = 0}}, "limit", plain));
    keeping.checkpoints["okta.system_log"] = "nonsense";
    BOOST_TEST(refuses({}, "checkpoint", keeping));
}

BOOST_AUTO_TEST_CASE(events_are_kept_and_the_checkpoint_with_them)
{
    fixture<keeping_inbox> f(two_pages());
    okta::reconciler r(f.client, f.inbox, {.name = "mine"});
    auto const first = f.turn(r);
    BOOST_TEST((first.events == 2 && first.put == put_result::kept && !first.caught_up));
    BOOST_TEST((f.inbox.checkpoints["mine"] == r.checkpoint() && !r.checkpoint().empty()));
    auto const second = f.turn(r);
    BOOST_TEST((second.events == 0 && second.caught_up && f.inbox.puts.size() == 1u)); // nothing to put, nor to store
    BOOST_TEST(f.turn(r).events == 1u);
    BOOST_TEST(drain(f.inbox) == (texts{"1", "2", "3"}), boost::test_tools::per_element());

    okta::reconciler next(f.client, f.inbox, {.poll = {.checkpoint = "/api/v1/logs?after=other"}, .name = "mine"});
    BOOST_TEST(f.turn(next).caught_up);
    BOOST_TEST(targets_of(*f.server).back() == "/api/v1/logs?after=b"); // the stored one
}

BOOST_AUTO_TEST_CASE(for_other_inboxes_the_checkpoint_is_loaded_and_stored_by_functions)
{
    fixture<plain_inbox> f(two_pages());
    std::string stored = "/api/v1/logs?after=z";
    int times = 0;
    bool works = false;
    okta::reconcile_options const o{.load = [&] { return std::optional(stored); },
                                    .store =
                                        [&](std::string const& c) {
                                            ++times;
                                            if (works) stored = c;
                                            return works;
                                        }};
    okta::reconciler r(f.client, f.inbox, o);
    auto const failed = f.turn(r);
    BOOST_TEST((failed.put == put_result::failed && stored == "/api/v1/logs?after=z"));
    works = true;
    BOOST_TEST((f.turn(r).put == put_result::kept && stored == r.checkpoint() && times == 2));
    BOOST_TEST(targets_of(*f.server) == (texts{"/api/v1/logs?after=z"}), boost::test_tools::per_element());
    BOOST_TEST((f.turn(r).caught_up && times == 2));
    BOOST_TEST(drain(f.inbox) == (texts{"1", "2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_was_not_kept_is_put_again_before_anything_is_polled)
{
    fixture<keeping_inbox> f(two_pages());
    okta::reconciler r(f.client, f.inbox);
    f.inbox.answers = {put_result::failed, put_result::failed};
    for (int i = 0; i < 2; ++i) {
        auto const did = f.turn(r);
        BOOST_TEST((did.put == put_result::failed && did.events == 0 && !did.caught_up));
        BOOST_TEST((f.server->seen().size() == 1u && f.inbox.checkpoints.empty()));
    }
    BOOST_TEST((f.turn(r).events == 2 && f.server->seen().size() == 1u && f.inbox.checkpoints.size() == 1u));
}

BOOST_AUTO_TEST_CASE(what_an_inbox_throws_comes_out_and_nothing_is_lost)
{
    fixture<plain_inbox> f(two_pages());
    okta::reconciler r(f.client, f.inbox);
    f.inbox.throws = true;
    BOOST_CHECK_THROW((void)r.run_once(), std::runtime_error);
    f.inbox.throws = false;
    BOOST_TEST((f.turn(r).events == 2 && f.server->seen().size() == 1u));
}

BOOST_AUTO_TEST_CASE(a_page_with_more_than_there_is_room_for_is_put_in_pieces)
{
    texts events;
    for (int i = 0; i < 10; ++i) events.push_back(log_json("e" + std::to_string(i)));
    fixture<keeping_inbox> f(scripted(log_page(events, "a"), log_page({}, "a")));
    f.inbox.most = 3;
    okta::reconciler r(f.client, f.inbox);
    auto const did = f.turn(r);
    BOOST_TEST((did.events == 10 && did.put == put_result::kept && f.inbox.checkpoints.size() == 1u));
    BOOST_TEST(f.inbox.puts == (std::vector<std::size_t>{10, 5, 3, 3, 3, 1}), boost::test_tools::per_element());
    BOOST_TEST(drain(f.inbox).size() == 10u);
}

BOOST_AUTO_TEST_CASE(a_full_inbox_keeps_what_it_can_and_the_checkpoint_stays_until_all_is_there)
{
    texts events;
    for (int i = 0; i < 5; ++i) events.push_back(log_json(std::to_string(i)));
    fixture<keeping_inbox> f(scripted(log_page(events, "a"), log_page({}, "a")));
    f.inbox.most = 2;
    f.inbox.answers = {put_result::kept, put_result::full};
    okta::reconciler r(f.client, f.inbox);
    f.inbox.answers.push_back(put_result::full);
    auto const did = f.turn(r); // 2 are kept; then there is no room, not even for one
    BOOST_TEST((did.events == 2 && did.put == put_result::full && f.inbox.checkpoints.empty()));
    BOOST_TEST((f.turn(r).events == 3 && f.inbox.checkpoints.size() == 1u && f.server->seen().size() == 1u));
    BOOST_TEST(drain(f.inbox) == (texts{"0", "1", "2", "3", "4"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_inbox_that_does_not_answer_is_asked_again_after_a_while)
{
    fixture<keeping_inbox> f(two_pages());
    f.inbox.answers = {std::nullopt};
    okta::reconciler r(f.client, f.inbox, {.put_timeout = 5ms});
    BOOST_TEST((f.turn(r).put == put_result::failed));
    BOOST_TEST((f.turn(r).events == 2 && f.server->seen().size() == 1u));
}

BOOST_AUTO_TEST_CASE(only_wanted_events_are_put_odd_ones_included)
{
    fixture<plain_inbox> f(scripted(
        log_page({log_json("1", 0, "a.b"), log_json("2", 0, "c.d"), R"({"uuid":"3","eventType":"a.b","published":7})",
                  R"({"uuid":"4","eventType":"c.d","published":7})", "7"},
                 "a")));
    okta::reconciler r(f.client, f.inbox, {.poll = {.types = {"a.b"}}});
    BOOST_TEST(f.turn(r).events == 2u);
    auto const all = f.inbox.take(okta::timestamp::max(), 10);
    BOOST_TEST_REQUIRE(all.size() == 2u);
    BOOST_TEST((all[0].event.key == "1" && all[1].event.key == "3" && all[1].event.event_type == "a.b"));
    BOOST_TEST(std::holds_alternative<okta::events::unknown>(okta::decode_event(all[1].event)));
}

BOOST_AUTO_TEST_CASE(it_runs_until_stopped_and_rests_after_refusals_and_failures)
{
    fixture<keeping_inbox> f(scripted(log_page({log_json("1")}, "a"), answer(200, "<html>"), log_page({}, "a")));
    std::stop_source stop;
    texts told;
    okta::client const client(org, okta::api_token("t"), blocking_fake{f.server},
                              {.clock = {.now = f.time.clock().now, .sleep = [&](std::chrono::milliseconds t) {
                                             *f.time.milliseconds += t.count();
                                             if (f.server->seen().size() == 3) stop.request_stop();
                                         }}});
    okta::reconciler r(client, f.inbox,
                       {.poll = {.interval = 30s, .on_failure = [&](auto t) { told.emplace_back(t); }},
                        .full_backoff = 1s,
                        .max_full_backoff = 2s});
    f.inbox.answers = {put_result::full, put_result::failed, put_result::full};
    BOOST_TEST(!r.run(stop.get_token()));
    BOOST_TEST(*f.time.milliseconds == 1'000 + 2'000 + 2'000 + 30'000 + 30'000);
    BOOST_TEST((told.size() == 4u && told[0].ends_with("full") && told[1].ends_with("failed")));
    BOOST_TEST((drain(f.inbox) == texts{"1"} && f.inbox.checkpoints.size() == 1u));
}

BOOST_AUTO_TEST_CASE(it_ends_with_an_error_that_will_not_pass)
{
    fixture<plain_inbox> f(scripted(answer(403, R"({"errorCode":"E0000006"})")));
    okta::reconciler r(f.client, f.inbox);
    auto const why = r.run({});
    BOOST_TEST((why && why->code == "E0000006"));
}

// Whatever the hook brought before and after, whatever was lost meanwhile: each event is in the inbox once.
BOOST_AUTO_TEST_CASE(each_event_arrives_once_whichever_way_it_comes_first)
{
    std::mt19937 random(7);
    auto const chance = [&](unsigned in) { return random() % in == 0; };
    for (int round = 0; round < 40; ++round) {
        logging_org o;
        keeping_inbox inbox;
        auto const hook = [&] { // brings some of all events so far, some of them again
            auto pages = o.client.pages(okta::list_log_events{.until = o.org.now() + 1h, .limit = 1'000});
            auto const page = pages.next();
            for (auto const& e : *page)
                if (chance(3)) inbox.okta::memory_inbox::put({okta::to_incoming(e)}, [](put_result) {});
        };
        auto r = std::make_unique<okta::reconciler<keeping_inbox, okta::any_transport, okta::any_authoriser>>(
            o.client, inbox, okta::reconcile_options{.poll = {.limit = 4}});
        auto const again = [&](std::int32_t limit) { // another run of the program
            r.reset();
            auto& stored = inbox.checkpoints["okta.system_log"];
            auto const at = stored.find("after=");
            if (at != std::string::npos && chance(2))
                stored.replace(at + 6, stored.find_first_of("&#", at) - at - 6, "x");
            r = std::make_unique<okta::reconciler<keeping_inbox, okta::any_transport, okta::any_authoriser>>(
                o.client, inbox, okta::reconcile_options{.poll = {.limit = limit}});
        };
        texts handled;
        auto const handle = [&] {
            for (auto& key : drain(inbox)) handled.push_back(std::move(key));
        };
        for (int step = 0; step < 12; ++step) {
            o.make_events(static_cast<int>(random() % 7));
            inbox.answers.assign(random() % 3, chance(2) ? put_result::full : put_result::failed);
            if (chance(2)) hook();
            (void)r->run_once().value();
            if (chance(2)) handle();
            if (chance(4)) again(1 + static_cast<std::int32_t>(random() % 9));
        }
        inbox.answers.clear();
        for (int i = 0; i < 200 && !r->run_once().value().caught_up; ++i) {}
        hook();
        handle();
        auto all = o.uuids();
        std::sort(all.begin(), all.end());
        std::sort(handled.begin(), handled.end());
        BOOST_TEST(handled == all, "round " << round << ": " << handled.size() << " of " << all.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace reconcile_test
