#ifndef OKTA_AUTH_OAUTH_CLIENT_HPP
#define OKTA_AUTH_OAUTH_CLIENT_HPP

#include <okta/auth/signing_key.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/secret.hpp>

#include <functional>
#include <optional>
#include <string>

namespace okta {

/// Signs outside the process: a key in an HSM, a cloud's key service. Gets the JWS signing input (RFC 7515 section 5.1)
/// and calls `done` once, on any thread, now or later, with the signature: for ES algorithms r and s, each of the
/// curve's width (RFC 7518 section 3.4), not DER. It may be called from several threads at the same time.
using remote_signer = std::function<void(std::string input, std::function<void(result<std::string>)> done)>;

/// An application as it is registered at Okta, and how it proves at the token endpoint that it is that one. Immutable;
/// copies share the key.
class oauth_client
{
public:
    /// A client without a secret: a native or browser application, which uses PKCE.
    [[nodiscard]] static oauth_client without_secret(std::string client_id);

    /// `client_secret_post`: the secret travels in the form (RFC 6749 section 2.3.1). Okta refuses it for `okta.*`
    /// scopes of a service app.
    [[nodiscard]] static oauth_client with_secret(std::string client_id, secret client_secret);

    /// `private_key_jwt`: a new assertion for every token request, attempts included (RFC 7523 section 2.2).
    [[nodiscard]] static oauth_client with_key(std::string client_id, signing_key key);

    /// The same with a key that stays elsewhere. `algorithm` and `kid` are those of the key.
    [[nodiscard]] static oauth_client with_signer(std::string client_id, signing_algorithm algorithm, std::string kid,
                                                  remote_signer sign);

    [[nodiscard]] std::string const& client_id() const noexcept { return client_id_; }
    [[nodiscard]] secret const& client_secret() const noexcept { return client_secret_; }
    [[nodiscard]] std::optional<signing_key> const& key() const noexcept { return key_; }
    [[nodiscard]] remote_signer const& signer() const noexcept { return signer_; }
    [[nodiscard]] signing_algorithm signer_algorithm() const noexcept { return algorithm_; }
    [[nodiscard]] std::string const& signer_kid() const noexcept { return kid_; }

private:
    explicit oauth_client(std::string client_id);

    std::string client_id_;
    secret client_secret_ = {};
    std::optional<signing_key> key_ = {};
    remote_signer signer_ = {};
    signing_algorithm algorithm_ = signing_algorithm::es256;
    std::string kid_ = {};
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/oauth_client.ipp>
#endif
#endif
