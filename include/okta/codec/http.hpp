#ifndef OKTA_CODEC_HTTP_HPP
#define OKTA_CODEC_HTTP_HPP

#include <okta/action/method.hpp>
#include <okta/impl/config.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace okta {

/// The header fields of a message in the order they were added, repeated lines kept apart (Okta sends several `Link`
/// lines). One buffer holds all text, so a message of fifteen fields costs two allocations.
///
/// Views returned are valid until the next call that changes the object. Distinct objects may be used from different
/// threads. Names compare without regard to ASCII case (RFC 9110 section 5.1).
class http_fields
{
public:
    struct field
    {
        std::string_view name, value;
    };

    /// Appends a line; an existing line of that name stays. The views may not be into this object. Strong exception
    /// guarantee.
    void add(std::string_view name, std::string_view value);

    /// Replaces all lines of that name by one.
    void set(std::string_view name, std::string_view value);

    /// Removes all lines of that name.
    void remove(std::string_view name);

    /// The first value of that name, or nothing.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

    /// Every value of that name, in order.
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;

    [[nodiscard]] std::size_t size() const noexcept { return lines_.size(); }
    [[nodiscard]] bool empty() const noexcept { return lines_.empty(); }
    [[nodiscard]] field operator[](std::size_t index) const;

    /// Makes room for `lines` lines with `bytes` of text in all.
    void reserve(std::size_t lines, std::size_t bytes);

private:
    struct line
    {
        std::uint32_t start, name, value; // text_[start, start + name) then [.., + value)
    };
    std::string text_;
    std::vector<line> lines_;
};

/// ASCII case-insensitive equality, as header names, schemes and hosts compare.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

/// A request as a transport gets it: complete but for `Host`, `Content-Length` and connection management, which are the
/// transport's own. `fields` holds no `Content-Length`: a transport sends one for every POST and PUT, `0` when `body`
/// is empty (Okta answers 411 without it), and none for a GET or DELETE without body.
struct http_request
{
    okta::method method = okta::method::get;
    std::string origin = {}; ///< `https://host[:port]`, no trailing slash
    std::string target = {}; ///< path and query, percent-encoded: `/api/v1/users?limit=2`
    http_fields fields = {};
    std::string body = {};
    std::chrono::milliseconds timeout{0}; ///< bound on the whole request; 0: the transport's default
    bool anonymous = false;               ///< the client adds no credentials

    [[nodiscard]] std::string url() const { return origin + target; }
};

/// Where a request's time went, as far as its transport tells; 0: not told, or not needed.
struct transfer_facts
{
    std::chrono::nanoseconds queued{0};  ///< until there was a connection to take, or the right to open one
    std::chrono::nanoseconds resolve{0}; ///< the host's name
    std::chrono::nanoseconds connect{0}; ///< TCP, and a proxy's CONNECT
    std::chrono::nanoseconds tls{0};     ///< the handshake
    std::chrono::nanoseconds write{0};   ///< the request
    std::chrono::nanoseconds wait{0};    ///< from there to the answer's first byte
    std::chrono::nanoseconds read{0};    ///< the answer
    std::uint64_t bytes_sent = 0;        ///< of HTTP, headers included
    std::uint64_t bytes_received = 0;
    bool reused = false; ///< an open connection was used again
};

/// An answer as a transport returns it: the body complete, de-chunked and decompressed.
struct http_response
{
    int status = 0;
    http_fields fields = {};
    std::string body = {};
    transfer_facts transfer = {};
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/http.ipp>
#endif
#endif
