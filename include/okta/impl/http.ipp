#ifndef OKTA_IMPL_HTTP_IPP
#define OKTA_IMPL_HTTP_IPP

#include <okta/codec/http.hpp>

#include <algorithm>
#include <stdexcept>

namespace okta {

OKTA_DECL bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, [&](char x, char y) { return x == y || lower(x) == lower(y); });
}

OKTA_DECL void http_fields::add(std::string_view name, std::string_view value)
{
    auto const start = text_.size();
    if (start + name.size() + value.size() > std::size_t{UINT32_MAX})
        throw std::length_error("okta::http_fields: more than 4 GiB of header text");
    text_.append(name).append(value);
    lines_.push_back({static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(name.size()),
                      static_cast<std::uint32_t>(value.size())});
}

OKTA_DECL void http_fields::set(std::string_view name, std::string_view value)
{
    remove(name);
    add(name, value);
}

OKTA_DECL void http_fields::remove(std::string_view name)
{
    std::erase_if(lines_, [&](line const& l) {
        return l.name == name.size() && equal_ignoring_case({text_.data() + l.start, l.name}, name);
    });
}

OKTA_DECL http_fields::field http_fields::operator[](std::size_t index) const
{
    auto const& l = lines_.at(index);
    auto const text = std::string_view(text_);
    return {text.substr(l.start, l.name), text.substr(l.start + l.name, l.value)};
}

// Lengths before letters: every answer is asked for half a dozen names, and most of its lines differ in that already.

OKTA_DECL std::optional<std::string_view> http_fields::find(std::string_view name) const
{
    for (auto const& l : lines_) {
        auto const* const start = text_.data() + l.start;
        if (l.name == name.size() && equal_ignoring_case({start, l.name}, name))
            return std::string_view(start + l.name, l.value);
    }
    return std::nullopt;
}

OKTA_DECL std::vector<std::string_view> http_fields::all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (auto const& l : lines_) {
        auto const* const start = text_.data() + l.start;
        if (l.name == name.size() && equal_ignoring_case({start, l.name}, name))
            values.emplace_back(start + l.name, l.value);
    }
    return values;
}

OKTA_DECL void http_fields::reserve(std::size_t lines, std::size_t bytes)
{
    lines_.reserve(lines);
    text_.reserve(bytes);
}

} // namespace okta
#endif
