#ifndef OKTA_TEST_SUPPORT_LISTENER_HPP
#define OKTA_TEST_SUPPORT_LISTENER_HPP

#include "loopback_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>
#include <vector>

// What the servers of the tests are made of: a listener with a thread per connection, and requests read off a stream.

namespace okta::test {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// Threads and sockets of a listener: what it accepted, so that it can be cut off from outside.
class listener
{
public:
    using serve = std::function<void(tcp::socket&, int)>;

    explicit listener(serve on_connection) : serve_(std::move(on_connection)) {}

    void run()
    {
        accepting_ = std::thread([this] { accept_all(); });
    }

    void stop()
    {
        stopping_ = true;
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
        if (accepting_.joinable()) accepting_.join();
        drop();
        for (auto& t : threads_) t.join();
        threads_.clear();
    }

    void drop()
    {
        std::unique_lock lock(mutex_);
        for (auto const fd : open_) ::shutdown(fd, SHUT_RDWR);
        closed_.wait(lock, [&] { return open_.empty(); });
    }

    [[nodiscard]] unsigned short port() const { return port_; }
    [[nodiscard]] int accepted() const { return accepted_; }

private:
    void accept_all()
    {
        for (;;) {
            boost::system::error_code error;
            tcp::socket socket(context_);
            acceptor_.accept(socket, error);
            if (stopping_) return;
            if (error) continue;
            auto const number = ++accepted_;
            std::lock_guard const lock(mutex_);
            open_.push_back(socket.native_handle());
            threads_.emplace_back([this, number, s = std::move(socket)]() mutable {
                auto const fd = s.native_handle();
                try {
                    serve_(s, number);
                } catch (std::exception const&) { // the peer went away
                }
                std::lock_guard const done(mutex_);
                std::erase(open_, fd);
                s.close(); // under the lock: the number may be given out again
                closed_.notify_all();
            });
        }
    }

    serve serve_;
    asio::io_context context_;
    tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
    unsigned short const port_ = acceptor_.local_endpoint().port();
    std::atomic<bool> stopping_ = false;
    std::atomic<int> accepted_ = 0;
    std::mutex mutex_;
    std::condition_variable closed_;
    std::vector<int> open_;
    std::vector<std::thread> threads_;
    std::thread accepting_;
};

/// Bytes both ways, whatever is below.
struct wire
{
    std::function<std::size_t(asio::mutable_buffer)> read_some; // throws at the end
    std::function<void(std::string_view)> write;
    std::string pending = {};

    void more()
    {
        char chunk[4096];
        pending.append(chunk, read_some(asio::buffer(chunk)));
    }

    std::string take(std::size_t size)
    {
        while (pending.size() < size) more();
        auto taken = pending.substr(0, size);
        pending.erase(0, size);
        return taken;
    }

    std::string take_line()
    {
        std::size_t end = 0;
        while ((end = pending.find("\r\n")) == std::string::npos) more();
        auto line = take(end + 2);
        line.resize(end);
        return line;
    }

    /// Reads a request whose body, if it has one, has a Content-Length. Throws when the peer goes away.
    server_request take_request()
    {
        server_request request;
        auto const first = take_line();
        auto const space = first.find(' ');
        request.method = first.substr(0, space);
        request.target = first.substr(space + 1, first.rfind(' ') - space - 1);
        for (auto line = take_line(); !line.empty(); line = take_line()) {
            auto const colon = line.find(": ");
            request.fields.add(line.substr(0, colon), line.substr(colon + 2));
        }
        if (auto const length = request.fields.find("Content-Length"))
            request.body = take(std::stoul(std::string(*length)));
        return request;
    }
};

template <class Stream>
wire wire_over(Stream& stream)
{
    return {.read_some = [&stream](asio::mutable_buffer to) { return stream.read_some(to); },
            .write = [&stream](std::string_view data) { asio::write(stream, asio::buffer(data)); }};
}

} // namespace okta::test
#endif
