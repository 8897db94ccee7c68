#ifndef OKTA_IMPL_CONFIGURATION_READER_IPP
#define OKTA_IMPL_CONFIGURATION_READER_IPP

#include <okta/auth/configuration_reader.hpp>
#include <okta/codec/http.hpp>

#include <algorithm>
#include <charconv>

namespace okta::detail {

OKTA_DECL error config_error(std::string summary)
{
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = std::move(summary);
    return e;
}

OKTA_DECL std::string_view trimmed_value(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    auto const start = text.find_first_not_of(blanks);
    if (start == text.npos) return {};
    return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

OKTA_DECL bool is_single_line(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// Each takes a text that is not empty, and returns what it ought to be where it does not fit.

OKTA_DECL std::string read_setting(config_row const&, std::string_view text, std::string& to)
{
    if (!is_single_line(text)) return "one line, without control characters";
    to = text;
    return {};
}

OKTA_DECL std::string read_setting(config_row const& row, std::string_view text, secret& to)
{
    bool const is_key = std::get<config_slot<secret>>(row.slot) == &config::settings::private_key;
    if (!is_key && !is_single_line(text)) return "one line, without control characters";
    to = secret(text);
    return {};
}

OKTA_DECL std::string read_setting(config_row const&, std::string_view text, config::authorization_mode& to)
{
    using enum config::authorization_mode;
    constexpr std::pair<std::string_view, config::authorization_mode> names[] = {
        {"SSWS", ssws},
        {"PrivateKey", private_key},
        {"JWK", private_key}, // Go: a PrivateKey in `jwk`
        {"Bearer", bearer},
        {"BearerToken", bearer}}; // .NET
    for (auto const& [name, mode] : names)
        if (equal_ignoring_case(name, text)) return to = mode, std::string();
    return "SSWS, PrivateKey or Bearer";
}

OKTA_DECL std::string read_setting(config_row const&, std::string_view text, std::vector<std::string>& to)
{
    constexpr std::string_view separators = " ,\t\r\n";
    while (true) {
        auto const start = text.find_first_not_of(separators);
        if (start == text.npos) return {};
        text.remove_prefix(start);
        auto const scope = text.substr(0, text.find_first_of(separators));
        text.remove_prefix(scope.size());
        // RFC 6749 section 3.3
        if (std::ranges::any_of(scope, [](char c) { return c <= 0x20 || c >= 0x7f || c == '"' || c == '\\'; }))
            return "scopes such as okta.users.read, in a list or with blanks or commas between them";
        to.emplace_back(scope);
    }
}

OKTA_DECL std::string read_setting(config_row const&, std::string_view text, bool& to)
{
    for (std::string_view const yes : {"true", "yes", "on", "1"})
        if (equal_ignoring_case(yes, text)) return to = true, std::string();
    for (std::string_view const no : {"false", "no", "off", "0"})
        if (equal_ignoring_case(no, text)) return to = false, std::string();
    return "true or false";
}

OKTA_DECL std::string read_setting(config_row const& row, std::string_view text, int& to)
{
    auto const end = text.data() + text.size();
    auto const [stop, ec] = std::from_chars(text.data(), end, to);
    if (ec == std::errc{} && stop == end && to >= row.low && to <= row.high) return {};
    return "a whole number from " + std::to_string(row.low) + " to " + std::to_string(row.high);
}

OKTA_DECL std::string read_setting(config_row const& row, std::string_view text, std::chrono::milliseconds& to)
{
    int seconds = 0;
    auto wanted = read_setting(row, text, seconds);
    to = std::chrono::seconds(seconds);
    return wanted.empty() ? wanted : wanted + ", in seconds";
}

template <class T>
std::optional<error> read_entry(config_entry const& entry, config_row const& row, config::settings& all)
{
    constexpr bool takes_list = std::is_same_v<T, std::vector<std::string>>;
    if (entry.is_list && !takes_list) return config_error(entry.place + " must be one value, not a list");
    T value{};
    bool is_empty = true;
    for (auto const& item : entry.texts) {
        auto const text = trimmed_value(item.reveal());
        if (text.empty()) continue;
        is_empty = false;
        if (auto const wanted = read_setting(row, text, value); !wanted.empty())
            return config_error(entry.place + " must be " + wanted);
    }
    if constexpr (takes_list) is_empty = value.empty(); // `,` holds no scope
    if (is_empty) return std::nullopt;
    auto& to = all.*std::get<config_slot<T>>(row.slot);
    if (to && to->value != value) return config_error(entry.place + " and " + to->source + " differ: keep one of them");
    if (!to) to = config::setting<T>{std::move(value), entry.source};
    return std::nullopt;
}

OKTA_DECL std::optional<error> config_reader::read(config_entry const& entry)
{
    if (auto const name = jwk_part(entry.key); !name.empty()) return read_part(entry, name);
    auto const* row = find_config_row(entry.key);
    if (!row) return std::nullopt;
    auto const read = [&]<class T>(config_slot<T>) { return read_entry<T>(entry, *row, settings_); };
    return std::visit(read, row->slot);
}

OKTA_DECL std::optional<error> config_reader::read_part(config_entry const& entry, std::string_view name)
{
    if (entry.is_list) return config_error(entry.place + " must be one value, not a list");
    for (auto const& item : entry.texts) {
        auto const text = trimmed_value(item.reveal());
        if (text.empty()) continue;
        if (!is_single_line(text) || text.find_first_of("\"\\") != text.npos)
            return config_error(entry.place + " must be text as a JSON Web Key has it, such as base64url");
        if (std::ranges::any_of(parts_, [&](auto const& p) { return p.first == name; }))
            return config_error(entry.place + " is there twice: keep one of them");
        if (parts_.empty()) parts_source_ = entry.source, parts_place_ = entry.place;
        parts_.emplace_back(name, secret(text));
    }
    return std::nullopt;
}

OKTA_DECL result<config::settings> config_reader::finish()
{
    if (!parts_.empty()) {
        auto& key = settings_.private_key;
        if (key) return config_error(parts_place_ + " and " + key->source + " are two private keys: keep one of them");
        std::size_t size = 2;
        for (auto const& [name, value] : parts_) size += name.size() + value.reveal().size() + 6;
        std::string json;
        json.reserve(size); // so that no copy of it stays behind
        bool has_type = false;
        for (auto const& [name, value] : parts_) {
            ((json += json.empty() ? "{\"" : ",\"") += name) += "\":\"";
            (json += value.reveal()) += '"';
            has_type = has_type || name == "kty";
        }
        if (!has_type)
            return config_error(parts_place_ + " is of a private key without kty: give that, RSA or EC, too");
        key = config::setting<secret>{secret(std::move(json += '}')), parts_source_};
    }
    if (auto const& plain = settings_.allow_plain_http; plain && plain->value)
        warn(plain->source + " lets credentials go over plain http: for tests only");
    return std::move(settings_);
}

} // namespace okta::detail
#endif
