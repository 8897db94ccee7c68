// Without a path parameter the call would address another resource.
// expect: a path parameter may not be left out: make the Member required<T>
// expect: get_thing
// expect-name: thing_id

#include <okta/codec/encode.hpp>

struct get_thing
{
#ifdef RIGHT
    okta::required<std::string> thing_id;
#else
    std::optional<std::string> thing_id = {};
#endif
    using endpoint = okta::get<"/api/v1/things/{thingId}", okta::no_content>;
};
BOOST_DESCRIBE_STRUCT(get_thing, (), (thing_id))

auto encoded(get_thing const& request) { return okta::encode(request); }
