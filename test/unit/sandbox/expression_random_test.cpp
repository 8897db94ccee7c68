#include <okta/sandbox/expression.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace expression_random_test {
using namespace okta::sandbox::detail;

// Random expressions against an evaluator that is too simple to be wrong, and random bytes against the parser.

namespace {

using owned = std::variant<std::string, double, bool, okta::timestamp>;
using record = std::map<std::string, std::vector<owned>, std::less<>>;

void find(void const* object, std::string_view path, scalars& out)
{
    auto const& r = *static_cast<record const*>(object);
    if (auto const found = r.find(path); found != r.end())
        for (auto const& value : found->second) std::visit([&](auto const& v) { out.emplace_back(v); }, value);
}

struct source_of_chance
{
    std::mt19937 engine;

    std::size_t below(std::size_t n) { return engine() % n; }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class Range>
    auto const& of(Range const& r)
    {
        return r[below(std::size(r))];
    }
};

/// An expression as a tree: `and`, `or`, `not`, or a term when `kind` is an operator.
struct node
{
    std::string kind;
    std::vector<node> parts = {};
    std::string attribute = {}, spelling = {}; ///< of the value
    bool quoted = true;
};

std::string const attributes[] = {"actor.text", "actor.other",  "actor.number",   "actor.flag",
                                  "actor.time", "target.texts", "target.numbers", "actor.none"};
std::string const texts[] = {
    "", "a", "A", "ab", "aB", "b", "Ba", "z", "7", "-1.5", "70", "true", "2014-06-01T12:00:00.000Z"};
double const numbers[] = {7, -1.5, 70, 0};
okta::timestamp const times[] = {*okta::parse_timestamp("2014-06-01T12:00:00.000Z"), okta::timestamp{}};

record random_record(source_of_chance& chance)
{
    record r;
    r["actor.text"] = {chance.of(texts)};
    if (!chance.one_in(4)) r["actor.other"] = {chance.of(texts)};
    r["actor.number"] = {chance.of(numbers)};
    r["actor.flag"] = {chance.one_in(2)};
    if (!chance.one_in(4)) r["actor.time"] = {chance.of(times)};
    for (auto n = chance.below(4); n > 0; --n) r["target.texts"].push_back(chance.of(texts));
    for (auto n = chance.below(4); n > 0; --n) r["target.numbers"].push_back(chance.of(numbers));
    return r;
}

node random_node(source_of_chance& chance, int depth)
{
    if (depth == 0 || chance.one_in(3)) {
        node term{std::string(chance.of(comparison_names))};
        term.attribute = chance.of(attributes);
        term.spelling = chance.of(texts);
        if (term.kind != "sw" && term.kind != "co" && term.kind != "ew" && chance.one_in(3)) {
            bool const flag = (term.kind == "eq" || term.kind == "ne") && chance.one_in(2);
            std::string const plain[] = {"7", "-1.5", "70", "7e0", "true", "false"};
            term.spelling = flag ? plain[4 + chance.below(2)] : plain[chance.below(4)];
            term.quoted = false;
        }
        return term;
    }
    std::string const kinds[] = {"and", "or", "not"};
    node inner{chance.of(kinds)};
    for (auto n = inner.kind == "not" ? 1 : 2 + chance.below(2); n > 0; --n)
        inner.parts.push_back(random_node(chance, depth - 1));
    return inner;
}

std::string any_case(source_of_chance& chance, std::string word)
{
    for (auto& c : word)
        if (chance.one_in(2)) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return word;
}

std::string quote(source_of_chance& chance, std::string const& text)
{
    std::string out = "\"";
    for (auto const c : text) {
        char escaped[8] = {c, '\0'};
        if (chance.one_in(3)) std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
        out += escaped;
    }
    return out + '"';
}

/// With parentheses where precedence asks for them, and sometimes where it does not.
std::string print(source_of_chance& chance, node const& n)
{
    if (n.kind == "not")
        return any_case(chance, "not") + (chance.one_in(2) ? " (" : "(") + print(chance, n.parts[0]) + ")";
    if (n.kind != "and" && n.kind != "or") {
        auto const start = n.attribute + ' ' + any_case(chance, n.kind);
        return n.kind == "pr" ? start : start + ' ' + (n.quoted ? quote(chance, n.spelling) : n.spelling);
    }
    std::string out;
    for (auto const& part : n.parts) {
        bool const needed = n.kind == "and" && part.kind == "or";
        auto const text = print(chance, part);
        if (!out.empty()) out += ' ' + any_case(chance, n.kind) + ' ';
        out += needed || chance.one_in(5) ? "(" + text + ")" : text;
    }
    return out;
}

std::string lower(std::string text)
{
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

template <class T>
bool ordered(std::string const& op, T const& a, T const& b)
{
    return op == "eq"   ? a == b
           : op == "ne" ? a != b
           : op == "gt" ? a > b
           : op == "ge" ? a >= b
           : op == "lt" ? a < b
                        : op == "le" && a <= b;
}

bool expected_of(node const& t, owned const& value)
{
    if (auto const* text = std::get_if<std::string>(&value)) {
        auto const a = lower(*text), b = lower(t.spelling);
        if (t.kind == "pr") return !a.empty();
        if (t.kind == "sw") return a.substr(0, b.size()) == b;
        if (t.kind == "ew") return a.size() >= b.size() && a.substr(a.size() - b.size()) == b;
        if (t.kind == "co") return a.find(b) != a.npos;
        return ordered(t.kind, a, b);
    }
    if (t.kind == "pr") return true;
    if (auto const* number = std::get_if<double>(&value)) {
        char* end = nullptr;
        auto const wanted = std::strtod(t.spelling.c_str(), &end);
        return t.spelling.empty() || *end ? t.kind == "ne" : ordered(t.kind, *number, wanted);
    }
    if (auto const* flag = std::get_if<bool>(&value))
        return t.spelling == "true" || t.spelling == "false" ? ordered(t.kind, *flag, t.spelling == "true")
                                                             : t.kind == "ne";
    auto const wanted = okta::parse_timestamp(t.spelling);
    return wanted ? ordered(t.kind, std::get<okta::timestamp>(value), *wanted) : t.kind == "ne";
}

bool expected_of(node const& n, record const& r)
{
    auto const holds = [&](node const& part) { return expected_of(part, r); };
    if (n.kind == "not") return !holds(n.parts[0]);
    if (n.kind == "and") return std::ranges::all_of(n.parts, holds);
    if (n.kind == "or") return std::ranges::any_of(n.parts, holds);
    auto const found = r.find(n.attribute);
    if (found == r.end()) return n.kind == "ne";
    return std::ranges::any_of(found->second, [&](owned const& v) { return expected_of(n, v); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_expression_random)

BOOST_AUTO_TEST_CASE(random_expressions_are_evaluated_as_by_the_reference)
{
    source_of_chance chance{std::mt19937(20'140'601)};
    int outcomes[2] = {};
    for (int i = 0; i < 5'000; ++i) {
        auto const tree = random_node(chance, 4);
        auto const text = print(chance, tree);
        auto const e = expression::parse(text, log_filter);
        BOOST_REQUIRE_MESSAGE(e.has_value(), text << ": " << (e ? "" : e.error().summary));
        for (int k = 0; k < 5; ++k) {
            auto const r = random_record(chance);
            auto const expected = expected_of(tree, r);
            BOOST_REQUIRE_MESSAGE(e->matches({&r, find}) == expected, text << " is not " << expected);
            ++outcomes[expected];
        }
    }
    BOOST_TEST((outcomes[0] > 5'000 && outcomes[1] > 5'000)); // both are well covered
}

BOOST_AUTO_TEST_CASE(no_bytes_harm_the_parser)
{
    std::string_view const pieces[] = {"(",
                                       ")",
                                       "\"",
                                       "\\",
                                       "\\u",
                                       "\\ud83d",
                                       " ",
                                       "and",
                                       "or",
                                       "not(",
                                       "pr",
                                       "eq",
                                       "id",
                                       "profile.",
                                       "status sw \"x\"",
                                       "null",
                                       "true",
                                       "-1e9",
                                       "1e999",
                                       "[",
                                       "{",
                                       "\t",
                                       "\n",
                                       "\xff",
                                       "\xc3",
                                       "\xf0\x9f\x98\x80",
                                       std::string_view("\0", 1),
                                       "\x7f",
                                       "\xe2\x80",
                                       "."};
    dialect const* const dialects[] = {&users_search,  &users_filter,   &groups_search, &groups_filter,
                                       &realms_search, &devices_search, &log_filter};
    source_of_chance chance{std::mt19937(31)};
    auto const r = random_record(chance);
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto text = print(chance, random_node(chance, 3));
        if (chance.one_in(2)) text = R"(profile.login eq "a\u00e9\ud83d\ude00" and (id pr or status sw "x"))";
        for (auto n = chance.below(4); n > 0; --n) {
            auto const where = chance.below(text.size() + 1), size = chance.below(6);
            if (chance.one_in(3)) text.replace(where, size, chance.of(pieces));
            else if (chance.one_in(2)) text.insert(where, chance.of(pieces));
            else if (where < text.size()) text[where] = static_cast<char>(chance.below(256));
            if (chance.one_in(9)) text.resize(where);
        }
        auto const e = expression::parse(text, *chance.of(dialects));
        if (e) {
            static_cast<void>(e->matches({&r, find}));
            ++accepted;
            continue;
        }
        auto const& summary = e.error().summary;
        BOOST_REQUIRE(
            (summary.find("(position ") != summary.npos || summary.find("Operator: co, Field: ") != summary.npos));
        boost::system::error_code ec; // what is answered is JSON, whatever was asked
        static_cast<void>(boost::json::parse(boost::json::serialize(boost::json::string(summary)), ec));
        BOOST_REQUIRE_MESSAGE(!ec, summary);
    }
    BOOST_TEST((accepted > 1'000 && accepted < 19'000));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace expression_random_test
