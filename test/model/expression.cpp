#include "expression.hpp"

#include <algorithm>
#include <utility>

namespace okta::test {
namespace {

std::string text_for(boost::json::value const& value, bool ignoring_case)
{
    std::string text(value.as_string());
    return ignoring_case ? lower(std::move(text)) : text;
}

bool term_holds(std::string const& op, boost::json::value const& have, boost::json::value const& want, bool no_case)
{
    if (op == "pr") return !have.is_string() || !have.as_string().empty();
    if (op == "sw" || op == "co" || op == "ew") {
        if (!have.is_string()) return false;
        auto const a = text_for(have, no_case), b = text_for(want, no_case);
        return op == "sw" ? a.starts_with(b) : op == "ew" ? a.ends_with(b) : a.find(b) != a.npos;
    }
    auto const order = compare(have, want, no_case);
    if (op == "ne") return order != 0;
    if (order == 2) return false;
    return op == "eq"   ? order == 0
           : op == "gt" ? order > 0
           : op == "ge" ? order >= 0
           : op == "lt" ? order < 0
                        : order <= 0;
}

std::string any_case(chance& random, std::string word)
{
    if (random.one_in(4))
        for (auto& c : word) c = static_cast<char>(c - 'a' + 'A');
    return word;
}

expression random_term(chance& random, language const& l)
{
    auto const& a = random.of(l.attributes);
    auto const op = random.of(a.operators);
    auto const value = random.of(a.values);
    auto text = a.attribute + ' ' + any_case(random, op);
    if (op != "pr") text += ' ' + text_of(value);
    return {text, [=, attribute = a.attribute, no_case = l.ignores_case](facts const& all) {
                auto const [begin, end] = all.equal_range(attribute);
                if (begin == end) return op == "ne";
                return std::any_of(begin, end,
                                   [&](auto const& fact) { return term_holds(op, fact.second, value, no_case); });
            }};
}

expression random_negation(chance& random, language const& l, int depth)
{
    auto inner = random_expression(random, l, depth - 1);
    return {"not (" + inner.text + ")", [inner](facts const& all) { return !inner.holds(all); }};
}

expression random_chain(chance& random, language const& l, int depth)
{
    bool const all_of = random.one_in(2);
    std::vector<expression> parts;
    std::string text;
    for (auto n = 2 + random.below(2); n > 0; --n) {
        parts.push_back(random_expression(random, l, depth - 1));
        if (!text.empty()) text += ' ' + any_case(random, all_of ? "and" : "or") + ' ';
        text += '(' + parts.back().text + ')';
    }
    return {text, [parts, all_of](facts const& f) {
                auto const holds = [&](expression const& e) { return e.holds(f); };
                return all_of ? std::ranges::all_of(parts, holds) : std::ranges::any_of(parts, holds);
            }};
}

} // namespace

int compare(boost::json::value const& a, boost::json::value const& b, bool ignoring_case)
{
    auto const sign = [](auto const& x, auto const& y) { return x < y ? -1 : x == y ? 0 : 1; };
    if (a.is_string() && b.is_string()) return sign(text_for(a, ignoring_case), text_for(b, ignoring_case));
    if (a.is_bool() && b.is_bool()) return sign(a.as_bool(), b.as_bool());
    if (a.is_number() && b.is_number()) return sign(a.to_number<double>(), b.to_number<double>());
    return 2;
}

void add_fact(facts& all, std::string const& attribute, boost::json::value const& value)
{
    auto const is_plain = [](boost::json::value const& v) { return !v.is_null() && !v.is_structured(); };
    if (is_plain(value)) all.emplace(attribute, value);
    auto const* const array = value.if_array();
    if (!array || !std::ranges::all_of(*array, is_plain)) return; // what is nested cannot be searched
    for (auto const& item : *array) all.emplace(attribute, item);
}

expression random_expression(chance& random, language const& l, int depth)
{
    if (depth == 0 || random.one_in(3)) return random_term(random, l);
    if (l.has_not && random.one_in(4)) return random_negation(random, l, depth);
    return random_chain(random, l, depth);
}

} // namespace okta::test
