// Nor as the result of an action: the answer's body is gone by then.
// expect: this type views the JSON it is read from (std::string_view, okta::raw_json) and would dangle
// expect: thing

#include <okta/codec/encode.hpp>

struct thing
{
#ifdef RIGHT
    std::string name = {};
#else
    std::string_view name = {};
#endif
};
BOOST_DESCRIBE_STRUCT(thing, (), (name))

struct get_thing
{
    using endpoint = okta::get<"/api/v1/thing", thing>;
};
BOOST_DESCRIBE_STRUCT(get_thing, (), ())

auto encoded(get_thing const& request) { return okta::encode(request); }
