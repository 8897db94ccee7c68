#ifndef OKTA_IMPL_HTTP_SERVER_STEPS_IPP
#define OKTA_IMPL_HTTP_SERVER_STEPS_IPP

#include <okta/impl/http_server_session.ipp>

#include <boost/asio/post.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include <openssl/sslerr.h>

#include <string>
#include <utility>

// The way of a server's connection, from the handshake to the end. A step that gives false ends the connection. It
// starts its operation and then suspends: `mutex_` is held all the while, so the operation cannot complete in between.

namespace okta::detail {

OKTA_DECL task http_session::run()
{
    arm(tls_ ? core_->options.tls_timeout : core_->options.header_timeout);
    bool ok = true;
    if (tls_) ok = co_await handshake();
    while (ok) {
        ok = co_await read_request();
        if (ok) ok = co_await answer_request();
    }
    if (linger_) co_await linger();
    co_return true;
}

OKTA_DECL task http_session::handshake()
{
    auto& io = connection_->io;
    error_code error = io.accept_tls(tls_.get());
    tls_.reset(); // the stream has it
    while (!error) {
        auto const step = io.handshake();
        if (step.until == io_step::wait::none) {
            error = step.error;
            break;
        }
        if (core_->draining()) co_return false;
        wait_for(step.until);
        error = co_await event();
        io.ready();
    }
    if (!error) co_return true;
    if (error.category() == boost::asio::error::get_ssl_category() &&
        ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_HTTP_REQUEST) {
        auto const text = plain_response({400, "https is spoken here"});
        append_head(out_, text, {.connection = "close"});
        out_ += text.body;
        io.socket.write_some(boost::asio::buffer(out_), error); // as plain as it came, if the socket takes it now
        arm(core_->options.linger_timeout);
        linger_ = true;
    }
    co_return false;
}

OKTA_DECL void http_session::begin_request()
{
    phase_ = phase::idle;
    request_ = {};
    parser_.emplace(request_, core_->options, core_->origin);
    continued_ = admitted_ = false;
    arm(served_ == 0 ? core_->options.header_timeout : core_->options.idle_timeout);
}

OKTA_DECL task http_session::read_request()
{
    begin_request();
    for (;;) {
        if (auto const refused = parse(); refused.status != 0) {
            bool const ok = co_await refuse(refused);
            co_return ok;
        }
        if (parser_->is_done()) break;
        if (core_->asks && !admitted_ && parser_->is_header_done()) {
            admitted_ = true;
            bool const ok = co_await admit();
            if (!ok) co_return false;
        }
        if (!continued_ && parser_->awaited() && connection_->pending() == 0) {
            continued_ = true;
            bool const ok = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
            if (!ok) co_return false;
        }
        bool const ok = co_await read_some();
        if (!ok) co_return false;
    }
    keep_ = parser_->keep_alive();
    co_return true;
}

/// Asks whether the body is to be read, which may take some of its time.
OKTA_DECL task http_session::admit()
{
    answered_.reset();
    head_ = {.request = {.method = request_.request.method,
                         .origin = request_.request.origin,
                         .target = request_.request.target,
                         .fields = request_.request.fields},
             .method_text = request_.method_text,
             .has_length = request_.has_length};
    auto const error = co_await event();
    if (error == boost::asio::error::timed_out) {
        bool const ok = co_await refuse({408, "the body took too long"});
        co_return ok;
    }
    if (error) co_return false;
    if (!answered_) co_return true;
    bool const ok = co_await refuse(std::move(*answered_));
    co_return ok;
}

/// Parses what was read. A status other than 0: what to refuse the request with.
OKTA_DECL http_refusal http_session::parse()
{
    auto& c = *connection_;
    if (phase_ == phase::idle) // blank lines before a request line: RFC 9112 section 2.2
        while (c.pending() != 0 && (c.buffer[c.begin] == '\r' || c.buffer[c.begin] == '\n')) ++c.begin;
    if (c.pending() == 0) return {};
    enter(phase::header);
    error_code error;
    c.begin += parser_->put(boost::asio::const_buffer(c.buffer.get() + c.begin, c.pending()), error);
    if (error && error != boost::beast::http::error::need_more) return parser_->refusal(error, c.unread());
    if (parser_->is_header_done()) enter(phase::body);
    return {};
}

OKTA_DECL void http_session::enter(phase next)
{
    if (phase_ >= next) return;
    auto const first = phase_ == phase::idle && served_ == 0; // has been waited for already
    phase_ = next;
    if (next == phase::header && !first) arm(core_->options.header_timeout);
    if (next == phase::body && !parser_->is_done()) arm(core_->options.body_timeout);
}

OKTA_DECL task http_session::read_some()
{
    auto& c = *connection_;
    http_refusal refused;
    if (!c.make_room(core_->options.max_header_bytes))
        refused = parser_->refusal(boost::beast::http::error::header_limit, c.unread());
    while (refused.status == 0) {
        auto const done = c.io.read_some(c.buffer.get() + c.end, c.capacity - c.end);
        c.end += done.bytes;
        if (done.bytes != 0) {
            bool const ok = co_await yield();
            co_return ok;
        }
        if (done.error && done.error != boost::asio::error::eof) co_return false;
        if (done.error && phase_ == phase::idle) co_return false; // the usual end
        if (done.error) {
            refused = {400, "the request ended too early"};
            break;
        }
        if (phase_ == phase::idle && core_->draining()) co_return false;
        wait_for(done.until);
        auto const error = co_await event();
        c.io.ready();
        if (error == boost::asio::error::timed_out && phase_ != phase::idle)
            refused = {408, phase_ == phase::header ? "the header took too long" : "the body took too long"};
        else if (error) co_return false;
    }
    bool const ok = co_await refuse(refused);
    co_return ok;
}

OKTA_DECL task http_session::answer_request()
{
    ++served_;
    ++exchange_;
    phase_ = phase::answer;
    head_only_ = request_.method_text == "HEAD";
    old_client_ = !parser_->is_http_11();
    answered_.reset();
    arm(core_->options.handler_timeout);
    call_ = std::move(request_);
    auto const error = co_await event();
    ++exchange_;
    if (aborted_) co_return false;
    if (!answered_) {
        if (error != boost::asio::error::timed_out) co_return false;
        answered_ = plain_response({503, "the server took too long to answer"});
        keep_ = false;
    }
    for (auto const value : answered_->fields.all("Connection"))
        if (boost::beast::http::token_list({value.data(), value.size()}).exists("close")) keep_ = false;
    keep_ = keep_ && served_ < core_->options.max_requests_per_connection && !core_->draining();
    bool ok = co_await write_response(*answered_);
    if (ok && keep_) ok = co_await yield();
    if (!keep_) ok = false;
    co_return ok;
}

/// Lets others have their turn, if this connection has had many without waiting.
OKTA_DECL task http_session::yield()
{
    constexpr unsigned many = 16;
    if (++turns_ < many) co_return true;
    boost::asio::post(core_->executor, resumed());
    auto const error = co_await event();
    co_return !error;
}

} // namespace okta::detail
#endif
