#include "../fakes.hpp"

#include <okta/actions/users.hpp>
#include <okta/sandbox/faults.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

// Faults on Asio: the same effects, and what Asio promises of an asynchronous operation.

namespace faults_async_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
namespace sandbox = okta::sandbox;
using sandbox::fault;

constexpr auto ada = R"({"id":"00u1","status":"ACTIVE"})";

struct fixture
{
    std::shared_ptr<script> server = scripted(answer(200, ada));
    asio::io_context io;
    sandbox::faulty<async_fake> transport{async_fake{server, io.get_executor()}, {.seed = 7}};

    okta::transport_result take(okta::http_request request = {.origin = org, .target = "/"})
    {
        auto future = transport.async_send(std::move(request), asio::use_future);
        BOOST_TEST((future.wait_for(0s) == std::future_status::timeout)); // not within the initiating function
        io.restart();
        io.run();
        return future.get();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_faults_async, fixture)

BOOST_AUTO_TEST_CASE(each_fault_does_the_same)
{
    auto const one = [&](fault kind) {
        transport.clear();
        transport.inject(kind, {.delay = kind == fault::latency ? 1ms : 0ms});
        return take();
    };
    BOOST_TEST(take()->body == ada);
    BOOST_TEST(one(fault::latency)->body == ada);
    BOOST_TEST((one(fault::rate_limit)->status == 429 && one(fault::concurrency_limit)->status == 429));
    BOOST_TEST((one(fault::server_error)->status == 500 && one(fault::html_page)->status == 502));
    BOOST_TEST((one(fault::connection_reset).error().sent == okta::sent::nothing));
    BOOST_TEST(server->seen().size() == 2u);
    BOOST_TEST((one(fault::lost_answer).error().sent == okta::sent::perhaps_all));
    BOOST_TEST((one(fault::truncated_body)->body.size() < std::string_view(ada).size()));
    BOOST_TEST(one(fault::garbage)->body.size() == 256u);
    BOOST_TEST((server->seen().size() == 5u && transport.injected() == 9u));
}

BOOST_AUTO_TEST_CASE(a_delay_times_out_and_goes_with_any_fault)
{
    transport.inject(fault::server_error, {.delay = 2ms});
    BOOST_TEST(take()->status == 500);
    BOOST_TEST(take({.origin = org, .target = "/", .timeout = 1ms}).error().code == asio::error::timed_out);
    BOOST_TEST(server->seen().empty());
}

BOOST_AUTO_TEST_CASE(a_delay_is_cancelled)
{
    transport.inject(fault::latency, {.delay = 1h});
    for (auto const type :
         {asio::cancellation_type::terminal, asio::cancellation_type::partial, asio::cancellation_type::total}) {
        asio::cancellation_signal signal;
        std::optional<okta::transport_error> e;
        transport.async_send({.origin = org}, asio::bind_cancellation_slot(signal.slot(), [&](auto r) {
                                 if (r.has_error()) e = r.error();
                             }));
        asio::post(io, [&] { signal.emit(type); });
        io.restart();
        io.run();
        BOOST_TEST_REQUIRE(e.has_value());
        BOOST_TEST((e->code == asio::error::operation_aborted && e->sent == okta::sent::nothing));
    }
    asio::cancellation_signal signal;
    std::optional<okta::error_kind> kind;
    okta::client client(org, okta::api_token("t"), transport);
    client.async_call(okta::get_user{.id = "me"},
                      asio::bind_cancellation_slot(signal.slot(), [&](auto r) { kind = r.error().kind; }));
    asio::post(io, [&] { signal.emit(asio::cancellation_type::terminal); });
    io.restart();
    io.run();
    BOOST_TEST((kind == okta::error_kind::cancelled && server->seen().empty()));
}

BOOST_AUTO_TEST_CASE(after_a_delay_the_inner_transport_is_cancelled)
{
    server->hangs = true;
    transport.inject(fault::lost_answer, {.delay = 1ms});
    asio::cancellation_signal signal;
    std::optional<okta::transport_error> e;
    transport.async_send({},
                         asio::bind_cancellation_slot(signal.slot(), [&](okta::transport_result r) { e = r.error(); }));
    asio::steady_timer later(io, 20ms);
    later.async_wait([&](auto) { signal.emit(asio::cancellation_type::terminal); });
    io.run();
    BOOST_TEST_REQUIRE(e.has_value());
    BOOST_TEST((e->code == asio::error::operation_aborted && e->sent == okta::sent::perhaps_all));
}

BOOST_AUTO_TEST_CASE(a_signal_between_delay_and_send_is_not_lost)
{
    asio::io_context own; // does not run while the delay passes and the signal comes
    transport.inject(fault::latency, {.delay = 1ms});
    asio::cancellation_signal signal;
    std::optional<okta::transport_result> result;
    auto handler = [&](okta::transport_result r) { result = std::move(r); };
    transport.async_send({}, asio::bind_cancellation_slot(signal.slot(), asio::bind_executor(own, handler)));
    io.run_for(20ms); // the transport's own executor stays at work: the send is to come
    BOOST_TEST(!result.has_value());
    signal.emit(asio::cancellation_type::terminal);
    own.run();
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST((result->has_error() && result->error().code == asio::error::operation_aborted));
    signal.emit(asio::cancellation_type::terminal); // when it is over it reaches nothing
}

BOOST_AUTO_TEST_CASE(it_completes_on_the_handler_s_executor)
{
    asio::thread_pool pool(2);
    auto strand = asio::make_strand(pool);
    std::atomic<int> inside = 0;
    transport.inject(fault::server_error, {.when = sandbox::nth(1)});
    transport.inject(fault::latency, {.delay = 1ms});
    auto const count = [&](auto const&) { inside += strand.running_in_this_thread(); };
    for (int i = 0; i < 3; ++i) transport.async_send({}, asio::bind_executor(strand, count));
    io.run();
    pool.join();
    BOOST_TEST(inside == 3);
}

BOOST_AUTO_TEST_CASE(the_transport_may_go_and_a_context_takes_its_delays_along)
{
    auto const alive = std::make_shared<int>();
    bool called = false;
    {
        asio::io_context brief;
        auto* const gone = new sandbox::faulty{async_fake{server, brief.get_executor()}};
        gone->inject(fault::latency, {.times = 1, .delay = 1h});
        gone->async_send({}, [&called, alive](auto const&) { called = true; });
        bool answered = false;
        gone->async_send({}, [&](okta::transport_result r) { answered = r.has_value(); });
        delete gone;
        brief.run_for(50ms);
        BOOST_TEST((answered && alive.use_count() == 2));
    }
    BOOST_TEST((!called && alive.use_count() == 1));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace faults_async_test
