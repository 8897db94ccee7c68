#ifndef OKTA_SANDBOX_SEED_HPP
#define OKTA_SANDBOX_SEED_HPP

#include <okta/sandbox/org.hpp>

#include <boost/json/object.hpp>

#include <string_view>

namespace okta::sandbox {

/// What an org has from the start, as a JSON object. All members may be left out:
///
///     {"users": [{"profile": {"login": …}, "credentials": …, "activate": false}],   as Create User takes them
///      "groups": [{"profile": {"name": …}, "members": ["ada@example.com"], "type": "APP_GROUP"}],
///      "realms": [{"profile": …}], "userTypes": [{"name": …}],                      as their actions take them
///      "devices": [{"profile": …, "status": "ACTIVE", "users": ["ada@example.com"]}],
///      "apiTokens": ["00…"],
///      "accessTokens": [{"token": "ey…", "scopes": ["okta.users.read"], "user": "ada@example.com", "expiresIn": 60}],
///      "rateLimits": {"GET /api/v1/users/{id}": 5}, "rateLimitWindowSeconds": 2}
class seed
{
public:
    /// \throws okta::exception (`invalid_request`) that says what is wrong with the text
    explicit seed(std::string_view json);

    /// Sets what has to be known before there is an org: the rate limits.
    /// \throws okta::exception (`invalid_request`) that names the member
    void configure(org_options& options) const;

    /// Creates the rest. \throws okta::exception that names the entry: `users[3]: …`; those before it are there then
    void plant(org& o) const;

private:
    boost::json::object json_;
};

} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/seed.ipp>
#endif
#endif
