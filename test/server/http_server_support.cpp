#include "http_server_support.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <dlfcn.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <stdexcept>

namespace okta::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

running_server::running_server(http_server::handler handler, http_server_options options, int threads,
                               http_server::admission admit)
    : context(threads),
      server(std::make_unique<http_server>(context.get_executor(), std::move(options), std::move(handler),
                                           std::move(admit)))
{
    server->start();
    for (auto i = 0; i < threads; ++i) threads_.emplace_back([this] { context.run(); });
}

running_server::~running_server()
{
    server.reset();
    work_.reset();
    for (auto& t : threads_) t.join(); // which shows that the server left no work behind
}

namespace {

asio::io_context& clients_context() // one for all: each would take three descriptors
{
    static asio::io_context instance;
    return instance;
}

class reply_parser : public http::basic_parser<false>
{
public:
    explicit reply_parser(raw_reply& reply) : reply_(reply) { eager(true); }

private:
    using view = boost::beast::string_view;
    using error = boost::beast::error_code;

    void on_request_impl(http::verb, view, view, int, error&) override {}
    void on_response_impl(int status, view, int, error&) override { reply_.status = status; }
    void on_field_impl(http::field, view name, view value, error&) override
    {
        reply_.head.append(name.data(), name.size()).append(": ").append(value.data(), value.size()).append("\n");
    }
    void on_header_impl(error&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error&) override {}
    std::size_t on_body_impl(view data, error&) override { return append(data); }
    void on_chunk_header_impl(std::uint64_t, view, error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, view data, error&) override { return append(data); }
    void on_finish_impl(error&) override {}

    std::size_t append(view data)
    {
        reply_.body.append(data.data(), data.size());
        return data.size();
    }
    raw_reply& reply_;
};

} // namespace

raw_client::raw_client(std::uint16_t port) : socket_(clients_context())
{
    socket_.connect({asio::ip::address_v4::loopback(), port});
    socket_.set_option(asio::ip::tcp::no_delay(true));
    timeval const patience{5, 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

void raw_client::send(std::string_view bytes)
{
    if (!try_send(bytes)) throw std::runtime_error("the server takes nothing any more");
}

bool raw_client::try_send(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool raw_client::fill()
{
    char chunk[16 * 1024];
    auto const size = ::recv(socket_.native_handle(), chunk, sizeof chunk, 0);
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) throw std::runtime_error("the server says nothing");
    if (size > 0) read_.append(chunk, static_cast<std::size_t>(size));
    return size > 0;
}

std::optional<raw_reply> raw_client::reply(bool head_only)
{
    raw_reply reply;
    reply_parser parser(reply);
    parser.skip(head_only);
    parser.body_limit(boost::none);
    while (!parser.is_done()) {
        error_code error;
        if (!read_.empty()) {
            read_.erase(0, parser.put(asio::buffer(read_), error));
            if (parser.is_done()) break;
            if (error && error != http::error::need_more) throw std::runtime_error(error.message());
        }
        if (!fill()) return std::nullopt;
    }
    return reply;
}

std::string raw_client::rest()
{
    while (fill()) {}
    return std::exchange(read_, {});
}

void raw_client::half_close() { socket_.shutdown(socket_.shutdown_send); }

int status_of(std::uint16_t port, std::string_view request)
{
    raw_client client(port);
    client.try_send(request);
    auto const reply = client.reply();
    return reply ? reply->status : 0;
}

bool sanitized() { return dlsym(RTLD_DEFAULT, "__asan_init") || dlsym(RTLD_DEFAULT, "__tsan_init"); }

http_server_options tls_options()
{
    auto const issued = issue_certificate("DNS:localhost,IP:127.0.0.1");
    return {.certificate_chain_pem = issued.certificate, .private_key_pem = issued.key};
}

} // namespace okta::test
