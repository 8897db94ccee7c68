// A GET has no body, so every member has a place in the URI.
// expect: an Action without a body (GET, DELETE) has a Member that its URI template does not name
// expect: list_things
// expect-name: colour

#include <okta/codec/encode.hpp>

struct list_things
{
    std::optional<std::string> colour = {};
#ifdef RIGHT
    using endpoint = okta::get<"/api/v1/things{?colour}", okta::no_content>;
#else
    using endpoint = okta::get<"/api/v1/things", okta::no_content>;
#endif
};
BOOST_DESCRIBE_STRUCT(list_things, (), (colour))

auto encoded(list_things const& request) { return okta::encode(request); }
