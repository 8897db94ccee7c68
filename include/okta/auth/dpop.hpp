#ifndef OKTA_AUTH_DPOP_HPP
#define OKTA_AUTH_DPOP_HPP

#include <okta/auth/dpop_proof.hpp>
#include <okta/auth/oauth_environment.hpp>
#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>

#include <map>
#include <memory>
#include <mutex>

namespace okta {

/// Proof of possession (RFC 9449): the key pair that tokens are bound to, and the nonces that servers asked for. Copies
/// share both. Thread-safe.
///
/// The key must be another one than that of the client assertion. One that is made anew at each start is as good as one
/// that is kept, unless refresh tokens are: they are bound to it.
class dpop
{
public:
    explicit dpop(signing_key key = signing_key::generate());

    [[nodiscard]] signing_key const& key() const noexcept { return state_->key; }

    /// The nonce that an origin (`https://host[:port]`) asked for last; empty: none. Okta's are good for a day and
    /// taken for three: one that is kept over a restart saves the refused first token request.
    [[nodiscard]] std::string nonce(std::string const& origin) const;
    void remember(std::string const& origin, std::string nonce);

    /// Sets the header `DPoP` to a new proof for this very request; with an access token it is bound to that.
    void prove(http_request& request, secret const& access_token, oauth_environment const& environment) const;

    /// Keeps the nonce that an answer brought, if it did. True: the request was refused for want of it.
    bool learn(std::string const& origin, http_response const& answer);

private:
    struct state
    {
        explicit state(signing_key k) : key(std::move(k)) {}
        signing_key key;
        std::mutex mutex;
        std::map<std::string, std::string, std::less<>> nonces; // by origin
    };

    std::shared_ptr<state> state_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/dpop.ipp>
#endif
#endif
