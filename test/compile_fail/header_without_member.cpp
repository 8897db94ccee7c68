// A header that the endpoint names is a member.
// expect: the endpoint names a Header that no member of the Action provides
// expect: get_thing
// expect-name: If-Match

#include <okta/codec/encode.hpp>

struct get_thing
{
#ifdef RIGHT
    std::optional<std::string> if_match = {};
#endif
    using endpoint = okta::get<"/api/v1/thing", okta::no_content, okta::header<"If-Match">>;
};
#ifdef RIGHT
BOOST_DESCRIBE_STRUCT(get_thing, (), (if_match))
#else
BOOST_DESCRIBE_STRUCT(get_thing, (), ())
#endif

auto encoded(get_thing const& request) { return okta::encode(request); }
