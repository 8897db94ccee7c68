#ifndef OKTA_AUTH_CONFIGURATION_READER_HPP
#define OKTA_AUTH_CONFIGURATION_READER_HPP

#include <okta/auth/configuration_settings.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/result.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

// What the sources of a configuration have in common: the table of keys, and how values become settings.

namespace okta::detail {

template <class T>
using config_slot = std::optional<config::setting<T>> config::settings::*;

/// A key, and the setting that it says. Several keys may say one.
struct config_row
{
    std::string_view key; ///< as the SDKs write it; read in any case
    std::variant<config_slot<std::string>, config_slot<secret>, config_slot<config::authorization_mode>,
                 config_slot<std::vector<std::string>>, config_slot<bool>, config_slot<std::chrono::milliseconds>,
                 config_slot<int>>
        slot;
    int low = 0; ///< of a number, or of seconds
    int high = 0;
    char const* variable = nullptr; ///< another name of the variable than the key in capitals
};

/// The keys of one setting stand together, the usual one first.
[[nodiscard]] std::span<config_row const> config_rows();

/// Null for a key that says no setting.
[[nodiscard]] config_row const* find_config_row(std::string_view key);

/// `kty` for `okta.client.privateKey.kty`, a private key that is written in parts; else nothing.
[[nodiscard]] std::string_view jwk_part(std::string_view key);
[[nodiscard]] std::span<std::string_view const> jwk_parts();

[[nodiscard]] bool is_config_group(std::string_view key);    ///< there are keys below it: `okta.client.proxy`
[[nodiscard]] bool has_no_effect_here(std::string_view key); ///< it configures other SDKs: `okta.client.cache`

/// The known key that `key` may have been meant to be; nothing when there is none.
[[nodiscard]] std::string_view similar_config_key(std::string_view key);

/// `OKTA_CLIENT_ORGURL` for `okta.client.orgUrl`.
[[nodiscard]] std::string variable_name(std::string_view key);

/// `kty` of `okta.client.privateKey.kty`, when `group` is `okta.client.privateKey`; nothing when `key` is not below it.
[[nodiscard]] std::string_view key_below(std::string_view key, std::string_view group);

[[nodiscard]] char const* config_variable(config::variable_source const& get, char const* name);
[[nodiscard]] std::string_view trimmed_value(std::string_view text);
[[nodiscard]] error config_error(std::string summary);

/// A known key with what a source says there.
struct config_entry
{
    std::string key;
    std::string source;             ///< `./okta.yaml:7`
    std::string place;              ///< what an error starts with: `./okta.yaml:7:12: okta.client.scopes`
    std::vector<secret> texts = {}; ///< one, unless it is a list
    bool is_list = false;
};

/// Turns the entries of one source into settings.
class config_reader
{
public:
    /// The error names the entry's place and what would be right.
    [[nodiscard]] std::optional<error> read(config_entry const& entry);

    void warn(std::string text) { settings_.warnings.push_back(std::move(text)); }

    /// After the last entry.
    [[nodiscard]] result<config::settings> finish();

private:
    [[nodiscard]] std::optional<error> read_part(config_entry const& entry, std::string_view name);

    config::settings settings_;
    std::vector<std::pair<std::string, secret>> parts_; // of a private key: name, value
    std::string parts_source_, parts_place_;
};

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/configuration_keys.ipp>
#include <okta/impl/configuration_reader.ipp>
#endif
#endif
