#ifndef OKTA_TEST_FUZZ_ALIKE_HPP
#define OKTA_TEST_FUZZ_ALIKE_HPP

#include "../support/json_near.hpp"

#include <boost/json/parse.hpp>

#include <cmath>
#include <string_view>

namespace fuzz {

inline boost::json::value parsed(std::string_view json, boost::system::error_code& ec)
{
    boost::json::parse_options options;
    options.max_depth = 1000; // some levels more than documents may have
    return boost::json::parse(json, ec, {}, options);
}

/// No number that a double holds: there is null for these, or the text that they came as.
inline bool beyond(boost::json::value const& v)
{
    return v.is_null() || (v.is_double() && !std::isfinite(v.get_double()));
}

inline bool alike(std::string_view a, std::string_view b)
{
    boost::system::error_code ec, other;
    auto const x = parsed(a, ec), y = parsed(b, other);
    return !ec && !other && okta::test::near(x, y, [](auto const& v, auto const& w) { return beyond(v) && beyond(w); });
}

} // namespace fuzz
#endif
