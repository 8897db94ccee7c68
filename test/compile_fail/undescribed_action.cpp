// An action has to be described.
// expect: the Action is not described: add BOOST_DESCRIBE_STRUCT(Action, (), (its members))
// expect: list_things

#include <okta/codec/encode.hpp>

struct list_things
{
    std::optional<std::string> colour = {};
    using endpoint = okta::get<"/api/v1/things{?colour}", okta::no_content>;
};
#ifdef RIGHT
BOOST_DESCRIBE_STRUCT(list_things, (), (colour))
#endif

auto encoded(list_things const& request) { return okta::encode(request); }
