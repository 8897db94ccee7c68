// A DELETE has no body either.
// expect: an Action without a body (GET, DELETE) has a Member that its URI template does not name
// expect: delete_thing
// expect-name: force

#include <okta/codec/encode.hpp>

struct delete_thing
{
    std::optional<bool> force = {};
#ifdef RIGHT
    using endpoint = okta::del<"/api/v1/thing{?force}", okta::no_content>;
#else
    using endpoint = okta::del<"/api/v1/thing", okta::no_content>;
#endif
};
BOOST_DESCRIBE_STRUCT(delete_thing, (), (force))

auto encoded(delete_thing const& request) { return okta::encode(request); }
