#ifndef OKTA_IMPL_HTTP_CALL_STEPS_IPP
#define OKTA_IMPL_HTTP_CALL_STEPS_IPP

#include <okta/impl/http_call.ipp>
#include <okta/model/deadline.hpp>

#include <memory>
#include <string>
#include <utility>

// The way of a request, from the pool to the socket. A step starts its operation and then suspends: `mutex_` is held
// all the while, so the operation cannot complete in between.

namespace okta::detail {

OKTA_DECL task http_call::run()
{
    if (!prepare()) co_return false;
    bool ok = co_await get_connection();
    if (!ok) co_return false;
    bool const kept = transfer_.reused = connection_ != nullptr;
    if (!kept) ok = co_await open();
    if (ok) ok = co_await write_request();
    if (!ok && kept && sent_nothing() && !aborted_ && error_.code != boost::asio::error::timed_out) {
        connection_.reset(); // the server closed it just now: once more, on a new one
        transfer_.reused = false;
        ok = co_await open();
        if (ok) ok = co_await write_request();
    }
    if (ok) ok = co_await read_answer();
    else if (writing_ && !sent_nothing() && !aborted_) ok = co_await read_refusal();
    co_return ok;
}

OKTA_DECL bool http_call::prepare()
{
    auto const invalid = make_error_code(boost::system::errc::invalid_argument);
    auto const whole = request_.timeout.count() > 0 ? request_.timeout : pool_->options.request_timeout;
    deadline_ = deadline_after(steady::now(), whole);
    origin_ = pool_->find(request_.origin);
    if (!origin_) return fail(invalid, "send a request: the origin is not http[s]://host[:port]");
    auto const& name = origin_->name;
    if (!name.tls && !name.endpoint.is_loopback() && !pool_->options.allow_plain_http)
        return fail(make_error_code(boost::system::errc::operation_not_permitted),
                    "send a request to " + request_.origin + ": plain http is for loopback only");
    if (auto const why = refusal(request_)) return fail(invalid, "send a request to " + request_.origin + ": " + why);
    return true;
}

OKTA_DECL task http_call::get_connection()
{
    using admission = connection_pool::admission;
    arm(deadline_);
    enter(&transfer_facts::queued);
    constexpr auto step = "wait for a connection to";
    auto const answer = pool_->acquire(shared_from_this(), place_, *origin_, connection_);
    if (answer == admission::closed) co_return fail_wire(boost::asio::error::operation_aborted, step);
    if (answer == admission::full) co_return fail_wire(boost::asio::error::no_buffer_space, step);
    if (answer == admission::queued) {
        queued_ = true;
        if (auto const error = co_await event()) co_return fail_wire(error, step);
    }
    admitted_ = true;
    while (connection_ && !connection_->io.quiet()) connection_ = pool_->another(*origin_);
    co_return true;
}

OKTA_DECL task http_call::open()
{
    auto const& name = origin_->name;
    auto const& to = origin_->through_proxy ? *pool_->proxy.server : name.endpoint;
    writing_ = false;
    connection_ = std::make_unique<connection>(pool_->executor, pool_->options.read_buffer_bytes);
    bool ok = co_await resolve(to);
    if (ok) ok = co_await connect(to);
    if (ok && origin_->through_proxy) ok = co_await tunnel();
    if (ok && name.tls) ok = co_await handshake();
    if (ok) arm(deadline_);
    co_return ok;
}

OKTA_DECL task http_call::resolve(endpoint_name const& to)
{
    addresses_.clear();
    if (to.address) {
        addresses_.emplace_back(*to.address, to.port);
        co_return true;
    }
    arm(pool_->options.connect_timeout);
    enter(&transfer_facts::resolve);
    resolver_ = std::make_unique<boost::asio::ip::tcp::resolver>(pool_->executor);
    resolver_->async_resolve(to.host, std::to_string(to.port), boost::asio::ip::resolver_base::numeric_service,
                             resolution{shared_from_this(), ticket_});
    auto const error = co_await event();
    resolver_.reset();
    if (error) co_return fail(error, "resolve " + to.host);
    co_return true;
}

OKTA_DECL task http_call::connect(endpoint_name const& to)
{
    enter(&transfer_facts::connect);
    auto const until = deadline_after(phase_start_, pool_->options.connect_timeout);
    error_code error = boost::asio::error::host_not_found;
    auto left = static_cast<int>(addresses_.size());
    for (auto const& address : addresses_) {
        arm(steady::now() + (until - steady::now()) / left--); // none of them may eat the others' time
        auto& io = connection_->io;
        error = io.open(address.protocol());
        if (!error) {
            io.socket.async_connect(address, resumed());
            error = co_await event();
        }
        if (!error) co_return true;
        if (aborted_ || steady::now() >= deadline_) break;
    }
    co_return fail(error, "connect to " + to.text());
}

OKTA_DECL task http_call::tunnel()
{
    arm(pool_->options.connect_timeout);
    auto const target = origin_->name.endpoint.text();
    auto const& login = pool_->proxy.authorization;
    auto head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!login.empty()) head += "Proxy-Authorization: " + login + "\r\n";
    head += "\r\n";

    bool ok = co_await write(head, "ask the proxy for");
    if (!ok) co_return false;
    response_parser parser(response_, pool_->options.max_header_bytes, 0);
    parser.skip(true); // no body after a tunnel's head: RFC 9110 section 9.3.6
    ok = co_await read(parser, "ask the proxy for");
    if (!ok) co_return false;
    if (response_.status / 100 == 2 && connection_->pending() == 0) co_return true;
    fail(boost::asio::error::connection_refused,
         "ask the proxy for " + target + ": it answered " + std::to_string(response_.status));
    error_.lasting = response_.status / 100 == 4; // a login that is missing, a host that is not allowed
    co_return false;
}

OKTA_DECL task http_call::handshake()
{
    auto const& name = origin_->name.endpoint;
    auto& io = connection_->io;
    arm(pool_->options.tls_timeout);
    enter(&transfer_facts::tls);
    error_code error = io.start_tls(pool_->tls.get(), name.host, name.address.has_value());
    while (!error) {
        auto const step = io.handshake();
        if (step.until == io_step::wait::none) {
            error = step.error;
            break;
        }
        wait_for(step.until);
        error = co_await event();
        io.ready();
    }
    if (!error) co_return true;
    auto const refused = io.verify_text();
    fail(error, "TLS handshake with " + name.host + (refused ? " (" + std::string(refused) + ')' : ""));
    error_.lasting = refused != nullptr;
    co_return false;
}

OKTA_DECL task http_call::write_request()
{
    enter(&transfer_facts::write);
    constexpr std::size_t worth_copying = 16 * 1024; // one system call and one TLS record instead of two
    auto head = write_head(request_, origin_->name.authority);
    auto const& body = request_.body;
    auto const together = body.size() <= worth_copying;
    if (together) head += body;
    sent_before_ = connection_->io.bytes_sent;
    writing_ = true;
    bool ok = co_await write(head, "write the request to");
    if (ok && !together) ok = co_await write(body, "write the request to");
    co_return ok;
}

OKTA_DECL task http_call::write(std::string_view data, char const* step)
{
    auto& io = connection_->io;
    while (!data.empty()) {
        auto const done = io.write_some(data.data(), data.size());
        if (done.error) co_return fail_wire(done.error, step);
        transfer_.bytes_sent += done.bytes;
        data.remove_prefix(done.bytes);
        if (done.until == io_step::wait::none) continue;
        wait_for(done.until);
        if (auto const error = co_await event()) co_return fail_wire(error, step);
        io.ready();
    }
    co_return true;
}

OKTA_DECL bool http_call::sent_nothing() const
{
    return !writing_ || !connection_ || connection_->io.bytes_sent == sent_before_;
}

OKTA_DECL void http_call::enter(std::chrono::nanoseconds transfer_facts::* phase)
{
    auto const now = steady::now();
    if (phase_) transfer_.*phase_ += now - phase_start_;
    phase_ = phase;
    phase_start_ = now;
}

OKTA_DECL bool http_call::fail(error_code code, std::string what)
{
    error_ = {code, std::move(what), sent_nothing() ? sent::nothing : sent::perhaps_all};
    return false;
}

OKTA_DECL bool http_call::fail_wire(error_code code, char const* step, char const* detail)
{
    auto what = std::string(step) + ' ' + request_.origin;
    if (detail) what.append(": ").append(detail);
    return fail(code, std::move(what));
}

/// The same request would be answered alike.
OKTA_DECL bool http_call::fail_lasting(error_code code, char const* step, char const* detail)
{
    fail_wire(code, step, detail);
    error_.lasting = true;
    return false;
}

} // namespace okta::detail
#endif
