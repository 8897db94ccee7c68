#ifndef OKTA_MODEL_GROUP_HPP
#define OKTA_MODEL_GROUP_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/containers.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/describe/presence.hpp>
#include <okta/model/id.hpp>
#include <okta/model/links.hpp>
#include <okta/model/result.hpp>
#include <okta/model/timestamp.hpp>

#include <cstdint>

namespace okta {

enum class group_type { okta_group, app_group, built_in };
BOOST_DESCRIBE_ENUM(group_type, okta_group, app_group, built_in)

/// The profile of a group that is Okta's own: name and description, and the org's custom attributes.
struct okta_group_profile
{
    std::string name = {};
    std::optional<std::string> description = {};
    custom_attributes custom = {};

    static constexpr when_sibling chosen_by{"objectClass", "okta:user_group"};
};
BOOST_DESCRIBE_STRUCT(okta_group_profile, (), (name, description, custom))

/// The profile of a group that comes from Active Directory.
struct directory_group_profile
{
    std::string name = {};
    std::optional<std::string> description = {};
    std::optional<std::string> dn = {}; ///< distinguished name
    std::optional<std::string> external_id = {};
    std::optional<std::string> sam_account_name = {};
    std::optional<std::string> windows_domain_qualified_name = {};
    custom_attributes custom = {};

    static constexpr when_sibling chosen_by{"objectClass", "okta:windows_security_principal"};
};
BOOST_DESCRIBE_STRUCT(directory_group_profile, (),
                      (name, description, dn, external_id, sam_account_name, windows_domain_qualified_name, custom))

/// A group's profile as sent: it replaces the whole, so custom attributes left out are lost.
struct new_group_profile
{
    required<std::string> name;                  ///< 1 to 255 characters
    std::optional<std::string> description = {}; ///< at most 1,024 characters
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(new_group_profile, (), (name, description, custom))

struct group_stats
{
    std::optional<std::int32_t> users_count = {};
    std::optional<std::int32_t> apps_count = {};
    std::optional<std::int32_t> group_push_mappings_count = {};
    std::optional<bool> has_admin_privilege = {};

    // The published description misspells it, release notes do not: both are read.
    static constexpr renamed wire{
        {{"has_admin_privilege", "hasAdminPrivlege"}, {"has_admin_privilege", "hasAdminPrivilege"}}};
};
BOOST_DESCRIBE_STRUCT(group_stats, (), (users_count, apps_count, group_push_mappings_count, has_admin_privilege))

/// The app that an APP_GROUP comes from.
struct group_source_app
{
    std::optional<std::string> id = {};
    std::optional<std::string> name = {};
    std::optional<std::string> label = {};
    std::optional<std::string> sign_on_mode = {};
};
BOOST_DESCRIBE_STRUCT(group_source_app, (), (id, name, label, sign_on_mode))

/// What `expand` adds to a group.
struct group_embedded
{
    std::optional<group_stats> stats = {};
    std::optional<group_source_app> app = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(group_embedded, (), (stats, app, custom))

/// A group. Its `object_class` says which profile it has.
struct group
{
    using group_profile = one_of<okta_group_profile, directory_group_profile>;

    id_of<group> id = {};
    group_profile profile = {};
    open_enum<group_type> type = {};
    std::vector<std::string> object_class = {};
    std::optional<timestamp> created = {};
    std::optional<timestamp> last_updated = {};
    std::optional<timestamp> last_membership_updated = {};
    std::optional<group_embedded> embedded = {};
    std::optional<okta::links> links = {};

    static constexpr renamed wire{{{"embedded", "_embedded"}, {"links", "_links"}}};

    /// The group's name, whatever the kind of its profile.
    [[nodiscard]] std::string const& name() const noexcept
    {
        return std::visit([](auto const& p) -> std::string const& { return p.name; }, profile.value);
    }
};
// In the order in which Okta sends them: that reads faster.
BOOST_DESCRIBE_STRUCT(group, (),
                      (id, created, last_updated, last_membership_updated, object_class, type, profile, embedded,
                       links))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<group>;
extern template struct detail::compiled_table<page<group>>;
extern template class result<group>;
extern template class result<page<group>>;
#endif

} // namespace okta
#endif
