// Deliveries over real connections, plain and TLS.

#include "http_server_support.hpp"

#include <okta/hook/event_receiver.hpp>
#include <okta/hook/memory_inbox.hpp>
#include <okta/transport/asio_transport.hpp>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>

namespace event_receiver_test {
namespace {

using namespace okta::test;
using okta::put_result;
using std::string;

string const one_event = R"({"eventType":"com.okta.event_hook","eventId":"d","data":{"events":[{"uuid":"a"}]}})";

string delivery(string const& secret = "s3cret", string const& body = one_event)
{
    return "POST /hook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: " + secret +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A receiver on a thread of its own.
struct running_receiver
{
    explicit running_receiver(okta::receiver_options o = {}, okta::detail::put_function put = {})
    {
        o.hook.secrets = {"s3cret"};
        if (!put) put = okta::detail::put_into(inbox);
        receiver = std::make_unique<okta::event_receiver>(context.get_executor(), std::move(put), std::move(o));
        receiver->start();
        thread = std::thread([this] { context.run(); });
    }
    ~running_receiver()
    {
        receiver.reset();
        work.reset();
        thread.join();
    }

    std::uint16_t port() const { return receiver->port(); }

    okta::memory_inbox inbox;
    boost::asio::io_context context;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
    std::unique_ptr<okta::event_receiver> receiver;
    std::thread thread;
};

struct directory
{
    std::filesystem::path path = std::filesystem::temp_directory_path() /
                                 ("okta_receiver_" + std::to_string(::getpid()));
    directory() { std::filesystem::create_directory(path); }
    ~directory() { std::filesystem::remove_all(path); }

    string write(char const* name, string const& text) const
    {
        std::ofstream(path / name) << text;
        return (path / name).string();
    }
};

BOOST_AUTO_TEST_SUITE(event_receiver)

BOOST_AUTO_TEST_CASE(deliveries_of_one_connection_are_answered_in_turn)
{
    running_receiver r;
    raw_client client(r.port());
    for (int i = 0; i < 3; ++i) {
        client.send(delivery());
        auto const answer = client.reply();
        BOOST_REQUIRE(answer.has_value());
        BOOST_TEST(answer->status == 204);
    }
    BOOST_TEST(r.inbox.counts().waiting == 1u);
    BOOST_TEST(r.inbox.counts().repeated == 2u);
    client.send(delivery("wrong"));
    BOOST_TEST(client.reply()->status == 401);
    r.receiver->set_secrets({"new", "s3cret"});
    client.send(delivery("new"));
    BOOST_TEST(client.reply()->status == 204);
    client.send("GET /hook HTTP/1.1\r\nHost: x\r\nx-okta-verification-challenge: abc\r\n\r\n");
    BOOST_TEST(client.reply()->body == R"({"verification":"abc"})");
}

BOOST_AUTO_TEST_CASE(other_requests_get_their_answers)
{
    running_receiver r({.hook = {.path = "/hook"}});
    BOOST_TEST(status_of(r.port(), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") == 200);
    BOOST_TEST(status_of(r.port(), "GET /other HTTP/1.1\r\nHost: x\r\n\r\n") == 404);
    BOOST_TEST(status_of(r.port(), "PATCH /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n") == 405);
    BOOST_TEST(status_of(r.port(), "POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n") == 413);
    running_receiver without({.hook = {.path = "/hook"}, .health_path = ""});
    BOOST_TEST(status_of(without.port(), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") == 404);
}

BOOST_AUTO_TEST_CASE(who_lacks_the_secret_is_refused_before_his_body_is_read)
{
    running_receiver r;
    auto const refused = [&](string const& head) {
        raw_client client(r.port());
        client.send(head + "Content-Length: 900000\r\n\r\n{");
        auto const status = client.reply()->status;
        return client.ended() ? status : 0;
    };
    string const post = "POST /hook HTTP/1.1\r\nHost: x\r\n", json = "Content-Type: application/json\r\n";
    BOOST_TEST(refused(post + json) == 401);
    BOOST_TEST(refused(post + json + "Authorization: wrong\r\n") == 401);
    BOOST_TEST(refused(post + "Content-Type: text/xml\r\nAuthorization: s3cret\r\n") == 415);
    BOOST_TEST(refused("DELETE /hook HTTP/1.1\r\nHost: x\r\n") == 405);
    BOOST_TEST(refused("PATCH /hook HTTP/1.1\r\nHost: x\r\n") == 405);

    raw_client client(r.port());
    auto const whole = delivery();
    client.send(whole.substr(0, whole.size() - 9));
    std::this_thread::sleep_for(10ms);
    client.send(whole.substr(whole.size() - 9));
    BOOST_TEST(client.reply()->status == 204);
}

BOOST_AUTO_TEST_CASE(only_allowed_addresses_are_heard)
{
    for (auto const* prefix : {"127.0.0.1", "127.0.0.0/8", "0.0.0.0/0"}) {
        running_receiver r({.allowed = {"192.0.2.0/24", prefix}});
        BOOST_TEST(status_of(r.port(), delivery()) == 204, prefix);
    }
    running_receiver r({.allowed = {"192.0.2.0/24", "2001:db8::/32", "127.0.0.2"}});
    BOOST_TEST(status_of(r.port(), delivery()) == 403);
    BOOST_TEST(r.inbox.counts().waiting == 0u);
    for (auto const* wrong : {"", "example.com", "1.2.3", "1.2.3.4/33", "::/129", "2001:db8::/"})
        BOOST_CHECK_EXCEPTION(running_receiver({.allowed = {wrong}}), std::invalid_argument, [&](auto const& e) {
            return string(e.what()).find("'" + string(wrong) + "'") != string::npos;
        });
}

BOOST_AUTO_TEST_CASE(okta_is_answered_in_time_whatever_the_inbox_does)
{
    std::mutex mutex;
    std::vector<std::function<void(put_result)>> asked;
    running_receiver r({.server = {.handler_timeout = 50ms}}, [&](auto, auto done) {
        std::lock_guard lock(mutex);
        asked.push_back(std::move(done));
    });
    BOOST_TEST(status_of(r.port(), delivery()) == 503);
    std::lock_guard lock(mutex);
    BOOST_REQUIRE(asked.size() == 1u);
    asked[0](put_result::kept); // too late, and harmless
    asked.clear();
}

BOOST_AUTO_TEST_CASE(what_is_under_way_when_it_stops_is_kept_and_answered)
{
    std::mutex mutex;
    std::vector<std::function<void(put_result)>> asked;
    running_receiver r({}, [&](auto, auto done) {
        std::lock_guard lock(mutex);
        asked.push_back(std::move(done));
    });
    raw_client client(r.port()), idle(r.port());
    client.send(delivery());
    auto const there = [&] {
        std::lock_guard lock(mutex);
        return asked.size() == 1;
    };
    BOOST_REQUIRE(soon(there));
    r.receiver->stop();
    BOOST_TEST(idle.ended());
    {
        std::lock_guard lock(mutex);
        asked[0](put_result::kept);
        asked.clear();
    }
    BOOST_TEST(client.reply()->status == 204);
    BOOST_TEST(client.ended());
    BOOST_CHECK_THROW(raw_client(r.port()), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(deliveries_come_over_tls_and_certificates_are_changed)
{
    directory const files;
    auto first = tls_options(), second = tls_options();
    okta::receiver_options o;
    o.server.certificate_chain_file = files.write("chain.pem", first.certificate_chain_pem);
    o.server.private_key_file = files.write("key.pem", first.private_key_pem);
    running_receiver r(std::move(o));
    okta::asio_transport transport({.ca_pem = authority_pem()});
    auto const send = [&] {
        okta::http_request request{
            .method = okta::method::post, .origin = r.receiver->origin(), .target = "/", .body = one_event};
        request.fields.add("Content-Type", "application/json");
        request.fields.add("Authorization", "s3cret");
        auto const answer = transport.send(std::move(request));
        return answer.has_value() ? answer->status : 0;
    };
    BOOST_TEST(send() == 204);
    files.write("chain.pem", second.certificate_chain_pem);
    BOOST_CHECK_THROW(r.receiver->reload_certificate(), std::exception); // whose key is another one
    BOOST_TEST(send() == 204);
    files.write("key.pem", second.private_key_pem);
    BOOST_CHECK_NO_THROW(r.receiver->reload_certificate());
    BOOST_TEST(send() == 204);
    running_receiver plain;
    BOOST_CHECK_THROW(plain.receiver->reload_certificate(), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(slow_and_idle_clients_keep_nobody_waiting)
{
    running_receiver r({.server = {.header_timeout = 300ms, .max_connections = 400}});
    std::vector<std::unique_ptr<raw_client>> crowd;
    for (int i = 0; i < 300; ++i) {
        crowd.push_back(std::make_unique<raw_client>(r.port()));
        if (i % 2) crowd.back()->send("POST /hook HTTP/1.1\r\nHo"); // and no more
    }
    auto const begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) BOOST_TEST(status_of(r.port(), delivery()) == 204);
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 2s));
    BOOST_TEST(soon([&] { return r.receiver->connections() == 0; })); // each was given its time, and no more
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace event_receiver_test
