#ifndef OKTA_IMPL_CONFIGURATION_IPP
#define OKTA_IMPL_CONFIGURATION_IPP

#include <okta/auth/configuration.hpp>
#include <okta/auth/configuration_reader.hpp>
#include <okta/codec/http.hpp>

#include <cstdlib>

namespace okta {
namespace detail {

OKTA_DECL char const* config_variable(config::variable_source const& get, char const* name)
{
    return get ? get(name) : std::getenv(name);
}

/// Reads a variable, if it is there, for the setting that `key` names.
OKTA_DECL std::optional<error> read_variable(config_reader& reader, config::variable_source const& get,
                                             std::string_view key, std::string const& name)
{
    auto const* const text = config_variable(get, name.c_str());
    if (!text) return std::nullopt;
    return reader.read({std::string(key), name, name, {secret(text)}});
}

/// `OKTA_CLIENT_SCOPES_0`, `_1` and so on, which is how .NET has lists.
OKTA_DECL std::optional<error> read_numbered_scopes(config_reader& reader, config::variable_source const& get)
{
    config_entry entry{"okta.client.scopes", "OKTA_CLIENT_SCOPES_0", "OKTA_CLIENT_SCOPES_0", {}, true};
    for (int i = 0; i < 1000; ++i) {
        auto const* const text = config_variable(get, ("OKTA_CLIENT_SCOPES_" + std::to_string(i)).c_str());
        if (!text) break;
        entry.texts.emplace_back(text);
    }
    return reader.read(entry);
}

OKTA_DECL std::string setting_text(std::string const& text)
{
    return text.find("://") != text.npos && text.find('@') != text.npos ? "***" : text; // a password may be in a URL
}
OKTA_DECL std::string setting_text(secret const&) { return "***"; }
OKTA_DECL std::string setting_text(config::authorization_mode mode)
{
    using enum config::authorization_mode;
    return mode == ssws ? "SSWS" : mode == private_key ? "PrivateKey" : "Bearer";
}
OKTA_DECL std::string setting_text(std::vector<std::string> const& list)
{
    std::string text;
    for (auto const& item : list) (text += text.empty() ? "" : " ") += item;
    return text;
}
OKTA_DECL std::string setting_text(bool value) { return value ? "true" : "false"; }
OKTA_DECL std::string setting_text(int value) { return std::to_string(value); }
OKTA_DECL std::string setting_text(std::chrono::milliseconds value) { return std::to_string(value.count()) + " ms"; }

/// `higher` names another org than `lower`, and yet leaves it to `lower` to have the credential.
OKTA_DECL void warn_of_strange_org(config::settings const& lower, config::settings& higher)
{
    if (!lower.org_url || !higher.org_url || higher.token || higher.access_token || higher.private_key) return;
    auto const plain = [](std::string_view url) { return url.substr(0, url.find_last_not_of('/') + 1); };
    if (equal_ignoring_case(plain(lower.org_url->value), plain(higher.org_url->value))) return;
    for (auto const* held : {&lower.token, &lower.access_token, &lower.private_key})
        if (*held)
            higher.warnings.push_back("the credential from " + (*held)->source + " goes to the org that " +
                                      higher.org_url->source + " names, not to that of " + lower.org_url->source);
}

} // namespace detail

namespace config {

OKTA_DECL result<settings> from_environment(variable_source const& get)
{
    detail::config_reader reader;
    for (auto const& row : detail::config_rows()) {
        if (auto e = detail::read_variable(reader, get, row.key, detail::variable_name(row.key))) return std::move(*e);
        if (!row.variable) continue;
        if (auto e = detail::read_variable(reader, get, row.key, row.variable)) return std::move(*e);
    }
    for (auto const part : detail::jwk_parts()) {
        auto const key = "okta.client.privateKey." + std::string(part);
        if (auto e = detail::read_variable(reader, get, key, detail::variable_name(key))) return std::move(*e);
    }
    if (auto e = detail::read_numbered_scopes(reader, get)) return std::move(*e);
    return reader.finish();
}

OKTA_DECL settings merged(settings lower, settings higher)
{
    detail::warn_of_strange_org(lower, higher);
    for (auto const& row : detail::config_rows())
        std::visit(
            [&](auto slot) {
                if (higher.*slot) lower.*slot = higher.*slot;
            },
            row.slot);
    lower.warnings.insert(lower.warnings.end(), higher.warnings.begin(), higher.warnings.end());
    return lower;
}

OKTA_DECL authorization_mode mode_of(settings const& s) noexcept
{
    return s.mode ? s.mode->value : authorization_mode::ssws;
}

OKTA_DECL setting<secret> const* credential_of(settings const& s) noexcept
{
    auto const* held = &s.token;
    if (mode_of(s) == authorization_mode::private_key) held = &s.private_key;
    if (mode_of(s) == authorization_mode::bearer && s.access_token) held = &s.access_token;
    return *held ? &**held : nullptr;
}

OKTA_DECL std::string to_string(settings const& s)
{
    std::string text;
    detail::config_row const* last = nullptr;
    for (auto const& row : detail::config_rows()) {
        if (last && last->slot == row.slot) continue; // another key of the same setting
        last = &row;
        auto const write = [&](auto slot) {
            auto const& held = s.*slot;
            if (!held) return;
            ((text += row.key) += ": ") += detail::setting_text(held->value);
            ((text += " (") += held->source) += ")\n";
        };
        std::visit(write, row.slot);
    }
    return text;
}

} // namespace config
} // namespace okta
#endif
