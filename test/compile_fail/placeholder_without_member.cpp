// Every placeholder of the URI template is a member.
// expect: the URI template has a Placeholder that no member of the Action provides
// expect: get_thing
// expect-name: thingId

#include <okta/codec/encode.hpp>
#include <okta/model/id.hpp>

struct get_thing
{
#ifdef RIGHT
    okta::required<std::string> thing_id;
#endif
    using endpoint = okta::get<"/api/v1/things/{thingId}", okta::no_content>;
};
#ifdef RIGHT
BOOST_DESCRIBE_STRUCT(get_thing, (), (thing_id))
#else
BOOST_DESCRIBE_STRUCT(get_thing, (), ())
#endif

auto encoded(get_thing const& request) { return okta::encode(request); }
