#ifndef OKTA_IMPL_HTTP_SERVER_CORE_IPP
#define OKTA_IMPL_HTTP_SERVER_CORE_IPP

#include <okta/impl/http_server_tls.ipp>
#include <okta/transport/http_server.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace okta::detail {

class http_session;

/// What a server's connections share: who listens, which connections there are, whether the handler may still be
/// called. It never calls into a connection or the handler while it is locked.
///
/// The list holds connections weakly: one lives as long as an operation of its own is pending, so that destroying the
/// executor's context ends it.
class http_server_core : public std::enable_shared_from_this<http_server_core>
{
    using error_code = boost::system::error_code;
    using session_ptr = std::shared_ptr<http_session>;

public:
    using tcp = boost::asio::ip::tcp;
    using sessions = std::list<std::weak_ptr<http_session>>;

    /// A connection's place in the list.
    struct place
    {
        bool taken = false;
        sessions::iterator self = {};
    };

    http_server_core(boost::asio::any_io_executor ex, http_server_options opts, http_server::handler on_request,
                     http_server::admission admit, std::shared_ptr<SSL_CTX> tls);

    void start();
    void stop();

    /// Ends every connection and waits for handlers that run on other threads.
    void close();

    void reload(std::string const& chain, std::string const& key);
    [[nodiscard]] std::size_t connections() const;

    /// Takes a connection off the list.
    void leave(place& at);

    /// Calls the handler, unless the server is gone. Whether it returned.
    bool handle(received_request&& request, peer const& from, http_responder respond);

    /// What a request is refused with whose body is yet to come.
    std::optional<http_response> refusal_of(received_request const& head, peer const& from);

    /// Tells `options.on_error`, unless the server is gone.
    void report(std::string_view what);

    [[nodiscard]] bool draining() const noexcept { return draining_; }

    boost::asio::any_io_executor const executor;
    http_server_options const options;
    bool const asks; // whether there is something to ask before a body

private:
    struct handling;
    struct acceptance;

    void wait_for_client();
    void wait_after_failure(error_code const& why);
    void accept_some();
    error_code accept_one(std::vector<session_ptr>& accepted);
    std::vector<session_ptr> collect() const;

    static constexpr std::uint32_t closed = std::uint32_t{1} << 31;

    template <class Call>
    bool guarded(char const* what, Call call);

    http_server::handler handler_;
    http_server::admission admit_;
    std::atomic<bool> draining_ = false;
    std::atomic<std::uint32_t> running_ = 0; // calls of user's functions, and the bit `closed`

    std::mutex mutable mutex_;
    std::shared_ptr<SSL_CTX> tls_; // null for plain HTTP
    tcp::acceptor acceptor_;
    boost::asio::steady_timer accept_timer_; // after a failure
    boost::asio::steady_timer drain_timer_;
    sessions sessions_ = {};
    bool started_ = false, stopped_ = false;

public:
    tcp::endpoint const local;
    std::string const origin;
};

} // namespace okta::detail
#endif
