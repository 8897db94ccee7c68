#include "fault_server.hpp"

#include "listener.hpp"

#include <boost/asio/ssl.hpp>

#include <atomic>
#include <mutex>
#include <netinet/tcp.h>
#include <optional>
#include <utility>

namespace okta::test {
namespace {

using steady = std::chrono::steady_clock;

struct end_of_script : std::exception // a script's way out that keeps nothing
{
};

std::string const healed_answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhealed";

} // namespace

struct fault_peer::state
{
    using tls_stream = asio::ssl::stream<tcp::socket&>;

    tcp::socket& socket;
    std::optional<tls_stream>& tls;
    wire bytes;
    std::function<void(server_request const&)> count;
    int number = 0;
};

server_request fault_peer::take_request()
{
    auto request = state_.bytes.take_request();
    request.number = state_.number;
    state_.count(request);
    return request;
}

void fault_peer::await_request()
{
    if (!state_.bytes.pending.empty()) return;
    if (state_.tls) state_.bytes.more(); // it may have come with the end of the handshake
    else state_.socket.wait(tcp::socket::wait_read);
}

void fault_peer::send(std::string_view bytes) { state_.bytes.write(bytes); }

void fault_peer::send_beneath_tls(std::string_view bytes) { asio::write(state_.socket, asio::buffer(bytes)); }

void fault_peer::send_and_hang_up(std::string_view bytes)
{
    state_.socket.set_option(asio::detail::socket_option::boolean<IPPROTO_TCP, TCP_CORK>(true));
    send(bytes);
    if (state_.tls) {
        boost::system::error_code ignored;
        state_.socket.shutdown(tcp::socket::shutdown_receive, ignored); // else it waits for the client's close_notify
        state_.tls->shutdown(ignored);
    }
    cut();
}

void fault_peer::send_slowly(std::string_view bytes, std::chrono::microseconds pause)
{
    for (auto const& byte : bytes) {
        std::this_thread::sleep_for(pause);
        send({&byte, 1});
    }
}

void fault_peer::send_endlessly(std::string_view bytes)
{
    std::string many;
    while (many.size() < 64 * 1024) many += bytes;
    auto const end = steady::now() + std::chrono::seconds(5);
    while (steady::now() < end) send(many);
}

void fault_peer::fall_silent()
{
    for (;;) { // until the client, or the server's destructor, ends the connection
        state_.bytes.pending.clear();
        state_.bytes.more();
    }
}

void fault_peer::hang_up()
{
    boost::system::error_code ignored;
    if (state_.tls) state_.tls->shutdown(ignored);
    cut();
}

void fault_peer::cut()
{
    boost::system::error_code ended;
    state_.socket.shutdown(tcp::socket::shutdown_send, ended);
    char unread[4096]; // what is unread when a socket is closed makes a RST of the end
    while (!ended) state_.socket.read_some(asio::buffer(unread), ended);
    throw end_of_script();
}

void fault_peer::reset()
{
    state_.socket.set_option(asio::socket_base::linger(true, 0));
    throw end_of_script();
}

int fault_peer::try_number() const noexcept { return state_.number; }

struct fault_server::state
{
    state(fault_script s, fault_server_options opts) : script(std::move(s)), options(std::move(opts))
    {
        if (options.tls) {
            auto const issued = issue_certificate(options.certificate_names, options.flaw);
            tls.use_certificate_chain(asio::buffer(issued.certificate));
            tls.use_private_key(asio::buffer(issued.key), asio::ssl::context::pem);
        }
        if (options.door != door::open) {
            closed.open(tcp::v4());
            closed.bind({asio::ip::address_v4::loopback(), 0});
            if (options.door == door::unattended) closed.listen();
            return;
        }
        accepting = std::make_unique<listener>([this](tcp::socket& socket, int) { serve(socket); });
        accepting->run();
    }

    ~state()
    {
        if (accepting) accepting->stop();
    }

    void serve(tcp::socket& socket)
    {
        socket.set_option(tcp::no_delay(true));
        std::optional<fault_peer::state::tls_stream> stream;
        if (options.tls && (!options.script_has_handshake || healed)) {
            stream.emplace(socket, tls);
            stream->handshake(stream->server);
        }
        fault_peer::state peer{socket, stream, stream ? wire_over(*stream) : wire_over(socket),
                               [this](server_request const& r) {
                                   std::lock_guard const lock(mutex);
                                   seen.push_back(r);
                               }};
        for (;;) {
            peer.number = ++tries;
            fault_peer handle(peer);
            if (healed) answer_well(handle);
            else script(handle);
            if (peer.bytes.pending.empty()) peer.bytes.more();
        }
    }

    static void answer_well(fault_peer& peer)
    {
        peer.take_request();
        peer.send(healed_answer);
    }

    fault_script const script;
    fault_server_options const options;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    std::atomic<bool> healed = false;
    std::atomic<int> tries = 0;
    std::mutex mutex;
    std::vector<server_request> seen;
    asio::io_context context;
    tcp::acceptor closed{context};
    std::unique_ptr<listener> accepting;
};

fault_server::fault_server(fault_script script, fault_server_options options)
    : state_(std::make_shared<state>(std::move(script), std::move(options)))
{
}

fault_server::~fault_server() = default;

void fault_server::heal() { state_->healed = true; }

std::string fault_server::origin() const
{
    auto const port = state_->accepting ? state_->accepting->port() : state_->closed.local_endpoint().port();
    return (state_->options.tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port);
}

int fault_server::connections() const { return state_->accepting ? state_->accepting->accepted() : 0; }

std::vector<server_request> fault_server::requests() const
{
    std::lock_guard const lock(state_->mutex);
    return state_->seen;
}

} // namespace okta::test
