// Each bound of http_server_options, and options that make no sense.

#include "http_server_support.hpp"

#include <boost/system/system_error.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace http_server_bounds_test {
namespace {

using namespace okta::test;
using okta::http_responder;
using okta::http_server_options;
using okta::peer;
using okta::received_request;
using std::string;
using clock = std::chrono::steady_clock;

string const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/// Checks that what `act` waits for comes no earlier than `least`, and not much later.
template <class Act>
void check_takes(std::chrono::milliseconds least, Act act)
{
    auto const begin = clock::now();
    act();
    auto const took = clock::now() - begin;
    BOOST_TEST((took >= least - 20ms && took < least + 2s), std::chrono::duration<double>(took).count());
}

BOOST_AUTO_TEST_CASE(max_connections)
{
    running_server server(echo, {.max_connections = 2});
    auto first = std::make_unique<raw_client>(server.port());
    raw_client second(server.port());
    for (auto* client : {first.get(), &second}) {
        client->send(get);
        BOOST_TEST(client->reply()->status == 200);
    }
    BOOST_TEST(server.server->connections() == 2u);
    for (auto i = 0; i < 50; ++i) BOOST_TEST(raw_client(server.port()).ended());
    second.send(get);
    BOOST_TEST(second.reply()->status == 200);

    first.reset();
    BOOST_TEST(soon([&] { return server.server->connections() == 1; }));
    BOOST_TEST(status_of(server.port(), get) == 200);
}

BOOST_AUTO_TEST_CASE(max_requests_per_connection)
{
    running_server server(echo, {.max_requests_per_connection = 3});
    raw_client client(server.port());
    client.send(get + get + get + get);
    for (auto i = 1; i <= 3; ++i) BOOST_TEST(client.reply()->has("Connection: close") == (i == 3));
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(header_timeout)
{
    running_server server(echo, {.header_timeout = 150ms});
    check_takes(150ms, [&] { BOOST_TEST(raw_client(server.port()).ended()); }); // nothing was asked: no answer
    raw_client client(server.port());
    client.send("GET");
    check_takes(150ms, [&] { BOOST_TEST(client.reply()->status == 408); });
    BOOST_TEST(client.ended());

    raw_client second(server.port());
    second.send(get + "GET / HT");
    BOOST_TEST(second.reply()->status == 200);
    check_takes(150ms, [&] { BOOST_TEST(second.reply()->status == 408); });
}

BOOST_AUTO_TEST_CASE(body_timeout)
{
    running_server server(echo, {.body_timeout = 150ms});
    raw_client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
    BOOST_TEST(client.reply()->status == 100);
    check_takes(150ms, [&] { BOOST_TEST(client.reply()->status == 408); });
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(idle_timeout)
{
    running_server server(echo, {.header_timeout = 50ms, .idle_timeout = 200ms});
    raw_client client(server.port());
    for (auto i = 0; i < 3; ++i) { // starts anew with each request
        client.send(get);
        BOOST_TEST(client.reply()->status == 200);
        std::this_thread::sleep_for(100ms);
    }
    client.send("\r\n"); // no request
    check_takes(100ms, [&] { BOOST_TEST(client.ended()); });
}

BOOST_AUTO_TEST_CASE(handler_timeout)
{
    std::mutex mutex;
    std::vector<http_responder> kept;
    running_server server(
        [&](received_request, peer const&, http_responder respond) {
            std::lock_guard const lock(mutex);
            kept.push_back(std::move(respond));
        },
        {.handler_timeout = 150ms});
    raw_client client(server.port());
    client.send(get + get);
    check_takes(150ms, [&] { BOOST_TEST(client.reply()->status == 503); });
    BOOST_TEST(client.ended());
    std::lock_guard const lock(mutex);
    BOOST_TEST(kept.size() == 1u);
    kept.back()({.status = 200}); // too late
}

BOOST_AUTO_TEST_CASE(write_timeout)
{
    running_server server([](received_request, peer const&,
                             http_responder respond) { respond({.status = 200, .body = string(30'000'000, 'x')}); },
                          {.write_timeout = 200ms});
    raw_client client(server.port());
    client.send(get); // and does not read
    BOOST_TEST(soon([&] { return server.server->connections() == 1; }));
    check_takes(200ms, [&] { BOOST_TEST(soon([&] { return server.server->connections() == 0; })); });
    BOOST_TEST(client.rest().size() < 30'000'000u);
}

BOOST_AUTO_TEST_CASE(linger_timeout)
{
    running_server server(echo, {.linger_timeout = 150ms});
    raw_client client(server.port());
    client.send("x\r\n\r\n");
    BOOST_TEST(client.reply()->status == 400);
    BOOST_TEST(client.ended());
    check_takes(150ms, [&] { BOOST_TEST(soon([&] { return server.server->connections() == 0; })); });
}

BOOST_AUTO_TEST_CASE(large_bodies_both_ways)
{
    constexpr std::size_t size = 20'000'000;
    for (auto const chunked : {false, true}) {
        running_server server(
            [](received_request r, peer const&, http_responder respond) {
                respond({.status = 200, .body = std::move(r.request.body)});
            },
            {.max_body_bytes = size, .chunked = chunked});
        string body(size, '\0');
        for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>(i * i / 7);
        raw_client client(server.port());
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
        client.send(body);
        BOOST_TEST((client.reply()->body == body));
    }
}

BOOST_AUTO_TEST_CASE(waits_when_there_is_no_descriptor_left)
{
    std::mutex mutex;
    std::vector<string> errors;
    running_server server(echo, {.on_error = [&](std::string_view what) {
                              std::lock_guard const lock(mutex);
                              errors.emplace_back(what);
                          }});
    raw_client client(server.port()); // the connection is made by the system, whether or not it is accepted
    BOOST_TEST(soon([&] { return server.server->connections() == 1; }));
    rlimit former{};
    ::getrlimit(RLIMIT_NOFILE, &former);
    raw_client waiting = [&] {
        boost::asio::ip::tcp::socket socket(server.context, boost::asio::ip::tcp::v4());
        auto const lowest = ::dup(0); // the lowest free one
        ::close(lowest);
        rlimit const none{static_cast<rlim_t>(lowest) + 1, former.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
        return raw_client(server.port());
    }();
    waiting.send(get);
    auto const count = [&] {
        std::lock_guard const lock(mutex);
        return errors.size();
    };
    auto const failed = soon([&] { return count() != 0; });
    std::this_thread::sleep_for(250ms);
    auto const failures = count();
    client.send(get);
    auto const served = client.reply();
    ::setrlimit(RLIMIT_NOFILE, &former);

    BOOST_TEST(failed);
    BOOST_TEST(failures <= 5u); // no spinning
    BOOST_TEST(errors.front().starts_with("accept on " + server.server->origin()));
    BOOST_TEST(served.has_value());
    BOOST_TEST(waiting.reply()->status == 200);
}

BOOST_AUTO_TEST_CASE(refuses_options_that_make_no_sense)
{
    boost::asio::io_context context;
    auto const message = [&](http_server_options options, okta::http_server::handler handler = echo) -> string {
        try {
            okta::http_server const server(context.get_executor(), std::move(options), std::move(handler));
        } catch (std::invalid_argument const& e) {
            return e.what();
        } catch (boost::system::system_error const& e) {
            return string("system_error ") + e.what();
        }
        return "none";
    };
    string const prefix = "okta::http_server: ";
    BOOST_TEST(message({}) == "none");
    BOOST_TEST(message({}, nullptr) == prefix + "an empty handler");
    BOOST_TEST(message({.idle_timeout = 0ms}).starts_with(prefix + "idle_timeout"));
    BOOST_TEST(message({.drain_timeout = -1ms}).starts_with(prefix + "drain_timeout"));
    BOOST_TEST(message({.tls_timeout = std::chrono::hours(25)}).starts_with(prefix + "tls_timeout"));
    BOOST_TEST(message({.max_header_bytes = 1023}).starts_with(prefix + "max_header_bytes"));
    BOOST_TEST(message({.max_target_bytes = 0}).starts_with(prefix + "max_target_bytes"));
    BOOST_TEST(message({.max_connections = 0}).starts_with(prefix + "max_connections"));
    BOOST_TEST(message({.max_requests_per_connection = 0}).starts_with(prefix + "max_requests_per_connection"));
    BOOST_TEST(message({.read_buffer_bytes = 0}).starts_with(prefix + "read_buffer_bytes"));
    auto const nowhere = message({.address = "localhost", .port = 8080});
    BOOST_TEST(nowhere.starts_with("system_error " + prefix + "listen on localhost port 8080: "), nowhere);

    okta::http_server const first(context.get_executor(), {}, echo);
    auto const taken = message({.port = first.port()});
    BOOST_TEST(
        taken.starts_with("system_error " + prefix + "listen on 127.0.0.1 port " + std::to_string(first.port()) + ": "),
        taken);
}

BOOST_AUTO_TEST_CASE(listens_on_other_addresses)
{
    boost::asio::io_context context;
    okta::http_server const all(context.get_executor(), {.address = "0.0.0.0"}, echo);
    BOOST_TEST(all.origin() == "http://127.0.0.1:" + std::to_string(all.port()));
    std::optional<okta::http_server> six;
    try {
        six.emplace(context.get_executor(), http_server_options{.address = "::1"}, echo);
    } catch (boost::system::system_error const& e) {
        BOOST_TEST_MESSAGE("no IPv6 here: " << e.what());
        return;
    }
    BOOST_TEST(six->origin() == "http://[::1]:" + std::to_string(six->port()));
}

} // namespace
} // namespace http_server_bounds_test
