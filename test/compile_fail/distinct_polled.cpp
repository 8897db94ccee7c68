// A list that is polled never ends, so that what it gave would not fit into memory.
// expect: distinct() remembers every item, but the list of the Action is polled and never ends
// expect: watch_things

#include <okta/client.hpp>

struct thing
{
    std::string id = {};
};
BOOST_DESCRIBE_STRUCT(thing, (), (id))

struct watch_things
{
#ifdef RIGHT
    using endpoint = okta::get<"/api/v1/things", okta::page<thing>>;
#else
    using endpoint = okta::get<"/api/v1/things", okta::page<thing>, okta::polled>;
#endif
};
BOOST_DESCRIBE_STRUCT(watch_things, (), ())

auto things(okta::client& org) { return org.pages(watch_things{}).distinct(); }
