#include "login.hpp"

#include "accounts.hpp"
#include "connect.hpp"

#include <okta/link_account.hpp>

#include <algorithm>
#include <iostream>

namespace cli {
namespace {

/// What the user asked for, and what tells who it is and lasts.
std::vector<std::string> scopes_of(arguments const& a)
{
    auto scopes = a.scopes;
    for (auto const* const needed : {"openid", "profile", "offline_access"})
        if (std::ranges::find(scopes, needed) == scopes.end()) scopes.emplace_back(needed);
    return scopes;
}

void show_code(okta::device_authorize_response const& codes)
{
    std::cerr << "Open " << codes.verification_uri_complete.value_or(codes.verification_uri.value_or("")) << '\n'
              << "on any device and enter the code " << codes.user_code.value_or("") << "\n"
              << "It is good for " << codes.expires_in.value_or(600) / 60 << " minutes." << std::endl;
}

void show_url(std::string const& url) { std::cerr << "Open this in a browser on this machine:\n" << url << std::endl; }

} // namespace

int login(arguments const& a)
{
    if (a.org_url.empty()) throw usage_error("no org: give --org-url, or set OKTA_CLIENT_ORGURL");
    auto profile = profile_of(a.org_url, a.client_id, a.dpop);
    profile.scopes = scopes_of(a);
    profile.redirect_uri = a.redirect_uri;
    okta::link_options options{.transport = make_transport(a), .owner_id = "cli", .account_id = a.account};
    options.account.client = client_options_of(a);
    options.open = show_url;
    auto const account = a.redirect_uri.empty()
                             ? okta::link_account_by_device(profile, account_store(), std::move(options), show_code)
                             : okta::link_account(profile, account_store(), std::move(options));
    if (!account) return report(account.error());
    if (!account->status_reason.empty()) std::cerr << "okta: warning: " << account->status_reason << '\n';
    std::cout << account->id << '\n';
    return success;
}

} // namespace cli
