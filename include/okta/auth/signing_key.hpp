#ifndef OKTA_AUTH_SIGNING_KEY_HPP
#define OKTA_AUTH_SIGNING_KEY_HPP

#include <okta/impl/config.hpp>
#include <okta/model/json_web_key.hpp>
#include <okta/model/result.hpp>
#include <okta/model/secret.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace okta {
namespace detail {
struct signing_key_state;
} // namespace detail

/// What is not in the key itself.
struct signing_key_options
{
    /// The key's name at Okta, sent as `kid`. A JWK may have its own, then another one is an error; of a JWK set it
    /// chooses the key.
    std::string kid = {};

    /// Which of the key's algorithms to sign with; otherwise the JWK's `alg`, or RS256 for RSA keys.
    std::optional<signing_algorithm> algorithm = {};
};

/// A private key that signs client assertions and DPoP proofs: RSA of 2,048 to 16,384 bits (RS256, RS384, RS512), or
/// EC P-256 (ES256), P-384 (ES384), P-521 (ES512), as RFC 7518 sections 3.3 and 3.4 define them.
///
/// What makes a key out of a text gives an error of kind `invalid_request` that says what is wrong with it: encrypted,
/// a public key or certificate only, no key or several, damaged and where, too short, of another curve or type, made
/// for another use or algorithm, a private part that does not belong to the public one. It never shows the text.
///
/// Lifetimes: copies share the key, which is immutable and wiped when the last one goes; a moved-from key is still one.
/// \par Thread safety: all of a const object's functions may run concurrently.
class signing_key
{
public:
    using options = signing_key_options;

    /// A PEM text (RFC 7468) of up to 64 KiB that holds one private key, as PKCS#8 `PRIVATE KEY`, PKCS#1 `RSA PRIVATE
    /// KEY` or SEC 1 `EC PRIVATE KEY`, unencrypted. Certificates and parameters beside it are skipped. Line breaks may
    /// have been changed to blanks or to `\n` in two characters, as environment variables and JSON do.
    [[nodiscard]] static result<signing_key> from_pem(secret const& pem, options o = {});

    /// A private JWK (RFC 7517; RFC 7518 section 6).
    [[nodiscard]] static result<signing_key> from_jwk(json_web_key const& jwk, options o = {});

    /// The JSON text of a private JWK, or of a JWK set that holds one private key, or one of that `options::kid`; up to
    /// 64 KiB.
    [[nodiscard]] static result<signing_key> from_jwk(secret const& json, options o = {});

    /// A file of up to 64 KiB with PEM or JSON as above. The error names the path.
    [[nodiscard]] static result<signing_key> from_file(std::string const& path, options o = {});

    /// PEM, JSON or the path of a file with either: what Okta's SDKs take as `privateKey`. A text that is none of them
    /// is not shown in the error, unless it ends like the name of a file: `.pem`, `.key`, `.json`, `.jwk`, `.txt`.
    [[nodiscard]] static result<signing_key> parse(secret const& pem_or_jwk_or_path, options o = {});

    /// A new key of OpenSSL's random source, for DPoP for instance; RSA has 2,048 bits and takes about 0.1 s.
    /// \throws okta::exception when there is no randomness (`authorisation`), or for HS256, HS384, HS512, which have no
    /// key pair (`invalid_request`)
    [[nodiscard]] static signing_key generate(signing_algorithm algorithm = signing_algorithm::es256);

    signing_key(signing_key const&) = default; // no move: none is ever empty
    signing_key& operator=(signing_key const&) = default;

    [[nodiscard]] signing_algorithm algorithm() const noexcept;

    /// Empty when neither the options nor the JWK gave one. Valid as long as a copy of this key is.
    [[nodiscard]] std::string const& kid() const noexcept;

    /// The signature as JWS has it (RFC 7515 section 5.1): for ES r and s, each at the curve's full width, not DER.
    /// \throws okta::exception (`authorisation`) when OpenSSL cannot sign
    [[nodiscard]] std::string sign(std::string_view input) const;

    /// `kty` and what else RFC 7638 section 3.2 counts as the public key; not `kid`, `alg` or `use`.
    [[nodiscard]] json_web_key public_jwk() const;

    /// The whole key, to be kept for the next start: from_jwk takes it. `okta::to_json` of it is a secret.
    /// \throws okta::exception (`authorisation`) when OpenSSL does not tell it
    [[nodiscard]] json_web_key private_jwk() const;

    /// RFC 7638's thumbprint by SHA-256, in base64url.
    [[nodiscard]] std::string thumbprint() const;

    /// Whether the public parts are equal. Okta wants another key for DPoP than for the client assertion.
    [[nodiscard]] bool same_key_as(signing_key const& other) const;

private:
    explicit signing_key(std::shared_ptr<detail::signing_key_state const> state) noexcept;

    std::shared_ptr<detail::signing_key_state const> state_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/signing_key.ipp>
#endif
#endif
