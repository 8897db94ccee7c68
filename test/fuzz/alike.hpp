#ifndef OKTA_TEST_FUZZ_ALIKE_HPP
#define OKTA_TEST_FUZZ_ALIKE_HPP

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace fuzz {

inline boost::json::value parsed(std::string_view json, boost::system::error_code& ec)
{
    boost::json::parse_options options;
    options.max_depth = 1000; // some levels more than documents may have
    return boost::json::parse(json, ec, {}, options);
}

/// Neither is a number that a double holds: there is null for these, or the text that they came as.
inline bool beyond(boost::json::value const& v)
{
    return v.is_null() || (v.is_double() && !std::isfinite(v.get_double()));
}

/// Equal but for the last bits of doubles, where the reader rounds right and Boost.JSON 1.81 does not always.
inline bool near(boost::json::value const& a, boost::json::value const& b)
{
    if (beyond(a) && beyond(b)) return true;
    if (a.is_double() && b.is_double()) {
        auto const x = a.get_double(), y = b.get_double();
        return x == y || std::fabs(x - y) <= 1e-14 * std::fabs(x);
    }
    if (a.kind() != b.kind()) return a.is_number() && b.is_number() && a.to_number<double>() == b.to_number<double>();
    if (auto const* const o = a.if_object()) {
        auto const& p = b.get_object();
        return o->size() == p.size() && std::equal(o->begin(), o->end(), p.begin(), [](auto const& x, auto const& y) {
                   return x.key() == y.key() && near(x.value(), y.value());
               });
    }
    if (auto const* const l = a.if_array())
        return std::equal(l->begin(), l->end(), b.get_array().begin(), b.get_array().end(), near);
    return a == b;
}

inline bool alike(std::string_view a, std::string_view b)
{
    boost::system::error_code ec, other;
    auto const x = parsed(a, ec), y = parsed(b, other);
    return !ec && !other && near(x, y);
}

} // namespace fuzz
#endif
