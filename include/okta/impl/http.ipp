#ifndef OKTA_IMPL_HTTP_IPP
#define OKTA_IMPL_HTTP_IPP

#include <okta/codec/http.hpp>

#include <algorithm>
#include <stdexcept>

namespace okta {

OKTA_DECL bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
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
        return equal_ignoring_case(std::string_view(text_).substr(l.start, l.name), name);
    });
}

OKTA_DECL http_fields::field http_fields::operator[](std::size_t index) const
{
    auto const& l = lines_.at(index);
    auto const text = std::string_view(text_);
    return {text.substr(l.start, l.name), text.substr(l.start + l.name, l.value)};
}

OKTA_DECL std::optional<std::string_view> http_fields::find(std::string_view name) const
{
    for (std::size_t i = 0; i < lines_.size(); ++i)
        if (auto const f = (*this)[i]; equal_ignoring_case(f.name, name)) return f.value;
    return std::nullopt;
}

OKTA_DECL std::vector<std::string_view> http_fields::all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (std::size_t i = 0; i < lines_.size(); ++i)
        if (auto const f = (*this)[i]; equal_ignoring_case(f.name, name)) values.push_back(f.value);
    return values;
}

OKTA_DECL void http_fields::reserve(std::size_t lines, std::size_t bytes)
{
    lines_.reserve(lines);
    text_.reserve(bytes);
}

} // namespace okta
#endif
