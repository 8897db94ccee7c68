#include "http_server_support.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

// What is asked before a request's body is read.

namespace http_server_admission_test {
namespace {

using namespace okta::test;
using okta::http_response;
using okta::peer;
using okta::received_request;
using std::string;

string const keyed = "POST /a HTTP/1.1\r\nHost: x\r\nX-Key: right\r\n";
string const keyless = "POST /a HTTP/1.1\r\nHost: x\r\n";

std::optional<http_response> by_key(received_request const& head, peer const&)
{
    if (head.request.fields.find("X-Key") == "right" && head.request.body.empty()) return std::nullopt;
    return http_response{.status = 401, .body = "no key for " + head.request.target};
}

/// A server that asks for the field X-Key, or what it is told to ask, and counts.
struct asking_server
{
    explicit asking_server(okta::http_server::admission admit = by_key, okta::http_server_options options = {},
                           int threads = 1)
        : server([this](auto r, auto const& p, auto respond) { ++handled, echo(std::move(r), p, std::move(respond)); },
                 std::move(options), threads,
                 [this, admit = std::move(admit)](received_request const& head, peer const& from) {
                     ++asked;
                     return admit(head, from);
                 })
    {
    }

    std::atomic<int> asked = 0, handled = 0;
    running_server server;
};

} // namespace

BOOST_AUTO_TEST_SUITE(http_server_admission)

BOOST_AUTO_TEST_CASE(a_request_is_refused_before_its_body_comes)
{
    asking_server s;
    for (auto const* more : {"Content-Length: 900000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n",
                             "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n", "Content-Length: 9\r\n\r\nbegun"}) {
        raw_client client(s.server.port());
        client.send(keyless + more);
        auto const reply = client.reply();
        BOOST_TEST_REQUIRE(reply.has_value());
        BOOST_TEST(reply->status == 401);
        BOOST_TEST(reply->body == "no key for /a");
        BOOST_TEST(reply->has("Connection: close"));
        BOOST_TEST(client.ended());
    }
    BOOST_TEST(s.asked == 4);
    BOOST_TEST(s.handled == 0);
}

BOOST_AUTO_TEST_CASE(a_body_that_comes_anyway_does_not_take_the_answer_away)
{
    asking_server s;
    raw_client client(s.server.port());
    client.send(keyless + "Content-Length: 900000\r\n\r\n" + string(300'000, 'b'));
    BOOST_TEST(client.reply()->status == 401);
}

BOOST_AUTO_TEST_CASE(who_is_admitted_is_asked_once_and_told_to_continue)
{
    asking_server s;
    raw_client client(s.server.port());
    client.send(keyed + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
    BOOST_TEST(client.reply(true)->status == 100);
    for (auto const* piece : {"3\r\nab", "c\r\n", "2\r\nde\r\n", "0\r\n", "\r\n"}) {
        client.send(piece);
        std::this_thread::sleep_for(5ms);
    }
    BOOST_TEST(client.reply()->body == "POST /a abcde");
    BOOST_TEST(s.asked == 1);

    client.send(keyed + "Content-Length: 2\r\n\r\na"); // each request is asked about
    BOOST_TEST(soon([&] { return s.asked == 2; }));
    client.send("b");
    BOOST_TEST(client.reply()->body == "POST /a ab");
    client.send(keyless + "Content-Length: 2\r\n\r\na");
    BOOST_TEST(client.reply()->status == 401);
    BOOST_TEST(s.handled == 2);
}

BOOST_AUTO_TEST_CASE(a_request_that_came_whole_is_the_handlers)
{
    asking_server s;
    raw_client client(s.server.port());
    client.send(keyless + "Content-Length: 2\r\n\r\nab");
    BOOST_TEST(client.reply()->body == "POST /a ab");
    client.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(client.reply()->status == 200);
    BOOST_TEST(s.asked == 0);
}

BOOST_AUTO_TEST_CASE(what_fails_is_500_and_reported)
{
    std::mutex mutex;
    string said;
    asking_server s(
        [](received_request const& head, peer const&) -> std::optional<http_response> {
            if (head.request.target == "/a") throw std::runtime_error("no list of keys");
            return http_response{.status = 99};
        },
        {.on_error = [&](std::string_view line) {
            std::lock_guard const lock(mutex);
            said.append(line) += '\n';
        }});
    for (auto const& begin : {keyed, string("PUT /b HTTP/1.1\r\nHost: x\r\n")}) {
        raw_client client(s.server.port());
        client.send(begin + "Content-Length: 9\r\n\r\n");
        BOOST_TEST(client.reply()->status == 500);
        BOOST_TEST(client.ended());
    }
    std::lock_guard const lock(mutex);
    BOOST_TEST(said.find("the admission threw: no list of keys\n") != string::npos);
    BOOST_TEST(said.find("an answer that cannot be sent: ") != string::npos);
}

BOOST_AUTO_TEST_CASE(the_body_has_its_time_whatever_is_asked)
{
    asking_server s(
        [](received_request const&, peer const&) {
            std::this_thread::sleep_for(400ms);
            return http_response{.status = 401};
        },
        {.body_timeout = 100ms}, 2);
    raw_client client(s.server.port());
    client.send(keyed + "Content-Length: 9\r\n\r\n");
    BOOST_TEST(client.reply()->status == 408); // by the other thread
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(the_end_of_the_server_waits_for_it)
{
    std::atomic<bool> within = false, left = false;
    asking_server s(
        [&](received_request const&, peer const&) {
            within = true;
            std::this_thread::sleep_for(100ms);
            left = true;
            return std::nullopt;
        },
        {}, 2);
    raw_client client(s.server.port());
    client.send(keyed + "Content-Length: 9\r\n\r\n");
    BOOST_TEST_REQUIRE(soon([&] { return within.load(); }));
    s.server.server.reset();
    BOOST_TEST(left);
    BOOST_TEST(client.rest().empty());
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace http_server_admission_test
