#include "accounts.hpp"

#include "connect.hpp"
#include "table.hpp"

#include <okta/actions/oauth.hpp>
#include <okta/link_account.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace cli {
namespace {

/// \throws usage_error: a store's error is the user's to mend
template <class T>
T value_of(okta::result<T> r)
{
    if (!r) throw usage_error(r.error().summary);
    return std::move(*r);
}

std::filesystem::path account_folder()
{
    if (auto const* const own = std::getenv("OKTA_ACCOUNTS"); own && *own) return own;
    auto const* const home = std::getenv("HOME");
    if (!home || !*home) throw usage_error("there is no home folder for accounts: set HOME, or OKTA_ACCOUNTS");
    return std::filesystem::path(home) / ".okta" / "accounts";
}

/// Those of the org, if one is given. Makes no folder for somebody who never signed in.
okta::account_list accounts_of(arguments const& a)
{
    std::error_code failed;
    if (!std::filesystem::exists(account_folder(), failed)) return {};
    auto all = value_of(account_store().list());
    if (a.org_url.empty()) return all;
    auto const org = okta::org_url(a.org_url).origin();
    std::erase_if(all.items, [&](auto const& account) { return account.org != org; });
    return all;
}

okta::linked_account account_named(arguments const& a)
{
    for (auto& account : accounts_of(a).items)
        if (account.id == a.account) return std::move(account);
    throw usage_error("there is no account '" + a.account + "'" + (a.org_url.empty() ? "" : " of " + a.org_url) +
                      "; `okta accounts` lists them");
}

/// What may be seen of it.
boost::json::object to_object(okta::linked_account const& a)
{
    boost::json::object o{{"id", a.id}, {"status", a.status.text()}, {"org", a.org}, {"client_id", a.client_id}};
    if (!a.status_reason.empty()) o["status_reason"] = a.status_reason;
    o["scopes"] = boost::json::array(a.scopes.begin(), a.scopes.end());
    o["dpop"] = a.dpop;
    if (a.updated) o["updated"] = okta::to_string(*a.updated);
    return o;
}

void warn(std::string const& what) { std::cerr << "okta: warning: " << what << '\n'; }

int print(arguments const& a, okta::account_list const& all)
{
    for (auto const& damaged : all.damaged) warn(damaged.summary);
    if (a.as_json) {
        boost::json::array array;
        for (auto const& account : all) array.push_back(to_object(account));
        std::cout << boost::json::serialize(array) << '\n';
        return success;
    }
    for (auto const& account : all) {
        std::cout << account.id << "  " << account.status.text() << "  " << account.org << "  " << account.client_id;
        if (!account.status_reason.empty()) std::cout << "  " << cell(account.status_reason, 200);
        std::cout << '\n';
    }
    return success;
}

/// Ends the tokens at Okta as well; where that fails, they are gone from here all the same.
int remove(arguments const& a)
{
    auto const account = account_named(a);
    okta::client org(account.org, okta::no_credentials{}, make_transport(a), client_options_of(a));
    auto const ended = org.call(okta::revoke_request{.token = account.refresh_token,
                                                     .token_type_hint = okta::token_type_hint_revoke::refresh_token,
                                                     .client_id = account.client_id});
    if (!ended)
        warn("the tokens of '" + account.id + "' may still be good at " + account.org + ": " + ended.error().message());
    if (auto const e = account_store().remove(account.id)) throw usage_error(e->summary);
    return success;
}

/// A harmless call with each, whose outcome is its status.
int check(arguments const& a)
{
    int status = success;
    for (auto const& account : accounts_of(a)) {
        if (account.status == okta::account_status::suspended) continue;
        auto org = open(a, account);
        auto const checked = value_of(check_account(org, account_store(), account.id));
        if (!(checked.status == okta::account_status::active)) status = service_error;
    }
    print(a, accounts_of(a));
    return status;
}

} // namespace

okta::file_store account_store()
{
    auto const folder = account_folder();
    std::error_code failed;
    if (std::filesystem::create_directories(folder.parent_path(), failed); failed)
        throw usage_error("the folder " + folder.parent_path().string() + " cannot be made: " + failed.message());
    return value_of(okta::file_store::open(folder.string()));
}

okta::connector_profile profile_of(std::string org, std::string client_id, bool dpop)
{
    okta::connector_profile profile;
    profile.org = std::move(org);
    profile.client_id = std::move(client_id);
    profile.dpop = dpop;
    return profile;
}

okta::linked_account account_for(arguments const& a)
{
    if (!a.account.empty()) return account_named(a);
    auto fit = accounts_of(a).items;
    if (fit.size() == 1) return std::move(fit.front());
    if (fit.empty() && a.org_url.empty()) throw usage_error("no org: give --org-url, or set OKTA_CLIENT_ORGURL");
    if (fit.empty())
        throw usage_error(
            "no token: set OKTA_CLIENT_TOKEN, or give --token or --access-token, or sign in by `okta login`");
    throw usage_error("there are " + std::to_string(fit.size()) +
                      " accounts to call with: give --account; `okta accounts` lists them");
}

okta::client open(arguments const& a, okta::linked_account const& account)
{
    return value_of(okta::open_account(account_store(), account.id,
                                       profile_of(account.org, account.client_id, account.dpop), make_transport(a),
                                       {.client = client_options_of(a)}));
}

int manage_accounts(arguments const& a)
{
    if (!a.account.empty()) return remove(a);
    return a.check ? check(a) : print(a, accounts_of(a));
}

} // namespace cli
