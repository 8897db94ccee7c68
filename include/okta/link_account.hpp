#ifndef OKTA_LINK_ACCOUNT_HPP
#define OKTA_LINK_ACCOUNT_HPP

#include <okta/auth/authorization_code.hpp>
#include <okta/auth/connector_profile.hpp>
#include <okta/auth/credential_store.hpp>
#include <okta/auth/device_grant.hpp>
#include <okta/client.hpp>
#include <okta/impl/config.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Users of a product link their Okta accounts: they sign in with the browser, and the product keeps their tokens.
//
//     auto account = okta::link_account(profile, store, {.transport = transport, .owner_id = "ada", .open = show});
//     …                                                                     // later, in another run of the program
//     auto org = okta::open_account(store, account->id, profile, transport);
//     org->call(okta::get_user{.id = "me"});
//
// Nothing is global: a program may have any number of profiles, stores and accounts.

namespace okta {

/// A call that tells whether credentials are good, and changes nothing. Nothing: they are.
using health_check = std::function<std::optional<error>(client&)>;

/// The check for these scopes: Get User Info with `openid`, else Get User `me`. 403 counts as good: the token was
/// taken.
[[nodiscard]] health_check default_check(std::vector<std::string> const& scopes);

struct account_options
{
    client_options client = {};
    oauth_environment environment = {};
};

struct link_options
{
    any_transport transport;
    std::string owner_id = {};   ///< whose account it will be
    std::string account_id = {}; ///< of an account that is linked anew: its user signs in once more; empty: a new one

    /// Shows the URL to the user, in a browser. link_account only.
    std::function<void(std::string const& url)> open = {};
    std::chrono::milliseconds timeout{300'000}; ///< for the user to sign in. link_account only

    health_check check = {};                             ///< empty: default_check
    authorization_code_flow::parameters parameters = {}; ///< of the authorisation request: `prompt`, `login_hint`
    account_options account = {};
};

/// A link under way, for a product that has a server of its own where browsers come back to: keep it, in memory, until
/// the browser with its state does. link_account does all of it for programs on the user's machine.
///
/// Thread safety: none; different objects may be used by different threads.
class account_link
{
public:
    /// \returns an error of kind `invalid_request`: profile.check()'s; a profile that is not of the kind `end_user`, or
    /// has no redirect URI; of `account_id`, when there is no such account, or it is another owner's, org's or
    /// client's, or suspended
    [[nodiscard]] static result<account_link> begin(connector_profile const& profile, any_credential_store store,
                                                    link_options options);

    [[nodiscard]] std::string const& url() const noexcept; ///< where the browser goes
    [[nodiscard]] std::string const& state() const noexcept;

    /// Exchanges the code, stores the account with its tokens before any of them is used, and checks it. Once. Blocks.
    /// `redirect`: what the browser came back with, the URL or its query.
    ///
    /// When the tokens are stored, so is the account, whatever the check says: its status is in the account returned.
    /// \returns the account, or why there is none: see authorization_code_flow::finish; `oauth` or `authorisation` when
    /// the code was refused, no refresh token came, or the store failed
    result<linked_account> finish(std::string_view redirect);

private:
    struct state_type;
    explicit account_link(std::shared_ptr<state_type> s) noexcept;

    std::shared_ptr<state_type> state_;
};

/// Links an account from a program on the user's machine: opens the authorisation URL by `options.open`, waits at the
/// profile's redirect URI, `http://127.0.0.1:<port>/<path>`, for the browser to come back, and goes on as account_link.
/// Blocks as long as the user takes, `options.timeout` at most. A redirect URI without a port means any free one; Okta
/// takes only URIs that are registered, so give it one.
/// \returns the account, or an error: account_link's, loopback_receiver's; `invalid_request` without `open`, or for a
/// redirect URI that is not on 127.0.0.1
/// \throws what `open` throws
result<linked_account> link_account(connector_profile const& profile, any_credential_store store, link_options options);

/// Links an account from a program to which no browser can come back, on a terminal or a television (RFC 8628): `show`
/// is called once, with the code and the page where the user enters it on another device. Blocks until that is done,
/// the code's lifetime (600 s) at most. The account is stored before its tokens are used, and checked.
/// \returns the account, or an error: account_link's; device_grant's, `oauth` with `access_denied` or `expired_token`
/// \throws what `show` throws
result<linked_account> link_account_by_device(connector_profile const& profile, any_credential_store store,
                                              link_options options,
                                              std::function<void(device_authorize_response const& codes)> const& show);

/// A client with the credentials of a linked account. New tokens are in the store before they are used.
///
/// Have one client of an account at a time, in all processes, or copies of one: each renews by a refresh token of its
/// own, and when those rotate, Okta takes the use of an old one for theft and ends them all.
/// \returns the client, or an error: the store's, profile.check()'s, signing_key's; `invalid_request` when there is no
/// such account or it is another org's or client's than the profile, `authorisation` when it is suspended
[[nodiscard]] result<client> open_account(any_credential_store store, std::string const& id,
                                          connector_profile const& profile, any_transport transport,
                                          account_options options = {});

/// Makes a harmless call and gives the account as after_call has it. It still has the tokens that it had: do not save
/// it over what open_account's client has stored meanwhile, but use the other form.
[[nodiscard]] linked_account check_account(client& org, linked_account account, health_check const& check = {});

/// The same for an account that is stored, whose status is changed there and nothing else.
/// \returns the account as it is now, or the store's error
result<linked_account> check_account(client& org, any_credential_store store, std::string const& id,
                                     health_check const& check = {});

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/link_account.ipp>
#include <okta/impl/link_account_by_device.ipp>
#endif
#endif
