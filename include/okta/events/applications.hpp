#ifndef OKTA_EVENTS_APPLICATIONS_HPP
#define OKTA_EVENTS_APPLICATIONS_HPP

#include <okta/events/source.hpp>

#include <boost/mp11/list.hpp>

#include <optional>

namespace okta::events {

struct app_user_assigned
{
    target<any_user> user = {};
    target<application> app = {};
    std::optional<target<application_user>> app_user = {};
    log_event details = {};

    using source = system_log<"application.user_membership.add">;
    static constexpr documented doc{"A user was assigned to an app, by hand or through a group."};
};
BOOST_DESCRIBE_STRUCT(app_user_assigned, (), (user, app, app_user, details))

struct app_user_removed
{
    target<any_user> user = {};
    target<application> app = {};
    std::optional<target<application_user>> app_user = {};
    log_event details = {};

    using source = system_log<"application.user_membership.remove">;
    static constexpr documented doc{"A user is no longer assigned to an app."};
};
BOOST_DESCRIBE_STRUCT(app_user_removed, (), (user, app, app_user, details))

/// Sent when a user's authenticators cannot satisfy an app's policy; a plain denial is `policy.evaluate_sign_on`, which
/// no hook gets. `details.outcome` may say SUCCESS: the denial was recorded.
struct app_sign_on_access_denied
{
    target<any_user> user = {};
    std::optional<target<application>> app = {};
    log_event details = {};

    using source = system_log<"application.policy.sign_on.deny_access">;
    static constexpr std::string_view title = "App Sign-On Access Denied";
    static constexpr documented doc{"A user was denied access to an app, for lack of authenticators.",
                                    {{"app", "The app of Okta's catalogue: its id is not that of the org's app."}}};
};
BOOST_DESCRIBE_STRUCT(app_sign_on_access_denied, (), (user, app, details))

using application_events = boost::mp11::mp_list<app_user_assigned, app_user_removed, app_sign_on_access_denied>;

} // namespace okta::events
#endif
