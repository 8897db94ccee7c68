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

std::string account_folder()
{
    if (auto const* const own = std::getenv("OKTA_ACCOUNTS"); own && *own) return own;
    auto const* const home = std::getenv("HOME");
    if (!home || !*home) throw usage_error("there is no home folder for accounts: set HOME, or OKTA_ACCOUNTS");
    auto const folder = std::filesystem::path(home) / ".okta";
    if (std::error_code failed; std::filesystem::create_directory(folder, failed))
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    return (folder / "accounts").string();
}

/// What may be seen of it.
boost::json::object to_object(okta::linked_account const& a)
{
    boost::json::object o{{"id", a.id}, {"status", a.status.text()}, {"org", a.org}, {"client_id", a.client_id}};
    if (!a.status_reason.empty()) o["status_reason"] = a.status_reason;
    std::string scopes;
    for (auto const& scope : a.scopes) scopes.append(scopes.empty() ? "" : " ").append(scope);
    o["scopes"] = scopes;
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
    table rows;
    for (auto const& account : all) rows.add(to_object(account));
    if (!all.empty()) rows.print(std::cout);
    return success;
}

/// Ends the tokens at Okta as well; where that fails, they are gone from here all the same.
int remove(arguments const& a, okta::file_store store, std::string const& id)
{
    auto const found = value_of(store.load(id));
    if (!found) throw usage_error("there is no account '" + id + "'; `okta accounts` lists them");
    okta::client org(found->org, okta::no_credentials{}, make_transport(a), client_options_of(a));
    auto const ended = org.call(okta::revoke_request{.token = found->refresh_token,
                                                     .token_type_hint = okta::token_type_hint_revoke::refresh_token,
                                                     .client_id = found->client_id});
    if (!ended) warn("the tokens of '" + id + "' may still be good at " + found->org + ": " + ended.error().message());
    if (auto const e = store.remove(id)) throw usage_error(e->summary);
    return success;
}

/// A harmless call with each, whose outcome is its status.
int check(arguments const& a, okta::file_store store)
{
    int status = success;
    for (auto const& account : value_of(store.list())) {
        if (account.status == okta::account_status::suspended) continue;
        auto org = open(a, account);
        auto const checked = value_of(check_account(org, store, account.id));
        if (!(checked.status == okta::account_status::active)) status = service_error;
    }
    print(a, value_of(store.list()));
    return status;
}

} // namespace

okta::file_store account_store() { return value_of(okta::file_store::open(account_folder())); }

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
    auto const store = account_store();
    if (!a.account.empty()) {
        auto found = value_of(store.load(a.account));
        if (!found) throw usage_error("there is no account '" + a.account + "'; `okta accounts` lists them");
        return std::move(*found);
    }
    auto const org = a.org_url.empty() ? std::string() : okta::org_url(a.org_url).origin();
    std::vector<okta::linked_account> fit;
    for (auto const& account : value_of(store.list()))
        if (org.empty() || account.org == org) fit.push_back(account);
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
    auto const store = account_store();
    if (!a.account.empty()) return remove(a, store, a.account);
    if (a.check) return check(a, store);
    return print(a, value_of(store.list()));
}

} // namespace cli
