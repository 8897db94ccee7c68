// Two members may not have one name on the wire.
// expect: two members of the Type have the same Wire name
// expect: create_thing
// expect-name: colour

#include <okta/codec/encode.hpp>

struct create_thing
{
    std::string colour = {};
    std::string tint = {};
    using endpoint = okta::post<"/api/v1/things", okta::no_content>;
#ifndef RIGHT
    static constexpr okta::renamed wire{{{"tint", "colour"}}};
#endif
};
BOOST_DESCRIBE_STRUCT(create_thing, (), (colour, tint))

auto encoded(create_thing const& request) { return okta::encode(request); }
