#ifndef OKTA_IMPL_LINK_ACCOUNT_BY_DEVICE_IPP
#define OKTA_IMPL_LINK_ACCOUNT_BY_DEVICE_IPP

#include <okta/auth/tokens.hpp>
#include <okta/link_account.hpp>

#include <okta/impl/link_account.ipp>

#include <utility>

namespace okta {
namespace detail {

/// The first tokens of an account, from the user's hands.
OKTA_DECL result<token_set> tokens_by_device(oauth_client application, linked_account const& account,
                                             std::vector<std::string> const& scopes, link_options const& options,
                                             std::string const& issuer,
                                             std::function<void(device_authorize_response const&)> const& show)
{
    oauth_options o{.issuer = issuer, .environment = options.account.environment};
    if (!account.dpop_key.empty()) o.dpop.emplace(signing_key::from_jwk(account.dpop_key).value());
    auto org = client_of(account, no_credentials{}, options.transport, options.account.client);
    if (!org) return std::move(org.error());
    return sign_in_by_device(*org, device_grant(std::move(application), scopes, std::move(o)), show);
}

} // namespace detail

OKTA_DECL result<linked_account> link_account_by_device(
    connector_profile const& profile, any_credential_store store, link_options options,
    std::function<void(device_authorize_response const&)> const& show)
{
    if (!show) return detail::link_error("there is no function that shows the code to the user");
    auto application = detail::application_of(profile);
    if (!application) return std::move(application.error());
    auto account = detail::account_to_link(store, profile, options);
    if (!account) return std::move(account.error());
    try {
        account->dpop_key = profile.dpop ? secret(to_json(signing_key::generate().private_jwk())) : secret();
        auto tokens = detail::tokens_by_device(std::move(*application), *account, profile.needed_scopes(), options,
                                               profile.issuer, show);
        if (!tokens) return std::move(tokens.error());
        if (auto e = detail::keep_linked(store, *account, options, *tokens, false)) return std::move(*e);
    } catch (exception const& refused) {
        return refused.error();
    }
    auto org = open_account(store, account->id, profile, options.transport, options.account);
    if (!org) return std::move(org.error());
    auto const failure = options.check ? options.check(*org) : default_check(profile.needed_scopes())(*org);
    return detail::store_status(store, account->id, failure, options.account.environment);
}

} // namespace okta
#endif
