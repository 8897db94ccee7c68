#include "sqlite_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

// What every inbox does, by this one; its transactions, its file and its failures are in files of their own.

namespace sqlite_inbox_test {
namespace {

using namespace okta::test::sqlite;
using okta::kept_event;
using okta::put_result;
using okta::sqlite_inbox;
using okta::verdict;
using context = okta::sqlite_inbox::context;

static_assert(okta::inbox<sqlite_inbox>);

auto const done = [](kept_event const&, context&) { return verdict::done(); };

struct opened : inbox_directory
{
    okta::timestamp clock = at(0);
    okta::sqlite_inbox_options options = {.clock = [this] { return clock; }};
    std::optional<sqlite_inbox> box = {};

    opened() { open(); }
    void open() { box.emplace(file, options); }
    void reopen()
    {
        box.reset();
        open();
    }
    put_result put(std::vector<std::string> const& all) { return put_now(*box, events(all)); }
    std::vector<kept_event> take(int now = 0, std::size_t most = 100) { return box->take(at(now), most); }
};

BOOST_AUTO_TEST_SUITE(inbox_in_sqlite)

BOOST_FIXTURE_TEST_CASE(keeps_an_event_as_it_came, opened)
{
    clock = at(7);
    std::string const json("{\"a\":\"\0\xff\"}", 10);
    BOOST_TEST((put_now(*box, {{"k", "user.session.start", "e1", json}, {"l", "", "", ""}}) == put_result::kept));
    reopen();
    auto const all = take();
    BOOST_REQUIRE_EQUAL(all.size(), 2u);
    BOOST_TEST(all[0].number == 1u);
    BOOST_TEST(all[0].event.key == "k");
    BOOST_TEST(all[0].event.event_type == "user.session.start");
    BOOST_TEST(all[0].event.delivery_id == "e1");
    BOOST_TEST(all[0].event.json == json);
    BOOST_TEST((all[0].received == at(7)));
    BOOST_TEST(all[0].attempts == 0u);
    BOOST_TEST(all[1].event.event_type.empty());
    BOOST_TEST(all[1].event.json.empty());
}

BOOST_FIXTURE_TEST_CASE(leaves_out_what_it_has_had, opened)
{
    put({"waits", "twice", "twice", "dies", "done"});
    auto const all = take();
    BOOST_TEST(keys(all) == "waits twice dies done");
    box->settle(all[2].number, verdict::dead("bad"), at(0));
    box->settle(all[3].number, verdict::done(), at(0));
    BOOST_TEST((put({"waits", "dies", "done", "new"}) == put_result::kept));
    BOOST_TEST(keys(take()) == "new");
    reopen();
    BOOST_TEST((put({"dies", "done"}) == put_result::kept));
    BOOST_TEST(keys(take()) == "waits twice new");
    BOOST_TEST(box->counts().repeated == 6u);
}

BOOST_FIXTURE_TEST_CASE(forgets_handled_events_in_time, opened)
{
    options.keep_handled = std::chrono::seconds(10);
    reopen();
    put({"a", "b"});
    auto const all = take();
    box->settle(all, done, at(0));
    clock = at(10);
    put({"a"}); // removed is what is older, and with the next put at the earliest
    BOOST_TEST(keys(take()) == "");
    clock = at(11);
    put({"c"});
    put({"b"});
    BOOST_TEST(keys(take()) == "c b");
    BOOST_TEST(box->counts().handled == 2u);
}

BOOST_FIXTURE_TEST_CASE(gives_events_once_and_in_order, opened)
{
    put({"c", "a"});
    put({"b"});
    BOOST_TEST(keys(take(0, 2)) == "c a");
    BOOST_TEST(keys(take(0, 0)) == "");
    BOOST_TEST(keys(take(0, 2)) == "b");
    BOOST_TEST(keys(take(1'000'000)) == "");
    BOOST_TEST(box->counts().waiting == 3u);
    reopen(); // its leases end with an inbox
    BOOST_TEST(keys(take()) == "c a b");
}

BOOST_FIXTURE_TEST_CASE(waits_to_give_an_event_again, opened)
{
    put({"a", "b", "c"});
    BOOST_TEST(!box->next_due().has_value());
    auto const all = take();
    BOOST_TEST(box->settle(all[0].number, verdict::again(at(20), "busy"), at(0)));
    BOOST_TEST(box->settle(all[1].number, verdict::again(at(10), "busy"), at(0)));
    BOOST_TEST((box->next_due() == at(10)));
    BOOST_TEST(keys(take(9)) == "");
    reopen(); // c is given again, since nothing was said of it
    BOOST_TEST((box->next_due() == at(10)));
    auto const again = take(10);
    BOOST_TEST(keys(again) == "b c");
    BOOST_TEST(again[0].attempts == 1u);
    BOOST_TEST((box->next_due() == at(20)));
    BOOST_TEST(keys(take(20)) == "a");
    BOOST_TEST(!box->next_due().has_value());
}

BOOST_FIXTURE_TEST_CASE(buries_and_replays, opened)
{
    put({"a", "b", "c"});
    auto const all = take();
    box->settle(all[1].number, verdict::dead("no such user"), at(5));
    box->settle(all[0].number, verdict::dead(std::string(5'000, 'x')), at(6));
    reopen();
    auto const dead = box->dead(10);
    BOOST_REQUIRE_EQUAL(dead.size(), 2u);
    BOOST_TEST(dead[0].kept.event.key == "b");
    BOOST_TEST(dead[0].kept.attempts == 1u);
    BOOST_TEST(dead[0].why == "no such user");
    BOOST_TEST((dead[0].died == at(5)));
    BOOST_TEST(dead[1].why.size() == 4096u);
    BOOST_TEST(box->dead(1).size() == 1u);
    BOOST_TEST(box->counts().dead == 2u);
    BOOST_TEST(!box->replay_dead(all[2].number)); // waits
    BOOST_TEST(!box->replay_dead(99));
    BOOST_TEST(box->replay_dead(all[1].number));
    BOOST_TEST(!box->replay_dead(all[1].number));
    BOOST_TEST(box->counts().dead == 1u);
    auto const again = take();
    BOOST_TEST(keys(again) == "b c");
    BOOST_TEST(again[0].attempts == 0u);
}

BOOST_FIXTURE_TEST_CASE(replays_what_was_handled_since, opened)
{
    put({"a", "b", "c", "d"});
    auto const all = take();
    for (int i = 0; i < 3; ++i) box->settle(all[static_cast<std::size_t>(i)].number, verdict::done(), at(10 * i));
    BOOST_TEST(box->replay_since(at(21)) == 0u);
    BOOST_TEST(box->replay_since(at(10)) == 2u);
    BOOST_TEST(keys(take()) == "b c"); // d is taken still
    BOOST_TEST(box->counts().handled == 3u);
    BOOST_TEST(box->counts().waiting == 3u);
}

BOOST_FIXTURE_TEST_CASE(replays_no_more_than_may_wait, opened)
{
    options.max_waiting = 2;
    reopen();
    put({"a", "b"});
    box->settle(take(), done, at(0));
    put({"c"});
    BOOST_TEST(box->replay_since(at(0)) == 1u);
    BOOST_TEST(box->replay_since(at(0)) == 0u);
    BOOST_TEST(keys(take()) == "a c");
}

BOOST_FIXTURE_TEST_CASE(settles_by_number_what_waits_or_is_taken, opened)
{
    put({"a", "b", "c"});
    BOOST_TEST(box->settle(1, verdict::done(), at(0))); // handled elsewhere, by a program that ended
    BOOST_TEST(!box->settle(1, verdict::done(), at(0)));
    BOOST_TEST(!box->settle(77, verdict::done(), at(0)));
    BOOST_TEST(keys(take(0, 1)) == "b");
    BOOST_TEST(box->settle(2, verdict::again(at(9), ""), at(0)));
    BOOST_TEST(box->settle(2, verdict::done(), at(0))); // while it waits for its time
    BOOST_TEST(!box->next_due().has_value());
    BOOST_TEST(keys(take(9)) == "c");
    BOOST_TEST(box->counts().handled == 2u);
    BOOST_TEST(box->counts().waiting == 1u);
}

BOOST_FIXTURE_TEST_CASE(tells_its_listener, opened)
{
    int told = 0;
    auto heard = box->on_put([&] { ++told; });
    put({"a"});
    put({}); // behind it, so that the listener has been called
    BOOST_TEST(told == 1);
    put({"a"});
    put({});
    BOOST_TEST(told == 1);
    auto const all = take();
    box->settle(all[0].number, verdict::again(at(1), ""), at(0));
    BOOST_TEST(told == 2);
    box->settle(take(1), [](auto&, auto&) { return verdict::dead(""); }, at(1));
    BOOST_TEST(told == 2);
    box->replay_dead(1);
    BOOST_TEST(told == 3);
    put({"b"});
    put({});
    auto const taken = take();
    auto const before = told;
    box->give_back(taken[0].number); // no failure, and nothing to settle any more
    box->give_back(taken[0].number);
    BOOST_TEST(told == before + 1);
    BOOST_TEST(take(1)[0].attempts == taken[0].attempts);
    heard.reset();
    put({"c"});
    put({});
    BOOST_TEST(told == before + 1);
}

BOOST_FIXTURE_TEST_CASE(keeps_checkpoints, opened)
{
    BOOST_TEST(!box->checkpoint("log").has_value());
    box->set_checkpoint("log", "1");
    box->set_checkpoint("other", "");
    box->set_checkpoint("log", "2");
    reopen();
    BOOST_TEST((box->checkpoint("log") == "2"));
    BOOST_TEST((box->checkpoint("other") == ""));
    BOOST_CHECK_THROW(box->set_checkpoint("", "x"), std::invalid_argument);
    BOOST_CHECK_THROW(box->set_checkpoint(std::string(129, 'n'), "x"), std::invalid_argument);
    BOOST_CHECK_THROW(box->set_checkpoint("n", std::string(64 * 1024 + 1, 'x')), std::invalid_argument);
    BOOST_CHECK_THROW((void)box->checkpoint(""), std::invalid_argument);
}

BOOST_FIXTURE_TEST_CASE(puts_events_with_their_checkpoint, opened)
{
    options.max_waiting = 2;
    reopen();
    std::vector<put_result> answers;
    auto const answer = [&](put_result r) { answers.push_back(r); };
    box->put_and_checkpoint(events({"a"}), "log", "1", answer);
    box->put_and_checkpoint(events({"b", "c"}), "log", "2", answer);
    box->put_and_checkpoint({}, "empty", "3", answer);
    put({});
    BOOST_TEST((answers == std::vector{put_result::kept, put_result::full, put_result::kept}));
    BOOST_TEST((box->checkpoint("log") == "1"));
    BOOST_TEST((box->checkpoint("empty") == "3"));
    BOOST_TEST(keys(take()) == "a");
    BOOST_CHECK_THROW(box->put_and_checkpoint({}, "", "", answer), std::invalid_argument);
}

BOOST_FIXTURE_TEST_CASE(refuses_a_key_that_is_none, opened)
{
    bool answered = false;
    auto const answer = [&](put_result) { answered = true; };
    BOOST_CHECK_THROW(box->put(events({"a", ""}), answer), std::invalid_argument);
    BOOST_CHECK_THROW(box->put(events({std::string(257, 'k')}), answer), std::invalid_argument);
    BOOST_TEST((put({std::string(256, 'k')}) == put_result::kept));
    BOOST_TEST(!answered);
    BOOST_TEST(box->counts().waiting == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace sqlite_inbox_test
