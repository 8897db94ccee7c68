#ifndef OKTA_IMPL_HTTP_SERVER_WRITING_IPP
#define OKTA_IMPL_HTTP_SERVER_WRITING_IPP

#include <okta/impl/http_server_session.ipp>

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

// How a server's connection answers, and says good-bye.

namespace okta::detail {

OKTA_DECL task http_session::refuse(http_refusal refusal)
{
    bool const ok = co_await refuse(plain_response(refusal));
    co_return ok;
}

OKTA_DECL task http_session::refuse(http_response response)
{
    phase_ = phase::answer;
    keep_ = false;
    head_only_ = request_.method_text == "HEAD";
    co_await write_response(response);
    co_return false;
}

OKTA_DECL task http_session::write_response(http_response& response)
{
    constexpr std::size_t worth_copying = 16 * 1024; // one system call and one TLS record instead of two
    arm(core_->options.write_timeout);
    auto const bodiless = response.status == 204 || response.status == 304;
    if (bodiless) response.body.clear();
    std::string_view body = head_only_ ? std::string_view() : response.body;
    auto const chunked = core_->options.chunked && response.status == 200 && !response.body.empty() && !old_client_;
    linger_ = !keep_;
    out_.clear();
    append_head(out_, response,
                {.has_length = !bodiless,
                 .chunked = chunked,
                 .connection = !keep_        ? "close"
                               : old_client_ ? "keep-alive"
                                             : nullptr});
    bool ok = true;
    if (chunked && !head_only_) {
        ok = co_await write_chunks(body);
        co_return ok;
    }
    if (body.size() <= worth_copying) {
        out_ += body;
        body = {};
    }
    ok = co_await write(out_);
    if (ok) ok = co_await write(body);
    co_return ok;
}

/// `body` in chunks (RFC 9112 section 7.1), the first together with the head in `out_`.
OKTA_DECL task http_session::write_chunks(std::string_view body)
{
    constexpr std::size_t largest = 16 * 1024;
    for (; !body.empty(); out_.clear()) {
        auto const chunk = body.substr(0, largest);
        body.remove_prefix(chunk.size());
        char digits[16];
        auto const end = std::to_chars(digits, digits + sizeof digits, chunk.size(), 16).ptr;
        out_.append(digits, end).append("\r\n").append(chunk).append("\r\n");
        if (body.empty()) out_ += "0\r\n\r\n";
        bool const ok = co_await write(out_);
        if (!ok) co_return false;
    }
    co_return true;
}

OKTA_DECL task http_session::write(std::string_view data)
{
    auto& io = connection_->io;
    while (!data.empty()) {
        auto const done = io.write_some(data.data(), data.size());
        data.remove_prefix(done.bytes);
        if (done.error) linger_ = false;
        if (done.error) co_return false;
        if (data.empty()) break;
        if (done.until == io_step::wait::none) {
            bool const ok = co_await yield();
            if (!ok) co_return false;
            continue;
        }
        wait_for(done.until);
        auto const error = co_await event();
        if (error) linger_ = false; // it does not even take what was said
        if (error) co_return false;
        io.ready();
    }
    co_return true;
}

/// Lets the client read the last answer and close: closing with input unread would make the system reset the connection
/// and the client lose that answer (RFC 9112 section 9.6).
OKTA_DECL task http_session::linger()
{
    auto& c = *connection_;
    c.io.end_writing();
    arm(core_->options.linger_timeout);
    for (;;) {
        error_code error;
        c.io.socket.read_some(boost::asio::buffer(c.buffer.get(), c.capacity), error);
        if (error == boost::asio::error::would_block) {
            wait_for(io_step::wait::read);
            error = co_await event();
            if (error) co_return false;
            continue;
        }
        if (error) co_return false;
        bool const ok = co_await yield();
        if (!ok) co_return false;
    }
}

} // namespace okta::detail
#endif
