// A name on the wire is copied as it is.
// expect: a Wire name holds a quote, a backslash or a control character
// expect: structure_access<thing>

#include <okta/codec/decode.hpp>

struct thing
{
    std::string colour = {};
#ifdef RIGHT
    static constexpr okta::renamed wire{{{"colour", "the colour, so called: /\xC3\xA9"}}};
#else
    static constexpr okta::renamed wire{{{"colour", "the \"colour\""}}};
#endif
};
BOOST_DESCRIBE_STRUCT(thing, (), (colour))

auto read(std::string_view json) { return okta::decode<thing>(json); }
