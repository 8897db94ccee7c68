#ifndef OKTA_IMPL_CREDENTIAL_STORE_IPP
#define OKTA_IMPL_CREDENTIAL_STORE_IPP

#include <okta/auth/credential_store.hpp>

#include <map>

namespace okta {
namespace detail {

OKTA_DECL std::optional<error> check_account_id(std::string const& id)
{
    if (is_account_id(id)) return std::nullopt;
    error e;
    e.kind = error_kind::invalid_request;
    // Not shown: whoever mistakes a token for an id would find it in his log.
    e.summary = id.empty() ? "the account's id is empty"
                           : "the account's id, of " + std::to_string(id.size()) + " bytes, is not 1 to " +
                                 std::to_string(max_account_id_size) + " of the characters A-Z, a-z, 0-9, - and _";
    return e;
}

OKTA_DECL error no_such_account(std::string const& id)
{
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = "there is no account '" + id + "' in the store: it was removed, or never linked";
    return e;
}

OKTA_DECL result<linked_account> changed(result<std::optional<linked_account>> loaded, std::string const& id,
                                         account_change const& change)
{
    if (!loaded) return std::move(loaded.error());
    if (!*loaded) return no_such_account(id);
    auto account = std::move(**loaded);
    if (auto e = change(account)) return std::move(*e);
    account.id = id;
    return account;
}

} // namespace detail

struct memory_store::state
{
    std::mutex mutex;
    std::map<std::string, linked_account> accounts;
};

OKTA_DECL memory_store::memory_store() : state_(std::make_shared<state>()) {}

OKTA_DECL result<std::optional<linked_account>> memory_store::load(std::string const& id) const
{
    if (auto e = detail::check_account_id(id)) return std::move(*e);
    std::lock_guard const lock(state_->mutex);
    auto const found = state_->accounts.find(id);
    return found == state_->accounts.end() ? std::nullopt : std::optional(found->second);
}

OKTA_DECL std::optional<error> memory_store::save(linked_account const& account)
{
    if (auto e = detail::check_account_id(account.id)) return e;
    std::lock_guard const lock(state_->mutex);
    state_->accounts.insert_or_assign(account.id, account);
    return std::nullopt;
}

OKTA_DECL std::optional<error> memory_store::remove(std::string const& id)
{
    if (auto e = detail::check_account_id(id)) return e;
    std::lock_guard const lock(state_->mutex);
    state_->accounts.erase(id);
    return std::nullopt;
}

OKTA_DECL result<account_list> memory_store::list(std::optional<std::string> const& owner) const
{
    account_list all;
    std::lock_guard const lock(state_->mutex);
    for (auto const& [id, account] : state_->accounts)
        if (!owner || account.owner_id == *owner) all.items.push_back(account);
    return all;
}

OKTA_DECL std::optional<error> memory_store::update(std::string const& id, account_change const& change)
{
    if (auto e = detail::check_account_id(id)) return e;
    std::lock_guard const lock(state_->mutex);
    auto const found = state_->accounts.find(id);
    if (found == state_->accounts.end()) return detail::no_such_account(id);
    auto account = detail::changed(std::optional(found->second), id, change);
    if (!account) return std::move(account.error());
    found->second = std::move(*account);
    return std::nullopt;
}

OKTA_DECL token_keeper keep_in(any_credential_store store, linked_account const& account, oauth_environment environment)
{
    return [store = std::move(store), id = account.id,
            environment = std::move(environment)](token_set const& tokens) mutable {
        return store.update(id, [&](linked_account& stored) {
            stored = with_tokens(std::move(stored), tokens, detail::account_time(environment.now()));
            return std::optional<error>();
        });
    };
}

} // namespace okta
#endif
