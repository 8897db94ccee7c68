// What asio_transport refuses, in requests, in answers and in its options.

#include "../support/fault_table.hpp"
#include "suite_support.hpp"

#include <okta/transport/asio_transport.hpp>

#include <boost/beast/http/error.hpp>

#include <stdexcept>
#include <string>
#include <thread>

namespace asio_limits_test {
namespace {

using http_error = boost::beast::http::error;
using namespace okta::test;
using okta::asio_transport;
using okta::method;

okta::asio_transport_options trusting() { return {.ca_file = authority_file()}; }

BOOST_AUTO_TEST_CASE(errors_name_the_step)
{
    asio_transport transport(trusting());
    auto const port = std::to_string(unused_port());
    auto const what = [&](std::string origin, std::string target = "/") {
        return transport.send(request_to(std::move(origin), method::get, std::move(target))).error().what;
    };
    BOOST_TEST(what("http://127.0.0.1:" + port) == "connect to 127.0.0.1:" + port);
    BOOST_TEST(what("https://no-such-host.invalid") == "resolve no-such-host.invalid");
    for (auto const* bad : {"", "127.0.0.1", "ftp://127.0.0.1", "https://", "https://a/b", "https://u:p@a",
                            "https://a:0", "https://a:65536", "https://a:", "https://[::1", "https://[::1]x",
                            "https://[a]", "https://a b", "https://a?b"})
        BOOST_TEST(what(bad).find("the origin is not") != std::string::npos, bad);
    BOOST_TEST(what("http://example.com").find("plain http is for loopback only") != std::string::npos);
    BOOST_TEST(what("http://127.0.0.1:1", "no-slash").find("target") != std::string::npos);

    loopback_server other(always({}), {.tls = true, .certificate_names = "DNS:other.example"});
    BOOST_TEST(what(other.origin("localhost")) == "TLS handshake with localhost (hostname mismatch)");
    asio_transport wary;
    auto const untrusted = wary.send(request_to(other.origin())).error();
    BOOST_TEST(untrusted.what == "TLS handshake with 127.0.0.1 (unable to get local issuer certificate)");
    BOOST_TEST(untrusted.message().find("certificate verify failed") != std::string::npos);
    BOOST_TEST(untrusted.lasting);

    loopback_server truncating(always({.close = true, .raw = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"}));
    auto const truncated = transport.send(request_to(truncating.origin()));
    BOOST_TEST(truncated.error().what == "read the answer of " + truncating.origin());
    BOOST_TEST(truncated.error().code == boost::beast::error_code(http_error::partial_message));

    server_reply unknown{.body = "x"};
    unknown.fields.add("Content-Encoding", "br");
    loopback_server exotic(always(unknown));
    BOOST_TEST(what(exotic.origin()) == "read the answer of " + exotic.origin() + ": unknown Content-Encoding");
}

BOOST_AUTO_TEST_CASE(checks_gzip)
{
    server_reply reply;
    reply.fields.add("Content-Encoding", "gzip");
    loopback_server server([&](server_request const&) { return reply; });
    auto const unzipped = [&](std::string body, std::size_t limit = 1'000'000) -> std::string {
        reply.body = std::move(body);
        auto const result = asio_transport({.max_body_bytes = limit}).send(request_to(server.origin()));
        if (result) return result->body;
        auto const too_large = result.error().code == boost::beast::error_code(http_error::body_limit);
        return too_large ? "too large" : result.error().what.substr(result.error().what.rfind("gzip: "));
    };
    auto const good = gzip("hello, world");
    BOOST_TEST(unzipped(good) == "hello, world");
    BOOST_TEST(unzipped("") == "");
    BOOST_TEST(unzipped(gzip("")) == "");
    BOOST_TEST(unzipped(good + good) == "hello, worldhello, world");
    auto const longer = gzip(std::string(1200, 'x')); // whose compressed form is within the bounds below
    BOOST_TEST(unzipped(longer, 1200) == std::string(1200, 'x'));
    BOOST_TEST(unzipped(longer, 1199) == "too large");
    BOOST_TEST(unzipped(longer + longer, 2399) == "too large");
    BOOST_TEST(unzipped(gzip(std::string(900'000, 'x'))) == std::string(900'000, 'x'));
    BOOST_TEST(unzipped(gzip(std::string(2'000'000, 'x'))) == "too large");

    // header with all that RFC 1952 section 2.3 allows in it: extra field, name, comment, header checksum
    auto const options = std::string("\x1f\x8b\x08\x1e", 4) + good.substr(4, 6) + std::string("\2\0ab", 4) +
                         std::string("name\0comment\0\0\0", 15);
    BOOST_TEST(unzipped(options + good.substr(10)) == "hello, world");
    for (std::size_t size = 1; size < good.size(); ++size)
        BOOST_TEST(unzipped(good.substr(0, size)).find("truncated") != std::string::npos, size);
    for (std::size_t size = 10; size < options.size(); ++size)
        BOOST_TEST(unzipped(options.substr(0, size)) == "gzip: header truncated", size);
    auto damaged = good;
    damaged[good.size() - 5] ^= 1;
    BOOST_TEST(unzipped(damaged) == "gzip: checksum mismatch");
    damaged = good;
    damaged[good.size() - 1] ^= 1;
    BOOST_TEST(unzipped(damaged) == "gzip: length mismatch");
    damaged = good;
    damaged[3] = '\x20';
    BOOST_TEST(unzipped(damaged) == "gzip: reserved flags set");
    BOOST_TEST(unzipped(good + "junk after it") == "gzip: not in gzip format");
    std::string members;
    for (auto i = 0; i < 1024; ++i) members += gzip("");
    BOOST_TEST(unzipped(good + members.substr(gzip("").size())) == "hello, world");
    BOOST_TEST(unzipped(good + members) == "gzip: too many members");
}

BOOST_AUTO_TEST_CASE(refuses_headers_that_are_its_own)
{
    loopback_server server(always({}));
    asio_transport transport;
    for (auto const* name : {"Host", "content-length", "Transfer-Encoding", "Connection", "", "a b", "a:"}) {
        auto request = request_to(server.origin());
        request.fields.add(name, "1");
        auto const result = transport.send(request);
        check_error(result, okta::sent::nothing);
        BOOST_TEST(result.error().code == boost::system::errc::invalid_argument);
    }
    auto nul = request_to(server.origin());
    nul.fields.add("X-A", std::string_view("a\0b", 3));
    check_error(transport.send(nul), okta::sent::nothing);
    BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(a_body_until_the_end_needs_a_tls_end)
{
    loopback_server server(always({.body = "half of it?", .close = true, .content_length = false}),
                           {.tls = true, .close_notify = false});
    auto const result = asio_transport({.ca_file = authority_file()}).send(request_to(server.origin()));
    check_error(result, okta::sent::perhaps_all);
    BOOST_TEST(result.error().code == boost::beast::error_code(http_error::partial_message));
}

BOOST_AUTO_TEST_CASE(bounds_the_header)
{
    server_reply reply{.body = "x"};
    for (auto i = 0; i < 100; ++i) reply.fields.add("X-" + std::to_string(i), std::string(50, 'y'));
    loopback_server server(always(reply));
    asio_transport narrow({.max_header_bytes = 4096, .read_buffer_bytes = 1024});
    auto const result = narrow.send(request_to(server.origin()));
    check_error(result, okta::sent::perhaps_all);
    BOOST_TEST(result.error().code == boost::beast::error_code(http_error::header_limit));
    asio_transport wide({.max_header_bytes = 8192, .read_buffer_bytes = 1024});
    BOOST_TEST(answer_of(wide.send(request_to(server.origin()))).fields.size() == 101u);

    loopback_server long_line(always({.raw = "HTTP/1.1 200 OK\r\nX-A: " + std::string(100'000, 'x')}));
    check_error(wide.send(request_to(long_line.origin())), okta::sent::perhaps_all);
}

BOOST_AUTO_TEST_CASE(bounds_interim_answers)
{
    std::string hints;
    for (auto i = 0; i < 64; ++i) hints += "HTTP/1.1 103 Early Hints\r\n\r\n";
    auto const answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";
    asio_transport transport;
    loopback_server talkative(always({.raw = hints + answer}));
    BOOST_TEST(answer_of(transport.send(request_to(talkative.origin()))).body == "x");

    std::string endless;
    while (endless.size() < 1'000'000) endless += hints;
    loopback_server endlessly(always({.close = true, .raw = endless}));
    auto const result = transport.send(request_to(endlessly.origin()));
    check_error(result, okta::sent::perhaps_all);
    BOOST_TEST(result.error().code == boost::beast::error_code(http_error::header_limit));
}

BOOST_AUTO_TEST_CASE(names_the_bad_option)
{
    auto const text_of = [](okta::asio_transport_options options) {
        try {
            asio_transport const transport(std::move(options));
        } catch (boost::system::system_error const& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    auto const names = [&](okta::asio_transport_options options, std::string const& word) {
        auto const text = text_of(std::move(options));
        return text.find(word) != std::string::npos ? std::string() : "'" + text + "' does not name " + word;
    };
    auto const client = client_certificate_file();
    BOOST_TEST(names({.ca_file = "/nonexistent.pem"}, "ca_file /nonexistent.pem") == "");
    BOOST_TEST(names({.ca_pem = "no certificate"}, "ca_pem") == "");
    BOOST_TEST(names({.ca_pem = authority_pem().substr(0, 300)}, "ca_pem") == "");
    BOOST_TEST(names({.client_certificate_file = "/none.pem", .client_key_file = client}, "/none.pem") == "");
    BOOST_TEST(names({.client_certificate_file = client}, "client_key_file") == "");
    BOOST_TEST(names({.client_key_file = client}, "client_certificate_file") == "");
    BOOST_TEST(names({.proxy = "socks5://127.0.0.1:1"}, "proxy: only http://") == "");
    BOOST_TEST(names({.proxy = "http://user:secret@"}, "proxy") == "");
    BOOST_TEST(text_of({.proxy = "http://user:secret@"}).find("secret") == std::string::npos);
    BOOST_CHECK_THROW(asio_transport({.request_timeout = 0ms}), std::invalid_argument);
    BOOST_CHECK_THROW(asio_transport({.max_connections_per_origin = 0}), std::invalid_argument);
}

/// An upload larger than the system's buffers, to a server that says this without reading it and resets the connection.
okta::transport_result upload_to(bool tls, std::string const& says)
{
    fault_server server(
        [&](fault_peer& p) {
            p.await_request();
            if (!says.empty()) p.send(says);
            std::this_thread::sleep_for(50ms); // until the client waits for the rest of its request to be taken
            p.reset();
        },
        {.tls = tls});
    auto request = request_to(server.origin(), method::post);
    request.body.assign(16 * 1024 * 1024, 'x');
    return asio_transport(trusting()).send(std::move(request));
}

BOOST_AUTO_TEST_CASE(a_refusal_is_heard_though_the_request_was_not_taken)
{
    for (bool const tls : {false, true}) {
        auto const refused = upload_to(tls, answer(413, "Connection: close\r\n", "too large"));
        BOOST_TEST(answer_of(refused).status == 413);
        BOOST_TEST(refused->body == "too large");
        for (auto const& says :
             {std::string(), answer(), std::string("HTTP/1.1 413 Too"), std::string("nonsense\r\n")}) {
            auto const lost = upload_to(tls, says);
            check_error(lost, okta::sent::perhaps_all);
            BOOST_TEST(lost.error().what.starts_with("write the request to "), lost.error().what);
            BOOST_TEST(!lost.error().lasting);
        }
    }
}

} // namespace
} // namespace asio_limits_test
