#ifndef OKTA_SANDBOX_OAUTH_CLIENTS_HPP
#define OKTA_SANDBOX_OAUTH_CLIENTS_HPP

#include <okta/codec/http.hpp>
#include <okta/sandbox/service_app.hpp>
#include <okta/sandbox/sign_in_app.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace okta::sandbox::detail {

using form_map = std::map<std::string, std::string, std::less<>>; // of a request; no empty values

/// The apps of an authorization server, and how they prove who they are. Not thread-safe.
class oauth_clients
{
public:
    explicit oauth_clients(token_endpoint service_apps) : programs(std::move(service_apps)) {}

    void add(sign_in_app app);
    void add(service_app app);

    /// Null: there is none that people sign in to.
    [[nodiscard]] sign_in_app const* find(std::string_view client_id) const;

    struct client
    {
        std::string id;
        sign_in_app const* app;          ///< null: a service app
        std::string key_thumbprint = {}; ///< of private_key_jwt
    };

    /// By secret, in the header or the form, by assertion, or by its id alone if it is public (RFC 6749 section 2.3).
    [[nodiscard]] std::variant<client, token_endpoint::refused> authenticate(http_request const& request,
                                                                             form_map const& form, timestamp now);

    token_endpoint programs; ///< has the keys of sign-in apps too, without scopes

private:
    std::map<std::string, sign_in_app, std::less<>> people_ = {};
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/oauth_clients.ipp>
#endif
#endif
