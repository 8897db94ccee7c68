// How asio_transport keeps, shares and bounds its connections, and how long it waits.

#include "suite_support.hpp"

#include <okta/transport/asio_transport.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <thread>
#include <vector>

namespace asio_pool_test {
namespace {

namespace asio = boost::asio;
using namespace okta::test;
using okta::asio_transport;
using okta::transport_result;

okta::asio_transport_options trusting() { return {.ca_file = authority_file()}; }

BOOST_AUTO_TEST_CASE(shares_a_bounded_pool)
{
    loopback_server server(always({.body = "x", .delay = 2ms}));
    asio_transport transport({.max_connections_per_origin = 1});
    std::vector<std::future<transport_result>> calls;
    for (auto i = 0; i < 20; ++i) calls.push_back(transport.async_send(request_to(server.origin()), asio::use_future));
    for (auto& call : calls) BOOST_TEST(answer_of(call.get()).body == "x");
    BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(hands_on_the_place_of_a_failed_connection)
{
    loopback_server server(always({.close = true, .raw = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"}));
    asio_transport transport({.max_connections_per_origin = 2});
    std::vector<std::future<transport_result>> calls;
    for (auto i = 0; i < 10; ++i) calls.push_back(transport.async_send(request_to(server.origin()), asio::use_future));
    for (auto& call : calls) check_error(call.get(), okta::sent::perhaps_all);
    BOOST_TEST(server.connections() == 10);
}

BOOST_AUTO_TEST_CASE(bounds_the_queue)
{
    loopback_server server(always({.body = "x", .delay = 100ms}));
    asio_transport transport({.max_connections_per_origin = 1, .max_waiting = 1});
    auto first = transport.async_send(request_to(server.origin()), asio::use_future);
    auto second = transport.async_send(request_to(server.origin()), asio::use_future);
    auto const third = transport.send(request_to(server.origin()));
    check_error(third, okta::sent::nothing);
    BOOST_TEST(third.error().code == asio::error::no_buffer_space);
    BOOST_TEST(answer_of(first.get()).body == "x");
    BOOST_TEST(answer_of(second.get()).body == "x");
}

BOOST_AUTO_TEST_CASE(times_out_in_every_phase)
{
    // a listener whose queue is never taken from: connects, then silence
    asio::io_context context;
    asio::ip::tcp::acceptor const silent(context, {asio::ip::address_v4::loopback(), 0});
    auto const port = std::to_string(silent.local_endpoint().port());
    auto options = trusting();
    options.tls_timeout = 50ms;
    options.connect_timeout = 60ms;
    auto const in_tls = asio_transport(options).send(request_to("https://127.0.0.1:" + port));
    check_error(in_tls, okta::sent::nothing);
    BOOST_TEST(in_tls.error().code == asio::error::timed_out);
    BOOST_TEST(in_tls.error().what == "TLS handshake with 127.0.0.1");

    // once the queue of a listener is full, further connections hang: one fits into a queue of 0
    asio::ip::tcp::acceptor full(context, asio::ip::tcp::v4());
    full.bind({asio::ip::address_v4::loopback(), 0});
    full.listen(0);
    asio::ip::tcp::socket first_in_queue(context);
    first_in_queue.connect(full.local_endpoint());
    auto const busy = "127.0.0.1:" + std::to_string(full.local_endpoint().port());
    auto const connecting = asio_transport(options).send(request_to("https://" + busy));
    check_error(connecting, okta::sent::nothing);
    BOOST_TEST(connecting.error().code == asio::error::timed_out);
    BOOST_TEST(connecting.error().what == "connect to " + busy);

    options.proxy = "http://127.0.0.1:" + port;
    options.no_proxy = "";
    auto const at_proxy = asio_transport(options).send(request_to("https://org.example"));
    check_error(at_proxy, okta::sent::nothing);
    BOOST_TEST(at_proxy.error().code == asio::error::timed_out);

    loopback_server server(always({.body = "x", .delay = 300ms}));
    asio_transport one({.max_connections_per_origin = 1});
    auto first = one.async_send(request_to(server.origin()), asio::use_future);
    auto hasty = request_to(server.origin());
    hasty.timeout = 50ms;
    auto const queued = one.send(hasty);
    check_error(queued, okta::sent::nothing);
    BOOST_TEST(queued.error().code == asio::error::timed_out);
    BOOST_TEST(queued.error().what == "wait for a connection to " + server.origin());
    BOOST_TEST(answer_of(first.get()).body == "x");
    BOOST_TEST(answer_of(one.send(request_to(server.origin()))).body == "x");
    BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(drops_what_was_idle_too_long)
{
    loopback_server server(always({.body = "x"}));
    asio_transport transport({.idle_timeout = 20ms});
    for (auto i = 0; i < 2; ++i) {
        BOOST_TEST(answer_of(transport.send(request_to(server.origin()))).body == "x");
        std::this_thread::sleep_for(40ms);
    }
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(may_be_told_to_wait_for_ever)
{
    constexpr auto never = std::chrono::milliseconds::max();
    loopback_server server(always({.body = "x"}), {.tls = true});
    asio_transport transport({.connect_timeout = never,
                              .tls_timeout = never,
                              .request_timeout = never,
                              .idle_timeout = never,
                              .ca_file = authority_file()});
    for (auto const own : {0ms, never}) {
        auto request = request_to(server.origin("localhost"));
        request.timeout = own;
        BOOST_TEST(answer_of(transport.send(std::move(request))).body == "x");
    }
    BOOST_TEST(server.connections() == 1); // it was kept
}

BOOST_AUTO_TEST_CASE(drops_a_connection_with_unasked_bytes)
{
    loopback_server server(always({.raw = "HTTP/1.1 204 No Content\r\n\r\n"
                                          "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"}));
    asio_transport transport;
    for (auto i = 0; i < 2; ++i) BOOST_TEST(answer_of(transport.send(request_to(server.origin()))).status == 204);
    BOOST_TEST(server.connections() == 2);
}

} // namespace
} // namespace asio_pool_test
