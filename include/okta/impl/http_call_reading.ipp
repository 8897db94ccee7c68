#ifndef OKTA_IMPL_HTTP_CALL_READING_IPP
#define OKTA_IMPL_HTTP_CALL_READING_IPP

#include <okta/impl/http_call.ipp>

#include <chrono>

// How a call reads its answer.

namespace okta::detail {

OKTA_DECL task http_call::read_answer()
{
    constexpr auto step = "read the answer of";
    constexpr int most_interim = 64; // a bound in memory as well: without optimisation each may cost stack
    enter(&transfer_facts::wait);
    for (int interim = 0;; ++interim) {
        if (interim > most_interim) co_return fail_lasting(boost::beast::http::error::header_limit, step);
        response_parser parser(response_, pool_->options.max_header_bytes, pool_->options.max_body_bytes);
        bool const ok = co_await read(parser, step);
        if (!ok) co_return false;
        keep_ = parser.keep_alive() && connection_->pending() == 0;
        if (response_.status == 101) co_return fail_wire(boost::beast::http::error::bad_status, step);
        if (response_.status / 100 != 1) break; // interim answers precede the answer: RFC 9110 section 15.2
    }
    bool too_large = false;
    auto const wrong = decode_content(response_, pool_->options.max_body_bytes, too_large);
    if (too_large) co_return fail_lasting(boost::beast::http::error::body_limit, step, wrong);
    if (wrong) co_return fail_wire(make_error_code(boost::system::errc::bad_message), step, wrong);
    co_return true;
}

OKTA_DECL task http_call::read(response_parser& parser, char const* step)
{
    using http_error = boost::beast::http::error;
    auto& c = *connection_;
    bool unparsed = c.pending() != 0; // what came together with an interim answer
    while (!parser.is_done()) {
        error_code error;
        if (unparsed) {
            unparsed = false;
            c.begin += parser.put(boost::asio::const_buffer(c.buffer.get() + c.begin, c.pending()), error);
            bool const large = error == http_error::body_limit || error == http_error::header_limit;
            if (large) co_return fail_lasting(error, step);
            if (error && error != http_error::need_more) co_return fail_wire(error, step);
            continue;
        }
        if (!c.make_room(pool_->options.max_header_bytes)) co_return fail_lasting(http_error::header_limit, step);
        auto const done = c.io.read_some(c.buffer.get() + c.end, c.capacity - c.end);
        c.end += done.bytes;
        transfer_.bytes_received += done.bytes;
        unparsed = done.bytes != 0;
        if (unparsed && steady::now() >= deadline_) // the timer has no turn while bytes arrive as fast as they are read
            co_return fail_wire(boost::asio::error::timed_out, step);
        if (unparsed && phase_ == &transfer_facts::wait) enter(&transfer_facts::read);
        if (done.until != io_step::wait::none) {
            wait_for(done.until);
            error = co_await event();
            c.io.ready();
        } else if (done.error) {
            error = at_end(parser, done.error);
        }
        if (error) co_return fail_wire(error, step);
    }
    co_return true;
}

OKTA_DECL error_code http_call::at_end(response_parser& parser, error_code error)
{
    using http_error = boost::beast::http::error;
    // without close_notify anybody may have ended the connection: RFC 8446 section 6.1
    bool const cut = error == boost::asio::ssl::error::stream_truncated;
    if (!cut && error != boost::asio::error::eof) return error;
    if (!parser.got_some()) return http_error::end_of_stream;
    if (cut) return http_error::partial_message;
    error = {};
    parser.put_eof(error);
    return error;
}

/// After a request that could not be written to its end: a server that refuses it says so without reading it all, and
/// closes (RFC 9112 section 9.5). What it said was there before; only TLS may want another look at the socket.
OKTA_DECL task http_call::read_refusal()
{
    if (error_.code == boost::asio::error::timed_out) co_return false;
    auto const failure = error_;
    arm(std::chrono::seconds(1));
    connection_->io.ready();
    bool const ok = co_await read_answer();
    keep_ = false;
    if (ok && response_.status >= 400) co_return true;
    if (!aborted_) error_ = failure; // else the error that is there says so
    response_ = {};
    co_return false;
}

} // namespace okta::detail
#endif
