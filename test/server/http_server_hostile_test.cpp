// What clients that do not behave get, and that others are served meanwhile.

#include "http_server_support.hpp"

#include <okta/transport/asio_transport.hpp>

#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace http_server_hostile_test {
namespace {

using namespace okta::test;
using std::string;

string const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/// The status of the answer to `request`, after which the connection has to end.
int refused_with(std::uint16_t port, string const& request)
{
    raw_client client(port);
    client.send(request);
    auto const reply = client.reply();
    if (!reply) return 0;
    BOOST_TEST(reply->has("Connection: close"), request);
    BOOST_TEST(reply->has("Content-Type: text/plain"), request);
    BOOST_TEST((reply->body.starts_with(std::to_string(reply->status) + ' ') && reply->body.ends_with('\n')), request);
    BOOST_TEST(client.ended(), request);
    return reply->status;
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_http)
{
    running_server server(echo);
    string const host = "Host: x\r\n", end = "\r\n\r\n", post = "POST / HTTP/1.1\r\nHost: x\r\n";
    string const chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    std::vector<std::pair<string, int>> const cases = {
        {"nonsense" + end, 400},
        {string("\0\0\0\0", 4), 400},
        {"\xff\xfe\xfd GET" + end, 400},
        {"\x16\x03\x01\x02\x01\x01 a TLS client's first words", 400},
        {"GET /\r\n" + end, 400},
        {"GET  / HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET / HTTP/1.1\n" + host + "\r\n", 505},
        {"GET / HTTP/1.1 \r\n" + host + "\r\n", 505},
        {"GET / HTTP/2.0\r\n" + host + "\r\n", 505},
        {"PRI * HTTP/2.0\r\n\r\nSM" + end, 505},
        {"GET / HTTP/0.9" + end, 505},
        {"GET / ICAP/1.0" + end, 505},
        {"GET / HTTP/1.1" + end, 400},
        {"GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a b" + end, 400},
        {"GET / HTTP/1.1\r\nHost: user@x" + end, 400},
        {"GET / HTTP/1.1\r\nHost: x/y" + end, 400},
        {"GET / HTTP/1.1\r\nHost: x:0" + end, 400},
        {"GET / HTTP/1.1\r\nHost : x" + end, 400},
        {"GET / HTTP/1.1\r\n: x" + end, 400},
        {"GET / HTTP/1.1\r\n" + host + "A: x\ny" + end, 400},
        {"GET / HTTP/1.1\r\n" + host + "A: x\ry" + end, 400},
        {"GET / HTTP/1.1\r\n" + host + string("A: x\0y", 6) + end, 400},
        {"GET / HTTP/1.1\r\n" + host + string("A\0: x", 5) + end, 400},
        {"GET / HTTP/1.1\r\n" + host + "\x80: x" + end, 400},
        {"GET relative HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET ftp://x/ HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET http://a@b/ HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /#fragment HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /caf\xc3\xa9 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /" + string(1, '\0') + " HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /\x7f HTTP/1.1\r\n" + host + "\r\n", 400},
        {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 501},
        {"CONNECT x:443 HTTP/1.1\r\n" + host + "\r\n", 501},
        // where a request ends must not be open to doubt
        {post + "Content-Length: 1\r\nTransfer-Encoding: chunked" + end, 400},
        {post + "Transfer-Encoding: chunked\r\nContent-Length: 1" + end, 400},
        {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked" + end, 400},
        {post + "Transfer-Encoding: gzip, chunked" + end, 501},
        {post + "Transfer-Encoding: chunked, gzip" + end, 501},
        {post + "Transfer-Encoding: gzip" + end, 501},
        {post +
             "Transfer-Encoding: \x0b"
             "chunked" +
             end,
         400},
        {post + "Transfer-Encoding: xchunked" + end, 501},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked" + end, 400},
        {post + "Content-Length: 1\r\nContent-Length: 2" + end, 400},
        {post + "Content-Length: 1, 2" + end, 400},
        {post + "Content-Length: -1" + end, 400},
        {post + "Content-Length: +1" + end, 400},
        {post + "Content-Length: 0x1" + end, 400},
        {post + "Content-Length:" + end, 400},
        {post + "Content-Length: 18446744073709551616" + end, 400},
        {post + "Content-Length: 18446744073709551615" + end, 413},
        {chunked + "x\r\n", 400},
        {chunked + "-1\r\n", 400},
        {chunked + "1\r\nab\r\n0" + end, 400},
        {chunked + "1 \r\na\r\n", 400},
        {chunked + "1\na\r\n0" + end, 400},
        {chunked + "fffffffffffffffff\r\n", 400},
        {chunked + "ffffffffffffffff\r\n", 413},
        {chunked + "0\r\nContent-Length: 5" + end, 400},
    };
    for (auto const& [request, status] : cases) BOOST_TEST(refused_with(server.port(), request) == status, request);
    BOOST_TEST(status_of(server.port(), get) == 200);
}

BOOST_AUTO_TEST_CASE(refuses_what_is_too_long)
{
    running_server server(
        echo, {.max_header_bytes = 4096, .max_target_bytes = 100, .max_body_bytes = 1000, .read_buffer_bytes = 1024});
    auto const port = server.port();
    auto const target = [](std::size_t size) {
        return "GET /" + string(size - 1, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";
    };
    BOOST_TEST(status_of(port, target(100)) == 200);
    BOOST_TEST(refused_with(port, target(101)) == 414);
    BOOST_TEST(refused_with(port, target(5000)) == 414);
    BOOST_TEST(refused_with(port, "GET /" + string(8192, 'a')) == 414); // no end in sight
    BOOST_TEST(refused_with(port, string(8192, 'G')) == 414);
    BOOST_TEST(refused_with(port, string(4100, 'G') + " / HTTP/1.1\r\n\r\n") == 414);

    auto const header = [](std::size_t size) { // in all, without the empty line
        string const before = "GET / HTTP/1.1\r\nHost: x\r\nA: ";
        return before + string(size - before.size() - 2, 'a') + "\r\n\r\n";
    };
    BOOST_TEST(status_of(port, header(4000)) == 200);
    BOOST_TEST(refused_with(port, header(4200)) == 431);
    BOOST_TEST(refused_with(port, header(20'000)) == 431);
    BOOST_TEST(refused_with(port, header(5000).substr(0, 4999)) == 431);
    string many = get.substr(0, get.size() - 2);
    for (auto i = 0; i < 1000; ++i) many += "a:\r\n";
    BOOST_TEST(refused_with(port, many + "\r\n") == 431);
    raw_client slow(port); // whose first line comes in pieces
    slow.send(header(20'000).substr(0, 8));
    std::this_thread::sleep_for(50ms);
    slow.send(header(20'000).substr(8));
    BOOST_TEST(slow.reply().value().status == 431);

    string const post = "POST / HTTP/1.1\r\nHost: x\r\n";
    BOOST_TEST(status_of(port, post + "Content-Length: 1000\r\n\r\n" + string(1000, 'b')) == 200);
    BOOST_TEST(refused_with(port, post + "Content-Length: 1001\r\n\r\n") == 413);
    string const chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    string small;
    for (auto i = 0; i < 1000; ++i) small += "1\r\nb\r\n";
    BOOST_TEST(status_of(port, chunked + small + "0\r\n\r\n") == 200);
    BOOST_TEST(refused_with(port, chunked + small + "1\r\nb\r\n") == 413);
    BOOST_TEST(refused_with(port, chunked + "1;" + string(20'000, 'x')) == 431);
    BOOST_TEST(refused_with(port, chunked + "0\r\nA: " + string(20'000, 'x')) == 431);
}

BOOST_AUTO_TEST_CASE(takes_chunks_that_hold_nothing_byte_by_byte)
{
    running_server server(echo);
    raw_client client(server.port());
    for (char const c :
         std::string_view("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
        client.send({&c, 1});
        std::this_thread::sleep_for(200us);
    }
    BOOST_TEST(client.reply()->body == "POST /a ");
}

BOOST_AUTO_TEST_CASE(ends_an_endless_body)
{
    running_server server(echo, {.linger_timeout = 200ms, .max_body_bytes = 100'000});
    string const block(10'000, 'b');
    raw_client chunked(server.port());
    chunked.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    auto blocks = 0;
    auto const begin = std::chrono::steady_clock::now();
    while (chunked.try_send("2710\r\n" + block + "\r\n") && std::chrono::steady_clock::now() < begin + 4s) ++blocks;
    BOOST_TEST(blocks >= 10); // what came after the refusal was thrown away until the server had enough
    BOOST_TEST((std::chrono::steady_clock::now() < begin + 3s));
    BOOST_TEST(soon([&] { return server.server->connections() == 0; }));

    raw_client polite(server.port()); // stops, and is told
    polite.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + string(300'000, 'b'));
    BOOST_TEST(polite.reply()->status == 413);
    BOOST_TEST(polite.ended());
}

BOOST_AUTO_TEST_CASE(serves_others_while_many_are_slow)
{
    running_server server(echo, {.header_timeout = 300ms, .body_timeout = 600ms});
    std::vector<raw_client> slow;
    for (auto i = 0; i < 150; ++i) {
        slow.emplace_back(server.port());
        slow.back().send(i % 3 == 0   ? "GET / HTTP/1.1\r\nHos"
                         : i % 3 == 1 ? "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nb"
                                      : "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9");
    }
    okta::asio_transport const client;
    auto const begin = std::chrono::steady_clock::now();
    auto served = 0;
    for (; std::chrono::steady_clock::now() < begin + 200ms; ++served) {
        auto const result = client.send({.origin = server.server->origin(), .target = "/"});
        BOOST_TEST_REQUIRE(result.has_value());
        if (served % 20 == 0 && served < 100)           // bytes that complete nothing
            for (auto& s : slow) (void)s.try_send("1"); // a byte now and then does not help them
    }
    BOOST_TEST(served > (sanitized() ? 4 : 20));
    for (auto& s : slow) {
        auto const reply = s.reply();
        BOOST_TEST_REQUIRE(reply.has_value());
        BOOST_TEST(reply->status == 408);
        BOOST_TEST(s.ended());
    }
    BOOST_TEST((std::chrono::steady_clock::now() < begin + 3s));
}

BOOST_AUTO_TEST_CASE(a_busy_connection_leaves_others_their_turn)
{
    boost::asio::io_context context(1);
    string order;
    okta::http_server server(context.get_executor(), {},
                             [&](okta::received_request r, okta::peer const& p, okta::http_responder respond) {
                                 order += r.request.target == "/other" ? 'o' : 'b';
                                 echo(std::move(r), p, std::move(respond));
                             });
    raw_client busy(server.port()), other(server.port());
    string many;
    for (auto i = 0; i < 200; ++i) many += get;
    busy.send(many); // there at once, before the server even looks
    other.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n");
    server.start();
    while (order.size() < 201 && context.run_one_for(5s) != 0) {}
    BOOST_TEST(order.size() == 201u);
    BOOST_TEST(order.find('o') <= 40u, order);
    BOOST_TEST(other.reply()->status == 200);
}

BOOST_AUTO_TEST_CASE(half_closed_connections)
{
    running_server server([](okta::received_request r, okta::peer const& p, okta::http_responder respond) {
        std::this_thread::sleep_for(10ms); // the end arrives meanwhile
        echo(std::move(r), p, std::move(respond));
    });
    raw_client complete(server.port());
    complete.send(get + get);
    complete.half_close();
    BOOST_TEST(complete.reply()->status == 200);
    BOOST_TEST(complete.reply()->status == 200);
    BOOST_TEST(complete.ended());

    for (string const part : {"G", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na"}) {
        raw_client partial(server.port());
        partial.send(part);
        partial.half_close();
        BOOST_TEST(partial.reply()->status == 400, part);
        BOOST_TEST(partial.ended());
    }
    for (string const nothing : {"", "\r\n"}) {
        raw_client silent(server.port());
        silent.send(nothing);
        silent.half_close();
        BOOST_TEST(silent.ended());
    }
    { // gone before the answer
        raw_client reset(server.port());
        reset.send(get);
        reset.socket().set_option(boost::asio::socket_base::linger(true, 0));
    }
    BOOST_TEST(soon([&] { return server.server->connections() == 0; }));
    BOOST_TEST(status_of(server.port(), get) == 200);
}

BOOST_AUTO_TEST_CASE(survives_random_bytes)
{
    running_server server(echo, {.header_timeout = 200ms, .body_timeout = 200ms, .linger_timeout = 50ms});
    std::mt19937 random(7);
    string const seed =
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
        "5;a=\"b\"\r\nhello\r\n0\r\nT: 1\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab";
    for (auto i = 0; i < 1500; ++i) {
        auto text = seed;
        for (auto n = random() % 4 + 1; n != 0; --n) {
            auto const at = random() % text.size();
            if (random() % 3 == 0) text.erase(at, random() % 8);
            else if (random() % 2 == 0) text.insert(at, text.substr(random() % text.size(), 8));
            else text[at] = static_cast<char>(random());
            if (text.empty()) text = "x";
        }
        raw_client client(server.port());
        (void)client.try_send(text);
        client.half_close();
        auto const all = client.rest();
        BOOST_TEST((all.empty() || all.starts_with("HTTP/1.1 ")), text);
    }
    BOOST_TEST(status_of(server.port(), get) == 200);
    BOOST_TEST(soon([&] { return server.server->connections() == 0; }));
}

} // namespace
} // namespace http_server_hostile_test
