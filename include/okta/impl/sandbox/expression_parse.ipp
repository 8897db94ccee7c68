#ifndef OKTA_IMPL_SANDBOX_EXPRESSION_PARSE_IPP
#define OKTA_IMPL_SANDBOX_EXPRESSION_PARSE_IPP

#include <okta/sandbox/expression.hpp>
#include <okta/sandbox/fold.hpp>
#include <okta/sandbox/text.hpp>

#include <algorithm>
#include <iterator>

namespace okta::sandbox::detail {

/// Letters, digits, `_`, `-` and `$` between single dots, a letter, `_` or `$` first.
OKTA_DECL bool is_attribute_name(std::string_view name) noexcept
{
    auto const letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
    bool fresh = true;
    for (char const c : name) {
        bool const starts = letter(c) || c == '_' || c == '$';
        if (c == '.' ? fresh : !starts && (name.data() == &c || !((c >= '0' && c <= '9') || c == '-'))) return false;
        fresh = c == '.';
    }
    return !fresh;
}

/// Reads an expression by recursive descent. Its terms come out with where to go on after each, so that evaluation is a
/// loop. After a failure `failure` says why.
class expression_parser
{
public:
    expression_parser(std::string_view text, dialect const& d) : text_(text), dialect_(d) {}

    bool parse(expression& out);

    okta::error failure = {};

private:
    /// Where a term goes on when it is true, or when it is false.
    struct way
    {
        std::size_t term;
        std::uint16_t expression_term::* target;
    };
    using ways = std::vector<way>;

    /// A part of the expression: the ways out of it, by what it then is.
    struct part
    {
        ways when_true = {}, when_false = {};
    };

    bool parse_or(part& out, std::size_t depth);
    bool parse_and(part& out, std::size_t depth);
    bool parse_factor(part& out, std::size_t depth);
    bool parse_group(part& out, std::size_t depth);
    bool parse_term(part& out);
    bool parse_comparison(expression_term& term, attribute_rule const& rule);
    bool parse_value(expression_term& term, attribute_rule const& rule);
    bool parse_text(expression_term& term, attribute_rule const& rule);
    void lead(ways const& from, std::size_t to);

    void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
    bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
    std::string_view peek_word();
    bool take_keyword(std::string_view keyword);
    std::string found();
    bool fail(std::size_t at, std::string_view what, std::string_view right = {});
    bool fail_comparison(std::size_t at, comparison op, attribute_rule const& rule, std::string_view path);

    std::string_view text_;
    dialect const& dialect_;
    std::size_t at_ = 0;
    std::vector<expression_term> terms_ = {};
    std::string_view alone_ = {}; // the attribute in text_ that must have no other term beside it
};

OKTA_DECL bool expression_parser::fail(std::size_t at, std::string_view what, std::string_view right)
{
    failure.kind = error_kind::service;
    failure.status = 400;
    failure.code = dialect_.code;
    failure.summary.assign(dialect_.refusal).append("'").append(printable(text_, 200)).append("': ").append(what);
    failure.summary.append(" (position ").append(std::to_string(at)).append(")");
    if (!right.empty()) failure.summary.append("; ").append(right);
    return false;
}

/// What stands next, for a message.
OKTA_DECL std::string expression_parser::found()
{
    skip_space();
    if (at_ == text_.size()) return "found the end";
    auto const word = peek_word();
    return "found '" + printable(word.empty() ? text_.substr(at_, 1) : word, 60) + "'";
}

OKTA_DECL std::string_view expression_parser::peek_word()
{
    skip_space();
    return text_.substr(at_, std::min(text_.find_first_of(" \t\r\n()\"", at_), text_.size()) - at_);
}

OKTA_DECL bool expression_parser::take_keyword(std::string_view keyword)
{
    auto const word = peek_word();
    if (word.size() != keyword.size() || !equal_ignoring_case(word, keyword)) return false;
    at_ += word.size();
    return true;
}

OKTA_DECL void expression_parser::lead(ways const& from, std::size_t to)
{
    for (auto const& w : from) terms_[w.term].*w.target = static_cast<std::uint16_t>(to);
}

OKTA_DECL bool expression_parser::parse(expression& out)
{
    if (text_.size() > expression::max_size)
        return fail(expression::max_size, "the expression is too long",
                    "at most " + std::to_string(expression::max_size) + " bytes are accepted");
    part whole;
    if (!parse_or(whole, 0)) return false;
    skip_space();
    if (next_is(')')) return fail(at_, "')' closes nothing");
    if (at_ != text_.size()) return fail(at_, "expected 'and', 'or' or the end, " + found());
    if (!alone_.empty() && terms_.size() > 1)
        return fail(static_cast<std::size_t>(alone_.data() - text_.data()),
                    "'" + std::string(alone_) + "' cannot be combined with other terms");
    lead(whole.when_true, expression_term::accepted);
    lead(whole.when_false, expression_term::refused);
    out.terms_ = std::move(terms_);
    return true;
}

OKTA_DECL bool expression_parser::parse_or(part& out, std::size_t depth)
{
    if (!parse_and(out, depth)) return false;
    while (take_keyword("or")) {
        part right;
        lead(out.when_false, terms_.size());
        if (!parse_and(right, depth)) return false;
        out.when_true.insert(out.when_true.end(), right.when_true.begin(), right.when_true.end());
        out.when_false = std::move(right.when_false);
    }
    return true;
}

OKTA_DECL bool expression_parser::parse_and(part& out, std::size_t depth)
{
    if (!parse_factor(out, depth)) return false;
    while (take_keyword("and")) {
        part right;
        lead(out.when_true, terms_.size());
        if (!parse_factor(right, depth)) return false;
        out.when_false.insert(out.when_false.end(), right.when_false.begin(), right.when_false.end());
        out.when_true = std::move(right.when_true);
    }
    return true;
}

OKTA_DECL bool expression_parser::parse_factor(part& out, std::size_t depth)
{
    skip_space();
    auto const start = at_;
    bool const negated = take_keyword("not");
    if (negated && !dialect_.allows_not) return fail(start, "operator 'not' is not supported");
    skip_space();
    if (next_is('(')) {
        if (!parse_group(out, depth)) return false;
        if (negated) std::swap(out.when_true, out.when_false);
        return true;
    }
    if (negated) return fail(at_, "expected '(' after 'not', " + found());
    return parse_term(out);
}

OKTA_DECL bool expression_parser::parse_group(part& out, std::size_t depth)
{
    auto const start = at_++;
    if (depth == expression::max_depth)
        return fail(start, "nested too deeply", "at most " + std::to_string(depth) + " levels are accepted");
    if (!parse_or(out, depth + 1)) return false;
    skip_space();
    if (at_ == text_.size()) return fail(start, "'(' is not closed");
    if (!next_is(')')) return fail(at_, "expected 'and', 'or' or ')', " + found());
    ++at_;
    return true;
}

OKTA_DECL result<expression> expression::parse(std::string_view text, dialect const& d)
{
    expression out;
    expression_parser parser(text, d);
    if (!parser.parse(out)) return std::move(parser.failure);
    return out;
}

} // namespace okta::sandbox::detail
#endif
