#define BOOST_TEST_MODULE http_server
#include <boost/test/unit_test.hpp>

#include "http_server_support.hpp"

#include <okta/codec/http_date.hpp>
#include <okta/transport/asio_transport.hpp>

#include <atomic>
#include <stdexcept>
#include <string>

// What clients that behave get. What is asked of others is tested in http_server_*_test.cpp, linked with this file.

namespace http_server_test {
namespace {

using namespace okta::test;
using okta::http_responder;
using okta::http_response;
using okta::peer;
using okta::received_request;

std::string const get = "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n";

BOOST_AUTO_TEST_CASE(hands_on_the_request_as_sent)
{
    received_request seen;
    peer from;
    running_server server([&](received_request r, peer const& p, http_responder respond) {
        seen = std::move(r);
        from = p;
        respond({.status = 201, .body = "done"});
    });
    raw_client client(server.port());
    client.send("POST /api/v1/users?activate=false&q=%C3%A9 HTTP/1.1\r\nHost: Acme.okta.com:8443\r\nX-A:  1 \r\n"
                "x-a: 2\r\nContent-Length: 5\r\n\r\nhello");
    auto const reply = client.reply();
    BOOST_TEST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->status == 201);
    BOOST_TEST(reply->body == "done");
    BOOST_TEST(reply->has("Content-Length: 4\n"));

    auto const& r = seen.request;
    BOOST_TEST((r.method == okta::method::post));
    BOOST_TEST(seen.method_text == "POST");
    BOOST_TEST(seen.method_known());
    BOOST_TEST(seen.has_length);
    BOOST_TEST(r.origin == "http://Acme.okta.com:8443");
    BOOST_TEST(r.target == "/api/v1/users?activate=false&q=%C3%A9");
    BOOST_TEST(r.body == "hello");
    BOOST_TEST_REQUIRE(r.fields.size() == 4u);
    BOOST_TEST(r.fields[1].name == "X-A");
    BOOST_TEST(r.fields[1].value == "1");
    BOOST_TEST(r.fields[2].name == "x-a");
    BOOST_TEST(from.address == "127.0.0.1");
    BOOST_TEST(from.port == client.socket().local_endpoint().port());
    BOOST_TEST(!from.tls);
}

BOOST_AUTO_TEST_CASE(serves_the_librarys_own_client)
{
    for (auto const chunked : {false, true}) {
        running_server server(echo, {.chunked = chunked});
        okta::asio_transport const client;
        for (auto i = 0; i < 3; ++i) {
            okta::http_request request{.method = okta::method::put, .origin = server.server->origin(), .target = "/x"};
            request.body.assign(static_cast<std::size_t>(i) * 50'000, 'z');
            auto const result = client.send(request);
            BOOST_TEST_REQUIRE(result.has_value());
            BOOST_TEST((result->body == "PUT /x " + request.body));
        }
        BOOST_TEST(server.server->connections() == 1u);
    }
}

BOOST_AUTO_TEST_CASE(keeps_connections_and_answers_pipelined_requests_in_order)
{
    running_server server(echo);
    raw_client client(server.port());
    for (auto i = 0; i < 3; ++i) {
        client.send(get);
        BOOST_TEST(client.reply()->body == "GET /a?b=c ");
    }
    std::string all;
    for (auto i = 0; i < 500; ++i)
        all += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n!";
    client.send(all);
    for (auto i = 0; i < 500; ++i) BOOST_TEST(client.reply()->body == "POST /" + std::to_string(i) + " !");
    BOOST_TEST(server.server->connections() == 1u);
}

BOOST_AUTO_TEST_CASE(takes_requests_apart_at_every_byte)
{
    running_server server(echo);
    std::string const chunked = "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "5;x=\"y\"\r\nhello\r\n1\r\n!\r\n0\r\nX-Trailer: 1\r\n\r\n";
    std::string const sized = "PUT /s HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc";
    auto const both = chunked + sized + "\r\n";
    raw_client client(server.port());
    for (std::size_t at = 0; at <= both.size(); ++at) {
        client.send(both.substr(0, at));
        if (at % 8 == 0) std::this_thread::sleep_for(1ms); // else they may come together, which is another case
        client.send(both.substr(at));
        BOOST_TEST(client.reply()->body == "POST /c hello!");
        BOOST_TEST(client.reply()->body == "PUT /s abc");
    }
    for (auto const byte : both) {
        client.send({&byte, 1});
        std::this_thread::sleep_for(200us);
    }
    BOOST_TEST(client.reply()->body == "POST /c hello!");
    BOOST_TEST(client.reply()->body == "PUT /s abc");
}

BOOST_AUTO_TEST_CASE(answers_head_and_bodiless_statuses)
{
    std::atomic<int> status = 200;
    for (auto const chunked : {false, true}) {
        running_server server(
            [&](received_request r, peer const&, http_responder respond) {
                if ((r.method_text == "HEAD") == r.method_known()) throw std::logic_error("the method");
                respond({.status = status, .body = "12345"});
            },
            {.chunked = chunked});
        raw_client client(server.port());
        status = 200;
        client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + get);
        BOOST_TEST(client.reply(true)->has(chunked ? "Transfer-Encoding: chunked" : "Content-Length: 5"));
        auto const second = client.reply();
        BOOST_TEST(second->body == "12345");
        BOOST_TEST(second->has("Transfer-Encoding: chunked") == chunked);
        for (auto const bodiless : {204, 304}) {
            status = bodiless;
            client.send(get);
            auto const reply = client.reply();
            BOOST_TEST(reply->status == bodiless);
            BOOST_TEST(!reply->has("Content-Length"));
            BOOST_TEST(!reply->has("Transfer-Encoding"));
        }
        status = 404;
        client.send(get);
        BOOST_TEST(client.reply()->has("Content-Length: 5"));
    }
}

BOOST_AUTO_TEST_CASE(hands_on_methods_that_okta_does_not_know)
{
    running_server server(echo);
    raw_client client(server.port());
    for (std::string const method : {"PATCH", "OPTIONS", "TRACE", "BREW", "get"}) {
        client.send(method + " / HTTP/1.1\r\nHost: x\r\n\r\n");
        BOOST_TEST(client.reply()->body == method + " / ");
    }
}

BOOST_AUTO_TEST_CASE(tells_whether_a_length_was_sent)
{
    running_server server(
        [](received_request r, peer const&, http_responder respond) { respond({.status = r.has_length ? 200 : 411}); });
    raw_client client(server.port());
    for (std::string const method : {"POST", "PUT"}) {
        client.send(method + " / HTTP/1.1\r\nHost: x\r\n\r\n");
        BOOST_TEST(client.reply()->status == 411);
        client.send(method + " / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        BOOST_TEST(client.reply()->status == 200);
        client.send(method + " / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n");
        BOOST_TEST(client.reply()->status == 200);
    }
}

BOOST_AUTO_TEST_CASE(continues_when_asked)
{
    running_server server(echo, {.max_body_bytes = 100});
    raw_client client(server.port());
    std::string const head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: ";
    client.send(head + "3\r\n\r\n");
    BOOST_TEST(client.reply()->status == 100);
    client.send("a");
    std::this_thread::sleep_for(5ms);
    client.send("bc");
    BOOST_TEST(client.reply()->body == "POST / abc");

    client.send(head + "3\r\n\r\nabc"); // does not wait for it
    BOOST_TEST(client.reply()->status == 200);
    client.send(head + "101\r\n\r\n");
    BOOST_TEST(client.reply()->status == 413);
    BOOST_TEST(client.ended());
    BOOST_TEST(status_of(server.port(), "GET / HTTP/1.1\r\nHost: x\r\nExpect: a-pony\r\n\r\n") == 417);
}

BOOST_AUTO_TEST_CASE(speaks_the_old_version)
{
    running_server server(echo, {.chunked = true});
    raw_client once(server.port());
    once.send("GET /old HTTP/1.0\r\n\r\n");
    auto const reply = once.reply();
    BOOST_TEST(reply->body == "GET /old ");
    BOOST_TEST(reply->has("Content-Length: 9"));
    BOOST_TEST(reply->has("Connection: close"));
    BOOST_TEST(once.ended());

    raw_client kept(server.port());
    for (auto i = 0; i < 2; ++i) {
        kept.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        BOOST_TEST(kept.reply()->has("Connection: keep-alive"));
    }
}

BOOST_AUTO_TEST_CASE(closes_when_client_or_handler_asks)
{
    running_server server([](received_request, peer const&, http_responder respond) {
        http_response response{.status = 200, .body = "x"};
        response.fields.add("Connection", "Close");
        respond(std::move(response));
    });
    raw_client asked(server.port());
    asked.send(get + get);
    BOOST_TEST(asked.reply()->has("Connection: close"));
    BOOST_TEST(asked.ended());

    running_server keeping(echo);
    raw_client asking(keeping.port());
    asking.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    BOOST_TEST(asking.reply()->has("Connection: close"));
    BOOST_TEST(asking.ended());
}

BOOST_AUTO_TEST_CASE(names_the_origin)
{
    running_server server([](received_request r, peer const&, http_responder respond) {
        respond({.status = 200, .body = r.request.origin + ' ' + r.request.target});
    });
    auto const own = server.server->origin();
    BOOST_TEST(own == "http://127.0.0.1:" + std::to_string(server.port()));
    raw_client client(server.port());
    client.send("GET http://other.test:81/p?q HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(client.reply()->body == "http://other.test:81 /p?q");
    client.send("GET HTTPS://other.test?q HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(client.reply()->body == "http://other.test /?q");
    client.send("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n");
    BOOST_TEST(client.reply()->body == "http://[::1]:80 /");
    client.send("GET / HTTP/1.1\r\nHost:\r\n\r\n");
    BOOST_TEST(client.reply()->body == own + " /");
    client.send("GET //evil.test/x HTTP/1.0\r\n\r\n");
    BOOST_TEST(client.reply()->body == own + " //evil.test/x");
}

BOOST_AUTO_TEST_CASE(writes_the_handlers_fields)
{
    running_server server([](received_request r, peer const&, http_responder respond) {
        http_response response{.status = 200, .body = "x"};
        for (auto const name : {"Link", "Link", "Content-Length", "Transfer-Encoding"}) response.fields.add(name, "7");
        if (r.request.target == "/dated") response.fields.add("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
        respond(std::move(response));
    });
    raw_client client(server.port());
    client.send(get);
    auto const reply = client.reply();
    BOOST_TEST(reply->has("Link: 7\nLink: 7\nDate: "));
    BOOST_TEST(reply->has("Content-Length: 1\n"));
    BOOST_TEST(!reply->has("Content-Length: 7"));
    BOOST_TEST(!reply->has("Transfer-Encoding"));
    auto const date = okta::parse_http_date(reply->head.substr(reply->head.find("Date: ") + 6, 29));
    BOOST_TEST_REQUIRE(date.has_value());
    BOOST_TEST((std::chrono::abs(std::chrono::system_clock::now() - *date) < 5s));

    client.send("GET /dated HTTP/1.1\r\nHost: x\r\n\r\n");
    auto const dated = client.reply();
    BOOST_TEST(dated->has("Date: Sun, 06 Nov 1994 08:49:37 GMT"));
    BOOST_TEST(dated->head.find("Date:") == dated->head.rfind("Date:"));
}

} // namespace
} // namespace http_server_test
