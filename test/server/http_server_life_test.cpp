// How a server answers later, from other threads or not at all, how many it serves, and how it ends.

#include "http_server_support.hpp"

#include <okta/transport/asio_transport.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace http_server_life_test {
namespace {

using namespace okta::test;
namespace asio = boost::asio;
using okta::http_responder;
using okta::http_response;
using okta::peer;
using okta::received_request;
using std::string;

string const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

BOOST_AUTO_TEST_CASE(answers_from_other_threads)
{
    asio::thread_pool workers(2);
    running_server server([&](received_request r, peer const& p, http_responder respond) {
        asio::post(workers, [r = std::move(r), p, respond = std::move(respond)]() mutable {
            if (r.request.target.ends_with('3')) std::this_thread::sleep_for(1ms);
            echo(std::move(r), p, std::move(respond));
        });
    });
    raw_client client(server.port());
    string all;
    for (auto i = 0; i < 300; ++i) all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    client.send(all);
    for (auto i = 0; i < 300; ++i) BOOST_TEST(client.reply()->body == "GET /" + std::to_string(i) + " ");
    workers.join();
}

BOOST_AUTO_TEST_CASE(answers_500_where_the_handler_does_not)
{
    std::mutex mutex;
    std::vector<string> errors;
    std::optional<http_responder> kept;
    auto const handler = [&](received_request r, peer const&, http_responder respond) {
        auto const& target = r.request.target;
        http_response response{.status = 200, .body = "fine"};
        if (target == "/throws") throw std::runtime_error("on purpose");
        if (target == "/throws-int") throw 7;
        if (target == "/keeps-and-throws") {
            kept = std::move(respond);
            throw std::runtime_error("later");
        }
        if (target == "/answers-and-throws") {
            respond(std::move(response));
            throw std::runtime_error("too late");
        }
        if (target == "/drops") return;
        if (target == "/status") response.status = 99;
        if (target == "/name") response.fields.add("A b", "c");
        if (target == "/split") response.fields.add("A", "b\r\nSet-Cookie: evil");
        if (target == "/nul") response.fields.add("A", string(1, '\0'));
        respond(std::move(response));
        respond({.status = 404}); // no effect
    };
    running_server server(handler, {.on_error = [&](std::string_view what) {
                              std::lock_guard const lock(mutex);
                              errors.emplace_back(what);
                          }});
    raw_client client(server.port()); // one connection for all: it is not the client's fault
    for (string const target : {"/throws", "/throws-int", "/keeps-and-throws", "/answers-and-throws", "/drops",
                                "/status", "/name", "/split", "/nul", "/"}) {
        client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
        auto const reply = client.reply();
        BOOST_TEST_REQUIRE(reply.has_value());
        BOOST_TEST(reply->status == (target == "/" || target == "/answers-and-throws" ? 200 : 500), target);
        BOOST_TEST(!reply->has("evil"));
        BOOST_TEST(reply->body.find("purpose") == string::npos);
    }
    (*kept)({.status = 200}); // for a request that was answered long ago
    client.send(get);
    BOOST_TEST(client.reply()->body == "fine");
    std::lock_guard const lock(mutex);
    BOOST_TEST(errors.size() == 8u);
    BOOST_TEST(errors.front() == "the handler threw: on purpose");
    BOOST_TEST(std::ranges::count_if(errors, [](auto const& e) { return e.starts_with("an answer that cannot"); }) ==
               4);
}

BOOST_AUTO_TEST_CASE(stop_lets_requests_under_way_be_answered)
{
    std::promise<http_responder> begun;
    running_server server(
        [&](received_request, peer const&, http_responder respond) { begun.set_value(std::move(respond)); });
    raw_client idle(server.port()), silent(server.port()), busy(server.port()), reading(server.port());
    reading.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n");
    busy.send(get + get);
    auto respond = begun.get_future().get();
    BOOST_TEST(soon([&] { return server.server->connections() == 4; }));
    std::this_thread::sleep_for(10ms);

    server.server->stop();
    server.server->stop(); // no harm
    BOOST_TEST(idle.ended());
    BOOST_TEST(silent.ended());
    BOOST_TEST(soon([&] { return server.server->connections() == 2; }));
    boost::system::error_code refused;
    asio::ip::tcp::socket late(server.context);
    late.connect({asio::ip::address_v4::loopback(), server.port()}, refused);
    BOOST_TEST(refused.failed());

    respond({.status = 200, .body = "at last"});
    auto const reply = busy.reply();
    BOOST_TEST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->body == "at last");
    BOOST_TEST(reply->has("Connection: close"));
    BOOST_TEST(busy.ended()); // the second request was not taken

    begun = {};
    reading.send("x");
    begun.get_future().get()({.status = 204});
    BOOST_TEST(reading.reply()->status == 204);
    BOOST_TEST(reading.ended());
}

BOOST_AUTO_TEST_CASE(stop_is_bounded_and_leaves_no_work)
{
    asio::io_context context;
    std::vector<http_responder> kept;
    okta::http_server server(context.get_executor(), {.drain_timeout = 150ms},
                             [&](received_request, peer const&, http_responder respond) {
                                 kept.push_back(std::move(respond));
                                 server.stop(); // from within
                             });
    server.start();
    raw_client hanging(server.port()), partial(server.port());
    partial.send("GET / HT");
    context.run_for(20ms);
    hanging.send(get);
    auto const begin = std::chrono::steady_clock::now();
    context.run_for(5s); // runs out of work
    auto const took = std::chrono::steady_clock::now() - begin;
    BOOST_TEST(context.stopped());
    BOOST_TEST((took >= 130ms && took < 3s));
    BOOST_TEST(kept.size() == 1u);
    BOOST_TEST(hanging.ended());
    BOOST_TEST(partial.ended());
    BOOST_TEST(server.connections() == 0u);
    server.start(); // no effect
}

BOOST_AUTO_TEST_CASE(the_destructor_waits_for_handlers_and_no_longer)
{
    std::promise<void> begun;
    std::atomic<bool> finished = false;
    auto state = std::make_unique<string>("alive");
    running_server server(
        [&, raw = state.get()](received_request, peer const&, http_responder respond) {
            begun.set_value();
            std::this_thread::sleep_for(50ms);
            respond({.status = 200, .body = *raw});
            finished = true;
        },
        {}, 2);
    raw_client idle(server.port()), busy(server.port()), reading(server.port());
    reading.send("GET /");
    busy.send(get);
    begun.get_future().get();
    server.server.reset();
    BOOST_TEST(finished);
    state.reset(); // nobody looks at it any more
    BOOST_TEST(idle.ended());
    BOOST_TEST(busy.ended());
    BOOST_TEST(reading.ended());
}

BOOST_AUTO_TEST_CASE(the_destructor_in_a_handler_or_with_a_dead_context)
{
    running_server* self = nullptr;
    std::promise<void> gone;
    running_server server([&](received_request, peer const&, http_responder respond) {
        self->server.reset();
        respond({.status = 200}); // nobody listens
        gone.set_value();
    });
    self = &server;
    raw_client client(server.port());
    client.send(get);
    gone.get_future().get();
    BOOST_TEST(client.ended());

    std::optional<http_responder> kept;
    raw_client* orphan = nullptr;
    std::unique_ptr<raw_client> owner;
    {
        asio::io_context context;
        okta::http_server stuck(context.get_executor(), {},
                                [&](received_request, peer const&, http_responder r) { kept = std::move(r); });
        stuck.start();
        owner = std::make_unique<raw_client>(stuck.port());
        orphan = owner.get();
        orphan->send(get);
        while (!kept) context.run_one();
    } // with a request under way, and nobody to run what is left
    BOOST_TEST(orphan->ended());
    (*kept)({.status = 200});
}

BOOST_AUTO_TEST_CASE(thousands_of_connections)
{
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    auto const count = std::min<std::size_t>(3000, (files.rlim_cur - 200) / 2);
    running_server server(echo);
    std::vector<raw_client> clients;
    for (std::size_t i = 0; i < count; ++i) clients.emplace_back(server.port()).send(get);
    for (auto& c : clients) BOOST_TEST(c.reply()->status == 200);
    BOOST_TEST(server.server->connections() == count);
    for (auto& c : clients) c.send(get);
    for (auto& c : clients) BOOST_TEST(c.reply()->status == 200);
    server.server->stop();
    for (auto& c : clients) BOOST_TEST(c.ended());
    BOOST_TEST(soon([&] { return server.server->connections() == 0; }));
}

BOOST_AUTO_TEST_CASE(several_threads_run_it)
{
    for (auto const tls : {false, true}) {
        std::atomic<int> handled = 0;
        asio::thread_pool workers(2);
        auto options = tls ? tls_options() : okta::http_server_options{};
        options.max_requests_per_connection = 25; // so that there are new connections all the time
        running_server server(
            [&](received_request r, peer const& p, http_responder respond) {
                if (++handled % 2 == 0) return echo(std::move(r), p, std::move(respond));
                asio::post(workers, [r = std::move(r), p, respond = std::move(respond)]() mutable {
                    echo(std::move(r), p, std::move(respond));
                });
            },
            options, 3);
        okta::asio_transport const client({.max_connections_per_origin = 8, .ca_pem = authority_pem()});
        std::atomic<int> right = 0;
        std::vector<std::thread> threads;
        for (auto t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (auto i = 0; i < 100; ++i) {
                    auto const target = "/" + std::to_string(t) + "/" + std::to_string(i);
                    auto const result = client.send({.origin = server.server->origin(), .target = target});
                    if (result && result->body == "GET " + target + " ") ++right;
                    if (i % 10 == 0) (void)raw_client(server.port()).try_send("GET /abandoned HT");
                }
            });
        for (auto& t : threads) t.join();
        BOOST_TEST(right == 400);
        server.server.reset();
        workers.join();
    }
}

BOOST_AUTO_TEST_CASE(ends_while_clients_come_and_go)
{
    for (auto round = 0; round < 30; ++round) {
        running_server server(echo, {}, 2);
        std::atomic<bool> enough = false;
        auto const port = server.port();
        std::vector<std::thread> clients;
        for (auto t = 0; t < 2; ++t)
            clients.emplace_back([&] {
                while (!enough) try {
                        raw_client client(port);
                        if (client.try_send(get + get)) client.rest();
                    } catch (boost::system::system_error const&) {
                        return; // no server any more
                    }
            });
        std::this_thread::sleep_for(std::chrono::microseconds(300 * round));
        if (round % 2 == 0) server.server->stop();
        else server.server.reset();
        enough = true;
        for (auto& c : clients) c.join();
    }
}

} // namespace
} // namespace http_server_life_test
