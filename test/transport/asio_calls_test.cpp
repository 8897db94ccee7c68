// How calls of asio_transport complete, are cancelled and end.

#include "suite_support.hpp"

#include <okta/transport/asio_transport.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace asio_calls_test {
namespace {

namespace asio = boost::asio;
using namespace okta::test;
using okta::asio_transport;
using okta::method;
using okta::transport_result;

okta::asio_transport_options trusting() { return {.ca_file = authority_file()}; }

BOOST_AUTO_TEST_CASE(completes_through_any_token)
{
    loopback_server server(always({.body = "x"}));
    asio::thread_pool pool(1);
    asio_transport transport(pool.get_executor());
    auto const request = request_to(server.origin());

    BOOST_TEST(transport.async_send(request, asio::use_future).get()->body == "x");

    auto deferred = transport.async_send(request, asio::deferred);
    BOOST_TEST(server.requests().size() == 1u); // lazy
    BOOST_TEST(std::move(deferred)(asio::use_future).get()->body == "x");

    auto const coroutine = [&]() -> asio::awaitable<std::string> {
        auto result = co_await transport.async_send(request, asio::use_awaitable);
        co_return result->body;
    };
    BOOST_TEST(asio::co_spawn(pool, coroutine(), asio::use_future).get() == "x");

    std::promise<std::string> called;
    transport.async_send(request, [&, only_movable = std::make_unique<int>(1)](transport_result result) {
        called.set_value(result->body + std::to_string(*only_movable));
    });
    BOOST_TEST(called.get_future().get() == "x1");
}

BOOST_AUTO_TEST_CASE(calls_the_handler_on_its_executor)
{
    loopback_server server(always({.body = "x"}));
    asio_transport transport; // on a thread of its own
    asio::io_context context;
    std::thread::id on;
    transport.async_send(request_to(server.origin()), asio::bind_executor(context, [&](transport_result result) {
                             BOOST_TEST(result->body == "x");
                             on = std::this_thread::get_id();
                         }));
    context.run(); // does not run out meanwhile
    BOOST_TEST((on == std::this_thread::get_id()));

    on = {};
    transport.async_send(request_to("nonsense"), asio::bind_executor(context, [&](transport_result result) {
                             BOOST_TEST(result.has_error());
                             on = std::this_thread::get_id();
                         }));
    BOOST_TEST((on == std::thread::id()));
    context.restart();
    context.run();
    BOOST_TEST((on == std::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(blocking_on_its_own_context_is_refused)
{
    asio::io_context context;
    asio::any_io_executor const plain = context.get_executor(), strand = asio::make_strand(context),
                                erased_strand = asio::make_strand(plain);
    for (auto const& executor : {plain, strand, erased_strand}) {
        asio_transport transport(executor);
        transport_result result;
        context.restart();
        asio::post(context, [&] { result = transport.send(request_to("http://127.0.0.1:1")); });
        context.run();
        check_error(result, okta::sent::nothing);
        BOOST_TEST(result.error().code == boost::system::errc::resource_deadlock_would_occur);
    }
}

BOOST_AUTO_TEST_CASE(works_on_a_strand)
{
    loopback_server server(always({.body = "x"}), {.tls = true});
    asio::thread_pool pool(2);
    asio_transport transport(asio::make_strand(pool), trusting());
    for (auto i = 0; i < 3; ++i) BOOST_TEST(answer_of(transport.send(request_to(server.origin()))).body == "x");
}

BOOST_AUTO_TEST_CASE(can_be_cancelled_everywhere)
{
    asio::io_context silent_context;
    asio::ip::tcp::acceptor const silent(silent_context, {asio::ip::address_v4::loopback(), 0});
    auto const mute = "https://127.0.0.1:" + std::to_string(silent.local_endpoint().port());
    loopback_server server(always({.body = "x", .delay = 100ms}));
    loopback_server halting(always({.raw = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"}));

    asio::io_context context;
    asio_transport transport(context.get_executor(), {.max_connections_per_origin = 1});
    auto type = asio::cancellation_type::terminal;
    auto const cancelled_after = [&](std::chrono::milliseconds delay, okta::http_request request) {
        asio::cancellation_signal signal;
        transport_result result;
        auto calls = 0;
        transport.async_send(std::move(request), asio::bind_cancellation_slot(signal.slot(), [&](transport_result r) {
                                 result = std::move(r);
                                 ++calls;
                             }));
        asio::steady_timer timer(context, delay);
        timer.async_wait([&](auto) {
            auto const before = calls;
            signal.emit(type);
            BOOST_TEST(calls == before); // not from within emit
        });
        context.restart();
        context.run();
        BOOST_TEST(calls == 1);
        signal.emit(asio::cancellation_type::terminal); // late: no effect
        return result;
    };
    auto upload = request_to(mute.substr(0, 4) + mute.substr(5), method::post);
    upload.body.assign(30'000'000, 'x');
    for (auto const& [request, sent] : {std::pair(request_to(mute), okta::sent::nothing), // TLS handshake
                                        std::pair(upload, okta::sent::perhaps_all),       // writing
                                        std::pair(request_to(halting.origin()), okta::sent::perhaps_all),
                                        std::pair(request_to(server.origin()), okta::sent::perhaps_all)}) {
        auto const result = cancelled_after(20ms, request);
        check_error(result, sent);
        BOOST_TEST(result.error().code == asio::error::operation_aborted);
    }
    check_error(cancelled_after(0ms, request_to("https://no-such-host.invalid")), okta::sent::nothing);

    type = asio::cancellation_type::partial;
    check_error(cancelled_after(20ms, request_to(server.origin())), okta::sent::perhaps_all);
    type = asio::cancellation_type::total; // promises that nothing happened: too late once something was sent
    check_error(cancelled_after(20ms, request_to(mute)), okta::sent::nothing);
    BOOST_TEST(answer_of(cancelled_after(20ms, request_to(server.origin()))).body == "x");

    transport_result first;
    transport.async_send(request_to(server.origin()), [&](transport_result r) { first = std::move(r); });
    auto const queued = cancelled_after(20ms, request_to(server.origin()));
    check_error(queued, okta::sent::nothing);
    BOOST_TEST(queued.error().code == asio::error::operation_aborted);
    BOOST_TEST(answer_of(first).body == "x");
}

BOOST_AUTO_TEST_CASE(cancellation_races_with_completion)
{
    loopback_server server(always({.body = "x"}));
    asio::thread_pool pool(2);
    asio_transport transport(pool.get_executor(), {.max_connections_per_origin = 2});
    for (auto i = 0; i < 200; ++i) {
        auto strand = asio::make_strand(pool);
        asio::cancellation_signal signal;
        std::promise<void> done;
        asio::post(strand, [&] {
            transport.async_send(
                request_to(server.origin()),
                asio::bind_cancellation_slot(signal.slot(),
                                             asio::bind_executor(strand, [&](transport_result) { done.set_value(); })));
        });
        std::this_thread::sleep_for(std::chrono::microseconds(i));
        std::promise<void> emitted;
        asio::post(strand, [&] {
            signal.emit(asio::cancellation_type::terminal);
            emitted.set_value();
        });
        done.get_future().get();
        emitted.get_future().get();
    }
    BOOST_TEST(answer_of(transport.send(request_to(server.origin()))).body == "x");
}

BOOST_AUTO_TEST_CASE(the_last_copy_ends_what_is_under_way)
{
    loopback_server server(always({.body = "x", .delay = 50ms}));
    std::vector<std::future<transport_result>> calls;
    {
        asio_transport transport({.max_connections_per_origin = 2});
        auto const copy = transport;
        for (auto i = 0; i < 5; ++i) calls.push_back(copy.async_send(request_to(server.origin()), asio::use_future));
    }
    for (auto& call : calls) {
        BOOST_TEST_REQUIRE((call.wait_for(0s) == std::future_status::ready));
        BOOST_TEST(call.get().error().code == asio::error::operation_aborted);
    }

    std::promise<void> released;
    auto held = std::make_unique<asio_transport>();
    auto const raw = held.get();
    raw->async_send(request_to(server.origin()), [&, held = std::move(held)](transport_result) mutable {
        held.reset(); // on the thread that it owns
        released.set_value();
    });
    released.get_future().get();
}

BOOST_AUTO_TEST_CASE(a_context_may_go_with_calls_under_way)
{
    loopback_server server(always({.body = "x", .delay = 50ms}));
    auto context = std::make_unique<asio::io_context>();
    auto called = false;
    {
        asio_transport transport(context->get_executor(), {.max_connections_per_origin = 1});
        for (auto i = 0; i < 3; ++i)
            transport.async_send(request_to(server.origin()), [&](transport_result) { called = true; });
        context->poll();
    }
    context.reset();
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_CASE(serves_many_threads)
{
    for (auto const tls : {false, true}) {
        loopback_server server([](server_request const& r) { return server_reply{.body = r.target}; }, {.tls = tls});
        asio::thread_pool pool(2);
        auto options = trusting();
        options.max_connections_per_origin = 3;
        asio_transport transport(pool.get_executor(), options);
        std::atomic<int> right = 0;
        std::vector<std::thread> threads;
        for (auto t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (auto i = 0; i < 50; ++i) {
                    auto const target = "/" + std::to_string(t) + "/" + std::to_string(i);
                    auto const result = transport.send(request_to(server.origin(), method::get, target));
                    if (result && result->body == target) ++right;
                }
            });
        for (auto& t : threads) t.join();
        BOOST_TEST(right == 200);
        BOOST_TEST(server.connections() <= 3);
    }
}

} // namespace
} // namespace asio_calls_test
