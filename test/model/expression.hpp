#ifndef OKTA_TEST_MODEL_EXPRESSION_HPP
#define OKTA_TEST_MODEL_EXPRESSION_HPP

#include "chance.hpp"
#include "view.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace okta::test {

/// What can be asked of a resource: attribute → its values, one by one.
using facts = std::multimap<std::string, boost::json::value>;

/// An expression as it is sent, and what it means.
struct expression
{
    std::string text;
    std::function<bool(facts const&)> holds;
};

/// An attribute that may be asked for, by which operators, and values to compare it with.
struct askable
{
    std::string attribute;
    std::vector<std::string> operators;
    std::vector<boost::json::value> values;
};

struct language
{
    std::vector<askable> attributes;
    bool ignores_case = true;
    bool has_not = false;
    std::vector<std::string> broken = {}; ///< expressions that are refused
};

expression random_expression(chance& random, language const& l, int depth = 2);

/// -1, 0, 1, or 2 for what cannot be compared.
int compare(boost::json::value const& a, boost::json::value const& b, bool ignoring_case);

/// Adds a value, or each of an array's.
void add_fact(facts& all, std::string const& attribute, boost::json::value const& value);

} // namespace okta::test
#endif
