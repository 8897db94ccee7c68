#ifndef OKTA_AUTH_CREDENTIAL_STORE_HPP
#define OKTA_AUTH_CREDENTIAL_STORE_HPP

#include <okta/auth/linked_account.hpp>
#include <okta/auth/oauth.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace okta {

/// Accounts from a store. One that cannot be read does not hide the others: what is wrong with it is in `damaged`.
struct account_list
{
    std::vector<linked_account> items = {};
    std::vector<error> damaged = {};

    [[nodiscard]] bool empty() const noexcept { return items.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return items.size(); }
    [[nodiscard]] linked_account const& operator[](std::size_t i) const { return items[i]; }
    [[nodiscard]] auto begin() const noexcept { return items.begin(); }
    [[nodiscard]] auto end() const noexcept { return items.end(); }
};

/// A change of a stored account. An error keeps the account as it was. It may not use the store.
using account_change = std::function<std::optional<error>(linked_account&)>;

/// Where accounts are kept: in files, in a product's database, in memory. What was saved in one that lasts is there
/// when `save` returns, whatever happens to the program then; of several saves of one account the last one stays,
/// whole.
///
/// `load` gives nothing when there is no such account; to `remove` one that is not there is no error; `list` gives an
/// owner's accounts, or everybody's for std::nullopt. All are called from any thread, concurrently.
///
/// A store may have `std::optional<error> update(std::string const& id, account_change const&)` as well: load, change
/// and save with nobody in between. Without it any_credential_store keeps only its own updates apart.
template <class S>
concept credential_store = requires(S& store, std::string const& id, linked_account const& account,
                                    std::optional<std::string> const& owner) {
    { store.load(id) } -> std::same_as<result<std::optional<linked_account>>>;
    { store.save(account) } -> std::same_as<std::optional<error>>;
    { store.remove(id) } -> std::same_as<std::optional<error>>;
    { store.list(owner) } -> std::same_as<result<account_list>>;
};

namespace detail {

template <class S>
concept updating_store = requires(S& store, std::string const& id, account_change const& change) {
    { store.update(id, change) } -> std::same_as<std::optional<error>>;
};

/// What every store says alike. All are errors of kind `invalid_request`.
std::optional<error> check_account_id(std::string const& id);
error no_such_account(std::string const& id);

/// Applies the change to the account that a store gave. The account, to be saved, or an error; its id stays.
result<linked_account> changed(result<std::optional<linked_account>> loaded, std::string const& id,
                               account_change const& change);

} // namespace detail

/// Any store behind one type; copies share it.
class any_credential_store
{
public:
    template <class S>
        requires(!std::same_as<S, any_credential_store> && credential_store<S>)
    any_credential_store(S store) : held_(std::make_shared<model<S>>(std::move(store)))
    {
    }

    result<std::optional<linked_account>> load(std::string const& id) { return held_->load(id); }
    std::optional<error> save(linked_account const& account) { return held_->save(account); }
    std::optional<error> remove(std::string const& id) { return held_->remove(id); }
    result<account_list> list(std::optional<std::string> const& owner = {}) { return held_->list(owner); }

    /// Changes the account as it is stored now: what somebody else saved meanwhile is not lost, as it would be by
    /// saving a copy that was loaded earlier. An error when there is no such account, or of `change`'s.
    std::optional<error> update(std::string const& id, account_change const& change)
    {
        return held_->update(id, change);
    }

private:
    struct interface
    {
        virtual ~interface() = default;
        virtual result<std::optional<linked_account>> load(std::string const&) = 0;
        virtual std::optional<error> save(linked_account const&) = 0;
        virtual std::optional<error> remove(std::string const&) = 0;
        virtual result<account_list> list(std::optional<std::string> const&) = 0;
        virtual std::optional<error> update(std::string const&, account_change const&) = 0;
    };

    template <class S>
    struct model final : interface
    {
        explicit model(S s) : store(std::move(s)) {}
        result<std::optional<linked_account>> load(std::string const& id) override { return store.load(id); }
        std::optional<error> save(linked_account const& account) override { return store.save(account); }
        std::optional<error> remove(std::string const& id) override { return store.remove(id); }
        result<account_list> list(std::optional<std::string> const& owner) override { return store.list(owner); }
        std::optional<error> update(std::string const& id, account_change const& change) override
        {
            if constexpr (detail::updating_store<S>) return store.update(id, change);
            else {
                std::lock_guard const lock(mutex);
                auto account = detail::changed(store.load(id), id, change);
                return account ? store.save(*account) : std::optional<error>(std::move(account.error()));
            }
        }
        S store;
        std::mutex mutex;
    };

    std::shared_ptr<interface> held_;
};

/// Accounts as long as the program runs; for tests, and for products that keep nothing. Copies share them. Thread-safe.
class memory_store
{
public:
    memory_store();

    [[nodiscard]] result<std::optional<linked_account>> load(std::string const& id) const;
    std::optional<error> save(linked_account const& account);
    std::optional<error> remove(std::string const& id);
    [[nodiscard]] result<account_list> list(std::optional<std::string> const& owner = {}) const; ///< by id
    std::optional<error> update(std::string const& id, account_change const& change);

private:
    struct state;
    std::shared_ptr<state> state_;
};

/// Keeps new tokens of an account that is in the store, and nothing else of it: its status and what else a product has
/// changed meanwhile stay. An account that was removed is not stored again; its new tokens are not used then.
///
///     okta::refresh_token user{client, okta::tokens_of(account), okta::keep_in(store, account)};
///
/// Lifetimes: the keeper has a copy of `store`, which shares what it stores.
[[nodiscard]] token_keeper keep_in(any_credential_store store, linked_account const& account,
                                   oauth_environment environment = {});

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/credential_store.ipp>
#endif
#endif
