#include "table.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iterator>
#include <ostream>

namespace cli {
namespace {

constexpr std::size_t max_cell = 40, max_line = 120;

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

/// Smaller is further left.
std::size_t rank(std::string_view name)
{
    constexpr std::string_view first[] = {"id",        "status",   "sub",   "name", "login",       "displayName",
                                          "firstName", "lastName", "email", "type", "description", "platform"};
    return static_cast<std::size_t>(std::find(std::begin(first), std::end(first), name) - std::begin(first));
}

std::string const* find(std::vector<std::pair<std::string, std::string>> const& row, std::string_view name)
{
    for (auto const& [key, value] : row)
        if (key == name) return &value;
    return nullptr;
}

} // namespace

std::size_t width_of(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string cell(std::string_view text, std::size_t width)
{
    std::string out;
    std::size_t used = 0;
    bool const cut = width_of(text) > width;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (starts_character(text[i]) && ++used == width && cut) return out + "…";
        // Terminals take C0 and C1 control characters for commands.
        if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) out += ' ', ++i;
        else out += c < 0x20 || c == 0x7f ? ' ' : text[i];
    }
    return out;
}

void table::flatten(boost::json::value const& item, cells& to)
{
    if (!item.is_object()) return;
    for (auto const& [key, value] : item.get_object()) {
        if (value.is_structured() || value.is_null() || find(to, {key.data(), key.size()})) continue;
        auto const* const text = value.if_string();
        to.emplace_back(key, text ? std::string(text->data(), text->size()) : boost::json::serialize(value));
    }
    if (auto const* const profile = item.get_object().if_contains("profile")) flatten(*profile, to);
}

void table::add(boost::json::value const& item) { flatten(item, rows_.emplace_back()); }

void table::choose_columns()
{
    for (auto const& row : rows_)
        for (auto const& [name, value] : row) {
            auto const is_it = [&wanted = name](column const& c) { return c.name == wanted; };
            auto const is_after = [own = rank(name)](column const& c) { return rank(c.name) > own; };
            auto at = std::find_if(columns_.begin(), columns_.end(), is_it);
            if (at == columns_.end())
                at = columns_.insert(std::find_if(columns_.begin(), columns_.end(), is_after),
                                     {name, std::min(width_of(name), max_cell)});
            at->width = std::max(at->width, std::min(width_of(value), max_cell));
        }
    std::size_t line = 0, kept = 0;
    while (kept < columns_.size() && (kept == 0 || line + columns_[kept].width <= max_line))
        line += columns_[kept++].width + 2;
    columns_.erase(columns_.begin() + static_cast<std::ptrdiff_t>(kept), columns_.end());
}

void table::print(std::ostream& out)
{
    auto const print_row = [&](auto&& text_of) {
        std::string line;
        for (auto const& c : columns_) {
            auto const text = cell(text_of(c), max_cell);
            line += text;
            line.append(2 + c.width - std::min(width_of(text), c.width), ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out << line << '\n';
    };
    if (columns_.empty() && !rows_.empty()) {
        choose_columns();
        print_row([](column const& c) { return std::string_view(c.name); });
    }
    for (auto const& row : rows_)
        print_row([&](column const& c) {
            auto const* const text = find(row, c.name);
            return text ? std::string_view(*text) : std::string_view();
        });
    rows_.clear();
}

} // namespace cli
