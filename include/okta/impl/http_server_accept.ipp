#ifndef OKTA_IMPL_HTTP_SERVER_ACCEPT_IPP
#define OKTA_IMPL_HTTP_SERVER_ACCEPT_IPP

#include <okta/impl/http_server_core.ipp>
#include <okta/impl/http_server_session.ipp>

#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

// How a server listens, accepts, calls the handler and ends.

namespace okta::detail {

OKTA_DECL void check_options(http_server_options const& o)
{
    auto const refuse = [](std::string const& what) { throw std::invalid_argument("okta::http_server: " + what); };
    using named = std::pair<char const*, std::chrono::milliseconds>;
    for (auto const& [name, bound] :
         {named("tls_timeout", o.tls_timeout), named("header_timeout", o.header_timeout),
          named("body_timeout", o.body_timeout), named("handler_timeout", o.handler_timeout),
          named("write_timeout", o.write_timeout), named("idle_timeout", o.idle_timeout),
          named("linger_timeout", o.linger_timeout), named("drain_timeout", o.drain_timeout)})
        if (bound.count() <= 0 || bound > std::chrono::hours(24))
            refuse(name + std::string(" is not positive or more than a day"));
    if (o.max_header_bytes < 1024) refuse("max_header_bytes is below 1024");
    if (o.read_buffer_bytes < 1024) refuse("read_buffer_bytes is below 1024");
    if (o.max_target_bytes == 0) refuse("max_target_bytes is 0");
    if (o.max_connections == 0) refuse("max_connections is 0");
    if (o.max_requests_per_connection == 0) refuse("max_requests_per_connection is 0");
}

OKTA_DECL boost::asio::ip::tcp::acceptor listen(boost::asio::any_io_executor const& executor,
                                                http_server_options const& options)
{
    using tcp = boost::asio::ip::tcp;
    auto const name = "okta::http_server: listen on " + options.address + " port " + std::to_string(options.port);
    boost::system::error_code error;
    auto const address = boost::asio::ip::make_address(options.address, error);
    if (error) throw boost::system::system_error(error, name + ": the address is no IPv4 or IPv6 literal");
    tcp::endpoint const at(address, options.port);
    tcp::acceptor acceptor(executor);
    acceptor.open(at.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(at, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (!error) acceptor.non_blocking(true, error);
    if (error) throw boost::system::system_error(error, name);
    return acceptor;
}

OKTA_DECL std::string origin_of(boost::asio::ip::tcp::endpoint const& local, bool tls)
{
    auto const address = local.address();
    endpoint_name name{.host = address.to_string(), .port = local.port()};
    if (address.is_unspecified()) name.host = address.is_v6() ? "::1" : "127.0.0.1";
    return (tls ? "https://" : "http://") + name.text();
}

/// A call of the user's functions, which the server's end waits for, but not on a thread that is inside of one.
struct http_server_core::handling
{
    explicit handling(http_server_core& c) : core(c), outer(std::exchange(innermost(), this))
    {
        open = (core.running_.fetch_add(1) & closed) == 0;
    }
    ~handling()
    {
        innermost() = outer;
        if (core.running_.fetch_sub(1) & closed) core.running_.notify_all();
    }
    handling(handling const&) = delete;
    handling& operator=(handling const&) = delete;

    static handling*& innermost()
    {
        thread_local handling* here = nullptr;
        return here;
    }
    [[nodiscard]] static std::uint32_t here(http_server_core const& core)
    {
        std::uint32_t count = 0;
        for (auto const* h = innermost(); h; h = h->outer) count += &h->core == &core;
        return count;
    }

    http_server_core& core;
    handling* const outer;
    bool open = false;
};

/// Calls a function of the user's, unless the server is gone. Whether it returned.
template <class Call>
bool http_server_core::guarded(char const* what, Call call)
{
    handling const here(*this);
    if (!here.open) return false;
    try {
        call();
        return true;
    } catch (std::exception const& e) {
        report(std::string(what) + " threw: " + e.what());
    } catch (...) {
        report(std::string(what) + " threw something that is no std::exception");
    }
    return false;
}

OKTA_DECL bool http_server_core::handle(received_request&& request, peer const& from, http_responder respond)
{
    return guarded("the handler", [&] { handler_(std::move(request), from, std::move(respond)); });
}

OKTA_DECL std::optional<http_response> http_server_core::refusal_of(received_request const& head, peer const& from)
{
    std::optional<http_response> answer;
    if (!guarded("the admission", [&] { answer = admit_(head, from); }))
        return plain_response({500, "the server failed to answer"});
    if (auto const why = answer ? refusal(*answer) : nullptr) {
        report(std::string("an answer that cannot be sent: ") + why);
        return plain_response({500, "the server's answer cannot be sent"});
    }
    return answer;
}

OKTA_DECL void http_server_core::report(std::string_view what)
{
    handling const call(*this);
    if (call.open && options.on_error) options.on_error(what);
}

/// The executor's handler for the acceptor and its timer.
struct http_server_core::acceptance
{
    std::shared_ptr<http_server_core> self;

    void operator()(error_code error) const
    {
        if (!error) self->accept_some();
    }
};

OKTA_DECL void http_server_core::wait_for_client()
{
    acceptor_.async_wait(tcp::acceptor::wait_read, acceptance{shared_from_this()});
}

OKTA_DECL void http_server_core::accept_some()
{
    constexpr std::size_t at_a_time = 32; // then those that are there have their turn
    std::vector<session_ptr> accepted;    // outlives the lock: letting go of one takes it
    error_code failed;
    {
        std::lock_guard const lock(mutex_);
        if (stopped_) return;
        try {
            accepted.reserve(at_a_time);
            for (std::size_t i = 0; i < at_a_time && !failed; ++i) failed = accept_one(accepted);
        } catch (std::bad_alloc const&) {
            failed = make_error_code(boost::system::errc::not_enough_memory);
        }
        if (failed == boost::asio::error::would_block || failed == boost::asio::error::try_again) failed = {};
        if (!failed) wait_for_client();
        else accept_timer_.expires_after(std::chrono::milliseconds(100)); // instead of failing all the time
        if (failed) accept_timer_.async_wait(acceptance{shared_from_this()});
    }
    if (failed) report("accept on " + origin + ": " + failed.message());
    for (auto const& session : accepted) session->start();
}

OKTA_DECL http_server_core::error_code http_server_core::accept_one(std::vector<session_ptr>& accepted)
{
    tcp::socket socket(executor);
    tcp::endpoint from;
    error_code error, ignored;
    acceptor_.accept(socket, from, error);
    if (error == boost::asio::error::connection_aborted || error == boost::asio::error::interrupted) return {};
    if (error || sessions_.size() >= options.max_connections) return error;
    socket.non_blocking(true, error);
    if (error) return {};
    socket.set_option(tcp::no_delay(true), ignored);
    auto session = std::make_shared<http_session>(shared_from_this(), std::move(socket), from, tls_);
    session->place_.self = sessions_.insert(sessions_.end(), session);
    session->place_.taken = true;
    accepted.push_back(std::move(session));
    return {};
}

OKTA_DECL void http_server_core::leave(place& at)
{
    if (!at.taken) return;
    std::lock_guard const lock(mutex_);
    at.taken = false;
    sessions_.erase(at.self);
    if (stopped_ && sessions_.empty()) drain_timer_.cancel();
}

OKTA_DECL std::vector<std::shared_ptr<http_session>> http_server_core::collect() const
{
    std::vector<session_ptr> all;
    std::lock_guard const lock(mutex_);
    all.reserve(sessions_.size());
    for (auto const& weak : sessions_)
        if (auto session = weak.lock()) all.push_back(std::move(session));
    return all;
}

OKTA_DECL void http_server_core::start()
{
    std::lock_guard const lock(mutex_);
    if (std::exchange(started_, true) || stopped_) return;
    wait_for_client();
}

OKTA_DECL void http_server_core::stop()
{
    {
        std::lock_guard const lock(mutex_);
        if (std::exchange(stopped_, true)) return;
        draining_ = true;
        error_code ignored;
        acceptor_.close(ignored);
        accept_timer_.cancel();
        if (!sessions_.empty()) {
            drain_timer_.expires_after(options.drain_timeout);
            drain_timer_.async_wait([self = shared_from_this()](error_code cancelled) {
                if (cancelled) return;
                for (auto const& session : self->collect()) session->abort();
            });
        }
    }
    for (auto const& session : collect()) session->drain();
}

OKTA_DECL void http_server_core::close()
{
    running_.fetch_or(closed);
    stop();
    for (auto const& session : collect()) session->abort();
    auto const own = closed + handling::here(*this);
    for (auto now = running_.load(); now != own; now = running_.load()) running_.wait(now);
    if (own != closed) return;
    handler_ = nullptr; // nobody looks at them any more
    admit_ = nullptr;
}

} // namespace okta::detail
#endif
