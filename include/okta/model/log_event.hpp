#ifndef OKTA_MODEL_LOG_EVENT_HPP
#define OKTA_MODEL_LOG_EVENT_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/containers.hpp>
#include <okta/model/log_actor.hpp>
#include <okta/model/log_authentication.hpp>
#include <okta/model/log_client.hpp>
#include <okta/model/log_security.hpp>
#include <okta/model/result.hpp>
#include <okta/model/timestamp.hpp>

namespace okta {

enum class log_severity { debug, error, info, warn };
BOOST_DESCRIBE_ENUM(log_severity, debug, error, info, warn)

enum class log_outcome_result {
    success,
    failure,
    skipped,
    allow,
    deny,
    challenge,
    unknown,
    rate_limit,
    deferred,
    scheduled,
    abandoned,
    unanswered
};
BOOST_DESCRIBE_ENUM(log_outcome_result, success, failure, skipped, allow, deny, challenge, unknown, rate_limit,
                    deferred, scheduled, abandoned, unanswered)

/// How it ended. Preview deliveries say `Success`, which is not the value `SUCCESS`.
struct log_outcome
{
    std::optional<open_enum<log_outcome_result>> result = {};
    std::optional<std::string> reason = {}; ///< 1 to 255 characters
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_outcome, (), (result, reason, custom))

/// What belongs together has one transaction id.
struct log_transaction
{
    std::optional<std::string> type = {}; ///< `WEB`, `JOB`
    std::optional<std::string> id = {};
    std::optional<boost::json::object> detail = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_transaction, (), (type, id, detail, custom))

/// Details that differ by event type and may change at any time.
struct log_debug_context
{
    std::optional<boost::json::object> debug_data = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_debug_context, (), (debug_data, custom))

/// The device of an event; not in Okta's schema, but in its example and in deliveries. Other members are in `custom`.
struct log_device
{
    std::optional<std::string> id = {};
    std::optional<std::string> name = {};
    std::optional<std::string> os_platform = {};
    std::optional<std::string> os_version = {};
    std::optional<bool> managed = {};
    std::optional<bool> registered = {};
    custom_attributes custom = {};

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(log_device, (), (id, name, os_platform, os_version, managed, registered, custom))

/// An event of the System Log, as listed and as delivered to event hooks. Order by `published`, recognise repetitions
/// by `uuid`; every member may be absent. They are declared in the order in which Okta sends them: that reads faster.
struct log_event
{
    std::optional<log_actor> actor = {};
    std::optional<log_client> client = {};
    std::optional<log_device> device = {};
    std::optional<log_authentication_context> authentication_context = {};
    std::optional<std::string> display_message = {};
    std::optional<std::string> event_type = {}; ///< `user.lifecycle.create`
    std::optional<log_outcome> outcome = {};
    std::optional<timestamp> published = {};
    std::optional<log_security_context> security_context = {};
    std::optional<open_enum<log_severity>> severity = {};
    std::optional<log_debug_context> debug_context = {};
    std::optional<std::string> legacy_event_type = {};
    std::optional<log_transaction> transaction = {};
    std::optional<std::string> uuid = {};
    std::optional<std::string> version = {}; ///< of the event's form: `0`
    std::optional<log_request> request = {};
    std::optional<std::vector<log_target>> target = {};
    std::optional<timestamp> insertion_timestamp = {}; ///< in deliveries
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_event, (),
                      (actor, client, device, authentication_context, display_message, event_type, outcome, published,
                       security_context, severity, debug_context, legacy_event_type, transaction, uuid, version,
                       request, target, insertion_timestamp, custom))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<log_event>;
extern template struct detail::compiled_table<page<log_event>>;
extern template class result<log_event>;
extern template class result<page<log_event>>;
#endif

} // namespace okta
#endif
