// A URI template that is not closed.
// expect: the Action's URI template is malformed: it starts with '/' and has {name}, {?a,b} or {&a,b}
// expect: get_thing

#include <okta/codec/encode.hpp>

struct get_thing
{
    okta::required<std::string> thing_id;
#ifdef RIGHT
    using endpoint = okta::get<"/api/v1/things/{thingId}", okta::no_content>;
#else
    using endpoint = okta::get<"/api/v1/things/{thingId", okta::no_content>;
#endif
};
BOOST_DESCRIBE_STRUCT(get_thing, (), (thing_id))

auto encoded(get_thing const& request) { return okta::encode(request); }
