#ifndef OKTA_TEST_SUPPORT_FAULT_SERVER_HPP
#define OKTA_TEST_SUPPORT_FAULT_SERVER_HPP

#include "loopback_server.hpp"
#include "test_certificates.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// A server that goes wrong: a script has the bare connection, or what TLS makes of it, and sends exactly the bytes it
// likes, when it likes, until it cuts, resets or forgets the connection. Linux.

namespace okta::test {

/// A connection, as a script has it. Every function but `request_number` ends the script when the client has gone; a
/// script that returns keeps the connection open for the next request. Waits are bounded by 5 seconds.
class fault_peer
{
public:
    /// Reads a request, with its body, and counts it.
    server_request take_request();

    /// Waits until a request begins to arrive, and leaves it unread.
    void await_request();

    /// Sends exactly these bytes.
    void send(std::string_view bytes);

    /// Sends these bytes as they are, past TLS.
    void send_beneath_tls(std::string_view bytes);

    /// Sends the bytes and the orderly end of the connection so that they arrive together.
    [[noreturn]] void send_and_hang_up(std::string_view bytes);

    /// Sends them one by one, each in a packet of its own, with a pause before each.
    void send_slowly(std::string_view bytes, std::chrono::microseconds pause);

    /// Sends the bytes again and again, as fast as the client takes them, for 5 seconds at most.
    void send_endlessly(std::string_view bytes);

    /// Says nothing more until the client goes.
    [[noreturn]] void fall_silent();

    /// Ends the connection in order: under TLS with close_notify.
    [[noreturn]] void hang_up();

    /// Ends the TCP connection in order, without what TLS would say before.
    [[noreturn]] void cut();

    /// Ends the connection with a RST.
    [[noreturn]] void reset();

    /// 1 for the first request of the server, whether or not it was read.
    [[nodiscard]] int try_number() const noexcept;

    struct state;
    explicit fault_peer(state& s) noexcept : state_(s) {}

private:
    state& state_;
};

/// What the server does with each request of a client: called when one begins, that is for each new connection, and
/// again when more arrives on a connection that a former call kept.
using fault_script = std::function<void(fault_peer&)>;

enum class door {
    open,
    refusing,  ///< no listener: connecting fails at once
    unattended ///< connections are made, by the system, and nobody ever looks at them
};

struct fault_server_options
{
    bool tls = false;
    bool script_has_handshake = false; ///< under TLS: the script gets the bare connection
    certificate_flaw flaw = certificate_flaw::none;
    std::string certificate_names = "DNS:localhost,IP:127.0.0.1";
    okta::test::door door = okta::test::door::open;
};

class fault_server
{
public:
    explicit fault_server(fault_script script, fault_server_options options = {});
    ~fault_server(); // closes all connections and joins

    /// From now on new requests, on old connections too, are answered 200 with the body `healed`.
    void heal();

    [[nodiscard]] std::string origin() const;
    [[nodiscard]] int connections() const; ///< accepted so far

    /// The requests that scripts took so far.
    [[nodiscard]] std::vector<server_request> requests() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace okta::test
#endif
