#ifndef OKTA_IMPL_HTTP_SERVER_WIRE_IPP
#define OKTA_IMPL_HTTP_SERVER_WIRE_IPP

#include <okta/codec/http_date.hpp>
#include <okta/impl/http_wire.ipp>
#include <okta/impl/origin.ipp>
#include <okta/transport/http_server.hpp>

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

namespace okta::detail {

/// What a server answers by itself: a status, and why.
struct http_refusal
{
    int status = 0;
    char const* why = "";
};

/// Reads one request straight into a `received_request`: Beast frames, this keeps, and refuses what Beast lets pass.
class request_parser : public message_parser<true>
{
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;
    using http_error = boost::beast::http::error;

public:
    request_parser(received_request& received, http_server_options const& options, std::string const& own_origin)
        : received_(received), options_(options), own_origin_(own_origin)
    {
        eager(true);
        body_limit(options.max_body_bytes);
        header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(options.max_header_bytes, UINT32_MAX)));
    }

    /// What to answer to a request that gave `error`; `unread`: what it has not taken of the bytes that came.
    [[nodiscard]] http_refusal refusal(error_code const& error, std::string_view unread) const;

    [[nodiscard]] bool is_http_11() const { return version_ >= 11; }

    /// Whether the client waits for `100 Continue` before it sends the body.
    [[nodiscard]] bool awaited() const { return expects_ && is_header_done() && received_.request.body.empty(); }

private:
    void on_request_impl(boost::beast::http::verb, string_view, string_view, int, error_code&) override;
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(boost::beast::http::field, string_view, string_view, error_code&) override;
    void on_header_impl(error_code& error) override;
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override
    {
        constexpr std::uint64_t trusted = 64 * 1024; // a client's word for more is not worth that much memory
        if (length) received_.request.body.reserve(static_cast<std::size_t>(std::min(*length, trusted)));
    }
    std::size_t on_body_impl(string_view data, error_code&) override { return append(data); }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view data, error_code&) override { return append(data); }
    void on_finish_impl(error_code&) override {}

    std::size_t append(string_view data) // Beast holds to the body's limit
    {
        received_.request.body.append(data.data(), data.size());
        return data.size();
    }
    void refuse(int status, char const* why, error_code& error)
    {
        refusal_ = {status, why};
        error = http_error::bad_value;
    }
    void take_target(std::string_view target, error_code& error);
    void take_framing(boost::beast::http::field name, std::string_view value, error_code& error);

    received_request& received_;
    http_server_options const& options_;
    std::string const& own_origin_;
    http_refusal refusal_ = {};
    std::string_view scheme_ = own_origin_.starts_with("https") ? "https://" : "http://";
    std::string authority_ = {}; // of the target, or of the Host line
    std::size_t header_bytes_ = 0;
    int version_ = 0, hosts_ = 0;
    bool started_ = false, absolute_ = false, expects_ = false, in_trailer_ = false;
};

OKTA_DECL void request_parser::on_request_impl(boost::beast::http::verb, string_view method, string_view target,
                                               int version, error_code& error)
{
    started_ = true;
    version_ = version;
    header_bytes_ = method.size() + target.size() + 12; // two blanks, version, line break
    if (target.size() > options_.max_target_bytes) return refuse(414, "the target is too long", error);
    received_.method_text.assign(method.data(), method.size());
    for (auto const m : {method::get, method::post, method::put, method::del})
        if (to_string(m) == received_.method_text) received_.request.method = m;
    if (received_.method_text == "CONNECT") return refuse(501, "this is no proxy", error);
    take_target({target.data(), target.size()}, error);
}

OKTA_DECL void request_parser::take_target(std::string_view target, error_code& error)
{
    if (std::ranges::any_of(target, [](char c) { return c <= ' ' || c > '~' || c == '#'; }))
        return refuse(400, "the target holds a byte that has to be percent-encoded", error);
    if (target == "*") return refuse(501, "there is nothing to ask of the server as a whole", error);
    if (auto const scheme_end = target.find("://"); !target.starts_with('/') && scheme_end != target.npos) {
        auto const scheme = target.substr(0, scheme_end); // absolute-form: RFC 9112 section 3.2.2
        if (!equal_ignoring_case(scheme, "http") && !equal_ignoring_case(scheme, "https"))
            return refuse(400, "the target's scheme is neither http nor https", error);
        target.remove_prefix(scheme_end + 3);
        auto const path = std::min(target.find_first_of("/?"), target.size());
        authority_ = target.substr(0, path);
        absolute_ = true;
        target.remove_prefix(path);
        if (!target.starts_with('/')) received_.request.target = "/";
    } else if (!target.starts_with('/')) {
        return refuse(400, "the target does not start with '/'", error);
    }
    received_.request.target.append(target);
}

OKTA_DECL void request_parser::on_field_impl(boost::beast::http::field name, string_view name_text, string_view value,
                                             error_code& error)
{
    if (!in_trailer_ && received_.request.fields.empty()) received_.request.fields.reserve(16, 1024);
    header_bytes_ += name_text.size() + value.size() + 4;
    if (header_bytes_ > options_.max_header_bytes) {
        error = http_error::header_limit;
        return;
    }
    if (in_trailer_) return; // dropped: RFC 9110 section 6.5.1
    take_framing(name, {value.data(), value.size()}, error);
    if (!error) received_.request.fields.add({name_text.data(), name_text.size()}, {value.data(), value.size()});
}

OKTA_DECL void request_parser::take_framing(boost::beast::http::field name, std::string_view value, error_code& error)
{
    using boost::beast::http::field;
    if (name == field::host) {
        if (++hosts_ > 1) return refuse(400, "more than one Host line", error);
        if (!absolute_) authority_ = value;
    } else if (name == field::content_length) {
        received_.has_length = true;
    } else if (name == field::transfer_encoding) {
        received_.has_length = true;
        // anything else would leave open where the body ends: RFC 9112 section 6.1
        if (version_ < 11) return refuse(400, "HTTP/1.0 has no Transfer-Encoding", error);
        if (!equal_ignoring_case(value, "chunked"))
            return refuse(501, "the only transfer encoding known is 'chunked'", error);
    } else if (name == field::expect && version_ >= 11) {
        if (!equal_ignoring_case(value, "100-continue"))
            return refuse(417, "the only expectation known is '100-continue'", error);
        expects_ = true;
    }
}

OKTA_DECL void request_parser::on_header_impl(error_code& error)
{
    in_trailer_ = true;
    if (version_ >= 11 && hosts_ == 0) return refuse(400, "HTTP/1.1 asks for a Host line", error);
    if (authority_.empty()) received_.request.origin = own_origin_;
    else if (parse_authority(authority_, 1)) received_.request.origin.append(scheme_).append(authority_);
    else refuse(400, "Host is not host[:port]", error);
}

OKTA_DECL http_refusal request_parser::refusal(error_code const& error, std::string_view unread) const
{
    // When the first line came in pieces, Beast takes none before the whole header is there.
    bool const line_read = started_ || unread.substr(0, options_.max_header_bytes).find('\n') != unread.npos;
    if (refusal_.status != 0) return refusal_;
    if (error == http_error::bad_version) return {505, "HTTP/1.1 and HTTP/1.0 are spoken here"};
    if (error == http_error::body_limit) return {413, "the body is too large"};
    if (error == http_error::header_limit && !line_read) return {414, "the request line is too long"};
    if (error == http_error::header_limit) return {431, "the header is too large"};
    if (error == http_error::bad_method) return {400, "what came is not HTTP"};
    if (error == http_error::bad_target) return {400, "the request line is malformed"};
    if (error == http_error::bad_content_length || error == http_error::multiple_content_length)
        return {400, "Content-Length is malformed or contradicts another header field"};
    if (error == http_error::bad_transfer_encoding)
        return {400, "Transfer-Encoding is repeated or contradicts Content-Length"};
    if (is_header_done()) return {400, "the chunked body is malformed"};
    return {400, "a header field is malformed"};
}

/// A line of text as an answer. The connection is closed after those to what was not understood.
OKTA_DECL http_response plain_response(http_refusal const& refusal)
{
    auto const reason = boost::beast::http::obsolete_reason(
        boost::beast::http::int_to_status(static_cast<unsigned>(refusal.status)));
    http_response response{.status = refusal.status};
    response.fields.add("Content-Type", "text/plain; charset=utf-8");
    response.body.append(std::to_string(refusal.status)).append(" ").append(reason.data(), reason.size());
    response.body.append(": ").append(refusal.why).append("\n");
    return response;
}

/// Why `response` cannot be written as HTTP, or null. Holds against header injection.
OKTA_DECL char const* refusal(http_response const& response)
{
    if (response.status < 200 || response.status > 999) return "a status outside 200-999";
    for (std::size_t i = 0; i < response.fields.size(); ++i) {
        auto const [name, value] = response.fields[i];
        if (!is_token(name)) return "a header name that is no token";
        if (std::ranges::any_of(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }))
            return "a line break or NUL in a header value";
    }
    return nullptr;
}

/// The time for the Date line, made once a second on each thread.
OKTA_DECL std::string_view http_date_now()
{
    struct made
    {
        std::chrono::sys_seconds at = {};
        std::string text = {};
    };
    thread_local made last;
    auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (now != last.at || last.text.empty()) last = {now, to_http_date(now)};
    return last.text;
}

/// How an answer's end is told, and what becomes of the connection.
struct response_framing
{
    bool has_length = true, chunked = false;
    char const* connection = nullptr; ///< its line's value, or none
};

/// Appends the answer's head, ending in the empty line (RFC 9112 sections 2 and 4).
OKTA_DECL void append_head(std::string& out, http_response const& response, response_framing const& framing)
{
    auto const line = [&](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    auto const reason = boost::beast::http::obsolete_reason(
        boost::beast::http::int_to_status(static_cast<unsigned>(response.status)));
    out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    out.append(reason.data(), reason.size()).append("\r\n");
    for (std::size_t i = 0; i < response.fields.size(); ++i) {
        auto const [name, value] = response.fields[i];
        auto const is = [&own = name](std::string_view other) { return equal_ignoring_case(own, other); };
        if (!is("Content-Length") && !is("Transfer-Encoding") && !is("Connection")) line(name, value);
    }
    if (!response.fields.find("Date")) line("Date", http_date_now());
    if (framing.chunked) line("Transfer-Encoding", "chunked");
    else if (framing.has_length) line("Content-Length", std::to_string(response.body.size()));
    if (framing.connection) line("Connection", framing.connection);
    out.append("\r\n");
}

} // namespace okta::detail
#endif
