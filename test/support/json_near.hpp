#ifndef OKTA_TEST_SUPPORT_JSON_NEAR_HPP
#define OKTA_TEST_SUPPORT_JSON_NEAR_HPP

#include <boost/json/value.hpp>

#include <algorithm>
#include <cmath>

namespace okta::test {

/// Equal but for the last bits of doubles, where the reader rounds right and Boost.JSON 1.81 does not always, and for
/// those pairs that `also` takes for equal.
template <class Also>
bool near(boost::json::value const& a, boost::json::value const& b, Also const& also)
{
    if (also(a, b)) return true;
    if (a.is_double() && b.is_double()) {
        auto const x = a.get_double(), y = b.get_double();
        return x == y || std::fabs(x - y) <= 1e-14 * std::fabs(x);
    }
    if (a.kind() != b.kind()) return a.is_number() && b.is_number() && a.to_number<double>() == b.to_number<double>();
    if (auto const* const o = a.if_object()) {
        auto const& p = b.get_object();
        return o->size() == p.size() && std::equal(o->begin(), o->end(), p.begin(), [&](auto const& x, auto const& y) {
                   return x.key() == y.key() && near(x.value(), y.value(), also);
               });
    }
    if (auto const* const l = a.if_array())
        return std::equal(l->begin(), l->end(), b.get_array().begin(), b.get_array().end(),
                          [&](auto const& x, auto const& y) { return near(x, y, also); });
    return a == b;
}

inline bool near(boost::json::value const& a, boost::json::value const& b)
{
    return near(a, b, [](auto const&, auto const&) { return false; });
}

} // namespace okta::test
#endif
