#ifndef OKTA_SANDBOX_USER_TABLE_HPP
#define OKTA_SANDBOX_USER_TABLE_HPP

#include <okta/model/user.hpp>
#include <okta/sandbox/attributes.hpp>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_map.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace okta::sandbox::detail {

/// What few users have; kept apart, since there may be a million.
struct user_credentials_record
{
    std::string question = {};
    std::uint64_t password_mark = 0; ///< tells a repeated password; not the password
    std::optional<authentication_provider> provider = {};
    bool has_password = false;
};

/// A user as the org keeps it.
struct user_record
{
    std::uint64_t number = 0; ///< in order of creation: what cursors go by
    std::string id = {};
    std::string login = {}; ///< folded: logins are unique ignoring case and diacritics
    attributes profile = {};
    user_status status = user_status::staged;
    std::optional<user_status> transitioning_to = {};
    std::uint32_t version = 1; ///< of the ETag
    timestamp created = {}, status_changed = {}, last_updated = {};
    std::optional<timestamp> activated = {}, last_login = {}, password_changed = {};
    std::string const* type = nullptr; ///< id of its user type, which outlives it
    std::string const* realm = nullptr;
    std::unique_ptr<user_credentials_record> credentials = {};
    std::vector<std::string const*> groups = {}; ///< ids of the groups that it was put into
    std::vector<user_block> blocks = {};

    [[nodiscard]] user_credentials_record& own_credentials()
    {
        if (!credentials) credentials = std::make_unique<user_credentials_record>();
        return *credentials;
    }
};

/// Every user by number, id, login and short name (what stands before the login's `@`). References stay valid until the
/// user is removed. Searches by id and login take constant time.
class user_table
{
public:
    using map = std::map<std::uint64_t, user_record>;

    /// \pre id and login are not there yet; `login` is folded, or empty to be taken from the profile
    user_record& add(user_record user);
    void remove(user_record& user);

    /// \pre no other user has that login
    void rename(user_record& user, std::string_view login);

    /// `login` as given, in any case.
    [[nodiscard]] user_record* find_login(std::string_view login);
    [[nodiscard]] bool has_folded(std::string_view login) const { return by_login_.contains(login); }
    [[nodiscard]] user_record* find_id(std::string_view id);

    /// By id, login or unambiguous short name, in this order.
    [[nodiscard]] user_record* find(std::string_view id_or_login);

    [[nodiscard]] user_record* at(std::uint64_t number);
    [[nodiscard]] map const& all() const noexcept { return users_; }
    [[nodiscard]] std::size_t size() const noexcept { return users_.size(); }
    void reserve(std::size_t count);

private:
    void index_login(user_record& user);
    void forget_login(user_record& user);

    map users_;
    std::uint64_t last_ = 0;
    // The keys are views of the records' own texts.
    boost::unordered_flat_map<std::string_view, user_record*> by_id_, by_login_;
    boost::unordered_multimap<std::string_view, user_record*> by_short_name_;
};

/// First and last name, or the login.
[[nodiscard]] std::string display_name(user_record const& user);

/// For expressions over users: `profile.…`, id, status, created, … of a user_record.
void find_user_attribute(void const* user, std::string_view path, scalars& out);

/// The user as it is answered, without links.
[[nodiscard]] user to_user(user_record const& record);

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/user_table.ipp>
#endif
#endif
