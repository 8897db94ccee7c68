// A type without a form in JSON is refused where it is described.
// expect: this type has no form in JSON
// expect: float

#include <okta/codec/encode.hpp>

struct create_thing
{
#ifdef RIGHT
    double weight = {};
#else
    float weight = {};
#endif
    using endpoint = okta::post<"/api/v1/things", okta::no_content>;
};
BOOST_DESCRIBE_STRUCT(create_thing, (), (weight))

auto encoded(create_thing const& request) { return okta::encode(request); }
