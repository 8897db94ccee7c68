#ifndef OKTA_IMPL_STREAM_IPP
#define OKTA_IMPL_STREAM_IPP

#include <okta/impl/config.hpp>
#include <okta/impl/tls.ipp>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>

#include <algorithm>
#include <climits>
#include <cstdint>
#include <memory>
#include <string>

namespace okta::detail {

using error_code = boost::system::error_code;

/// What an attempt on a stream gave: bytes, or an error, or that the socket has to become ready first.
struct io_step
{
    enum class wait { none, read, write };
    std::size_t bytes = 0;
    error_code error = {};
    wait until = wait::none;
};

/// A non-blocking socket, plain or under TLS. It only attempts; waiting is the caller's. So the whole transport needs
/// one asynchronous operation on it, `async_wait`, and OpenSSL reads straight from the socket.
class stream
{
public:
    explicit stream(boost::asio::any_io_executor const& executor) : socket(executor) {}
    ~stream();
    stream(stream const&) = delete;
    stream& operator=(stream const&) = delete;

    error_code open(boost::asio::ip::tcp const& protocol);
    error_code start_tls(SSL_CTX* context, std::string const& host, bool host_is_address);
    error_code accept_tls(SSL_CTX* context);

    io_step handshake();
    io_step read_some(char* data, std::size_t size);
    io_step write_some(char const* data, std::size_t size);

    /// Says that nothing more will be sent; what still comes can be read from `socket`, as the bytes that they are.
    void end_writing();

    /// After the socket was waited for: there may be something to read again.
    void ready() noexcept { drained_ = false; }

    /// Why the peer's certificate was refused, or null.
    [[nodiscard]] char const* verify_text() const;

    /// Whether a kept connection is still usable: open, and nothing came in that nobody asked for.
    [[nodiscard]] bool quiet();

    boost::asio::ip::tcp::socket socket;
    std::uint64_t bytes_sent = 0; // by the socket, so under TLS those of the records

private:
    friend struct stream_bio;
    error_code attach_tls(SSL_CTX* context);
    io_step receive(char* data, std::size_t size);
    io_step transmit(char const* data, std::size_t size);
    io_step tls_step(int result);
    void notify_close();

    ssl_ptr tls_ = {};
    io_step last_ = {};    // of the socket, while OpenSSL uses it
    bool drained_ = false; // the last receive took all there was
    bool broken_ = false;  // no close_notify on an undone, failed or ended session
};

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL, so a closed connection would raise SIGPIPE.
struct stream_bio
{
    static int finish(BIO* bio, io_step const& step)
    {
        if (step.until == io_step::wait::read) BIO_set_retry_read(bio);
        if (step.until == io_step::wait::write) BIO_set_retry_write(bio);
        if (step.until != io_step::wait::none || step.error) return step.error == boost::asio::error::eof ? 0 : -1;
        return static_cast<int>(step.bytes);
    }

    static int read(BIO* bio, char* data, int size)
    {
        auto& s = *static_cast<stream*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        s.last_ = s.receive(data, static_cast<std::size_t>(size));
        return finish(bio, s.last_);
    }

    static int write(BIO* bio, char const* data, int size)
    {
        auto& s = *static_cast<stream*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        s.last_ = s.transmit(data, static_cast<std::size_t>(size));
        return finish(bio, s.last_);
    }

    static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

    static BIO_METHOD* method()
    {
        struct deleter
        {
            void operator()(BIO_METHOD* m) const { BIO_meth_free(m); }
        };
        static std::unique_ptr<BIO_METHOD, deleter> const instance = [] {
            std::unique_ptr<BIO_METHOD, deleter> m(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "okta"));
            if (!m) throw std::bad_alloc();
            BIO_meth_set_read(m.get(), &read);
            BIO_meth_set_write(m.get(), &write);
            BIO_meth_set_ctrl(m.get(), &control);
            return m;
        }();
        return instance.get();
    }
};

OKTA_DECL stream::~stream() { notify_close(); }

OKTA_DECL void stream::notify_close()
{
    if (!tls_ || broken_ || !socket.is_open()) return;
    ERR_clear_error();
    SSL_shutdown(tls_.get()); // if the socket takes it now
    ERR_clear_error();
    broken_ = true;
}

OKTA_DECL void stream::end_writing()
{
    notify_close();
    error_code ignored;
    socket.shutdown(socket.shutdown_send, ignored);
}

OKTA_DECL error_code stream::open(boost::asio::ip::tcp const& protocol)
{
    error_code error;
    if (socket.is_open()) socket.close(error);
    socket.open(protocol, error);
    if (!error) socket.non_blocking(true, error);
    if (!error) socket.set_option(boost::asio::ip::tcp::no_delay(true), error);
    return error;
}

OKTA_DECL error_code stream::attach_tls(SSL_CTX* context)
{
    ERR_clear_error();
    tls_.reset(SSL_new(context));
    BIO* const bio = tls_ ? BIO_new(stream_bio::method()) : nullptr;
    if (!bio) return last_tls_error();
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(tls_.get(), bio, bio);
    broken_ = true;
    return {};
}

OKTA_DECL error_code stream::accept_tls(SSL_CTX* context)
{
    if (auto const error = attach_tls(context)) return error;
    SSL_set_accept_state(tls_.get());
    return {};
}

OKTA_DECL error_code stream::start_tls(SSL_CTX* context, std::string const& host, bool host_is_address)
{
    if (auto const error = attach_tls(context)) return error;
    SSL_set_connect_state(tls_.get());
    // RFC 6066 section 3: no address as a server name
    auto const named = host_is_address ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), host.c_str()) == 1
                                       : SSL_set1_host(tls_.get(), host.c_str()) == 1 &&
                                             SSL_set_tlsext_host_name(tls_.get(), host.c_str()) == 1;
    return named ? error_code() : last_tls_error();
}

OKTA_DECL io_step stream::receive(char* data, std::size_t size)
{
    io_step step;
    if (drained_) {
        step.until = io_step::wait::read; // spares a system call that would say so
        return step;
    }
    step.bytes = socket.read_some(boost::asio::buffer(data, size), step.error);
    drained_ = !step.error && step.bytes < size;
    if (step.error == boost::asio::error::would_block) {
        step = {0, {}, io_step::wait::read};
        drained_ = true;
    }
    return step;
}

OKTA_DECL io_step stream::transmit(char const* data, std::size_t size)
{
    io_step step;
    step.bytes = socket.write_some(boost::asio::buffer(data, size), step.error);
    bytes_sent += step.bytes;
    if (step.error == boost::asio::error::would_block) step = {0, {}, io_step::wait::write};
    return step;
}

OKTA_DECL io_step stream::tls_step(int result)
{
    if (result > 0) return {static_cast<std::size_t>(result), {}, io_step::wait::none};
    switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ: return {0, {}, io_step::wait::read};
    case SSL_ERROR_WANT_WRITE: return {0, {}, io_step::wait::write};
    case SSL_ERROR_ZERO_RETURN: return {0, boost::asio::error::eof, io_step::wait::none};
    default: break;
    }
    broken_ = true;
    if (last_.error == boost::asio::error::eof) { // no close_notify before it: RFC 8446 section 6.1
        ERR_clear_error();
        return {0, boost::asio::ssl::error::stream_truncated, io_step::wait::none};
    }
    if (last_.error) {
        ERR_clear_error();
        return {0, last_.error, io_step::wait::none};
    }
    return {0, last_tls_error(), io_step::wait::none};
}

OKTA_DECL io_step stream::handshake()
{
    ERR_clear_error();
    auto const step = tls_step(SSL_do_handshake(tls_.get()));
    if (step.bytes != 0) broken_ = false;
    return step;
}

OKTA_DECL io_step stream::read_some(char* data, std::size_t size)
{
    if (!tls_) return receive(data, size);
    if (drained_ && SSL_has_pending(tls_.get()) == 0) return {0, {}, io_step::wait::read}; // as OpenSSL would find
    ERR_clear_error();
    return tls_step(SSL_read(tls_.get(), data, static_cast<int>(std::min<std::size_t>(size, INT_MAX))));
}

OKTA_DECL io_step stream::write_some(char const* data, std::size_t size)
{
    if (!tls_) return transmit(data, size);
    ERR_clear_error();
    return tls_step(SSL_write(tls_.get(), data, static_cast<int>(std::min<std::size_t>(size, INT_MAX))));
}

OKTA_DECL char const* stream::verify_text() const
{
    auto const result = tls_ ? SSL_get_verify_result(tls_.get()) : long{X509_V_OK};
    return result == X509_V_OK ? nullptr : X509_verify_cert_error_string(result);
}

OKTA_DECL bool stream::quiet()
{
    char byte = 0;
    ready(); // ask the socket itself; TLS takes late session tickets here
    return read_some(&byte, 1).until == io_step::wait::read;
}

} // namespace okta::detail
#endif
