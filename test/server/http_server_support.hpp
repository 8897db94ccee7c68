#ifndef OKTA_TEST_SERVER_HTTP_SERVER_SUPPORT_HPP
#define OKTA_TEST_SERVER_HTTP_SERVER_SUPPORT_HPP

#include "../support/loopback_server.hpp"
#include "../support/test_certificates.hpp"

#include <okta/transport/http_server.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// What the tests of http_server have in common: a server on threads of its own, and a client that sends any bytes.

namespace okta::test {

using namespace std::chrono_literals;

/// A context that threads run, and a server on it that was started.
class running_server
{
public:
    explicit running_server(http_server::handler handler, http_server_options options = {}, int threads = 1,
                            http_server::admission admit = {});
    ~running_server(); // the server first, then the threads

    [[nodiscard]] std::uint16_t port() const { return server->port(); }

    boost::asio::io_context context;
    std::unique_ptr<http_server> server;

private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context.get_executor()};
    std::vector<std::thread> threads_ = {};
};

/// An answer as it came: header lines and body apart.
struct raw_reply
{
    int status = 0;
    std::string head = {}; ///< status line and fields, up to the empty line
    std::string body = {}; ///< de-chunked

    [[nodiscard]] bool has(std::string_view line) const { return head.find(line) != head.npos; }
};

/// A connection to 127.0.0.1 that sends what it is told to. What fails, also by five seconds without a byte to read, is
/// an exception: so it may be used on any thread, which checks may not.
class raw_client
{
public:
    explicit raw_client(std::uint16_t port);

    void send(std::string_view bytes);

    /// What was sent, as far as the server takes it. False when it closed.
    bool try_send(std::string_view bytes);

    /// The next answer; `head_only` for one to a HEAD request. Nothing when the connection ended instead.
    std::optional<raw_reply> reply(bool head_only = false);

    /// Everything up to the end of the connection.
    std::string rest();

    /// Whether the server closes now, without a byte more.
    bool ended() { return rest().empty(); }

    void half_close();
    boost::asio::ip::tcp::socket& socket() { return socket_; }

private:
    bool fill();

    boost::asio::ip::tcp::socket socket_;
    std::string read_ = {};
};

/// Answers 200 with method, target and body.
inline void echo(received_request r, peer const&, http_responder respond)
{
    respond({.status = 200, .body = r.method_text + ' ' + r.request.target + ' ' + r.request.body});
}

/// Sends `request` on a connection of its own and returns the answer's status, 0 when there was none.
int status_of(std::uint16_t port, std::string_view request);

/// Waits up to five seconds.
template <class Condition>
bool soon(Condition condition)
{
    for (auto i = 0; i < 1000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(5ms);
    }
    return condition();
}

/// Whether this program was compiled with a sanitizer, and is some ten times as slow.
bool sanitized();

/// With a certificate for 127.0.0.1 and localhost by the authority of this run.
http_server_options tls_options();

} // namespace okta::test
#endif
