#ifndef OKTA_IMPL_HTTP_WIRE_IPP
#define OKTA_IMPL_HTTP_WIRE_IPP

#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>
#include <okta/impl/inflate.ipp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace okta::detail {

/// The characters of a token (RFC 9110 section 5.6.2), as a table: every header name of every request is checked.
inline constexpr auto token_characters = [] {
    std::array<bool, 256> table{};
    for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char const c : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

OKTA_DECL bool is_token(std::string_view text)
{
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return token_characters[static_cast<unsigned char>(c)]; });
}

/// Why `request` cannot be written as HTTP without changing its meaning, or null. Holds against header injection.
OKTA_DECL char const* refusal(http_request const& request)
{
    auto const& target = request.target;
    if (!target.starts_with('/')) return "the target does not start with '/'";
    if (std::ranges::any_of(target, [](char c) { return c <= ' ' || c == '\x7f'; })) // char may be signed: not ASCII
        return "a control character, blank or unescaped byte in the target";
    for (std::size_t i = 0; i < request.fields.size(); ++i) {
        auto const [name, value] = request.fields[i];
        if (!is_token(name)) return "a header name that is no token";
        if (std::ranges::any_of(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }))
            return "a line break or NUL in a header value";
        for (std::string_view const own : {"Host", "Content-Length", "Transfer-Encoding", "Connection"})
            if (equal_ignoring_case(name, own)) return "a header that is the transport's own";
    }
    return nullptr;
}

/// The request's head, ending in the empty line (RFC 9112 sections 2 and 3).
OKTA_DECL std::string write_head(http_request const& request, std::string_view authority)
{
    std::string head;
    head.reserve(1024);
    auto const line = [&](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    head.append(to_string(request.method)).append(" ").append(request.target).append(" HTTP/1.1\r\n");
    line("Host", authority);
    for (std::size_t i = 0; i < request.fields.size(); ++i) line(request.fields[i].name, request.fields[i].value);
    if (!request.fields.find("User-Agent")) line("User-Agent", "okta-cpp");
    if (!request.fields.find("Accept-Encoding")) line("Accept-Encoding", "gzip");
    if (has_body(request.method) || !request.body.empty()) line("Content-Length", std::to_string(request.body.size()));
    return head.append("\r\n");
}

/// Beast's parser, kept from an assertion in it that fails where `0\r\n\r\n`, a chunked body that holds nothing, comes
/// in pieces: any peer could end a program that was not compiled with NDEBUG.
template <bool IsRequest>
class message_parser : public boost::beast::http::basic_parser<IsRequest>
{
    using base = boost::beast::http::basic_parser<IsRequest>;

public:
    /// As the base's, but of a chunked body it takes no less than is missing of one at least.
    std::size_t put(boost::asio::const_buffer bytes, boost::beast::error_code& error)
    {
        constexpr std::size_t least = std::string_view("0\r\n\r\n").size();
        if (!this->is_header_done() || !this->chunked() || bytes.size() >= least) return base::put(bytes, error);
        error = boost::beast::http::error::need_more;
        return 0;
    }
};

/// Reads one answer straight into an `http_response`: Beast frames, this keeps. An interim answer (1xx) counts as one.
class response_parser : public message_parser<false>
{
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;

public:
    response_parser(http_response& response, std::size_t max_header, std::size_t max_body)
        : response_(response), max_header_(max_header), max_body_(max_body)
    {
        eager(true);
        body_limit(max_body);
        header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(max_header, UINT32_MAX)));
    }

private:
    void on_request_impl(boost::beast::http::verb, string_view, string_view, int, error_code&) override {}
    void on_response_impl(int status, string_view, int, error_code&) override
    {
        response_ = {};
        response_.status = status;
        response_.fields.reserve(16, 1024);
    }
    void on_field_impl(boost::beast::http::field, string_view name, string_view value, error_code& error) override
    {
        header_ += name.size() + value.size() + 4;
        if (header_ > max_header_) error = boost::beast::http::error::header_limit;
        else if (!in_trailer_) // dropped: RFC 9110 section 6.5.1
            response_.fields.add({name.data(), name.size()}, {value.data(), value.size()});
    }
    void on_header_impl(error_code&) override { in_trailer_ = true; }
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override
    {
        constexpr std::uint64_t trusted = 1024 * 1024; // a server's word for more is not worth that much memory
        if (length) response_.body.reserve(static_cast<std::size_t>(std::min(*length, trusted)));
    }
    std::size_t on_body_impl(string_view data, error_code& error) override { return append(data, error); }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view data, error_code& error) override
    {
        return append(data, error);
    }
    void on_finish_impl(error_code&) override {}

    std::size_t append(string_view data, error_code& error)
    {
        if (data.size() > max_body_ - response_.body.size()) error = boost::beast::http::error::body_limit;
        else response_.body.append(data.data(), data.size());
        return data.size();
    }

    http_response& response_;
    std::size_t max_header_, max_body_, header_ = 0;
    bool in_trailer_ = false;
};

/// Undoes the answer's Content-Encoding. Returns what is wrong, or null; `too_large` when that was the bound.
OKTA_DECL char const* decode_content(http_response& response, std::size_t max_body, bool& too_large)
{
    auto const encodings = response.fields.all("Content-Encoding");
    if (encodings.empty()) return nullptr;
    auto const is = [&](std::string_view name) { return equal_ignoring_case(encodings.front(), name); };
    if (encodings.size() > 1 || !(is("gzip") || is("x-gzip") || is("identity"))) return "unknown Content-Encoding";
    if (!is("identity"))
        if (auto const wrong = gunzip(response.body, max_body, too_large)) return wrong;
    response.fields.remove("Content-Encoding");
    response.fields.remove("Content-Length"); // of the compressed form
    return nullptr;
}

} // namespace okta::detail
#endif
