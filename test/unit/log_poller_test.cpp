#include "log_poller_support.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

namespace log_poller_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
using page = okta::page<okta::log_event>;
using texts = std::vector<std::string>;

constexpr auto poll_blocking = [](auto&, okta::log_poller& p) { return p.poll_once(); };
constexpr auto poll_async = [](auto& way, okta::log_poller& p) {
    return way.take([&](auto&& token) { return p.async_poll_once(std::forward<decltype(token)>(token)); });
};

/// A poller of a script, in either way.
template <class Way>
struct fixture
{
    explicit fixture(std::shared_ptr<script> s, okta::log_poll_options o = {})
        : server(s),
          way(s),
          client(org, okta::api_token("t"), way.transport, {.clock = time.clock()}),
          poller(client, o)
    {
    }

    okta::result<page> poll()
    {
        if constexpr (std::same_as<Way, async_way>) return poll_async(way, poller);
        else return poll_blocking(way, poller);
    }
    texts targets() const { return targets_of(*server); }

    std::shared_ptr<script> server;
    simulated_time time;
    Way way;
    okta::client client;
    okta::log_poller poller;
};

using both = boost::mp11::mp_list<blocking_way, async_way>;

} // namespace

BOOST_AUTO_TEST_SUITE(log_poller)

BOOST_AUTO_TEST_CASE_TEMPLATE(pages_come_one_at_a_time_and_it_goes_on_behind_empty_ones, Way, both)
{
    fixture<Way> f(scripted(log_page({log_json("1"), log_json("2")}, "a"), log_page({}, "b"), log_page({}, "b"),
                            log_page({log_json("3")}, "c")),
                   {.types = {"user.session.start"}, .limit = 5});
    BOOST_TEST((f.server->seen().empty() && f.poller.checkpoint().empty()));
    BOOST_TEST((uuids_of(f.poll()) == "12" && !f.poller.caught_up()));
    BOOST_TEST((uuids_of(f.poll()).empty() && f.poller.caught_up()));
    BOOST_TEST((uuids_of(f.poll()).empty() && f.poller.caught_up()));
    BOOST_TEST((uuids_of(f.poll()) == "3" && !f.poller.caught_up()));
    texts const want{"/api/v1/logs?filter=eventType%20eq%20%22user.session.start%22&limit=5&sortOrder=ASCENDING",
                     "/api/v1/logs?after=a", "/api/v1/logs?after=b", "/api/v1/logs?after=b"};
    BOOST_TEST(f.targets() == want, boost::test_tools::per_element());
    BOOST_TEST(f.poller.checkpoint().starts_with("/api/v1/logs?after=c#2026-03-01T12:00:00.000Z,"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_failed_page_is_asked_for_again_by_the_next_poll, Way, both)
{
    fixture<Way> f(scripted(log_page({log_json("1")}, "a"), answer(403, R"({"errorCode":"E0000006"})"),
                            log_page({log_json("2")}, ""), log_page({log_json("2")}, "b")));
    BOOST_TEST(uuids_of(f.poll()) == "1");
    auto const stood = f.poller.checkpoint();
    auto const refused = f.poll();
    BOOST_TEST((!refused && refused.error().code == "E0000006" && refused.facts().status == 403));
    auto const linkless = f.poll();
    BOOST_TEST((!linkless && linkless.error().kind == okta::error_kind::unexpected_answer));
    BOOST_TEST(f.poller.checkpoint() == stood);
    BOOST_TEST(uuids_of(f.poll()) == "2");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_next_link_to_another_host_is_refused, Way, both)
{
    auto elsewhere = answer(200, "[]", {{"Link", R"(<https://evil.example.com/api/v1/logs?after=a>; rel="next")"}});
    fixture<Way> f(scripted(log_page({log_json("1")}, "a"), elsewhere));
    (void)f.poll();
    auto const stood = f.poller.checkpoint();
    auto const p = f.poll();
    BOOST_TEST((!p && p.error().kind == okta::error_kind::unexpected_answer && f.poller.checkpoint() == stood));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lost_cursor_begins_again_before_the_last_event_without_repeating_any, Way, both)
{
    fixture<Way> f(scripted(log_page({log_json("1"), log_json("2", 50)}, "a"), lost_cursor(),
                            log_page({log_json("2", 50), log_json("3", 55)}, "b"), log_page({}, "c")),
                   {.since = okta::parse_timestamp("2026-03-01T00:00:00Z")});
    BOOST_TEST(uuids_of(f.poll()) == "12");
    BOOST_TEST(uuids_of(f.poll()) == "3"); // one poll, two requests
    BOOST_TEST_REQUIRE(f.server->seen().size() == 3u);
    BOOST_TEST(f.targets()[2] == "/api/v1/logs?since=2026-03-01T11%3A50%3A50.000Z&limit=1000&sortOrder=ASCENDING");
    BOOST_TEST((uuids_of(f.poll()).empty() && f.targets()[3] == "/api/v1/logs?after=b"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_query_itself_refused_is_an_error, Way, both)
{
    fixture<Way> f(scripted(lost_cursor()));
    auto const p = f.poll();
    BOOST_TEST((!p && p.error().status == 400 && f.server->seen().size() == 1u));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(retries_are_the_clients_own, Way, both)
{
    fixture<Way> f(scripted(answer(429, "{}"), answer(503, ""), log_page({log_json("1")}, "a")));
    auto const p = f.poll();
    BOOST_TEST((uuids_of(p) == "1" && p.facts().attempts == 3));
}

BOOST_AUTO_TEST_CASE(bad_items_are_given_beside_the_good_ones)
{
    fixture<blocking_way> f(scripted(log_page({log_json("1"), R"({"uuid":7})"}, "a")));
    auto const p = f.poll();
    BOOST_TEST((p && p->size() == 1 && p->bad_items.size() == 1 && !f.poller.caught_up()));
}

BOOST_AUTO_TEST_CASE(it_may_be_moved_or_go_while_an_asynchronous_poll_runs_and_that_be_cancelled)
{
    auto const s = scripted(log_page({log_json("1")}, "a"));
    asio::io_context io;
    okta::client client(org, okta::api_token("t"), async_fake{s, io.get_executor()});
    std::string got;
    {
        okta::log_poller gone(client);
        gone.async_poll_once([&](okta::result<page> p) { got = uuids_of(p); });
    }
    BOOST_TEST(got.empty());
    io.run();
    BOOST_TEST(got == "1");

    s->hangs = true;
    okta::log_poller poller(client);
    asio::cancellation_signal stop;
    std::optional<okta::error_kind> why;
    poller.async_poll_once(
        asio::bind_cancellation_slot(stop.slot(), [&](okta::result<page> p) { why = p.error().kind; }));
    io.restart();
    io.poll();
    stop.emit(asio::cancellation_type::terminal);
    io.run();
    BOOST_TEST((why == okta::error_kind::cancelled && poller.checkpoint().empty()));
}

BOOST_AUTO_TEST_CASE(it_can_be_awaited)
{
    logging_org o;
    o.make_events(2);
    okta::log_poller log(o.client);
    asio::io_context io;
    std::size_t seen = 0;
    auto const read = [&]() -> asio::awaitable<void> {
        auto const page = co_await log.async_poll_once(asio::use_awaitable);
        seen = page.value().size();
    };
    asio::co_spawn(io, read(), asio::detached);
    io.run_for(10s);
    BOOST_TEST(seen == o.uuids().size());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(log_poller_runs)

BOOST_AUTO_TEST_CASE(until_it_is_stopped_and_rests_only_when_there_is_nothing)
{
    fixture<blocking_way> f(scripted(log_page({log_json("1")}, "a"), log_page({log_json("2")}, "b"), log_page({}, "b"),
                                     log_page({}, "b"), log_page({log_json("3")}, "c")),
                            {.interval = 10s});
    std::stop_source stop;
    std::string seen;
    auto const why = f.poller.run(
        [&](page const& p) {
            for (auto const& e : p) seen += *e.uuid;
            if (seen.ends_with('3')) stop.request_stop();
        },
        stop.get_token());
    BOOST_TEST((!why && seen == "123" && *f.time.milliseconds == 20'000 && f.server->seen().size() == 5u));
}

BOOST_AUTO_TEST_CASE(checkpoints_are_given_when_they_move)
{
    std::stop_source stop;
    int asked = 0;
    fixture<blocking_way> f(std::make_shared<script>([&](auto const&) -> okta::transport_result {
        if (++asked == 5) stop.request_stop();
        if (asked == 1) return log_page({log_json("1")}, "a");
        return log_page({}, asked == 4 ? "b" : "a"); // its place may move without events
    }));
    texts given;
    auto const keep = [&](page const&, std::string const& c) { given.push_back(c.substr(0, c.find('#'))); };
    BOOST_TEST(!f.poller.run(keep, stop.get_token()));
    BOOST_TEST(given == (texts{"/api/v1/logs?after=a", "/api/v1/logs?after=b", "/api/v1/logs?after=a"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(failures_that_may_pass_are_told_and_waited_for)
{
    texts told;
    fixture<blocking_way> f(scripted(answer(400, "{}")),
                            {.interval = 1s, .max_backoff = 4s, .on_failure = [&](auto t) { told.emplace_back(t); }});
    std::stop_source stop;
    int asked = 0;
    auto const s = std::make_shared<script>([&](auto const&) -> okta::transport_result {
        if (++asked <= 4) return answer(200, "<html>maintenance</html>");
        if (asked == 5) return log_page({log_json("1")}, "a");
        return answer(401, R"({"errorCode":"E0000011"})");
    });
    okta::client const other(org, okta::api_token("t"), blocking_fake{s}, {.clock = f.time.clock()});
    okta::log_poller poller(other, f.poller.options());
    int pages = 0;
    auto const why = poller.run([&](page const&) { ++pages; }, stop.get_token());
    BOOST_TEST((why && why->code == "E0000011" && pages == 1 && told.size() == 4u));
    BOOST_TEST(*f.time.milliseconds == 1'000 + 2'000 + 4'000 + 4'000);
}

BOOST_AUTO_TEST_CASE(a_stop_of_the_client_ends_it_too_and_one_that_was_requested_before_asks_nothing)
{
    auto const s = scripted(log_page({}, "a"));
    std::stop_source stop;
    okta::client const client(
        org, okta::api_token("t"), blocking_fake{s},
        {.clock = {.now = {}, .sleep = [&](auto) { stop.request_stop(); }}, .stop = stop.get_token()});
    okta::log_poller poller(client);
    BOOST_TEST(!poller.run([](page const&) {}, {}));
    BOOST_TEST(s->seen().size() == 1u);
    BOOST_TEST(!poller.run([](page const&) {}, {}));
    BOOST_TEST(s->seen().size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_the_handler_throws_comes_out)
{
    fixture<blocking_way> f(scripted(log_page({log_json("1")}, "a")));
    auto const bad = [](page const&) { throw std::runtime_error("full"); };
    BOOST_CHECK_THROW((void)f.poller.run(bad, {}), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(log_poller_of_an_org, logging_org)

BOOST_AUTO_TEST_CASE(an_object_of_its_own_resumes_where_the_last_one_ended)
{
    make_events(7);
    texts seen;
    std::string stored;
    for (int run = 0; run < 30 && seen.size() < 20; ++run) {
        okta::log_poller log(client, {.since = org.now() - 1h, .checkpoint = stored, .limit = 3});
        auto const page = log.poll_once();
        BOOST_TEST_REQUIRE(page.has_value());
        for (auto const& e : *page) seen.push_back(*e.uuid);
        stored = log.checkpoint();
        if (log.caught_up()) make_events(2);
    }
    auto all = uuids();
    BOOST_TEST_REQUIRE(all.size() >= seen.size());
    all.resize(seen.size());
    BOOST_TEST((seen == all && seen.size() >= 20u));
}

BOOST_AUTO_TEST_CASE(only_events_of_the_types_are_read)
{
    make_events(3);
    (void)client.call(okta::create_user{
        .profile = {.login = "a@example.com", .email = "a@example.com", .first_name = "A", .last_name = "B"}});
    okta::log_poller log(client, {.types = {"user.lifecycle.create", "user.lifecycle.delete.initiated"}});
    auto const page = log.poll_once();
    BOOST_TEST((page && page->size() == 1 && (*page)[0].event_type == "user.lifecycle.create"));
    BOOST_TEST((log.poll_once()->empty() && log.caught_up()));
}

BOOST_AUTO_TEST_CASE(a_checkpoint_that_was_lost_while_the_program_was_down_loses_nothing)
{
    make_events(3);
    okta::log_poller first(client);
    BOOST_TEST(first.poll_once().has_value());
    auto stored = first.checkpoint();
    make_events(2);
    auto const from = stored.find("after=") + 6;
    stored.replace(from, stored.find_first_of("&#", from) - from, "lost");
    okta::log_poller second(client, {.checkpoint = stored});
    auto const page = second.poll_once();
    BOOST_TEST_REQUIRE(page.has_value());
    texts seen;
    for (auto const& e : *page) seen.push_back(*e.uuid);
    BOOST_TEST(seen == uuids(), boost::test_tools::per_element()); // the overlap again, and the new ones
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace log_poller_test
