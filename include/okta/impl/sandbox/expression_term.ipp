#ifndef OKTA_IMPL_SANDBOX_EXPRESSION_TERM_IPP
#define OKTA_IMPL_SANDBOX_EXPRESSION_TERM_IPP

#include <okta/impl/sandbox/expression_parse.ipp>

#include <boost/json/parse.hpp>
#include <boost/json/parser.hpp>

#include <algorithm>

namespace okta::sandbox::detail {

OKTA_DECL bool expression_parser::parse_term(part& out)
{
    if (terms_.size() == expression::max_terms)
        return fail(at_, "too many terms", "at most " + std::to_string(terms_.size()) + " are accepted");
    auto const start = at_;
    auto const path = peek_word();
    if (!is_attribute_name(path)) return fail(start, "expected the name of an attribute, " + found());
    auto const* const rule = find_attribute(dialect_, path);
    if (!rule) {
        auto const known = std::ranges::find(dialect_.attributes, path, &attribute_rule::name);
        bool const has_instead = known != dialect_.attributes.end();
        return fail(start, "attribute '" + printable(path, 60) + "' is not supported",
                    has_instead ? "use " + std::string(known->instead)
                                : "supported (case-sensitive): " + attribute_names(dialect_));
    }
    if (rule->alone) alone_ = path;
    at_ += path.size();
    expression_term term{.path = std::string(path), .ignores_case = dialect_.ignores_case};
    if (!parse_comparison(term, *rule)) return false;
    out.when_true = {{terms_.size(), &expression_term::when_true}};
    out.when_false = {{terms_.size(), &expression_term::when_false}};
    terms_.push_back(std::move(term));
    return true;
}

OKTA_DECL bool expression_parser::fail_comparison(std::size_t at, comparison op, attribute_rule const& rule,
                                                  std::string_view path)
{
    std::string const name(comparison_names[static_cast<std::size_t>(op)]), of = printable(path, 60);
    fail(at, "operator '" + name + "' is not supported for '" + of + "'", "supported: " + names_of(rule.allowed));
    if (rule.code.empty()) return false;
    failure.code = rule.code;
    failure.summary = "The supplied combination of operator and field is not currently supported. Operator: " + name +
                      ", Field: " + of; // as the service words it
    return false;
}

OKTA_DECL bool expression_parser::parse_comparison(expression_term& term, attribute_rule const& rule)
{
    auto const word = peek_word();
    auto const start = at_;
    auto const op = find_comparison(word);
    if (word.empty()) return fail(start, "expected an operator after '" + printable(term.path, 60) + "', " + found());
    if (!op)
        return fail(start, "'" + printable(word, 60) + "' is not an operator", "expected: " + names_of(rule.allowed));
    if (!rule.allowed.has(*op)) return fail_comparison(start, *op, rule, term.path);
    term.op = *op;
    at_ += word.size();
    return *op == comparison::pr || parse_value(term, rule);
}

OKTA_DECL bool expression_parser::parse_value(expression_term& term, attribute_rule const& rule)
{
    auto const word = peek_word();
    auto const start = at_;
    if (next_is('"')) return parse_text(term, rule);
    boost::system::error_code ec;
    auto const value = boost::json::parse({word.data(), word.size()}, ec);
    if (!ec && value.is_null()) return fail(start, "null cannot be compared with", "pr says whether there is a value");
    if (ec || !(value.is_number() || value.is_bool()))
        return fail(start, "expected a text in double quotes, a number, true or false, " + found());
    std::string const name(comparison_names[static_cast<std::size_t>(term.op)]);
    if (rule.is_time)
        return fail(start, "'" + term.path + "' is compared with timestamps", "such as \"2014-01-01T00:00:00.000Z\"");
    if (comparison_set("sw co ew").has(term.op))
        return fail(start, "operator '" + name + "' needs a text in double quotes, " + found());
    if (value.is_bool() && !comparison_set("eq ne").has(term.op))
        return fail(start, "operator '" + name + "' has no meaning for true and false");
    term.text = word;
    if (value.is_bool()) term.boolean = value.get_bool();
    else term.number = value.to_number<double>();
    at_ += word.size();
    return true;
}

OKTA_DECL bool expression_parser::parse_text(expression_term& term, attribute_rule const& rule)
{
    auto const start = at_;
    auto end = start + 1;
    for (; end < text_.size() && text_[end] != '"'; ++end)
        if (text_[end] == '\\') ++end;
    if (end >= text_.size()) return fail(start, "the text is not closed by a double quote");
    boost::json::parser parser;
    boost::system::error_code ec;
    auto const read = parser.write_some(text_.data() + start, end + 1 - start, ec);
    if (ec)
        return fail(start + read, "the text is not a JSON string: " + ec.message(),
                    "escapes as in JSON, control characters escaped, UTF-8");
    auto const value = parser.release();
    term.text = std::string_view(value.get_string().data(), value.get_string().size());
    term.time = parse_timestamp(term.text);
    if (rule.is_time && !term.time)
        return fail(start, "'" + term.path + "' is compared with timestamps", "such as \"2014-01-01T00:00:00.000Z\"");
    at_ = end + 1;
    if (term.text.empty() || std::string_view("-0123456789tf").find(term.text[0]) == std::string_view::npos)
        return true;
    auto const inner = boost::json::parse(term.text, ec); // a quoted number, true or false
    if (!ec && inner.is_number()) term.number = inner.to_number<double>();
    if (!ec && inner.is_bool()) term.boolean = inner.get_bool();
    return true;
}

} // namespace okta::sandbox::detail
#endif
