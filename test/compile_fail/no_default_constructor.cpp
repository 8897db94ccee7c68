// What is decoded is made empty first.
// expect: it is made empty, then filled: give it a default constructor
// expect: thing

#include <okta/codec/decode.hpp>

struct thing
{
#ifndef RIGHT
    explicit thing(std::string c) : colour(std::move(c)) {}
#endif
    std::string colour = {};
};
BOOST_DESCRIBE_STRUCT(thing, (), (colour))

auto read(std::string_view json) { return okta::decode<thing>(json); }
