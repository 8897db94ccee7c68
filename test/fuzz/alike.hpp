#ifndef OKTA_TEST_FUZZ_ALIKE_HPP
#define OKTA_TEST_FUZZ_ALIKE_HPP

#include "../support/json_near.hpp"

#include <okta/codec/json_read.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cmath>
#include <string>
#include <string_view>
#include <utility>

namespace fuzz {

inline boost::json::value parsed(std::string_view json, boost::system::error_code& ec)
{
    boost::json::parse_options options;
    options.max_depth = 1000; // some levels more than documents may have
    auto v = boost::json::parse(json, ec, {}, options);
    okta::detail::mend_zeros(v);
    return v;
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

/// Without members that are null, which an optional reads as left out.
inline std::string without_nulls(boost::json::value v)
{
    auto const prune = [](auto const& self, boost::json::value& in) -> void {
        if (auto* const array = in.if_array())
            for (auto& item : *array) self(self, item);
        auto* const object = in.if_object();
        if (!object) return;
        boost::json::object kept;
        for (auto& [name, value] : *object)
            if (self(self, value); !beyond(value)) kept.emplace(name, value);
        *object = std::move(kept);
    };
    prune(prune, v);
    return boost::json::serialize(v);
}

/// The same, where one of them was read from JSON that a DOM wrote: a number beyond every range is null in it.
inline bool alike_by_dom(std::string_view a, std::string_view b)
{
    boost::system::error_code ec, other;
    auto const x = without_nulls(parsed(a, ec)), y = without_nulls(parsed(b, other));
    return !ec && !other && alike(x, y);
}

} // namespace fuzz
#endif
