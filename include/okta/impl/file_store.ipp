#ifndef OKTA_IMPL_FILE_STORE_IPP
#define OKTA_IMPL_FILE_STORE_IPP

#include <okta/auth/file_store.hpp>
#include <okta/codec/decode.hpp>
#include <okta/impl/file_store_io.ipp>

namespace okta {
namespace detail {

inline constexpr std::string_view account_suffix = ".json", temporary_suffix = ".tmp";

/// The id in a file's name; empty when it is another kind of file.
OKTA_DECL std::string id_in_name(std::string const& name, std::string_view suffix)
{
    if (!name.ends_with(suffix)) return {};
    auto id = name.substr(0, name.size() - suffix.size());
    return is_account_id(id) ? id : std::string();
}

/// One of sixteen, the same in every process: std::hash need not be.
OKTA_DECL std::string lock_name(std::string const& id)
{
    std::uint32_t hash = 2'166'136'261; // FNV-1a
    for (char const c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619;
    return std::string("lock.") + "0123456789abcdef"[(hash ^ hash >> 16) & 15];
}

/// Refuses what would not be read again as it is: no status, bytes that are no UTF-8, too many of them.
OKTA_DECL result<secret> account_text(linked_account const& account, std::size_t longest)
{
    error e;
    e.kind = error_kind::invalid_request;
    secret json(to_json(account) + '\n');
    auto const size = json.reveal().size();
    if (account.status.empty())
        e.summary = "the account '" + account.id + "' has an empty status; give it one, such as ACTIVE";
    else if (size > longest)
        e.summary = "the account '" + account.id + "' takes " + std::to_string(size) + " bytes, more than the " +
                    std::to_string(longest) + " of max_file_bytes";
    else if (auto const again = decode<linked_account>(json.reveal()); !again || !(*again == account))
        e.summary = "the account '" + account.id + "' holds a text that is not UTF-8, or a time beyond the year 9999";
    else return json;
    return e;
}

} // namespace detail

struct file_store::state
{
    detail::open_directory directory;
    file_store_options options;

    [[nodiscard]] auto lock(std::string const& id, std::chrono::milliseconds timeout) const
    {
        return detail::lock_file(directory, detail::lock_name(id), timeout);
    }

    [[nodiscard]] result<std::optional<linked_account>> load(std::string const& id) const
    {
        auto const name = id + std::string(detail::account_suffix);
        auto text = detail::read_file(directory, name, options.max_file_bytes);
        if (!text) return std::move(text.error());
        if (!*text) return std::optional<linked_account>();
        auto const damaged = "the file '" + directory.path_of(name) + "' is damaged: ";
        auto account = decode<linked_account>((*text)->reveal());
        if (!account) return detail::storage_error(damaged + "it is not the JSON of an account"); // no more: no content
        if (account->id != id) return detail::storage_error(damaged + "it holds another account than its name says");
        if (account->status.empty()) return detail::storage_error(damaged + "its status is empty"); // see account_text
        return std::optional(std::move(*account));
    }

    [[nodiscard]] std::optional<error> save(linked_account const& account) const // under the lock
    {
        auto const text = detail::account_text(account, options.max_file_bytes);
        if (!text) return text.error();
        return detail::replace_file(directory, account.id + std::string(detail::account_suffix),
                                    account.id + std::string(detail::temporary_suffix), text->reveal());
    }

    /// A temporary file that nobody is writing was left by a crash.
    void clean_up() const
    {
        auto const names = detail::names_in(directory);
        if (!names) return;
        for (auto const& name : *names) {
            auto const id = detail::id_in_name(name, detail::temporary_suffix);
            if (id.empty()) continue;
            if (auto const held = lock(id, {})) (void)directory.remove(name); // another one's turn, if that fails
        }
    }
};

OKTA_DECL file_store::file_store(std::shared_ptr<state const> opened) noexcept : state_(std::move(opened)) {}

OKTA_DECL result<file_store> file_store::open(std::string const& directory, file_store_options options)
{
    if (directory.empty()) return detail::storage_error("the directory of the accounts has no name");
    if (auto e = detail::make_directory(directory)) return std::move(*e);
    auto opened = std::make_shared<state>();
    if (auto e = detail::open_private(directory, opened->directory)) return std::move(*e);
    opened->options = options;
    opened->clean_up();
    return file_store(std::move(opened));
}

OKTA_DECL result<std::optional<linked_account>> file_store::load(std::string const& id) const
{
    if (auto e = detail::check_account_id(id)) return std::move(*e);
    return state_->load(id);
}

OKTA_DECL std::optional<error> file_store::save(linked_account const& account)
{
    if (auto e = detail::check_account_id(account.id)) return e;
    auto const lock = state_->lock(account.id, state_->options.lock_timeout);
    return lock ? state_->save(account) : std::optional(lock.error());
}

OKTA_DECL std::optional<error> file_store::update(std::string const& id, account_change const& change)
{
    if (auto e = detail::check_account_id(id)) return e;
    auto const lock = state_->lock(id, state_->options.lock_timeout);
    if (!lock) return lock.error();
    auto const account = detail::changed(state_->load(id), id, change);
    return account ? state_->save(*account) : std::optional(account.error());
}

OKTA_DECL std::optional<error> file_store::remove(std::string const& id)
{
    if (auto e = detail::check_account_id(id)) return e;
    auto const lock = state_->lock(id, state_->options.lock_timeout);
    if (!lock) return lock.error();
    for (auto const suffix : {detail::account_suffix, detail::temporary_suffix})
        if (auto const name = id + std::string(suffix); !state_->directory.remove(name))
            return detail::storage_error("the file '" + state_->directory.path_of(name) + "' cannot be removed", errno);
    if (state_->directory.synchronise()) return std::nullopt;
    return detail::storage_error("the directory '" + state_->directory.path + "' cannot be synchronised with the disk",
                                 errno);
}

OKTA_DECL result<account_list> file_store::list(std::optional<std::string> const& owner) const
{
    auto const names = detail::names_in(state_->directory);
    if (!names) return names.error();
    account_list all;
    for (auto const& name : *names) {
        auto const id = detail::id_in_name(name, detail::account_suffix);
        if (id.empty()) continue;
        auto account = state_->load(id);
        if (!account) all.damaged.push_back(std::move(account.error()));
        else if (*account && (!owner || (*account)->owner_id == *owner)) all.items.push_back(std::move(**account));
    }
    return all;
}

} // namespace okta
#endif
