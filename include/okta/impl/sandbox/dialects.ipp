#ifndef OKTA_IMPL_SANDBOX_DIALECTS_IPP
#define OKTA_IMPL_SANDBOX_DIALECTS_IPP

#include <okta/sandbox/dialects.hpp>
#include <okta/sandbox/fold.hpp>

#include <cstddef>
#include <iterator>

namespace okta::sandbox::detail {

OKTA_DECL std::optional<comparison> find_comparison(std::string_view name) noexcept
{
    for (std::size_t i = 0; i < std::size(comparison_names); ++i)
        if (name.size() == 2 && equal_ignoring_case(name, comparison_names[i])) return static_cast<comparison>(i);
    return std::nullopt;
}

OKTA_DECL std::string names_of(comparison_set set)
{
    std::string out;
    for (std::size_t i = 0; i < std::size(comparison_names); ++i)
        if (set.has(static_cast<comparison>(i))) out.append(out.empty() ? "" : ", ").append(comparison_names[i]);
    return out;
}

OKTA_DECL attribute_rule const* find_attribute(dialect const& d, std::string_view path) noexcept
{
    for (auto const& rule : d.attributes) {
        auto const above = rule.name.ends_with('*') ? rule.name.substr(0, rule.name.size() - 1) : std::string_view();
        if (above.empty() ? path == rule.name : path.size() > above.size() && path.starts_with(above))
            return rule.allowed.empty() ? nullptr : &rule;
    }
    return nullptr;
}

OKTA_DECL std::string attribute_names(dialect const& d)
{
    std::string out;
    for (auto const& rule : d.attributes)
        if (!rule.allowed.empty()) out.append(out.empty() ? "" : ", ").append(rule.name);
    return out;
}

} // namespace okta::sandbox::detail
#endif
