// So has every struct in it.
// expect: this type has no form in JSON: describe it with BOOST_DESCRIBE_STRUCT
// expect: paint

#include <okta/codec/encode.hpp>

struct paint
{
    std::string colour = {};
};
#ifdef RIGHT
BOOST_DESCRIBE_STRUCT(paint, (), (colour))
#endif

struct create_thing
{
    paint coat = {};
    using endpoint = okta::post<"/api/v1/things", okta::no_content>;
};
BOOST_DESCRIBE_STRUCT(create_thing, (), (coat))

auto encoded(create_thing const& request) { return okta::encode(request); }
