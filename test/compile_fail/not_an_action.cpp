// What is called is an action.
// expect-g++: action<A>' [with A = thing]
// expect: endpoint
// expect: thing

#include <okta/actions/groups.hpp>
#include <okta/client.hpp>

struct thing
{
    std::string id = {};
};
BOOST_DESCRIBE_STRUCT(thing, (), (id))

#ifdef RIGHT
auto called(okta::client& org) { return org.call(okta::get_group{.group_id = "00g1"}); }
#else
auto called(okta::client& org) { return org.call(thing{}); }
#endif
