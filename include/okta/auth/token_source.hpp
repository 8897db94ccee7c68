#ifndef OKTA_AUTH_TOKEN_SOURCE_HPP
#define OKTA_AUTH_TOKEN_SOURCE_HPP

#include <okta/auth/authorisation.hpp>
#include <okta/auth/token_call.hpp>

#include <memory>
#include <mutex>
#include <optional>

namespace okta::detail {

/// How new tokens are asked for. Called by one call at a time.
class token_grant
{
public:
    virtual ~token_grant() = default;
    virtual result<token_call::form> request() = 0;

    /// Whether an answer that is lost does no harm. A refresh token that rotates is lost with it.
    [[nodiscard]] virtual bool repeatable() const noexcept { return false; }

    /// Is told of new tokens before anybody uses them. An error means that they could not be kept: they are not used.
    virtual std::optional<error> received(token_set const&) = 0;
};

/// The tokens that the calls of a client share. One call fetches, the others wait for it; no lock is held meanwhile. A
/// token is renewed when a tenth of its life is left, at the latest five minutes before its end, a random while
/// earlier: until then, and while the renewal is under way or has failed, the old one serves. Thread-safe.
class token_source : public std::enable_shared_from_this<token_source>
{
public:
    token_source(oauth_client app, oauth_options options, std::unique_ptr<token_grant> grant,
                 std::optional<token_set> tokens = {});

    authorisation authorise(http_request& request);

    /// As okta::authoriser says: a refused token is renewed once, a nonce taken.
    bool learn(http_request const& request, http_response const& answer);

private:
    using time_point = oauth_environment::time_point;

    struct round // of fetching
    {
        std::shared_ptr<gate> over = std::make_shared<gate>();
        std::optional<error> failure = {};         // set before the gate opens …
        std::shared_ptr<token_set const> got = {}; // … or this one; neither: the turn was given up
    };
    class fetching;
    class following;

    std::shared_ptr<token_set const> tokens() const;
    void put(http_request& request, token_set const& tokens) const;
    void keep(token_set tokens);
    authorisation use_or_fail(http_request& request, round& r, error why, bool for_all);
    void finish(std::shared_ptr<round> const& r);

    oauth_client client_;
    oauth_options options_;
    std::unique_ptr<token_grant> grant_;

    mutable std::mutex mutex_;
    std::string origin_ = {}; // of the first request: nobody else gets the credentials
    std::shared_ptr<token_set const> tokens_ = {};
    bool refused_ = false; // by the service, before its time
    time_point renew_at_ = {};
    std::shared_ptr<round> round_ = {}; // null: nobody is fetching
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/token_source.ipp>
#endif
#endif
