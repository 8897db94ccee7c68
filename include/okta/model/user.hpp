#ifndef OKTA_MODEL_USER_HPP
#define OKTA_MODEL_USER_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/containers.hpp>
#include <okta/model/credentials.hpp>
#include <okta/model/id.hpp>
#include <okta/model/links.hpp>
#include <okta/model/realm.hpp>
#include <okta/model/result.hpp>
#include <okta/model/timestamp.hpp>
#include <okta/model/user_profile.hpp>
#include <okta/model/user_type.hpp>

namespace okta {

enum class user_status {
    staged,
    provisioned,
    active,
    recovery,
    password_expired,
    locked_out,
    suspended,
    deprovisioned
};
BOOST_DESCRIBE_ENUM(user_status, staged, provisioned, active, recovery, password_expired, locked_out, suspended,
                    deprovisioned)

/// The user type as it stands in a user: its id.
struct user_type_reference
{
    id_of<user_type> id = {};
};
BOOST_DESCRIBE_STRUCT(user_type_reference, (), (id))

enum class block_type { device_based };
BOOST_DESCRIBE_ENUM(block_type, device_based)

enum class block_scope { any_devices, unknown_devices };
BOOST_DESCRIBE_ENUM(block_scope, any_devices, unknown_devices)

/// Why a user cannot sign in just now.
struct user_block
{
    open_enum<block_type> type = {};
    open_enum<block_scope> applies_to = {};
};
BOOST_DESCRIBE_STRUCT(user_block, (), (type, applies_to))

/// What `expand` adds to a user.
struct user_embedded
{
    std::optional<std::vector<user_block>> blocks = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(user_embedded, (), (blocks, custom))

struct any_user; // what a user's id belongs to, whatever the type of its profile

/// A user with a profile of any described type; `okta::user` is the one with Okta's attributes and `custom` for the
/// org's. With the `fields` parameter of List Users everything but the id may be absent.
template <class Profile>
struct basic_user
{
    id_of<any_user> id = {};
    open_enum<user_status> status = {};
    Profile profile = {};
    std::optional<open_enum<user_status>> transitioning_to_status = {};
    std::optional<timestamp> created = {};
    std::optional<timestamp> activated = {};
    std::optional<timestamp> status_changed = {};
    std::optional<timestamp> last_login = {};
    std::optional<timestamp> last_updated = {};
    std::optional<timestamp> password_changed = {};
    std::optional<user_type_reference> type = {};
    std::optional<id_of<realm>> realm_id = {};
    std::optional<user_credentials> credentials = {};
    std::optional<user_embedded> embedded = {};
    std::optional<okta::links> links = {};

    static constexpr renamed wire{{{"embedded", "_embedded"}, {"links", "_links"}}};

    // In the order in which Okta sends them: that reads faster.
    BOOST_DESCRIBE_CLASS(basic_user, (),
                         (id, status, created, activated, status_changed, last_login, last_updated, password_changed,
                          transitioning_to_status, type, realm_id, profile, credentials, embedded, links),
                         (), ())
};

using user = basic_user<user_profile>;
using user_id = id_of<any_user>;

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<user>;
extern template struct detail::compiled_table<page<user>>;
extern template struct detail::compiled_table<std::vector<user_block>>;
extern template class result<user>;
extern template class result<page<user>>;
extern template class result<std::vector<user_block>>;
#endif

} // namespace okta
#endif
