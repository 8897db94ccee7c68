#include <okta/transport/loopback_receiver.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <future>
#include <thread>
#include <vector>

namespace loopback_receiver_test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using okta::error_kind;
using okta::loopback_receiver;

std::uint16_t port_of(loopback_receiver const& r)
{
    auto const& uri = r.redirect_uri();
    return static_cast<std::uint16_t>(std::stoi(uri.substr(uri.rfind(':') + 1)));
}

/// What a browser gets, or nothing when it is not let in.
std::string answer_to(std::uint16_t port, std::string const& bytes)
{
    asio::io_context context;
    tcp::socket socket(context);
    boost::system::error_code ec;
    socket.connect({asio::ip::address_v4::loopback(), port}, ec);
    if (!ec) asio::write(socket, asio::buffer(bytes), ec);
    std::string got;
    if (!ec) asio::read(socket, asio::dynamic_buffer(got), ec);
    return got;
}

std::string request(loopback_receiver const& r, std::string const& line, std::string const& more = {})
{
    return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_of(r)) + "\r\n" + more + "\r\n";
}

std::string get(loopback_receiver const& r, std::string const& target)
{
    return answer_to(port_of(r), request(r, "GET " + target));
}

bool is_404(std::string const& answer) { return answer.starts_with("HTTP/1.1 404 "); }
bool is_page(std::string const& answer) { return answer.starts_with("HTTP/1.1 200 "); }

/// A browser, while this thread waits.
class browser
{
public:
    explicit browser(std::function<void()> f) : thread_(std::move(f)) {}
    ~browser() { thread_.join(); }

private:
    std::thread thread_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(loopback_receivers)

BOOST_AUTO_TEST_CASE(takes_the_redirect_and_shows_a_page)
{
    auto receiver = loopback_receiver::listen().value();
    BOOST_TEST(receiver.redirect_uri() == "http://127.0.0.1:" + std::to_string(port_of(receiver)) + "/callback");
    std::string answer;
    {
        browser const b([&] { answer = get(receiver, "/callback?code=the-code&state=s%2B1"); });
        BOOST_TEST(receiver.wait(10s).value() == "code=the-code&state=s%2B1");
    }
    BOOST_TEST(is_page(answer));
    for (auto const* const part :
         {"You can close this window.", "Content-Type: text/html; charset=utf-8\r\n", "Cache-Control: no-store\r\n",
          "Content-Security-Policy: default-src 'none'", "Referrer-Policy: no-referrer\r\n", "Connection: close\r\n"})
        BOOST_TEST(answer.find(part) != answer.npos, part << " is missing");
    BOOST_TEST(answer.find("the-code") == answer.npos);
    BOOST_TEST(answer.find("src=") == answer.npos); // self-contained
}

BOOST_AUTO_TEST_CASE(a_browser_that_is_early_waits)
{
    auto receiver = loopback_receiver::listen().value();
    auto early = std::async(std::launch::async, [&] { return get(receiver, "/callback?state=s"); });
    BOOST_TEST((early.wait_for(50ms) == std::future_status::timeout));
    BOOST_TEST(receiver.wait(10s, "s").value() == "state=s");
    BOOST_TEST(is_page(early.get()));
}

BOOST_AUTO_TEST_CASE(answers_everything_else_404_and_goes_on)
{
    auto receiver = loopback_receiver::listen({.path = "/a/b"}).value();
    auto const host = [&](std::string const& h) { return "GET /a/b?state=s HTTP/1.1\r\nHost: " + h + "\r\n\r\n"; };
    auto const port = ":" + std::to_string(port_of(receiver));
    std::vector<std::string> others;
    {
        browser const b([&] {
            for (auto const* const line :
                 {"GET /a/b", "GET /a/b?", "GET /a/b?code=c", "GET /a/b?xstate=s", "GET /a/b?state=",
                  "GET /a/b/?state=s", "GET /?state=s", "GET /a?state=s", "GET /favicon.ico", "GET //a/b?state=s",
                  "GET /a%2Fb?state=s", "HEAD /a/b?state=s", "PUT /a/b?state=s", "OPTIONS /a/b?state=s",
                  "GET /a/b?state=other", "GET /a/b?state=other&state=s", "GET /a/b?state=%73%zz"})
                others.push_back(answer_to(port_of(receiver), request(receiver, line)));
            for (auto const& h : {"evil.example" + port, std::string("127.0.0.1"), "localhost" + port, "[::1]" + port})
                others.push_back(answer_to(port_of(receiver), host(h)));
            (void)answer_to(port_of(receiver), request(receiver, "GET /a/b?code=c&state=%73"));
        });
        BOOST_TEST(receiver.wait(10s, "s").value() == "code=c&state=%73");
    }
    BOOST_TEST(others.size() == 21u);
    for (auto const& answer : others) BOOST_TEST(is_404(answer), answer);
}

BOOST_AUTO_TEST_CASE(takes_one_redirect_only)
{
    auto receiver = loopback_receiver::listen().value();
    auto const port = port_of(receiver);
    std::vector<std::future<std::string>> all;
    for (int i = 0; i < 8; ++i)
        all.push_back(std::async(std::launch::async, [&] { return get(receiver, "/callback?state=s"); }));
    std::this_thread::sleep_for(20ms);
    BOOST_TEST(receiver.wait(10s).has_value());
    int pages = 0;
    for (auto& answer : all) pages += is_page(answer.get());
    BOOST_TEST(pages == 1);
    BOOST_TEST(answer_to(port, "GET /callback?state=s HTTP/1.1\r\nHost: x\r\n\r\n") == ""); // closed
    auto const again = receiver.wait(10s);
    BOOST_TEST_REQUIRE(!again.has_value());
    BOOST_TEST(again.error().message() ==
               "invalid_request: the receiver waits once: make another one for a new sign-in");
}

BOOST_AUTO_TEST_CASE(bounds_what_it_reads)
{
    auto receiver = loopback_receiver::listen({.max_query_bytes = 100, .request_timeout = 300ms}).value();
    std::string long_query, with_body, slow;
    {
        browser const b([&] {
            long_query = get(receiver, "/callback?state=" + std::string(95, 's'));
            with_body = answer_to(port_of(receiver),
                                  request(receiver, "POST /callback?state=s", "Content-Length: 9\r\n") + "somewhere");
            slow = answer_to(port_of(receiver), "GET /callback?state=s HT");
            (void)get(receiver, "/callback?state=" + std::string(94, 's'));
        });
        BOOST_TEST(receiver.wait(10s).value().size() == 100u);
    }
    BOOST_TEST(long_query.starts_with("HTTP/1.1 414 "));
    BOOST_TEST(with_body.starts_with("HTTP/1.1 413 "));
    BOOST_TEST(slow.starts_with("HTTP/1.1 408 "));
}

BOOST_AUTO_TEST_CASE(waits_no_longer_than_it_may)
{
    auto receiver = loopback_receiver::listen().value();
    auto const port = port_of(receiver);
    auto const began = std::chrono::steady_clock::now();
    auto const nobody = receiver.wait(50ms);
    auto const took = std::chrono::steady_clock::now() - began;
    BOOST_TEST_REQUIRE(!nobody.has_value());
    BOOST_TEST(nobody.error().message() ==
               "authorisation: the browser did not come back to " + receiver.redirect_uri() + " within 50 ms");
    BOOST_TEST((took >= 50ms && took < 5s));
    BOOST_TEST(answer_to(port, request(receiver, "GET /callback?state=s")) == "");
}

BOOST_AUTO_TEST_CASE(waits_for_ever_if_it_may)
{
    auto receiver = loopback_receiver::listen().value();
    browser const user([&] {
        std::this_thread::sleep_for(30ms);
        (void)get(receiver, "/callback?code=c&state=s");
    });
    auto const query = receiver.wait(std::chrono::milliseconds::max());
    BOOST_TEST_REQUIRE(query.has_value());
    BOOST_TEST(*query == "code=c&state=s");
}

BOOST_AUTO_TEST_CASE(can_be_cancelled_from_another_thread)
{
    auto receiver = loopback_receiver::listen().value();
    {
        browser const user([&] {
            std::this_thread::sleep_for(30ms);
            receiver.cancel();
        });
        BOOST_TEST((receiver.wait(10s).error().kind == error_kind::cancelled));
    }
    auto before = loopback_receiver::listen().value();
    before.cancel();
    BOOST_TEST((before.wait(10s).error().kind == error_kind::cancelled));
}

// The context has nothing else to do, and may run out between any two steps of the end.
BOOST_AUTO_TEST_CASE(whenever_it_is_cancelled_the_wait_ends)
{
    for (int i = 0; i < 100; ++i) {
        auto receiver = loopback_receiver::listen().value();
        browser const user([&] {
            for (int turns = 0; turns < i; ++turns) std::this_thread::yield();
            receiver.cancel();
        });
        BOOST_TEST_REQUIRE((receiver.wait(10s).error().kind == error_kind::cancelled));
    }
}

BOOST_AUTO_TEST_CASE(an_idle_connection_does_not_hold_it_up)
{
    auto receiver = loopback_receiver::listen().value();
    asio::io_context context;
    tcp::socket idle(context);
    idle.connect({asio::ip::address_v4::loopback(), port_of(receiver)});
    auto const began = std::chrono::steady_clock::now();
    {
        browser const b([&] { (void)get(receiver, "/callback?state=s"); });
        BOOST_TEST(receiver.wait(10s).has_value());
    }
    BOOST_TEST((std::chrono::steady_clock::now() - began < 4s));
}

BOOST_AUTO_TEST_CASE(listens_on_a_port_and_says_when_it_is_taken)
{
    auto const first = loopback_receiver::listen().value();
    auto const second = loopback_receiver::listen({.port = port_of(first)});
    BOOST_TEST_REQUIRE(!second.has_value());
    BOOST_TEST((second.error().kind == error_kind::transport));
    BOOST_TEST((second.error().transport_code == asio::error::address_in_use));
    BOOST_TEST(second.error().summary.find(std::to_string(port_of(first))) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_reached_on_the_loopback_interface_only)
{
    auto const receiver = loopback_receiver::listen().value();
    asio::io_context context;
    tcp::acceptor other(context); // the same port elsewhere is free: nobody listens on all addresses
    other.open(tcp::v4());
    boost::system::error_code ec;
    other.bind({asio::ip::make_address_v4("127.0.0.2"), port_of(receiver)}, ec);
    BOOST_TEST(!ec);
}

BOOST_AUTO_TEST_CASE(a_path_or_bound_without_sense_is_refused)
{
    for (std::string const path : {"", "callback", "/a?b", "/a#b", "/a b", "/a\r\nX: y"}) {
        auto const refused = loopback_receiver::listen({.path = path});
        BOOST_TEST_REQUIRE(!refused.has_value());
        BOOST_TEST((refused.error().kind == error_kind::invalid_request));
    }
    BOOST_TEST((loopback_receiver::listen({.request_timeout = 0ms}).error().kind == error_kind::invalid_request));
}

BOOST_AUTO_TEST_CASE(runs_on_an_executor_of_its_users)
{
    asio::io_context context;
    auto work = asio::make_work_guard(context);
    std::thread running([&] { context.run(); });
    {
        auto receiver = loopback_receiver::listen(context.get_executor(), {.page = "<p>Danke.</p>"}).value();
        auto query = receiver.async_wait(10s, "s", asio::use_future);
        BOOST_TEST(get(receiver, "/callback?state=s").ends_with("\r\n\r\n<p>Danke.</p>"));
        BOOST_TEST(query.get().value() == "state=s");

        auto blocking = loopback_receiver::listen(context.get_executor()).value();
        browser const b([&] { (void)get(blocking, "/callback?state=s"); });
        BOOST_TEST(blocking.wait(10s).has_value());
    }
    work.reset();
    running.join();
}

BOOST_AUTO_TEST_CASE(an_asynchronous_wait_can_be_cancelled)
{
    asio::io_context context;
    asio::cancellation_signal signal;
    std::optional<okta::result<std::string>> got;
    auto receiver = loopback_receiver::listen(context.get_executor()).value();
    receiver.async_wait(10s, "", asio::bind_cancellation_slot(signal.slot(), [&](auto r) { got = std::move(r); }));
    asio::post(context, [&] { signal.emit(asio::cancellation_type::terminal); });
    context.run();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST((got->error().kind == error_kind::cancelled));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace loopback_receiver_test
