#include <okta/auth/credential_store.hpp>
#include <okta/auth/file_store.hpp>

#include "temporary_directory.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

// What every store does, one of a product's own too, and how new tokens get into it.

namespace credential_store_test {
namespace {

namespace data = boost::unit_test::data;
using okta::any_credential_store;
using okta::error_kind;
using okta::linked_account;
using okta::secret;
using problem = std::optional<okta::error>;

/// As a product may have one: without `update`.
struct own_store
{
    std::shared_ptr<okta::memory_store> accounts = std::make_shared<okta::memory_store>();

    okta::result<std::optional<linked_account>> load(std::string const& id) { return accounts->load(id); }
    problem save(linked_account const& account) { return accounts->save(account); }
    problem remove(std::string const& id) { return accounts->remove(id); }
    okta::result<okta::account_list> list(std::optional<std::string> const& owner) { return accounts->list(owner); }
};
static_assert(okta::credential_store<own_store> && !okta::detail::updating_store<own_store>);
static_assert(okta::credential_store<okta::memory_store> && okta::detail::updating_store<okta::memory_store>);
static_assert(okta::credential_store<okta::file_store> && okta::detail::updating_store<okta::file_store>);
static_assert(!okta::credential_store<std::string>);

struct a_store
{
    explicit a_store(std::string const& kind)
        : store(kind == "memory" ? any_credential_store(okta::memory_store())
                : kind == "own"  ? any_credential_store(own_store())
                                 : any_credential_store(okta::file_store::open(directory.path).value()))
    {
    }

    okta::test::temporary_directory directory;
    any_credential_store store;
};

char const* const kinds[] = {"memory", "own", "file"};

linked_account account(std::string id, std::string owner = "ada")
{
    linked_account a;
    a.id = std::move(id);
    a.owner_id = std::move(owner);
    a.org = "https://o.okta.com";
    a.client_id = "0oa1";
    a.refresh_token = "rt-1";
    a.access_token = "at-1";
    a.dpop_key = "key";
    return a;
}

std::string ids(okta::result<okta::account_list> const& all)
{
    std::string text;
    for (auto const& a : all.value()) text += a.id + ' ';
    return text;
}

okta::token_set renewed_tokens()
{
    okta::token_set tokens;
    tokens.access_token = "at-2";
    tokens.refresh_token = secret("rt-2");
    tokens.issued = std::chrono::sys_days{std::chrono::year{2024} / 1 / 1};
    return tokens;
}

} // namespace

BOOST_AUTO_TEST_SUITE(credential_stores)

BOOST_DATA_TEST_CASE(what_was_saved_is_loaded, data::make(kinds), kind)
{
    auto [directory, store] = a_store(kind);
    BOOST_TEST((store.load("a").value() == std::nullopt));
    BOOST_TEST(!store.save(account("a")).has_value());
    BOOST_TEST((store.load("a").value() == account("a")));
    auto changed = account("a");
    changed.refresh_token = "rt-2";
    BOOST_TEST(!store.save(changed).has_value());
    auto copy = store;
    BOOST_TEST((copy.load("a").value() == changed));
}

BOOST_DATA_TEST_CASE(accounts_are_listed_by_owner, data::make(kinds), kind)
{
    auto [directory, store] = a_store(kind);
    BOOST_TEST(ids(store.list()) == "");
    for (auto const& a : {account("c", "bob"), account("a"), account("b"), account("d", "")})
        BOOST_TEST(!store.save(a).has_value());
    BOOST_TEST(ids(store.list()) == "a b c d ");
    BOOST_TEST(ids(store.list("ada")) == "a b ");
    BOOST_TEST(ids(store.list("bob")) == "c ");
    BOOST_TEST(ids(store.list("")) == "d "); // an owner without a name is not everybody
    BOOST_TEST(ids(store.list("eve")) == "");
    BOOST_TEST(store.list()->damaged.empty());
}

BOOST_DATA_TEST_CASE(what_was_removed_is_gone, data::make(kinds), kind)
{
    auto [directory, store] = a_store(kind);
    for (auto const* const id : {"a", "b"}) BOOST_TEST(!store.save(account(id)).has_value());
    BOOST_TEST(!store.remove("a").has_value());
    BOOST_TEST(!store.remove("a").has_value());
    BOOST_TEST((store.load("a").value() == std::nullopt));
    BOOST_TEST(ids(store.list()) == "b ");
}

BOOST_DATA_TEST_CASE(what_is_no_id_is_refused_and_not_shown, data::make(kinds), kind)
{
    auto [directory, store] = a_store(kind);
    for (std::string const id : {"../x", "a/b", "tok.en", "\n", ".."}) {
        auto const of_change = store.update(id, [](linked_account&) { return problem(); });
        for (problem const& e :
             {store.save(account(id)), store.remove(id), problem(store.load(id).error()), of_change}) {
            BOOST_TEST_REQUIRE(e.has_value());
            BOOST_TEST((e->kind == error_kind::invalid_request));
            BOOST_TEST(e->summary == "the account's id, of " + std::to_string(id.size()) +
                                         " bytes, is not 1 to 128 of the characters A-Z, a-z, 0-9, - and _");
        }
    }
    BOOST_TEST(store.remove("")->summary == "the account's id is empty");
}

BOOST_DATA_TEST_CASE(an_update_changes_what_is_stored, data::make(kinds), kind)
{
    auto [directory, store] = a_store(kind);
    auto const to_bob = [](linked_account& a) { return a.owner_id = "bob", a.id = "another", problem(); };
    auto const missing = store.update("a", to_bob);
    BOOST_TEST_REQUIRE(missing.has_value());
    BOOST_TEST(missing->summary == "there is no account 'a' in the store: it was removed, or never linked");
    BOOST_TEST(!store.save(account("a")).has_value());
    BOOST_TEST(!store.update("a", to_bob).has_value());
    BOOST_TEST((store.load("a").value() == account("a", "bob"))); // the id stays
    auto const refused = store.update("a", [](linked_account& a) -> problem {
        a.owner_id = "eve";
        return okta::error{.summary = "no"};
    });
    BOOST_TEST((refused && refused->summary == "no"));
    BOOST_TEST((store.load("a").value() == account("a", "bob")));
    BOOST_CHECK_THROW((void)store.update("a", [](linked_account&) -> problem { throw std::runtime_error("x"); }),
                      std::runtime_error);
    BOOST_TEST(!store.update("a", to_bob).has_value()); // no lock was left
}

BOOST_DATA_TEST_CASE(updates_of_many_threads_are_all_there, data::make(kinds), kind)
{
    constexpr int threads = 4, times = 25;
    auto [directory, opened] = a_store(kind);
    auto& store = opened;
    BOOST_TEST(!store.save(account("a", "")).has_value());
    std::atomic<int> failures = 0;
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i)
        running.emplace_back([&] {
            for (int n = 0; n < times; ++n) {
                failures +=
                    store.update("a", [](linked_account& a) { return a.owner_id += 'x', problem(); }).has_value();
                failures += !store.load("a").has_value();
            }
        });
    for (auto& t : running) t.join();
    BOOST_TEST(failures == 0);
    BOOST_TEST(store.load("a").value()->owner_id.size() == std::size_t{threads * times});
}

BOOST_DATA_TEST_CASE(a_keeper_saves_new_tokens_and_leaves_the_rest, data::make(kinds), kind)
{
    auto [directory, store] = a_store(kind);
    BOOST_TEST(!store.save(account("a")).has_value());
    auto const keep = keep_in(store, account("a"));
    BOOST_TEST(!store.save(suspend(account("a", "bob"), "unpaid", {})).has_value()); // meanwhile
    BOOST_TEST(!keep(renewed_tokens()).has_value());
    auto const kept = store.load("a").value().value();
    BOOST_TEST((kept.refresh_token == secret("rt-2") && kept.access_token == secret("at-2")));
    BOOST_TEST((kept.owner_id == "bob" && kept.dpop_key == secret("key")));
    BOOST_TEST((kept.status == okta::account_status::suspended));
    BOOST_TEST((kept.access_token_issued == renewed_tokens().issued));
    BOOST_TEST(kept.updated.has_value());
}

BOOST_DATA_TEST_CASE(a_keeper_does_not_bring_back_what_was_removed, data::make(kinds), kind)
{
    auto [directory, store] = a_store(kind);
    auto const keep = keep_in(store, account("a"));
    BOOST_TEST(keep(renewed_tokens()).has_value());
    BOOST_TEST((store.load("a").value() == std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace credential_store_test
