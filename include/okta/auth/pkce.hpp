#ifndef OKTA_AUTH_PKCE_HPP
#define OKTA_AUTH_PKCE_HPP

#include <okta/impl/config.hpp>
#include <okta/model/result.hpp>
#include <okta/model/secret.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace okta {

/// Proof key for code exchange (RFC 7636): the challenge goes into the authorisation request, the verifier into the
/// request that exchanges the code. One pair for each authorisation.
///
/// Thread safety: as a standard container's.
class pkce
{
public:
    /// The method of the challenge, the only one that Okta knows.
    static constexpr std::string_view method = "S256";

    /// A pair of which nobody else knows the verifier: 32 random bytes, 43 characters.
    /// \throws okta::exception (`authorisation`) when OpenSSL has no randomness
    [[nodiscard]] static pkce make();

    /// The pair of a verifier that was kept, or an error of kind `invalid_request`: it has 43 to 128 characters,
    /// letters, digits and `-._~` (RFC 7636 section 4.1).
    [[nodiscard]] static result<pkce> from_verifier(secret verifier);

    [[nodiscard]] secret const& verifier() const noexcept { return verifier_; }

    /// The base64url form of the verifier's SHA-256 digest (RFC 7636 section 4.2).
    [[nodiscard]] std::string const& challenge() const noexcept { return challenge_; }

private:
    explicit pkce(secret verifier);

    secret verifier_;
    std::string challenge_;
};

/// A text that nobody can guess, for `state`, `nonce` and `jti`: so many random bytes in base64url, 43 characters for
/// 32 bytes. Thread-safe.
/// \throws okta::exception (`authorisation`) when OpenSSL has no randomness
[[nodiscard]] std::string random_token(std::size_t bytes = 32);

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/pkce.ipp>
#endif
#endif
