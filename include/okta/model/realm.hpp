#ifndef OKTA_MODEL_REALM_HPP
#define OKTA_MODEL_REALM_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/containers.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/describe/presence.hpp>
#include <okta/model/id.hpp>
#include <okta/model/links.hpp>
#include <okta/model/result.hpp>
#include <okta/model/timestamp.hpp>

namespace okta {

enum class realm_type { partner, default_ };
BOOST_DESCRIBE_ENUM(realm_type, partner, default_)

/// A realm's profile as answered. Lists leave `domains` out; orgs without the partner feature leave `realm_type` out.
struct realm_profile
{
    std::string name = {};
    std::optional<std::vector<std::string>> domains = {};
    std::optional<open_enum<okta::realm_type>> realm_type = {};
};
BOOST_DESCRIBE_STRUCT(realm_profile, (), (name, domains, realm_type))

/// A realm's profile as sent: it replaces the whole, so domains left out are removed.
struct new_realm_profile
{
    required<std::string> name;
    std::optional<std::vector<std::string>> domains = {};
    std::optional<open_enum<okta::realm_type>> realm_type = {};
};
BOOST_DESCRIBE_STRUCT(new_realm_profile, (), (name, domains, realm_type))

/// A realm: a set of users that is administered apart.
struct realm
{
    id_of<realm> id = {};
    realm_profile profile = {};
    std::optional<bool> is_default = {};
    std::optional<timestamp> created = {};
    std::optional<timestamp> last_updated = {};
    std::optional<okta::links> links = {};

    static constexpr renamed wire{{{"links", "_links"}}};
};
BOOST_DESCRIBE_STRUCT(realm, (), (id, profile, is_default, created, last_updated, links))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<realm>;
extern template struct detail::compiled_table<page<realm>>;
extern template class result<realm>;
extern template class result<page<realm>>;
#endif

} // namespace okta
#endif
