// Configuration files. A second reader, the tree that yaml-cpp itself builds, says which texts are in a file: none of
// its values is in an error or a warning, and a setting is what stands at its key.

#include "expect.hpp"

#include <okta/auth/configuration_reader.hpp>
#include <okta/config.hpp>

#include <yaml-cpp/yaml.h>

#include <set>

namespace {

using fuzz::expect;

/// The texts of a tree: keys, which messages may name, and values.
struct texts
{
    std::set<std::string> keys = {}, values = {};

    void read(YAML::Node const& node, int depth)
    {
        if (depth == 0) return;
        if (node.IsScalar()) values.insert(node.Scalar());
        if (node.IsSequence())
            for (auto const& item : node) read(item, depth - 1);
        if (!node.IsMap()) return;
        for (auto const& member : node) {
            if (member.first.IsScalar()) keys.insert(member.first.Scalar());
            read(member.second, depth - 1);
        }
    }
};

constexpr std::string_view name = "./okta.yaml";

/// What messages may say whatever is in the file.
std::string words_of_messages()
{
    std::string words(name);
    for (auto const& row : okta::detail::config_rows()) {
        words.append(1, '\n').append(row.key).append(1, '\n').append(okta::detail::variable_name(row.key));
        if (row.variable) words.append(1, '\n').append(row.variable);
    }
    return words += "\nscopes such as okta.users.read, in a list or with blanks or commas between them"
                    "\nthe org URL is not of the form https://example.okta.com\n";
}

/// No message shows a piece of a value that is not there to be shown: a key, a word of the messages.
void check_hidden(texts const& all, std::string_view shown, std::string_view input)
{
    auto open = words_of_messages();
    for (auto const& key : all.keys) open.append(1, '\n').append(key);
    for (auto const& value : all.values)
        expect(!fuzz::leaks(shown, value, open), "a message shows a value", input, shown);
}

std::optional<YAML::Node> tree_of(std::string_view text)
{
    try {
        return YAML::Load(std::string(text));
    } catch (std::exception const&) {
        return std::nullopt;
    }
}

/// Values in the usual places are the settings.
void check_values(YAML::Node const& tree, okta::config::settings const& s, std::string_view input)
{
    auto const at = [&](char const* key) -> std::string {
        auto const okta = tree.IsMap() ? tree["okta"] : YAML::Node();
        auto const client = okta && okta.IsMap() ? okta["client"] : YAML::Node();
        auto const found = client && client.IsMap() ? client[key] : YAML::Node();
        return found && found.IsScalar() ? std::string(okta::detail::trimmed_value(found.Scalar())) : std::string();
    };
    if (auto const url = at("orgUrl"); !url.empty()) expect(s.org_url && s.org_url->value == url, "orgUrl", input, url);
    if (auto const token = at("token"); !token.empty())
        expect(s.token && s.token->value.reveal() == token, "token", input, token);
    if (auto const key = at("privateKey"); !key.empty())
        expect(s.private_key && s.private_key->value.reveal() == key, "privateKey", input, key);
    if (s.request_timeout) expect(s.request_timeout->value <= std::chrono::hours{1}, "a timeout for ever", input);
    if (s.proxy_port) expect(s.proxy_port->value > 0 && s.proxy_port->value < 65536, "no port", input);
}

void check_secrets(okta::config::settings const& s, std::string const& shown, std::string_view input)
{
    auto open = words_of_messages() + '\n';
    for (auto const* const text :
         {&s.org_url, &s.client_id, &s.private_key_id, &s.proxy_host, &s.proxy_username, &s.user_agent_extra})
        if (*text) (open += (*text)->value) += '\n';
    if (s.scopes)
        for (auto const& scope : s.scopes->value) (open += scope) += '\n';
    for (auto const* const secret : {&s.token, &s.access_token, &s.private_key, &s.proxy_password})
        if (*secret)
            expect(!fuzz::leaks(shown, (*secret)->value.reveal(), open), "settings show a secret", input, shown);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = fuzz::text_of(data, size);
    auto const read = okta::config::from_yaml(text, std::string(name));
    auto const tree = tree_of(text);
    texts all;
    if (tree) all.read(*tree, 20);
    if (!read) {
        auto const& e = read.error();
        expect(e.kind == okta::error_kind::invalid_request && e.summary.starts_with(name), "an error", text, e.summary);
        if (tree) check_hidden(all, e.message(), text);
        return 0;
    }
    expect(tree.has_value(), "what is no YAML was read", text);
    check_values(*tree, *read, text);
    check_secrets(*read, to_string(*read), text);
    expect(read->warnings.size() <= 110, "too many warnings", text);
    for (auto const& warning : read->warnings) check_hidden(all, warning, text);
    if (auto const e = check(*read)) check_secrets(*read, e->message(), text);
    auto const twice = merged(*read, *read);
    expect(to_string(twice) == to_string(*read), "merging with itself changes settings", text);
    return 0;
}
