#ifndef OKTA_TEST_SUPPORT_ODD_STRUCTS_HPP
#define OKTA_TEST_SUPPORT_ODD_STRUCTS_HPP

#include <okta/model/equality.hpp>
#include <okta/model/group.hpp>
#include <okta/model/timestamp.hpp>
#include <okta/model/user.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// A bit of everything that the models have not.

namespace okta::test {

using boost::describe::operators::operator==;

struct leaf
{
    okta::required<std::string> name;
    std::optional<std::int8_t> tiny = {};
    std::optional<std::uint32_t> natural = {};
    std::int64_t big = 0;
    double real = 0;
    bool flag = true;
    boost::json::value open = {};
    okta::nullable<double> ratio = {};
    okta::nullable<std::string> title = {};
    std::vector<std::vector<double>> matrix = {};
    std::optional<std::string> text = {};
    okta::timestamp when = {};
    boost::json::object attributes = {};
    okta::one_or_many<okta::group_stats> some = {};
    static constexpr okta::renamed wire{{{"flag", "flag"}, {"flag", "flagg"}, {"natural", "n"}}};
};
BOOST_DESCRIBE_STRUCT(leaf, (),
                      (name, tiny, natural, big, real, flag, open, ratio, title, matrix, text, when, attributes, some))

struct tree
{
    std::map<std::string, okta::group_stats, std::less<>> stats = {};
    std::vector<leaf> leaves = {};
    okta::page<leaf> list = {};
    using profile = okta::group::group_profile;
    profile one = {}, two = {}, three = {}, four = {}; // more than wait for the sibling that tells what they are
    std::optional<profile> maybe = {};
    okta::password password = {};
    std::vector<std::optional<std::string>> holes = {};
    std::map<std::string, std::optional<okta::timestamp>, std::less<>> times = {};
    std::vector<boost::json::value> values = {};
    okta::custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(tree, (),
                      (stats, leaves, list, one, two, three, four, maybe, password, holes, times, values, custom))

} // namespace okta::test
#endif
