#ifndef OKTA_TEST_BENCH_BEAST_CLIENT_HPP
#define OKTA_TEST_BENCH_BEAST_CLIENT_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

// What one writes by hand on Beast: a coroutine per connection that writes a request and reads its answer.

namespace okta::bench {

namespace asio = boost::asio;
namespace beast = boost::beast;

class beast_connection
{
public:
    using plain_stream = beast::tcp_stream;
    using tls_stream = beast::ssl_stream<beast::tcp_stream>;

    beast_connection(asio::io_context& context, unsigned short port, asio::ssl::context* tls)
        : host_("127.0.0.1:" + std::to_string(port)),
          tls_(tls ? std::make_unique<tls_stream>(context, *tls) : nullptr),
          plain_(context)
    {
        buffer_.reserve(64 * 1024);
        auto& tcp = tls_ ? tls_->next_layer() : plain_;
        tcp.connect({asio::ip::make_address("127.0.0.1"), port});
        tcp.socket().set_option(asio::ip::tcp::no_delay(true));
        if (!tls_) return;
        tls_->set_verify_callback(asio::ssl::host_name_verification("127.0.0.1"));
        tls_->handshake(asio::ssl::stream_base::client);
    }

    asio::awaitable<void> get(std::string id, int times)
    {
        return tls_ ? get_on(*tls_, std::move(id), times) : get_on(plain_, std::move(id), times);
    }

private:
    template <class Stream>
    asio::awaitable<void> get_on(Stream& stream, std::string id, int times)
    {
        namespace http = beast::http;
        for (; times > 0; --times) {
            http::request<http::empty_body> request(http::verb::get, "/api/v1/users/" + id, 11);
            request.set(http::field::host, host_);
            request.set(http::field::accept, "application/json");
            request.set(http::field::user_agent, "bench/1.0");
            request.set(http::field::authorization, "SSWS 00Zt5VdQUgHRHeUbkBzSbDgmNvOGVXEJwVsIGxKXHj");
            beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(30));
            co_await http::async_write(stream, request, asio::use_awaitable);
            http::response<http::string_body> answer;
            co_await http::async_read(stream, buffer_, answer, asio::use_awaitable);
            if (answer.result_int() != 200 || !answer.keep_alive()) throw std::runtime_error("beast: not answered 200");
        }
    }

    std::string host_;
    std::unique_ptr<tls_stream> tls_;
    plain_stream plain_;
    beast::flat_buffer buffer_ = {};
};

} // namespace okta::bench
#endif
