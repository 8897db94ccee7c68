#include "loopback_server.hpp"

#include "listener.hpp"
#include "test_certificates.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/detail/base64.hpp>

#include <zlib.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>

namespace okta::test {
namespace {

using error_code = boost::system::error_code;

std::string written(server_reply const& reply)
{
    if (reply.raw) return *reply.raw;
    auto text = "HTTP/1.1 " + std::to_string(reply.status) + " Scripted\r\n";
    for (std::size_t i = 0; i < reply.fields.size(); ++i)
        text.append(reply.fields[i].name).append(": ").append(reply.fields[i].value).append("\r\n");
    if (reply.chunked) {
        text += "Transfer-Encoding: chunked\r\n\r\n";
        for (std::size_t at = 0; at < reply.body.size(); at += 7) {
            auto const chunk = reply.body.substr(at, 7);
            text += std::to_string(chunk.size()) + ";extension=1\r\n" + chunk + "\r\n";
        }
        return text + "0\r\nX-Trailer: dropped\r\n\r\n";
    }
    auto const bodyless = reply.status == 204 || reply.status == 304;
    if (reply.content_length && !bodyless) text += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
    return text + "\r\n" + reply.body;
}

} // namespace

struct loopback_server::state
{
    state(handler on_request, server_options opts)
        : options(std::move(opts)),
          answer(std::move(on_request)),
          accepted([this](tcp::socket& socket, int number) { serve(socket, number); })
    {
        if (!options.tls) return;
        auto const issued = issue_certificate(options.certificate_names);
        tls.use_certificate_chain(asio::buffer(issued.certificate));
        tls.use_private_key(asio::buffer(issued.key), asio::ssl::context::pem);
        if (!options.require_client_certificate) return;
        tls.add_certificate_authority(asio::buffer(authority_pem()));
        tls.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
    }

    void serve(tcp::socket& socket, int number)
    {
        if (options.close_after_accept) return;
        socket.set_option(tcp::no_delay(true));
        if (!options.tls) return converse(wire_over(socket), socket, number);
        asio::ssl::stream<tcp::socket&> stream(socket, tls);
        stream.handshake(stream.server);
        converse(wire_over(stream), socket, number);
        error_code ignored;
        if (options.close_notify) stream.shutdown(ignored);
    }

    void converse(wire peer, tcp::socket& socket, int connection)
    {
        for (auto first = true;; first = false) {
            if (!first && options.close_on_reuse) {
                peer.more();
                socket.set_option(asio::socket_base::linger(true, 0));
                return;
            }
            auto request = peer.take_request();
            request.connection = connection;
            {
                std::lock_guard const lock(mutex);
                request.number = static_cast<int>(seen.size()) + 1;
                seen.push_back(request);
            }
            auto const reply = answer(request);
            std::this_thread::sleep_for(reply.delay);
            peer.write(written(reply));
            if (reply.close) return;
        }
    }

    server_options const options;
    handler const answer;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    std::mutex mutex;
    std::vector<server_request> seen;
    listener accepted;
};

loopback_server::loopback_server(handler on_request, server_options options)
    : state_(std::make_shared<state>(std::move(on_request), std::move(options)))
{
    state_->accepted.run();
}

loopback_server::~loopback_server() { state_->accepted.stop(); }

unsigned short loopback_server::port() const { return state_->accepted.port(); }

std::string loopback_server::origin(std::string const& host) const
{
    return (state_->options.tls ? "https://" : "http://") + host + ':' + std::to_string(port());
}

int loopback_server::connections() const { return state_->accepted.accepted(); }

std::vector<server_request> loopback_server::requests() const
{
    std::lock_guard const lock(state_->mutex);
    return state_->seen;
}

void loopback_server::drop_connections() { state_->accepted.drop(); }

struct connect_proxy::state
{
    explicit state(proxy_options opts)
        : options(std::move(opts)), accepted([this](tcp::socket& socket, int) { serve(socket); })
    {
    }

    void serve(tcp::socket& client)
    {
        auto peer = wire_over(client);
        auto const request = peer.take_request();
        {
            std::lock_guard const lock(mutex);
            seen.push_back(request);
        }
        if (!options.login.empty() &&
            request.fields.find("Proxy-Authorization").value_or("") != "Basic " + base64(options.login))
            return peer.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        asio::io_context context;
        tcp::socket server(context);
        auto const port = std::stoi(request.target.substr(request.target.rfind(':') + 1));
        server.connect({asio::ip::address_v4::loopback(), static_cast<unsigned short>(port)});
        peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
        std::thread back([&] { relay(server, client); });
        relay(client, server);
        back.join();
    }

    static void relay(tcp::socket& from, tcp::socket& to)
    {
        char chunk[16 * 1024];
        error_code error;
        while (!error) {
            auto const size = from.read_some(asio::buffer(chunk), error);
            if (!error) asio::write(to, asio::buffer(chunk, size), error);
        }
        ::shutdown(from.native_handle(), SHUT_RDWR);
        ::shutdown(to.native_handle(), SHUT_RDWR);
    }

    static std::string base64(std::string const& text)
    {
        namespace b = boost::beast::detail::base64;
        std::string out(b::encoded_size(text.size()), '\0');
        out.resize(b::encode(out.data(), text.data(), text.size()));
        return out;
    }

    proxy_options const options;
    std::mutex mutex;
    std::vector<server_request> seen;
    listener accepted;
};

connect_proxy::connect_proxy(proxy_options options) : state_(std::make_shared<state>(std::move(options)))
{
    state_->accepted.run();
}

connect_proxy::~connect_proxy() { state_->accepted.stop(); }

unsigned short connect_proxy::port() const { return state_->accepted.port(); }

std::vector<server_request> connect_proxy::requests() const
{
    std::lock_guard const lock(state_->mutex);
    return state_->seen;
}

unsigned short unused_port()
{
    asio::io_context context;
    tcp::acceptor const acceptor(context, {asio::ip::address_v4::loopback(), 0});
    return acceptor.local_endpoint().port();
}

std::string gzip(std::string const& data)
{
    z_stream stream = {};
    constexpr int gzip_format = 15 + 16;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_format, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("deflateInit2");
    std::string out(deflateBound(&stream, static_cast<uLong>(data.size())) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

} // namespace okta::test
