#ifndef OKTA_MODEL_LOG_ACTOR_HPP
#define OKTA_MODEL_LOG_ACTOR_HPP

#include <okta/describe/containers.hpp>
#include <okta/model/equality.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>

// Every member of a log event and of its parts may be absent or null, whatever Okta's description says; and any of them
// may carry members that it does not name, which `custom` keeps.

namespace okta {

/// Who did it: a user, an app, a client or Okta itself. Null in preview deliveries.
struct log_actor
{
    std::optional<std::string> id = {};
    std::optional<std::string> type = {};         ///< `User`, `PublicClientApp`, `SystemPrincipal`, …
    std::optional<std::string> alternate_id = {}; ///< a user's login
    std::optional<std::string> display_name = {};
    std::optional<boost::json::object> detail_entry = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_actor, (), (id, type, alternate_id, display_name, detail_entry, custom))

/// What an event changed in its target, before and after.
struct log_change_details
{
    std::optional<boost::json::object> from = {};
    std::optional<boost::json::object> to = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_change_details, (), (from, to, custom))

/// What it was done to. Types are an open set: `User`, `UserGroup`, `AppInstance`, `AppUser`, …
struct log_target
{
    std::optional<std::string> id = {};
    std::optional<std::string> type = {};
    std::optional<std::string> alternate_id = {};
    std::optional<std::string> display_name = {};
    std::optional<boost::json::object> detail_entry = {};
    std::optional<log_change_details> change_details = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_target, (), (id, type, alternate_id, display_name, detail_entry, change_details, custom))

} // namespace okta
#endif
