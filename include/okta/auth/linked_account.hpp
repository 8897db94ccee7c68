#ifndef OKTA_AUTH_LINKED_ACCOUNT_HPP
#define OKTA_AUTH_LINKED_ACCOUNT_HPP

#include <okta/auth/token_set.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/equality.hpp>
#include <okta/model/timestamp.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace okta {

/// What a linked account is good for.
enum class account_status {
    active,    ///< its last call was a good one, or it has just been linked
    suspended, ///< by the product, until the product resumes it
    error,     ///< Okta refuses its credentials; `status_reason` says why
    expired    ///< its refresh token is dead: the user has to sign in again
};
BOOST_DESCRIBE_ENUM(account_status, active, suspended, error, expired)

/// What a product keeps of a user who signed in at an org: the tokens, and what is needed to renew them.
/// `okta::to_json` writes the secrets, since a store needs them; nothing else shows them.
struct linked_account
{
    std::string id = {};        ///< see is_account_id
    std::string owner_id = {};  ///< whose account it is, in the product's own words
    std::string org = {};       ///< the origin, `https://example.okta.com`
    std::string client_id = {}; ///< the refresh token is this client's
    open_enum<account_status> status = account_status::active;
    std::string status_reason = {};
    std::vector<std::string> scopes = {}; ///< what was granted
    secret refresh_token = {};
    secret access_token = {};
    std::optional<timestamp> access_token_issued = {};
    std::optional<timestamp> access_token_expires = {};
    bool dpop = false;    ///< the tokens are bound to `dpop_key`
    secret dpop_key = {}; ///< a private JWK as text
    std::optional<timestamp> created = {};
    std::optional<timestamp> updated = {};

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(linked_account, (),
                      (id, owner_id, org, client_id, status, status_reason, scopes, refresh_token, access_token,
                       access_token_issued, access_token_expires, dpop, dpop_key, created, updated))

inline constexpr std::size_t max_account_id_size = 128;

/// Whether a text can be an account's id: 1 to max_account_id_size of the characters of base64url.
[[nodiscard]] bool is_account_id(std::string_view text) noexcept;

/// An active account with a random id, without tokens.
/// \throws okta::exception (`authorisation`) when OpenSSL has no randomness
[[nodiscard]] linked_account new_account(std::string owner_id, std::string org, std::string client_id, timestamp now);

/// The account with new tokens. Without a refresh token among them, or scopes, the old ones stay (RFC 6749 sections 5.1
/// and 6). An ID token is not kept.
[[nodiscard]] linked_account with_tokens(linked_account account, token_set const& tokens, timestamp now);

/// The account's tokens. Without an access token, they are those of one that has expired.
[[nodiscard]] token_set tokens_of(linked_account const& account);

/// The account after a call with its credentials; `failure`: why the call failed.
///
/// A good call makes it active; `invalid_grant` expired; another refusal of its credentials, HTTP status 401 among
/// them, an error with its reason. A call that failed for another cause says nothing about the account: no answer, 429,
/// a server's error, or 403, which forbids that call only. A suspended account stays so.
[[nodiscard]] linked_account after_call(linked_account account, std::optional<error> const& failure, timestamp now);

/// The product's own decision; the reason is for people.
[[nodiscard]] linked_account suspend(linked_account account, std::string_view reason, timestamp now);

/// Ends a suspension: the account is active until a call shows otherwise. Another status stays.
[[nodiscard]] linked_account resume(linked_account account, timestamp now);

namespace detail {

/// This machine's time as an account keeps it.
[[nodiscard]] timestamp account_time(std::chrono::system_clock::time_point t) noexcept;

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/linked_account.ipp>
#endif
#endif
