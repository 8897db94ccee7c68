#ifndef OKTA_AUTH_OAUTH_HPP
#define OKTA_AUTH_OAUTH_HPP

// The ways to authorise by OAuth 2.0: each is an authoriser for okta::client.

#include <okta/auth/authoriser.hpp>
#include <okta/auth/token_source.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace okta {

/// Keeps tokens for the next start. Called with every set of new tokens, before any of them is used: when refresh
/// tokens rotate, the old one is dead by then. What is kept must be on disk when it returns; an error keeps the tokens
/// from being used. One call at a time: on the thread of the blocking call that fetched them, or where the transport
/// of an asynchronous one runs, even if that call was cancelled meanwhile.
using token_keeper = std::function<std::optional<error>(token_set const&)>;

/// What service_app, refresh_token and signed_in_user have in common. Copies share tokens: one token request serves all
/// calls, those of other clients with a copy too, and a token is renewed before its end and once when the service
/// refuses it. What is at fault when no token can be had is an error of kind `authorisation`, and every call that
/// waited for it gets it; a token that is still good is used meanwhile. Thread-safe.
class oauth_authoriser
{
public:
    authorisation authorise(http_request& request) { return source_->authorise(request); }
    [[nodiscard]] static constexpr bool is_bearer() noexcept { return true; }
    bool learn(http_request const& request, http_response const& answer) { return source_->learn(request, answer); }

protected:
    explicit oauth_authoriser(std::shared_ptr<detail::token_source> source) : source_(std::move(source)) {}

private:
    std::shared_ptr<detail::token_source> source_;
};

/// A program that acts for itself: the grant client_credentials (RFC 6749 section 4.4). For `okta.*` scopes Okta wants
/// a client with a key, and an administrator role assigned to the application.
class service_app : public oauth_authoriser
{
public:
    /// `scopes`: see okta::scopes_of.
    /// \throws okta::exception (`invalid_request`) without scopes, with a client that proves itself by nothing, with
    /// the client's key for DPoP too
    service_app(oauth_client app, std::vector<std::string> scopes, oauth_options options = {});
};

/// A user who signed in earlier: access tokens from a refresh token (RFC 6749 section 6), whether it rotates or stays.
class refresh_token : public oauth_authoriser
{
public:
    /// With DPoP, `options.dpop` has the key that the refresh token is bound to.
    /// \throws okta::exception (`invalid_request`) when the token is empty
    refresh_token(oauth_client app, secret token, token_keeper keep = {}, oauth_options options = {});

    /// The same from a set of tokens: its access token is used as long as it is good.
    refresh_token(oauth_client app, token_set tokens, token_keeper keep = {}, oauth_options options = {});
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/oauth.ipp>
#endif
#endif
