#ifndef OKTA_SANDBOX_SERVICE_APP_HPP
#define OKTA_SANDBOX_SERVICE_APP_HPP

#include <okta/impl/config.hpp>
#include <okta/model/secret.hpp>
#include <okta/model/timestamp.hpp>
#include <okta/sandbox/used_once.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace okta::sandbox {

/// An app of Okta's that stands for a program, not for people: it gets tokens for itself by signing an assertion.
struct service_app
{
    std::string client_id;
    std::string key_id;     ///< `kid` of its assertions; empty: the JWK's own, or its thumbprint
    std::string public_jwk; ///< JSON text of a JWK (RFC 7517): RSA of 2048 bits at least, or EC P-256, P-384, P-521
    std::vector<std::string> scopes; ///< granted to it; each as it is asked for: `.manage` does not stand for `.read`
    bool dpop = false;               ///< it gets tokens that are bound to a key (RFC 9449) and no other ones
};

struct key_pair
{
    std::string key_id; ///< RFC 7638's thumbprint
    okta::secret private_jwk;
    std::string public_jwk;
};

/// A fresh RSA key of 2048 bits from OpenSSL's random source, as two JWK texts for RS256; takes about 0.1 s.
/// \throws std::runtime_error when OpenSSL makes none
[[nodiscard]] key_pair make_key_pair();

namespace detail {

class public_key;

/// \throws std::invalid_argument that says what is wrong with the JWK
std::shared_ptr<public_key const> read_public_jwk(std::string_view text);

/// RFC 7638, by SHA-256.
std::string const& thumbprint(public_key const& key) noexcept;

/// The JWK's `kid`; empty when it has none.
std::string const& key_id(public_key const& key) noexcept;

/// Whether `alg` is a signature algorithm of RFC 7518 section 3.3 or 3.4 and made for keys of this kind.
bool fits(public_key const& key, std::string_view alg) noexcept;

/// RFC 7518 sections 3.3 and 3.4; false for an `alg` that does not fit.
bool verify_signature(public_key const& key, std::string_view alg, std::string_view text, std::string_view signature);

struct client_assertion;

} // namespace detail

/// The client_credentials grant with private_key_jwt of Okta's org authorization server: who may have a token for what.
/// The token itself is the org's to issue.
///
/// Rules: RFC 7521, RFC 7523 and Okta's own: an assertion ends within the hour, names the endpoint as its audience, and
/// is good for one use if it has a `jti`, also when its request is then refused for another reason.
///
/// Thread safety: distinct objects only.
class token_endpoint
{
public:
    /// Makes the app known.
    /// \throws std::invalid_argument that says what is wrong: with the JWK, the client id (empty, known already), the
    /// key id (another one than the JWK's own) or a scope
    /// \par Exception safety: strong
    void add(service_app app);

    struct granted
    {
        std::string client_id;
        std::vector<std::string> scopes; ///< as asked for, without repetitions
        std::string key_thumbprint = {}; ///< RFC 7638's, of the key that signed
        bool dpop = false;               ///< service_app::dpop
    };

    /// An OAuth error (RFC 6749 section 5.2): `invalid_client` is 401, `invalid_request`, `invalid_scope` and
    /// `unsupported_grant_type` are 400.
    struct refused
    {
        int status;
        std::string error, description;
    };

    /// \param body `application/x-www-form-urlencoded`, at most 16 KiB
    /// \param url the endpoint's own, as clients call it: what `aud` must be
    /// \param now by the org's clock
    [[nodiscard]] std::variant<granted, refused> grant(std::string_view body, std::string_view url, timestamp now);

    /// Who signed an assertion, for other endpoints and grants: no scopes are granted.
    /// \param assertion a JWT in the compact form
    /// \param client_id of the form; empty: it names none
    /// \param url, now  as in grant()
    [[nodiscard]] std::variant<granted, refused> identify(std::string_view assertion, std::string_view client_id,
                                                          std::string_view url, timestamp now);

    [[nodiscard]] bool knows(std::string_view client_id) const { return apps_.contains(client_id); }

private:
    struct known_app
    {
        service_app app;
        std::shared_ptr<detail::public_key const> key;
    };

    std::optional<refused> authenticate(detail::client_assertion const& assertion, std::string_view form_client_id,
                                        std::string_view url, timestamp now, known_app const*& to);

    std::map<std::string, known_app, std::less<>> apps_;
    detail::used_once used_;
};

} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/jwt.ipp>
#include <okta/impl/sandbox/service_app.ipp>
#endif
#endif
