#include "fakes.hpp"

#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>

#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

// Waits between attempts end when they are told to. Time is real: each wait would take ten seconds.

namespace client_retry_cancel_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
using user_result = okta::result<okta::user>;
using clock_type = std::chrono::steady_clock;

okta::http_response come_back_later() { return answer(503, "", {{"Retry-After", "10"}}); }

bool is_cancelled(okta::error const& e)
{
    return e.kind == okta::error_kind::cancelled && e.transport_code == asio::error::operation_aborted;
}

struct fixture
{
    ~fixture() { BOOST_TEST((clock_type::now() - start < 5s)); }

    /// Runs until the first answer is there and its repetition is waited for.
    void run_into_backoff()
    {
        io.restart();
        io.run_for(10ms);
        BOOST_TEST(!io.stopped());
    }

    clock_type::time_point start = clock_type::now();
    std::shared_ptr<script> server = scripted(come_back_later());
    asio::io_context io;
    okta::client client{org, okta::api_token("t"), async_fake{server, io.get_executor()}};
    asio::cancellation_signal signal;
    okta::get_user me{.id = "me"};
};

constexpr asio::cancellation_type types[] = {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                                             asio::cancellation_type::total};

using both = boost::mp11::mp_list<blocking_way, blocking_over_async_way>;

/// A transport that only blocks, until it is let go.
struct held_blocking
{
    std::shared_ptr<std::atomic<int>> sent = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<bool>> let_go = std::make_shared<std::atomic<bool>>(false);

    okta::transport_result send(okta::http_request)
    {
        sent->store(1);
        let_go->wait(false);
        return come_back_later();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(client_retry_cancel, fixture)

BOOST_AUTO_TEST_CASE(a_wait_ends_at_once_whatever_the_type_of_cancellation)
{
    for (auto const type : types) {
        std::optional<user_result> r;
        client.async_call(me, asio::bind_cancellation_slot(signal.slot(), [&](user_result u) { r = std::move(u); }));
        run_into_backoff();
        BOOST_TEST(!r.has_value());
        signal.emit(type);
        io.run();
        BOOST_TEST_REQUIRE((r && !*r));
        BOOST_TEST((is_cancelled(r->error()) && r->facts().attempts == 1 && !r->error().may_have_happened));
    }
    BOOST_TEST(server->seen().size() == 3u);
}

BOOST_AUTO_TEST_CASE(what_was_sent_before_may_have_happened)
{
    std::optional<okta::error> e;
    client.async_call(okta::delete_group{.group_id = "00g1"},
                      asio::bind_cancellation_slot(signal.slot(), [&](auto r) { e = r.error(); }));
    run_into_backoff();
    signal.emit(asio::cancellation_type::total);
    io.run();
    BOOST_TEST((e && is_cancelled(*e) && e->may_have_happened));
}

BOOST_AUTO_TEST_CASE(a_signal_that_the_transport_ignores_ends_the_call_before_it_waits)
{
    held_blocking transport;
    okta::client blocking(org, okta::api_token("t"), transport);
    std::optional<user_result> r;
    blocking.async_call(me, asio::bind_cancellation_slot(
                                signal.slot(), asio::bind_executor(io, [&](user_result u) { r = std::move(u); })));
    while (*transport.sent == 0) std::this_thread::sleep_for(1ms);
    signal.emit(asio::cancellation_type::terminal);
    transport.let_go->store(true);
    transport.let_go->notify_all();
    io.run();
    BOOST_TEST_REQUIRE((r && !*r));
    BOOST_TEST((is_cancelled(r->error()) && r->facts().attempts == 1));
}

BOOST_AUTO_TEST_CASE(on_a_strand_another_thread_may_cancel)
{
    asio::thread_pool pool(2);
    auto strand = asio::make_strand(pool);
    okta::client pooled(org, okta::api_token("t"), async_fake{server, io.get_executor()});
    auto work = asio::make_work_guard(io);
    std::thread runs([&] { io.run(); });
    for (auto const type : types) {
        std::promise<std::pair<user_result, bool>> promise;
        asio::post(strand, [&] {
            pooled.async_call(
                me, asio::bind_cancellation_slot(signal.slot(), asio::bind_executor(strand, [&](user_result u) {
                                                     promise.set_value({std::move(u), strand.running_in_this_thread()});
                                                 })));
        });
        std::this_thread::sleep_for(20ms);
        asio::post(strand, [&] { signal.emit(type); });
        auto const [r, on_strand] = promise.get_future().get();
        BOOST_TEST((!r && is_cancelled(r.error()) && r.facts().attempts == 1 && on_strand));
    }
    work.reset();
    runs.join();
    pool.join();
}

BOOST_AUTO_TEST_CASE(a_context_that_is_destroyed_meanwhile_takes_the_call_along)
{
    bool called = false;
    auto const alive = std::make_shared<int>();
    {
        asio::io_context brief;
        okta::client c(org, okta::api_token("t"), async_fake{server, brief.get_executor()});
        c.async_call(me, asio::bind_cancellation_slot(signal.slot(), [&called, alive](user_result) { called = true; }));
        brief.run_for(10ms);
        BOOST_TEST((server->seen().size() == 1 && alive.use_count() == 2));
    }
    BOOST_TEST((!called && alive.use_count() == 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_blocking_wait_ends_when_it_is_asked_to_stop, Way, both)
{
    Way way(server);
    std::stop_source stop;
    okta::client stoppable(org, okta::api_token("t"), way.transport, {.stop = stop.get_token()});
    std::thread other([&] {
        while (server->seen().empty()) std::this_thread::sleep_for(1ms);
        std::this_thread::sleep_for(10ms);
        stop.request_stop();
    });
    auto const r = stoppable.call(okta::delete_group{.group_id = "00g1"});
    other.join();
    BOOST_TEST_REQUIRE(!r.has_value());
    BOOST_TEST((is_cancelled(r.error()) && r.facts().attempts == 1 && r.error().may_have_happened));
    BOOST_TEST((stoppable.call(me).facts().attempts == 0 && server->seen().size() == 1)); // nor is another one begun
    auto others = stoppable.with({.retry = okta::retry_options{.max_retries = 0}, .stop = std::stop_token()});
    BOOST_TEST((others.call(me).error().status == 503));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace client_retry_cancel_test
