// A line of documentation is on a member that there is.
// expect: the Action documents a Member that it does not have
// expect: get_thing
// expect-name: tihng_id

#include <okta/codec/encode.hpp>

struct get_thing
{
    okta::required<std::string> thing_id;
    using endpoint = okta::get<"/api/v1/things/{thingId}", okta::no_content>;
#ifdef RIGHT
    static constexpr okta::documented doc{"Gets a thing.", {{"thing_id", "The thing's id."}}};
#else
    static constexpr okta::documented doc{"Gets a thing.", {{"tihng_id", "The thing's id."}}};
#endif
};
BOOST_DESCRIBE_STRUCT(get_thing, (), (thing_id))

auto encoded(get_thing const& request) { return okta::encode(request); }
