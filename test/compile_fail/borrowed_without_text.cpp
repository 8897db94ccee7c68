// What views its JSON is not given without it.
// expect: this type views the JSON it is read from (std::string_view, okta::raw_json) and would dangle
// expect: use okta::borrow<T>, or pages.borrowed<T>()
// expect: row

#include <okta/codec/borrow.hpp>

#include <map>

struct part
{
    std::string_view name = {};
};
BOOST_DESCRIBE_STRUCT(part, (), (name))

struct row
{
    std::string id = {};
    std::map<std::string, std::vector<part>, std::less<>> parts = {};
};
BOOST_DESCRIBE_STRUCT(row, (), (id, parts))

#ifdef RIGHT
auto read(std::string json) { return okta::borrow<row>(std::move(json)); }
#else
auto read(std::string json) { return okta::decode<row>(json); }
#endif
