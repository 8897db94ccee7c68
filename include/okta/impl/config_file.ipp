#ifndef OKTA_IMPL_CONFIG_FILE_IPP
#define OKTA_IMPL_CONFIG_FILE_IPP

#include <okta/auth/configuration_reader.hpp>
#include <okta/config.hpp>

#include <filesystem>
#include <fstream>
#include <system_error>

namespace okta {
namespace detail {

/// A file's bytes; nothing when there is none. The error says what is wrong with `name`.
inline result<std::optional<secret>> read_config_file(std::filesystem::path const& path, std::string const& name)
{
    namespace fs = std::filesystem;
    std::error_code ec;
    auto const status = fs::status(path, ec);
    if (status.type() == fs::file_type::not_found) return std::optional<secret>();
    if (status.type() == fs::file_type::none) return config_error(name + " cannot be read: " + ec.message());
    if (!fs::is_regular_file(status)) return config_error(name + " must be a regular file");
    std::ifstream in(path, std::ios::binary);
    if (!in) return config_error(name + " cannot be read: see its permissions");
    std::string bytes(config::max_yaml_size + 1, '\0'); // one more, so that a longer file shows
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad()) return config_error(name + " cannot be read");
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return std::optional<secret>(std::move(bytes));
}

inline std::string home_folder(config::places const& where)
{
    if (where.home) return *where.home;
    for (auto const* const name : {"HOME", "USERPROFILE"})
        if (auto const* const folder = config_variable(where.get, name); folder && *folder) return folder;
    return {};
}

} // namespace detail

namespace config {

inline result<settings> from_file(std::string const& path)
{
    auto const text = detail::read_config_file(path, path);
    if (!text) return text.error();
    if (!*text) return detail::config_error("there is no file " + path);
    return from_yaml((*text)->reveal(), path);
}

inline result<settings> load(places const& where)
{
    settings all;
    auto const add = [&](std::filesystem::path const& path, std::string const& name) -> std::optional<error> {
        auto const text = detail::read_config_file(path, name);
        if (!text) return text.error();
        if (!*text) return std::nullopt;
        auto found = from_yaml((*text)->reveal(), name);
        if (!found) return found.error();
        all = merged(std::move(all), *std::move(found));
        return std::nullopt;
    };
    auto const home = std::filesystem::path(detail::home_folder(where));
    if (!home.empty())
        if (auto e = add(home / ".okta" / "okta.yaml", "~/.okta/okta.yaml")) return std::move(*e);
    if (!where.folder.empty())
        if (auto e = add(std::filesystem::path(where.folder) / "okta.yaml", "./okta.yaml")) return std::move(*e);
    auto environment = from_environment(where.get);
    if (!environment) return environment;
    all = merged(std::move(all), *std::move(environment));
    if (auto& key = all.private_key; key && key->value.reveal().starts_with("~/") && !home.empty())
        key->value = secret((home / key->value.reveal().substr(2)).string());
    return all;
}

} // namespace config
} // namespace okta
#endif
