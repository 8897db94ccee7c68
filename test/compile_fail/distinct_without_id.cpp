// A list whose items have no id cannot tell them apart.
// expect: distinct() tells items apart by a member `id`, a text or an okta::id_of, which the Item has not
// expect: row

#include <okta/actions/groups.hpp>
#include <okta/client.hpp>

struct row
{
#ifdef RIGHT
    std::string_view id = {};
#else
    int id = 0;
#endif
    okta::raw_json profile = {};
};
BOOST_DESCRIBE_STRUCT(row, (), (id, profile))

auto rows(okta::client& org) { return org.pages(okta::list_groups{}).borrowed<row>().distinct(); }
