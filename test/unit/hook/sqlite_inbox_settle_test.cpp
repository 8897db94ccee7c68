#include "sqlite_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>
#include <span>

// Handlers within the inbox's transaction.

namespace sqlite_inbox_settle_test {
namespace {

using namespace okta::test::sqlite;
using namespace std::chrono_literals;
using okta::kept_event;
using okta::put_result;
using okta::verdict;
using context = okta::sqlite_inbox::context;

struct with_table : inbox_directory
{
    okta::sqlite_inbox_options options = {};
    std::optional<okta::sqlite_inbox> box = {};

    with_table()
    {
        open();
        other_connection(file).run("create table seen(key text)");
    }
    void open()
    {
        box.reset();
        box.emplace(file, options);
    }

    static void see(kept_event const& e, context& c)
    {
        other_connection::run(c.handle(), "insert into seen values ('" + e.event.key + "')");
    }

    std::vector<kept_event> put_and_take(std::vector<std::string> const& all)
    {
        BOOST_REQUIRE((put_now(*box, events(all)) == put_result::kept));
        return box->take(at(0), 100);
    }
    std::string seen() { return other_connection(file).ask("select key from seen order by rowid"); }
};

BOOST_AUTO_TEST_SUITE(inbox_in_sqlite_settles)

BOOST_FIXTURE_TEST_CASE(keeps_what_a_handler_did_with_done_only, with_table)
{
    auto const all = put_and_take({"a", "b", "c", "d"});
    auto const n = box->settle(
        all,
        [](kept_event const& e, context& c) {
            see(e, c);
            if (e.event.key == "b") return verdict::again(at(10), "busy");
            if (e.event.key == "c") return verdict::dead("bad");
            return verdict::done();
        },
        at(0));
    BOOST_TEST(n == 4u);
    BOOST_TEST(seen() == "a d");
    auto const c = box->counts();
    BOOST_TEST(c.waiting == 1u);
    BOOST_TEST(c.dead == 1u);
    BOOST_TEST(c.handled == 2u);
    BOOST_TEST(keys(box->take(at(10), 10)) == "b");
    BOOST_TEST(box->dead(9).at(0).why == "bad");
    open();
    BOOST_TEST(box->counts().handled == 2u);
}

BOOST_FIXTURE_TEST_CASE(passes_an_exception_on_and_keeps_what_was_before_it, with_table)
{
    auto const all = put_and_take({"a", "b", "c"});
    auto const handler = [](kept_event const& e, context& c) {
        see(e, c);
        if (e.event.key == "b") throw std::domain_error("mine");
        return verdict::done();
    };
    BOOST_CHECK_THROW(box->settle(all, handler, at(0)), std::domain_error);
    BOOST_TEST(seen() == "a");
    BOOST_TEST(box->counts().handled == 1u);
    BOOST_TEST(keys(box->take(at(0), 9)) == "c"); // b is the caller's to settle
    BOOST_TEST(box->settle(all[1].number, verdict::again(at(0), "mine"), at(0)));
    BOOST_TEST(keys(box->take(at(0), 9)) == "b");
    BOOST_TEST(box->counts().waiting == 2u);
}

BOOST_FIXTURE_TEST_CASE(handles_only_what_is_taken_and_once, with_table)
{
    auto all = put_and_take({"a", "b"});
    auto const handler = [](kept_event const& e, context& c) {
        see(e, c);
        return verdict::done();
    };
    all.push_back(all[0]);
    BOOST_TEST(box->settle(all, handler, at(0)) == 2u);
    BOOST_TEST(box->settle(all, handler, at(0)) == 0u);
    all[0].number = 99;
    BOOST_TEST(box->settle(std::span(all).first(1), handler, at(0)) == 0u);
    BOOST_TEST(seen() == "a b");
}

BOOST_FIXTURE_TEST_CASE(stops_in_time_and_gives_the_others_back, with_table)
{
    options.longest_batch = 0ms;
    open();
    int told = 0;
    auto const all = put_and_take({"a", "b", "c"});
    put_now(*box, {}); // behind it, so that listeners to the put have been called
    auto const heard = box->on_put([&] { ++told; });
    auto const handler = [](kept_event const& e, context& c) {
        see(e, c);
        return verdict::done();
    };
    BOOST_TEST(box->settle(all, handler, at(0)) == 1u);
    BOOST_TEST(told == 1);
    BOOST_TEST(box->settle(all, handler, at(0)) == 0u); // they are not taken any more
    BOOST_TEST(keys(box->take(at(0), 9)) == "b c");
    BOOST_TEST(seen() == "a");
}

BOOST_FIXTURE_TEST_CASE(a_batch_may_take_for_ever, with_table)
{
    options.longest_batch = std::chrono::milliseconds::max();
    open();
    auto const handler = [](kept_event const&, context&) { return verdict::done(); };
    BOOST_TEST(box->settle(put_and_take({"a", "b", "c"}), handler, at(0)) == 3u);
}

BOOST_FIXTURE_TEST_CASE(does_not_let_a_handler_end_its_transaction, with_table)
{
    auto const all = put_and_take({"a"});
    int refused = 0;
    auto const n = box->settle(
        all,
        [&](kept_event const& e, context& c) {
            see(e, c);
            for (auto const* const sql : {"commit", "rollback", "begin", "release okta_inbox_event",
                                          "rollback to okta_inbox_event", "savepoint okta_inbox_event"}) {
                try {
                    other_connection::run(c.handle(), sql);
                } catch (std::runtime_error const&) {
                    ++refused;
                }
            }
            other_connection::run(c.handle(), "savepoint mine; insert into seen values ('x'); rollback to mine");
            return verdict::done();
        },
        at(0));
    BOOST_TEST(n == 1u);
    BOOST_TEST(refused == 6);
    BOOST_TEST(seen() == "a");
}

BOOST_FIXTURE_TEST_CASE(survives_a_statement_left_amid_its_rows, with_table)
{
    ::sqlite3_stmt* left = nullptr;
    auto const leave = [&](kept_event const& e, context& c) {
        see(e, c);
        if (!left)
            ::sqlite3_prepare_v2(c.handle(), "select number from okta_inbox_event union all select 1", -1, &left,
                                 nullptr);
        BOOST_TEST(::sqlite3_step(left) == SQLITE_ROW);
        return verdict::done();
    };
    BOOST_TEST(box->settle(put_and_take({"a", "b"}), leave, at(0)) == 2u);
    BOOST_TEST(box->settle(put_and_take({"c"}), leave, at(0)) == 1u);
    BOOST_TEST(seen() == "a b c");
    ::sqlite3_finalize(left);
}

BOOST_FIXTURE_TEST_CASE(tells_a_handler_that_would_wait_for_itself, with_table)
{
    auto const all = put_and_take({"a", "b"});
    int refused = 0;
    auto const n = box->settle(
        all,
        [&](kept_event const& e, context&) {
            auto const refuse = [&](auto f) {
                try {
                    f();
                } catch (okta::inbox_error const& error) {
                    refused += std::string(error.what()).find("use its context") != std::string::npos;
                }
            };
            refuse([&] { box->set_checkpoint("n", "t"); });
            refuse([&] { box->replay_dead(1); });
            refuse([&] { box->settle(e.number + 1, verdict::done(), at(0)); });
            box->put(events({"later"}), {});
            BOOST_TEST(box->counts().waiting >= 2u);
            return verdict::done();
        },
        at(0));
    BOOST_TEST(n == 2u);
    BOOST_TEST(refused == 4); // neither event waits any more, or is taken: settle says false
    put_now(*box, {});
    BOOST_TEST(keys(box->take(at(0), 9)) == "later");
}

BOOST_FIXTURE_TEST_CASE(sets_a_checkpoint_with_an_event, with_table)
{
    auto const all = put_and_take({"a", "b"});
    box->settle(
        all,
        [](kept_event const& e, context& c) {
            auto const so_far = c.checkpoint("seen").value_or("");
            c.set_checkpoint("seen", so_far + e.event.key);
            return e.event.key == "a" ? verdict::done() : verdict::dead("no");
        },
        at(0));
    BOOST_TEST((box->checkpoint("seen") == "a"));
}

BOOST_FIXTURE_TEST_CASE(counts_the_oldest_dead_as_handled_beyond_the_limit, with_table)
{
    options.max_dead = 2;
    open();
    auto const all = put_and_take({"a", "b", "c", "d"});
    for (int i = 0; i < 3; ++i) box->settle(all[static_cast<std::size_t>(i)].number, verdict::dead("x"), at(i));
    BOOST_TEST(box->counts().dead == 2u);
    BOOST_TEST(box->dead(9).at(0).kept.event.key == "b");
    box->settle(std::span(all).last(1), [](auto&, auto&) { return verdict::dead("y"); }, at(3));
    BOOST_TEST(box->counts().dead == 2u);
    BOOST_TEST(box->counts().handled == 0u);
    BOOST_TEST(box->replay_since(at(0)) == 2u);
    BOOST_TEST(keys(box->take(at(9), 9)) == "a b");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace sqlite_inbox_settle_test
