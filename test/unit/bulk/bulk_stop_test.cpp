#include "../fakes.hpp"
#include "bulk_support.hpp"

#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>
#include <okta/bulk.hpp>
#include <okta/sandbox/org.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/test/unit_test.hpp>

#include <stop_token>

// Runs that are stopped, waits that are cancelled, ranges that throw.

namespace bulk_stop_test {
namespace {

using namespace okta::test;
using namespace bulk_test;
using namespace std::chrono_literals;

struct fixture
{
    okta::sandbox::org org;
    okta::client client{org.url(), okta::api_token{org.token()}, org};
    temporary_file journal;

    std::size_t people_there() const { return org.user_count() - 1; } // the administrator
};

/// A client whose calls are answered by a script, on a thread of its own.
struct scripted_org
{
    explicit scripted_org(std::shared_ptr<script> s) : server(std::move(s)) {}

    running_context running;
    std::shared_ptr<script> server;
    okta::any_transport transport{async_fake{server, running.context.get_executor()}};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(bulk_stop, fixture)

BOOST_AUTO_TEST_CASE(what_is_read_when_it_is_stopped_is_not_sent)
{
    std::function<void()> third = [] {};
    made_people const requests{4, [&](int n) {
                                   if (n == 2) third();
                                   return person(n);
                               }};
    {
        auto run = okta::for_each(client, requests, {.journal = journal.path});
        third = [&] { run.stop(); };
        int cancelled = 0;
        while (auto const r = run.next()) cancelled += r->outcome.error().kind == okta::error_kind::cancelled;
        BOOST_TEST(cancelled == 4);
        BOOST_TEST(people_there() == 0u);
    }
    third = [] {};
    for (auto const& r : all_of(okta::for_each(client, requests, {.journal = journal.path})))
        BOOST_TEST(r.outcome.has_value());
    BOOST_TEST(people_there() == 4u);
}

BOOST_AUTO_TEST_CASE(what_was_only_looked_at_when_it_is_stopped_is_not_sent)
{
    std::function<void()> stop;
    scripted_org fake(std::make_shared<script>([&](okta::http_request const&) {
        stop();
        return answer(200, R"({"id":"00u1","status":"ACTIVE"})", {{"Date", "Thu, 26 Nov 2026 12:00:00 GMT"}});
    }));
    okta::client const slow(okta::test::org, okta::api_token{"t"}, fake.transport);
    auto run = okta::for_each(slow, std::vector<okta::delete_user>{{.id = "00u1"}}, {.journal = journal.path});
    stop = [&] { run.stop(); };
    auto const r = run.next();
    BOOST_TEST((r->outcome.error().kind == okta::error_kind::cancelled));
    BOOST_TEST(!r->outcome.error().may_have_happened);
    BOOST_TEST(fake.server->seen().size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_clients_stop_ends_a_run_that_blocks)
{
    scripted_org fake(scripted(answer(200, "{}")));
    fake.server->hangs = true;
    std::stop_source source;
    okta::client const slow(okta::test::org, okta::api_token{"t"}, fake.transport, {.stop = source.get_token()});
    auto run = okta::for_each(slow, std::vector<okta::get_user>(3, {.id = "me"}));
    std::jthread const stopper([&] {
        std::this_thread::sleep_for(50ms);
        source.request_stop();
    });
    int cancelled = 0;
    while (auto const r = run.next()) cancelled += r->outcome.error().kind == okta::error_kind::cancelled;
    BOOST_TEST(cancelled == 3);
}

BOOST_AUTO_TEST_CASE(a_wait_that_is_cancelled_loses_nothing)
{
    scripted_org fake(scripted(answer(200, R"({"id":"00u1"})")));
    fake.server->hangs = true;
    okta::client const slow(okta::test::org, okta::api_token{"t"}, fake.transport);
    auto run = okta::for_each(slow, std::vector<okta::get_user>{{.id = "me"}});
    asio::io_context io;
    asio::cancellation_signal signal;
    int empty = 0, items = 0;
    auto const took = [&] { return asio::bind_executor(io, [&](auto const& r) { ++(r ? items : empty); }); };
    run.async_next(asio::bind_cancellation_slot(signal.slot(), took()));
    signal.emit(asio::cancellation_type::total);
    io.run_for(5s);
    BOOST_TEST((empty == 1 && items == 0));
    run.stop();
    io.restart();
    run.async_next(took());
    io.run_for(5s);
    BOOST_TEST((empty == 1 && items == 1));
}

BOOST_AUTO_TEST_CASE(a_range_that_throws_loses_nothing)
{
    bool thrown = false;
    made_people const requests{5, [&](int n) {
                                   if (n == 2 && !std::exchange(thrown, true)) throw std::runtime_error("row 2");
                                   return person(n);
                               }};
    auto run = okta::for_each(client, requests);
    BOOST_CHECK_THROW((void)run.next(), std::runtime_error);
    std::vector<std::size_t> indexes;
    while (auto const r = run.next()) {
        BOOST_TEST(r->outcome.has_value());
        indexes.push_back(r->index);
    }
    BOOST_TEST((indexes == std::vector<std::size_t>{0, 1, 2, 3, 4}));
    BOOST_TEST(people_there() == 5u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace bulk_stop_test
