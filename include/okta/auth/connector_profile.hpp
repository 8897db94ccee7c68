#ifndef OKTA_AUTH_CONNECTOR_PROFILE_HPP
#define OKTA_AUTH_CONNECTOR_PROFILE_HPP

#include <okta/auth/oauth_client.hpp>
#include <okta/describe/names.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/equality.hpp>
#include <okta/model/result.hpp>
#include <okta/model/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace okta {

/// Who acts at Okta when a product calls.
enum class connector_kind {
    api_token,   ///< the administrator whose API token it is
    service_app, ///< the application itself: the client credentials grant
    end_user     ///< a user who signed in: see linked_account
};
BOOST_DESCRIBE_ENUM(connector_kind, api_token, service_app, end_user)

/// How a product is registered at an org, as `okta::decode` reads it from JSON and `okta::to_json` writes it, secrets
/// included. What is not needed for its kind stays empty.
struct connector_profile
{
    open_enum<connector_kind> kind = connector_kind::end_user;
    std::string org = {};                  ///< `https://example.okta.com`
    std::string client_id = {};            ///< `0oa…`
    secret api_token = {};                 ///< of the kind api_token
    secret client_secret = {};             ///< of an application that has one; user only
    secret private_key = {};               ///< PEM or a JWK, not a path; service_app needs one
    std::string private_key_id = {};       ///< its `kid`, where the key itself has none
    std::string issuer = {};               ///< user: what ID tokens say of who gave them out, where it is not `org`
    std::string redirect_uri = {};         ///< user: one that is registered; none for a device
    bool dpop = false;                     ///< the application wants its tokens bound to a key (RFC 9449)
    std::vector<std::string> actions = {}; ///< ids of the catalogue, `list_users`, that are enabled; empty: all
    std::vector<std::string> scopes = {};  ///< empty: see needed_scopes

    static constexpr snake_case naming{};

    /// An error of kind `invalid_request` that names everything that is missing, contradicts its kind or cannot be: its
    /// `causes`, when there are several. It shows no secret. Whether a key is sound is make_client's to say.
    [[nodiscard]] std::optional<error> check() const;

    /// The application. An error is check's, or signing_key's.
    [[nodiscard]] result<oauth_client> make_client() const;

    /// The scopes to ask for: those that are set, or else the least set that the enabled actions need; of a user also
    /// `openid` and `profile`, which tell who it is, and `offline_access`, for a refresh token.
    [[nodiscard]] std::vector<std::string> needed_scopes() const;

    /// Whether an action of the catalogue is enabled.
    [[nodiscard]] bool enables(std::string_view action) const noexcept;
};
BOOST_DESCRIBE_STRUCT(connector_profile, (),
                      (kind, org, client_id, api_token, client_secret, private_key, private_key_id, issuer,
                       redirect_uri, dpop, actions, scopes))

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/connector_profile.ipp>
#endif
#endif
