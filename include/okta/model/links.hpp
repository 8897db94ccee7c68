#ifndef OKTA_MODEL_LINKS_HPP
#define OKTA_MODEL_LINKS_HPP

#include <okta/describe/containers.hpp>
#include <okta/describe/small_map.hpp>
#include <okta/model/equality.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace okta {

/// What may be done with a link: HTTP methods. `PATCH` occurs although no operation has it.
struct link_hints
{
    std::vector<std::string> allow = {};
};
BOOST_DESCRIBE_STRUCT(link_hints, (), (allow))

/// A link to a related resource (HAL).
struct link
{
    std::string href = {};
    std::optional<std::string> method = {};
    std::optional<std::string> name = {};
    std::optional<std::string> rel = {};
    std::optional<std::string> type = {};
    std::optional<bool> templated = {};
    std::optional<link_hints> hints = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(link, (), (href, method, name, rel, type, templated, hints, custom))

/// The `_links` of a resource by relation: `self`, `activate`, `logo`, …, in the order in which they came.
using links = small_map<one_or_many<link>>;

/// The first link of that relation, or null.
[[nodiscard]] inline link const* find_link(links const& all, std::string_view relation)
{
    auto const it = all.find(relation);
    return it == all.end() || it->second.empty() ? nullptr : &it->second.front();
}

} // namespace okta
#endif
