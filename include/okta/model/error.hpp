#ifndef OKTA_MODEL_ERROR_HPP
#define OKTA_MODEL_ERROR_HPP

#include <okta/describe/containers.hpp>
#include <okta/describe/names.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/equality.hpp>

#include <boost/describe/class.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace okta {

/// One cause in an error answer: `login: An object with this field already exists in the current organization`.
struct error_cause
{
    std::optional<std::string> error_summary = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(error_cause, (), (error_summary, custom))

/// An error answer of the management API. None of it is guaranteed; only the code is stable.
struct error_document
{
    std::optional<std::string> error_code = {};
    std::optional<std::string> error_summary = {};
    std::optional<std::string> error_link = {}; ///< the code once more
    std::optional<std::string> error_id = {};
    std::optional<std::vector<error_cause>> error_causes = {};
};
BOOST_DESCRIBE_STRUCT(error_document, (), (error_code, error_summary, error_link, error_id, error_causes))

/// An error answer of the OAuth endpoints (RFC 6749 section 5.2).
struct oauth_error_document
{
    std::optional<std::string> error = {};
    std::optional<std::string> error_description = {};

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(oauth_error_document, (), (error, error_description))

/// The state of the rate-limit bucket that a call fell into. A limit of 0 with 0 remaining is the concurrency limit.
struct rate_limit
{
    std::int64_t limit = 0; ///< requests per window
    std::int64_t remaining = 0;
    std::chrono::sys_seconds reset = {}; ///< when the window ends, by the server's clock
    friend bool operator==(rate_limit const&, rate_limit const&) = default;
};

/// What an answer said besides its body. Status 0: there was no answer.
struct response_facts
{
    int status = 0;
    std::string request_id = {}; ///< `X-Okta-Request-Id`: what Okta's support asks for
    std::string etag = {};       ///< for `if_match`; Get User only
    std::optional<okta::rate_limit> rate_limit = {};
    std::optional<std::chrono::sys_seconds> date = {}; ///< the server's clock
    int attempts = 0;                                  ///< how often it was sent
};

/// What went wrong, by who must act on it.
enum class error_kind {
    invalid_request,   ///< refused before anything was sent; the caller's mistake
    authorisation,     ///< no credentials could be had
    transport,         ///< no answer: network, TLS, time-out
    cancelled,         ///< by the caller
    service,           ///< Okta answered an error
    unexpected_answer, ///< Okta answered, but not what its description says
    oauth              ///< an OAuth endpoint answered an error of OAuth's (RFC 6749 section 5.2): `code` is its name
};

[[nodiscard]] std::string_view to_string(error_kind k) noexcept;

/// Why a call failed. Holds no secret: no request header and no request body goes into it.
struct error
{
    error_kind kind = error_kind::service;
    std::string code = {}; ///< `E0000007`, `invalid_token`; empty when Okta gave none
    std::string summary = {};
    std::vector<std::string> causes = {};
    std::string error_id = {};
    std::string request_id = {};
    int status = 0; ///< HTTP status; 0 without an answer
    boost::system::error_code transport_code = {};
    std::string raw_body = {}; ///< at most 4 KiB of an answer that was not Okta's JSON

    /// Whether this call, in this attempt or an earlier one, may have changed something all the same: find out before
    /// asking again. Never for a GET.
    bool may_have_happened = false;

    /// One line for a log: `service: E0000007 Not found: Resource not found: 00u1 (User) [404, request reqABC]`
    [[nodiscard]] std::string message() const;
};

/// What `result::value()` throws.
class exception : public std::runtime_error
{
public:
    explicit exception(okta::error e) : std::runtime_error(e.message()), error_(std::move(e)) {}

    [[nodiscard]] okta::error const& error() const noexcept { return error_; }

private:
    okta::error error_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/error.ipp>
#endif
#endif
