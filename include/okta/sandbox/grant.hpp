#ifndef OKTA_SANDBOX_GRANT_HPP
#define OKTA_SANDBOX_GRANT_HPP

#include <okta/impl/config.hpp>
#include <okta/model/error.hpp>
#include <okta/model/timestamp.hpp>
#include <okta/sandbox/proof_checker.hpp>

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace okta::sandbox {

/// What a token stands for: an administrator's API token (`SSWS`), or an access token (`Bearer`, `DPoP`) with scopes.
struct grant
{
    enum class scheme { api_token, access_token };

    scheme kind = scheme::api_token;
    std::vector<std::string> scopes = {};  ///< of an access token: `okta.users.read`, `openid`
    std::string user = {};                 ///< id of the user it acts for; empty for a service app
    std::string client = {};               ///< id of the app that an access token was issued to
    std::optional<timestamp> expires = {}; ///< nothing: never
    bool revoked = false;
    std::string jkt = {}; ///< thumbprint (RFC 7638) of the key that it is bound to by DPoP; empty: a bearer token

    /// Whether it allows what needs `scope`. An API token allows what its owner may, here everything.
    [[nodiscard]] bool allows(std::string_view scope) const noexcept;
};

namespace detail {

/// Who calls, or the answer to a caller who may not.
struct admission
{
    grant const* caller = nullptr;
    std::optional<error> refused = {};
    std::string challenge = {}; ///< of `WWW-Authenticate`; empty: none
};

/// The tokens of an org.
class grant_table
{
public:
    /// An empty token is not one. Those that expired an hour ago are forgotten, since clients get a new one every hour.
    void add(std::string token, grant g, timestamp now);

    /// False: there is no such token.
    bool revoke(std::string_view token);

    /// Null: there is no such token. Valid until the next call of `add`.
    [[nodiscard]] grant const* find(std::string_view token) const;

    /// Reads the header fields `Authorization` and `DPoP`, whose proof is then used up. `scopes`: any of them will do;
    /// `bearer_only`: an API token will not.
    [[nodiscard]] admission admit(http_request const& request, timestamp now, std::span<std::string_view const> scopes,
                                  bool bearer_only);

private:
    admission admit_proven(http_request const& request, timestamp now, std::string_view token, grant const& g,
                           std::string_view scope);

    proof_checker proofs_ = {};
    std::map<std::string, grant, std::less<>> grants_;
    std::size_t forget_at_ = 1'000; // so many
};

} // namespace detail
} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/grant.ipp>
#endif
#endif
