#ifndef OKTA_TEST_FUZZ_VIEWS_HPP
#define OKTA_TEST_FUZZ_VIEWS_HPP

// A struct that views the JSON it is read from, in every way there is.

#include <okta/codec/borrow.hpp>
#include <okta/model/equality.hpp>
#include <okta/model/user.hpp>

namespace fuzz {

using boost::describe::operators::operator==;

/// With Text = std::string and Part = boost::json::value the same, but owning what it holds.
template <class Text, class Part>
struct row
{
    okta::required<Text> name;
    Text plain = {};
    std::optional<Text> text = {};
    okta::nullable<Text> title = {};
    std::vector<Text> tags = {};
    std::vector<std::optional<Text>> holes = {};
    std::map<std::string, Text, std::less<>> named = {};
    okta::small_map<Text> listed = {};
    std::optional<Part> part = {};
    std::vector<Part> parts = {};
    okta::open_enum<okta::user_status> status = {};
    std::optional<okta::timestamp> when = {};
    std::optional<std::int32_t> level = {};
    okta::one_or_many<okta::link> links = {};
    std::vector<row> children = {};
    okta::custom_attributes custom = {};

    static constexpr okta::renamed wire{{{"name", "name"}, {"name", "Name"}}};

    BOOST_DESCRIBE_CLASS(row, (),
                         (name, plain, text, title, tags, holes, named, listed, part, parts, status, when, level, links,
                          children, custom),
                         (), ())
};

using view = row<std::string_view, okta::raw_json>;
using owner = row<std::string, boost::json::value>;

} // namespace fuzz
#endif
