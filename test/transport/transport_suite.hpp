#ifndef OKTA_TEST_TRANSPORT_TRANSPORT_SUITE_HPP
#define OKTA_TEST_TRANSPORT_TRANSPORT_SUITE_HPP

#include "suite_support.hpp"

#include <chrono>
#include <string>

// What every transport has to do. The including file says which: `transports_under_test`, a std::tuple of classes that
// are made from `suite_options` and have `transport_result send(http_request)`.

namespace {

using namespace okta::test;
using okta::method;

BOOST_AUTO_TEST_CASE_TEMPLATE(sends_requests_as_given, T, transports_under_test)
{
    loopback_server server(always({.status = 201, .body = "made"}));
    T transport(suite_options{});
    for (auto const m : {method::get, method::post, method::put, method::del}) {
        auto request = request_to(server.origin(), m, "/api/v1/users?search=profile.login%20eq%20%22a%22&limit=2");
        request.fields.add("Authorization", "SSWS secret");
        request.fields.add("X-Two", "1");
        request.fields.add("X-Two", "2");
        if (m == method::post) request.body = R"({"a":1})";
        auto const result = transport.send(request);
        BOOST_TEST(answer_of(result).status == 201);
        BOOST_TEST(answer_of(result).body == "made");

        auto const seen = server.requests().back();
        BOOST_TEST(seen.method == to_string(m));
        BOOST_TEST(seen.target == request.target);
        BOOST_TEST(seen.fields.find("Host").value_or("") == server.origin().substr(7));
        BOOST_TEST(seen.fields.all("Authorization").size() == 1u);
        BOOST_TEST(seen.fields.find("Authorization").value_or("") == "SSWS secret");
        BOOST_TEST(seen.fields.all("X-Two").size() == 2u);
        BOOST_TEST(seen.fields.all("X-Two").back() == "2");
        BOOST_TEST(seen.body == request.body);
        BOOST_TEST(!seen.fields.find("Transfer-Encoding"));
        BOOST_TEST(!seen.fields.find("Content-Type"));
        BOOST_TEST(!seen.fields.find("Expect"));
        auto const length = m == method::post ? "7" : m == method::put ? "0" : "none";
        BOOST_TEST(seen.fields.find("Content-Length").value_or("none") == length);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sends_a_large_body, T, transports_under_test)
{
    loopback_server server([](server_request const& r) { return server_reply{.body = std::to_string(r.body.size())}; },
                           {.tls = true});
    T transport(suite_options{.ca_file = authority_file()});
    auto request = request_to(server.origin(), method::post);
    request.body.assign(3'000'000, 'x');
    auto const result = transport.send(request);
    BOOST_TEST(answer_of(result).body == "3000000");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_status_is_an_answer, T, transports_under_test)
{
    for (auto const status : {200, 204, 302, 304, 400, 401, 404, 429, 500, 503}) {
        server_reply reply{.status = status};
        reply.fields.add("Location", "/elsewhere");
        loopback_server server(always(reply));
        T transport(suite_options{});
        auto const first = transport.send(request_to(server.origin(), method::del));
        BOOST_TEST(answer_of(first).status == status);
        BOOST_TEST(answer_of(first).body.empty());
        auto const second = transport.send(request_to(server.origin()));
        BOOST_TEST(answer_of(second).status == status);
        BOOST_TEST(server.requests().size() == 2u); // no redirect followed
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(bodies_in_every_form, T, transports_under_test)
{
    std::string text;
    for (auto i = 0; i < 5000; ++i) text += std::to_string(i);
    server_reply plain{.body = text};
    server_reply zipped{.body = gzip(text)};
    zipped.fields.add("Content-Encoding", "gzip");
    auto chunked = plain, both = zipped, until_eof = plain;
    chunked.chunked = both.chunked = true;
    until_eof.content_length = false;
    until_eof.close = true;
    for (auto const& reply : {plain, chunked, zipped, both, until_eof}) {
        for (auto const tls : {false, true}) {
            loopback_server server(always(reply), {.tls = tls});
            T transport(suite_options{.ca_file = authority_file()});
            for (auto i = 0; i < 2; ++i) {
                auto const result = transport.send(request_to(server.origin()));
                BOOST_TEST((answer_of(result).body == text));
            }
            BOOST_TEST(server.requests().front().fields.find("Accept-Encoding").value_or("") == "gzip");
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(keeps_repeated_lines_apart, T, transports_under_test)
{
    server_reply reply;
    reply.fields.add("Link", "<https://a/1>; rel=\"self\"");
    reply.fields.add("X-Rate-Limit-Remaining", "599");
    reply.fields.add("Link", "<https://a/2>; rel=\"next\", and a comma");
    loopback_server server(always(reply));
    T transport(suite_options{});
    auto const result = transport.send(request_to(server.origin()));
    auto const links = answer_of(result).fields.all("link");
    BOOST_TEST_REQUIRE(links.size() == 2u);
    BOOST_TEST(links[0] == "<https://a/1>; rel=\"self\"");
    BOOST_TEST(links[1] == "<https://a/2>; rel=\"next\", and a comma");
    BOOST_TEST(result->fields.find("x-rate-limit-remaining").value_or("") == "599");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(skips_interim_answers, T, transports_under_test)
{
    loopback_server server(always({.raw = "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"
                                          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}));
    T transport(suite_options{});
    auto const result = transport.send(request_to(server.origin()));
    BOOST_TEST(answer_of(result).status == 200);
    BOOST_TEST(answer_of(result).body == "ok");
    BOOST_TEST(answer_of(result).fields.all("Link").empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(keeps_connections, T, transports_under_test)
{
    for (auto const tls : {false, true}) {
        loopback_server server(always({.body = "x"}), {.tls = tls});
        T transport(suite_options{.ca_file = authority_file()});
        for (auto i = 0; i < 5; ++i) {
            auto const result = transport.send(request_to(server.origin()));
            BOOST_TEST(answer_of(result).body == "x");
        }
        BOOST_TEST(server.connections() == 1);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(replaces_a_connection_dropped_while_idle, T, transports_under_test)
{
    for (auto const tls : {false, true}) {
        loopback_server server(always({.body = "x"}), {.tls = tls});
        T transport(suite_options{.ca_file = authority_file()});
        for (auto i = 0; i < 3; ++i) {
            auto const result = transport.send(request_to(server.origin(), method::post));
            BOOST_TEST(answer_of(result).body == "x");
            server.drop_connections();
        }
        BOOST_TEST(server.requests().size() == 3u);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(heeds_connection_close, T, transports_under_test)
{
    server_reply reply{.body = "x", .close = true};
    reply.fields.add("Connection", "close");
    loopback_server server(always(reply));
    T transport(suite_options{});
    for (auto i = 0; i < 3; ++i) {
        auto const result = transport.send(request_to(server.origin()));
        BOOST_TEST(answer_of(result).body == "x");
    }
    BOOST_TEST(server.connections() == 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(refuses_broken_answers, T, transports_under_test)
{
    server_reply bad_gzip{.body = "not gzip at all, but long enough"};
    bad_gzip.fields.add("Content-Encoding", "gzip");
    for (auto const& reply :
         {server_reply{.close = true, .raw = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"},
          server_reply{.close = true, .raw = "HTTP/1.1 200 OK\r\nContent-Le"},
          server_reply{.close = true, .raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"},
          server_reply{.close = true, .raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz"},
          server_reply{.close = true, .raw = "SSH-2.0-nothing like HTTP\r\n\r\n"},
          server_reply{.close = true, .raw = ""}, bad_gzip}) {
        loopback_server server(always(reply));
        T transport(suite_options{});
        check_error(transport.send(request_to(server.origin(), method::post)), okta::sent::perhaps_all);
        BOOST_TEST(server.requests().size() == 1u); // never sent twice
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(does_not_repeat_on_a_kept_connection, T, transports_under_test)
{
    loopback_server server(always({.body = "x"}), {.close_on_reuse = true});
    T transport(suite_options{});
    auto const first = transport.send(request_to(server.origin(), method::post));
    BOOST_TEST(answer_of(first).body == "x");
    check_error(transport.send(request_to(server.origin(), method::post)), okta::sent::perhaps_all);
    BOOST_TEST(server.requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(bounds_the_body, T, transports_under_test)
{
    std::string const large(300'000, 'x');
    server_reply zipped{.body = gzip(large)}; // 350 bytes
    zipped.fields.add("Content-Encoding", "gzip");
    auto chunked = server_reply{.body = large, .chunked = true};
    for (auto const& reply : {server_reply{.body = large}, chunked, zipped}) {
        loopback_server server(always(reply));
        T transport(suite_options{.max_body_bytes = 200'000});
        check_error(transport.send(request_to(server.origin())));
        T roomy(suite_options{.max_body_bytes = 300'000});
        auto const result = roomy.send(request_to(server.origin()));
        BOOST_TEST(answer_of(result).body.size() == large.size());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(times_out, T, transports_under_test)
{
    loopback_server server(always({.delay = 400ms}));
    T transport(suite_options{.request_timeout = 100ms});
    auto const start = std::chrono::steady_clock::now();
    check_error(transport.send(request_to(server.origin())), okta::sent::perhaps_all);
    BOOST_TEST((std::chrono::steady_clock::now() - start < 350ms));

    auto patient = request_to(server.origin());
    patient.timeout = 10s;
    auto const result = transport.send(patient);
    BOOST_TEST(answer_of(result).status == 200);

    T slow(suite_options{});
    auto hasty = request_to(server.origin());
    hasty.timeout = 100ms;
    auto const late = slow.send(hasty);
    check_error(late, okta::sent::perhaps_all);
    BOOST_TEST(late.error().code == boost::system::errc::timed_out);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(says_when_nothing_was_sent, T, transports_under_test)
{
    T transport(suite_options{});
    auto const refused = transport.send(request_to("http://127.0.0.1:" + std::to_string(unused_port())));
    check_error(refused, okta::sent::nothing);
    check_error(transport.send(request_to("https://no-such-host.invalid")), okta::sent::nothing);

    loopback_server rude(always({}), {.tls = true, .close_after_accept = true});
    check_error(transport.send(request_to(rude.origin())), okta::sent::nothing);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(verifies_the_server, T, transports_under_test)
{
    loopback_server server(always({.body = "x"}), {.tls = true});
    loopback_server other(always({}), {.tls = true, .certificate_names = "DNS:other.example"});
    T trusting(suite_options{.ca_file = authority_file()});
    for (auto const* host : {"127.0.0.1", "localhost"}) {
        auto const result = trusting.send(request_to(server.origin(host)));
        BOOST_TEST(answer_of(result).body == "x");
        check_error(trusting.send(request_to(other.origin(host))), okta::sent::nothing);
    }
    T wary(suite_options{});
    check_error(wary.send(request_to(server.origin())), okta::sent::nothing);
    BOOST_TEST(other.requests().empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(refuses_what_would_inject, T, transports_under_test)
{
    loopback_server server(always({}));
    T transport(suite_options{});
    for (auto const* bad : {"a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\rb"}) {
        auto in_value = request_to(server.origin()), in_name = in_value, in_target = in_value, in_origin = in_value;
        in_value.fields.add("X-A", bad);
        in_name.fields.add(bad, "1");
        in_target.target = "/" + std::string(bad);
        in_origin.origin += bad;
        for (auto const& request : {in_value, in_name, in_target, in_origin})
            check_error(transport.send(request), okta::sent::nothing);
    }
    BOOST_TEST(server.requests().empty());
}

} // namespace
#endif
