#include "view.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace okta::test {
namespace {

void flatten(boost::json::value const& json, std::string const& path, view& out);

void flatten_members(boost::json::object const& object, std::string const& path, view& out)
{
    for (auto const& [key, value] : object) {
        auto const name = path.empty() ? std::string(key) : path + '.' + std::string(key);
        if (key != "_links") {
            flatten(value, name, out);
            continue;
        }
        std::vector<std::string> relations;
        for (auto const& [relation, link] : value.as_object()) relations.emplace_back(relation);
        std::ranges::sort(relations);
        auto& text = out[name];
        for (auto const& relation : relations) text += text.empty() ? relation : ' ' + relation;
    }
}

void flatten(boost::json::value const& json, std::string const& path, view& out)
{
    if (json.is_null()) return;
    if (auto const* const object = json.if_object(); object && !object->empty())
        return flatten_members(*object, path, out);
    if (auto const* const array = json.if_array(); array && !array->empty()) {
        for (std::size_t i = 0; i < array->size(); ++i) flatten((*array)[i], path + '.' + std::to_string(i), out);
        return;
    }
    out[path] = text_of(json);
}

std::string replace_all(std::string text, std::initializer_list<std::pair<std::string_view, std::string_view>> table)
{
    for (auto const& [from, to] : table)
        for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    return text;
}

} // namespace

view view_of(boost::json::value const& json)
{
    view out;
    flatten(json, "", out);
    return out;
}

std::string text_of(boost::json::value const& json) { return boost::json::serialize(json); }

std::string text_of(std::string_view string) { return boost::json::serialize(boost::json::string_view(string)); }

std::string difference(view const& model, view const& org)
{
    std::string out;
    for (auto const& [name, value] : model)
        if (auto const it = org.find(name); it == org.end()) out += "\n    " + name + ": model " + value + ", org none";
        else if (it->second != value) out += "\n    " + name + ": model " + value + ", org " + it->second;
    for (auto const& [name, value] : org)
        if (!model.contains(name)) out += "\n    " + name + ": model none, org " + value;
    return out;
}

std::string lower(std::string text)
{
    for (auto& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return replace_all(std::move(text), {{"É", "é"}, {"Å", "å"}, {"Ë", "ë"}});
}

std::string plain(std::string text)
{
    return replace_all(lower(std::move(text)), {{"é", "e"}, {"å", "a"}, {"ë", "e"}});
}

std::size_t length(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

} // namespace okta::test
