#ifndef OKTA_AUTH_FILE_STORE_HPP
#define OKTA_AUTH_FILE_STORE_HPP

#include <okta/auth/credential_store.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace okta {

struct file_store_options
{
    std::size_t max_file_bytes = 64 * 1024;       ///< of one account, when it is read and when it is saved
    std::chrono::milliseconds lock_timeout{5000}; ///< for another process, or thread, that saves an account
};

/// Accounts in files that only their owner can read: a directory of mode 0700 with a file `<id>.json` of mode 0600 for
/// each account. POSIX systems only.
///
/// A file is replaced at once or not at all, whenever the program or the machine stops: it is written under another
/// name, synchronised with the disk, renamed, and the directory is synchronised. What a crash left is removed later.
/// The files `lock.0` to `lock.f` keep several processes, and threads, from saving one account at the same time.
///
/// The secrets are not encrypted: who can read the files as their owner or as root has them.
///
/// Errors are of kind `authorisation` and name the path, `invalid_request` for an id or account that cannot be stored.
/// Where the system is at fault, `transport_code` is its code (`ENOSPC`). None shows what is in a file.
///
/// \par Thread safety: all functions, from any thread; copies share the directory.
/// \par Exception safety: strong; throws only `std::bad_alloc`, and what a change throws.
class file_store
{
public:
    /// Opens the directory, which is made if it is not there; the one around it must be there. Refuses one that is
    /// another user's or that others may enter.
    [[nodiscard]] static result<file_store> open(std::string const& directory, file_store_options options = {});

    /// An error when the file is damaged: no account's JSON, another account's, an empty status, too large,
    /// no regular file.
    [[nodiscard]] result<std::optional<linked_account>> load(std::string const& id) const;

    /// The account is on the disk when it returns without an error. With one, the old or the new account is there.
    std::optional<error> save(linked_account const& account);

    std::optional<error> remove(std::string const& id);

    /// By id. What is wrong with a damaged file is in `account_list::damaged`, whosever it is. Files of other names are
    /// passed over.
    [[nodiscard]] result<account_list> list(std::optional<std::string> const& owner = {}) const;

    /// Load, change and save, which no other process or thread comes between. `change` is called while they wait.
    std::optional<error> update(std::string const& id, account_change const& change);

private:
    struct state;
    explicit file_store(std::shared_ptr<state const> opened) noexcept;

    std::shared_ptr<state const> state_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/file_store.ipp>
#endif
#endif
