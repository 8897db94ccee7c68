// And what is read.
// expect: this type has no form in JSON: describe it with BOOST_DESCRIBE_STRUCT
// expect: paint

#include <okta/codec/decode.hpp>

struct paint
{
    std::string colour = {};
};
#ifdef RIGHT
BOOST_DESCRIBE_STRUCT(paint, (), (colour))
#endif

auto decoded(std::string_view json) { return okta::decode<paint>(json); }
