#ifndef OKTA_AUTH_TOKENS_HPP
#define OKTA_AUTH_TOKENS_HPP

#include <okta/auth/authoriser.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/secret.hpp>

namespace okta {

/// An Okta API token, sent as `Authorization: SSWS …`. It has the rights of the administrator who made it.
class api_token
{
public:
    /// \throws okta::exception (`invalid_request`) when it is empty or holds blanks or control characters, which a
    /// header cannot carry; the message does not show it
    explicit api_token(secret token);

    std::optional<error> authorise(http_request& request) const;
    [[nodiscard]] static constexpr bool is_bearer() noexcept { return false; }

private:
    secret header_;
};

/// An OAuth 2.0 access token that was got elsewhere, sent as `Authorization: Bearer …` (RFC 6750 section 2.1). Okta's
/// live for one hour; this one is not renewed.
class bearer_token
{
public:
    /// \throws okta::exception as api_token does
    explicit bearer_token(secret token);

    std::optional<error> authorise(http_request& request) const;
    [[nodiscard]] static constexpr bool is_bearer() noexcept { return true; }

private:
    secret header_;
};

/// For a client that calls what needs no credentials: the OAuth endpoints.
class no_credentials
{
public:
    std::optional<error> authorise(http_request&) const { return std::nullopt; }
    [[nodiscard]] static constexpr bool is_bearer() noexcept { return false; }
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/tokens.ipp>
#endif
#endif
