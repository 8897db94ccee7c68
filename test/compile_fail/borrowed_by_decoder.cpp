// Nor by a decoder.
// expect: this type views the JSON it is read from (std::string_view, okta::raw_json) and would dangle
// expect: page<row>

#include <okta/codec/borrow.hpp>

struct row
{
#ifdef RIGHT
    boost::json::value links = {};
#else
    okta::raw_json links = {};
#endif
};
BOOST_DESCRIBE_STRUCT(row, (), (links))

auto read(okta::decoder& in, std::string_view json) { return in.decode<okta::page<row>>(json); }
