#ifndef OKTA_IMPL_SANDBOX_EXPRESSION_MATCH_IPP
#define OKTA_IMPL_SANDBOX_EXPRESSION_MATCH_IPP

#include <okta/sandbox/expression.hpp>
#include <okta/sandbox/fold.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

template <class T>
int three_way(T const& a, T const& b) noexcept
{
    return a < b ? -1 : b < a ? 1 : 0;
}

/// Whether values in that order fulfil a comparison that goes by order.
OKTA_DECL bool fulfils(int order, comparison op) noexcept
{
    switch (op) {
    case comparison::eq: return order == 0;
    case comparison::ne: return order != 0;
    case comparison::gt: return order > 0;
    case comparison::ge: return order >= 0;
    case comparison::lt: return order < 0;
    case comparison::le: return order <= 0;
    default: return false;
    }
}

OKTA_DECL bool text_fulfils(std::string_view value, expression_term const& t) noexcept
{
    std::string_view const wanted = t.text;
    bool const any_case = t.ignores_case;
    switch (t.op) {
    case comparison::sw: return any_case ? starts_with_ignoring_case(value, wanted) : value.starts_with(wanted);
    case comparison::ew: return any_case ? ends_with_ignoring_case(value, wanted) : value.ends_with(wanted);
    case comparison::co: return any_case ? contains_ignoring_case(value, wanted) : value.find(wanted) != value.npos;
    default: return fulfils(any_case ? compare_ignoring_case(value, wanted) : value.compare(wanted), t.op);
    }
}

/// A value of another type than the literal is different from it, and neither before nor after it.
template <class T>
bool other_fulfils(T const& value, std::optional<T> const& wanted, comparison op) noexcept
{
    return wanted ? fulfils(three_way(value, *wanted), op) : op == comparison::ne;
}

OKTA_DECL bool fulfils(scalar const& v, expression_term const& t) noexcept
{
    auto const* const text = std::get_if<std::string_view>(&v.value);
    if (t.op == comparison::pr) return !text || !text->empty(); // RFC 7644: "a non-empty or non-null value"
    if (text) return text_fulfils(*text, t);
    if (auto const* const number = std::get_if<double>(&v.value)) return other_fulfils(*number, t.number, t.op);
    if (auto const* const flag = std::get_if<bool>(&v.value)) return other_fulfils(*flag, t.boolean, t.op);
    return other_fulfils(*std::get_if<timestamp>(&v.value), t.time, t.op);
}

OKTA_DECL int compare(scalar const& a, scalar const& b) noexcept
{
    if (a.value.index() != b.value.index()) return three_way(a.value.index(), b.value.index());
    if (auto const* const text = std::get_if<std::string_view>(&a.value))
        return compare_ignoring_case(*text, *std::get_if<std::string_view>(&b.value));
    return a.value < b.value ? -1 : b.value < a.value ? 1 : 0;
}

OKTA_DECL bool expression::matches(attribute_source const& source) const
{
    thread_local scalars scratch;
    return matches(source, scratch);
}

OKTA_DECL bool expression::matches(attribute_source const& source, scalars& scratch) const
{
    std::uint16_t at = terms_.empty() ? expression_term::accepted : 0;
    while (at < terms_.size()) { // terms only lead to later ones
        auto const& t = terms_[at];
        scratch.clear();
        source.find(source.object, t.path, scratch);
        bool const holds = scratch.empty() ? t.op == comparison::ne
                                           : std::ranges::any_of(scratch, [&](auto const& v) { return fulfils(v, t); });
        at = holds ? t.when_true : t.when_false;
    }
    return at == expression_term::accepted;
}

} // namespace okta::sandbox::detail
#endif
