#ifndef OKTA_IMPL_JSON_LOCATE_IPP
#define OKTA_IMPL_JSON_LOCATE_IPP

#include <okta/codec/json_read.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>

namespace okta::detail {

// Only ever run on text that Boost.JSON accepted, to name the byte in an error; so it skips, it does not validate.

OKTA_DECL std::size_t skip_space(std::string_view text, std::size_t at)
{
    return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

OKTA_DECL std::size_t skip_string(std::string_view text, std::size_t at)
{
    for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
    return std::min(at + 1, text.size());
}

OKTA_DECL std::size_t skip_json(std::string_view text, std::size_t at)
{
    std::size_t depth = 0;
    do {
        at = skip_space(text, at);
        if (at >= text.size()) return text.size();
        char const c = text[at];
        if (c == '"') at = skip_string(text, at);
        else if (c == '{' || c == '[') ++depth, ++at;
        else if (c == '}' || c == ']') --depth, ++at;
        else if (c == ',' || c == ':') ++at;
        else at = std::min(text.find_first_of(" \t\r\n,:]}", at), text.size());
    } while (depth > 0);
    return at;
}

OKTA_DECL std::size_t skip_items(std::string_view text, std::size_t at, std::size_t items)
{
    for (; items > 0 && at < text.size() && text[at] != ']'; --items) {
        at = skip_space(text, skip_json(text, at));
        if (at < text.size() && text[at] == ',') at = skip_space(text, at + 1);
    }
    return at < text.size() && text[at] != ']' ? at : text.npos;
}

OKTA_DECL std::size_t locate_item(std::string_view text, std::size_t at, std::size_t index)
{
    if (at >= text.size() || text[at] != '[') return text.npos;
    return skip_items(text, skip_space(text, at + 1), index);
}

OKTA_DECL bool names_equal(std::string_view quoted, std::string_view name)
{
    if (quoted.find('\\') == quoted.npos)
        return quoted.size() == name.size() + 2 && quoted.substr(1, name.size()) == name;
    boost::system::error_code ec;
    auto const parsed = boost::json::parse(quoted, ec);
    return !ec && parsed.is_string() &&
           std::string_view(parsed.get_string().data(), parsed.get_string().size()) == name;
}

OKTA_DECL std::size_t locate_member(std::string_view text, std::size_t at, std::string_view name)
{
    auto found = text.npos;
    if (at >= text.size() || text[at] != '{') return found;
    at = skip_space(text, at + 1);
    while (at < text.size() && text[at] == '"') {
        auto const end = skip_string(text, at);
        bool const same = names_equal(text.substr(at, end - at), name);
        at = skip_space(text, skip_space(text, end) + 1); // past the colon
        if (same) found = at;                             // of duplicates the last counts
        at = skip_space(text, skip_json(text, at));
        if (at < text.size() && text[at] == ',') at = skip_space(text, at + 1);
    }
    return found;
}

OKTA_DECL std::size_t locate_json(std::string_view text, std::span<json_step const> path)
{
    auto at = skip_space(text, 0);
    for (auto step = path.rbegin(); step != path.rend() && at != text.npos; ++step)
        at = step->name ? locate_member(text, at, {step->name, step->size}) : locate_item(text, at, step->index);
    return at;
}

OKTA_DECL std::string_view nearest_name(std::string_view name, std::vector<std::string_view> const& names)
{
    std::string_view best;
    auto best_distance = name.size() / 3 + 1; // further away it is another word, not a slip
    for (auto const candidate : names) {
        if (name.size() > 64 || candidate.size() > 64) continue;
        std::vector<std::size_t> row(candidate.size() + 1); // Levenshtein, one row at a time
        for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
        for (std::size_t i = 1; i <= name.size(); ++i) {
            auto diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j < row.size(); ++j) {
                auto const substituted = diagonal + (name[i - 1] != candidate[j - 1]);
                diagonal = row[j];
                row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
            }
        }
        if (row.back() <= best_distance) {
            if (row.back() < best_distance || best.empty()) best = candidate;
            best_distance = row.back();
        }
    }
    return best;
}

} // namespace okta::detail
#endif
