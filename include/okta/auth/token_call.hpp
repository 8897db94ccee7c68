#ifndef OKTA_AUTH_TOKEN_CALL_HPP
#define OKTA_AUTH_TOKEN_CALL_HPP

#include <okta/auth/dpop.hpp>
#include <okta/auth/gate.hpp>
#include <okta/auth/oauth_client.hpp>
#include <okta/auth/token_set.hpp>
#include <okta/codec/encode.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace okta {

/// How tokens are asked for, whatever the grant.
struct oauth_options
{
    std::string authorization_server =
        {};                  ///< a custom one's id, `default`; empty: the org's, whose tokens Okta's API takes
    std::string issuer = {}; ///< what its ID tokens say; empty: the org's URL, or that server's below it
    std::optional<okta::dpop> dpop = {}; ///< tokens bound to a key (RFC 9449)
    oauth_environment environment = {};
};

namespace detail {

error authorisation_error(std::string why);

/// As `scope` has them: separated by blanks.
std::string joined_scopes(std::vector<std::string> const& scopes);

/// `/oauth2/v1/token`, or the one of a custom authorization server.
std::string token_path(std::string const& authorization_server);

/// A call of the token endpoint as a machine without I/O, like detail::exchange:
///
///     start → [wait for the signer →] send → answered → done
///
/// Every attempt has an assertion and a proof of its own: a server remembers the `jti` of those that it refused.
class token_call
{
public:
    /// Makes the request with the client's id and what it proves itself with.
    using form = std::function<result<http_request>(oauth_client const&, secret const& assertion)>;

    struct send
    {
        http_request request;
    };
    struct wait
    {
        std::shared_ptr<gate> until;
    };
    using step = std::variant<send, wait, result<token_set>>;

    /// `origin`: the org's. `timeout` bounds all of it, but each request has a second at least; 0: no bound.
    token_call(oauth_client app, oauth_options options, std::string origin, std::chrono::milliseconds timeout,
               form make);

    step start();
    step signed_remotely(); ///< after `wait`
    step answered(http_response answer);

private:
    struct remote_signature;

    step complete(secret const& assertion);
    [[nodiscard]] std::chrono::milliseconds left() const;

    oauth_client client_;
    oauth_options options_;
    std::string origin_, path_;
    std::chrono::milliseconds timeout_;
    form make_;
    std::string signing_input_ = {};
    std::shared_ptr<remote_signature> signature_ = {};
    oauth_environment::time_point begun_ = {}, asked_ = {};
    int attempts_ = 0;
};

/// A token request of any grant, with the client's part filled in.
template <class Request>
token_call::form form_of(Request request)
{
    return [request = std::move(request)](oauth_client const& app, secret const& assertion) {
        auto r = request;
        r.client_id = app.client_id();
        if (!app.client_secret().empty()) r.client_secret = app.client_secret();
        if (!assertion.empty()) {
            r.client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            r.client_assertion = assertion;
        }
        return encode(r);
    };
}

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/token_call.ipp>
#endif
#endif
