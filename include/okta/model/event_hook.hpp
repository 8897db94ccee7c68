#ifndef OKTA_MODEL_EVENT_HOOK_HPP
#define OKTA_MODEL_EVENT_HOOK_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/describe/presence.hpp>
#include <okta/model/id.hpp>
#include <okta/model/links.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/result.hpp>
#include <okta/model/secret.hpp>
#include <okta/model/timestamp.hpp>

#include <vector>

// A hook is sent as `new_event_hook_...` and answered as `event_hook_...`: what Okta says of it (status, method) is
// read-only, and the secret is never answered.

namespace okta {

enum class event_hook_auth_scheme_type { header };
BOOST_DESCRIBE_ENUM(event_hook_auth_scheme_type, header)

/// The header field by which deliveries prove that they come from Okta, as answered: the value is never there.
struct event_hook_auth_scheme
{
    std::optional<open_enum<event_hook_auth_scheme_type>> type = {};
    std::optional<std::string> key = {}; ///< the field's name: `Authorization`
    std::optional<secret> value = {};
};
BOOST_DESCRIBE_STRUCT(event_hook_auth_scheme, (), (type, key, value))

/// The same as sent. What precedes the secret, such as `Basic `, belongs to the value.
struct new_event_hook_auth_scheme
{
    open_enum<event_hook_auth_scheme_type> type = event_hook_auth_scheme_type::header;
    required<std::string> key; ///< the field's name: `Authorization`
    required<secret> value;
};
BOOST_DESCRIBE_STRUCT(new_event_hook_auth_scheme, (), (type, key, value))

/// A header field that deliveries carry besides.
struct event_hook_header
{
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
};
BOOST_DESCRIBE_STRUCT(event_hook_header, (), (key, value))

struct event_hook_channel_config
{
    std::string uri = {}; ///< `https://`, at most 1,024 characters
    std::optional<std::vector<event_hook_header>> headers = {};
    std::optional<std::string> method = {}; ///< read-only: `POST`
    std::optional<event_hook_auth_scheme> auth_scheme = {};
};
BOOST_DESCRIBE_STRUCT(event_hook_channel_config, (), (uri, headers, method, auth_scheme))

struct new_event_hook_channel_config
{
    required<std::string> uri; ///< `https://`, at most 1,024 characters
    std::optional<std::vector<event_hook_header>> headers = {};
    std::optional<new_event_hook_auth_scheme> auth_scheme = {};
};
BOOST_DESCRIBE_STRUCT(new_event_hook_channel_config, (), (uri, headers, auth_scheme))

enum class event_hook_channel_type { http };
BOOST_DESCRIBE_ENUM(event_hook_channel_type, http)

/// Where deliveries go. A change makes the hook unverified.
struct event_hook_channel
{
    open_enum<event_hook_channel_type> type = event_hook_channel_type::http;
    std::string version = "1.0.0";
    event_hook_channel_config config = {};
};
BOOST_DESCRIBE_STRUCT(event_hook_channel, (), (type, version, config))

struct new_event_hook_channel
{
    open_enum<event_hook_channel_type> type = event_hook_channel_type::http;
    std::string version = "1.0.0";
    new_event_hook_channel_config config;
};
BOOST_DESCRIBE_STRUCT(new_event_hook_channel, (), (type, version, config))

struct event_hook_filter_condition
{
    std::optional<std::string> expression = {}; ///< Okta Expression Language
    std::optional<std::string> version = {};    ///< read-only
};
BOOST_DESCRIBE_STRUCT(event_hook_filter_condition, (), (expression, version))

struct event_hook_filter
{
    std::optional<std::string> event = {}; ///< the event type that it filters
    std::optional<event_hook_filter_condition> condition = {};
};
BOOST_DESCRIBE_STRUCT(event_hook_filter, (), (event, condition))

struct event_hook_filters
{
    std::optional<std::string> type = {}; ///< read-only: `EXPRESSION_LANGUAGE`
    std::optional<std::vector<event_hook_filter>> event_filter_map = {};
};
BOOST_DESCRIBE_STRUCT(event_hook_filters, (), (type, event_filter_map))

struct new_event_hook_filter_condition
{
    required<std::string> expression; ///< Okta Expression Language
};
BOOST_DESCRIBE_STRUCT(new_event_hook_filter_condition, (), (expression))

struct new_event_hook_filter
{
    required<std::string> event; ///< the event type that it filters
    new_event_hook_filter_condition condition;
};
BOOST_DESCRIBE_STRUCT(new_event_hook_filter, (), (event, condition))

struct new_event_hook_filters
{
    required<std::vector<new_event_hook_filter>> event_filter_map;
};
BOOST_DESCRIBE_STRUCT(new_event_hook_filters, (), (event_filter_map))

enum class event_subscription_type { event_type };
BOOST_DESCRIBE_ENUM(event_subscription_type, event_type)

/// Which events a hook gets: at most 300 event types, and expressions that narrow them.
struct event_subscriptions
{
    open_enum<event_subscription_type> type = event_subscription_type::event_type;
    std::vector<std::string> items = {};
    std::optional<event_hook_filters> filter = {};
};
BOOST_DESCRIBE_STRUCT(event_subscriptions, (), (type, items, filter))

struct new_event_subscriptions
{
    open_enum<event_subscription_type> type = event_subscription_type::event_type;
    required<std::vector<std::string>> items; ///< 1 to 300
    std::optional<new_event_hook_filters> filter = {};
};
BOOST_DESCRIBE_STRUCT(new_event_subscriptions, (), (type, items, filter))

enum class event_hook_status { active, inactive };
BOOST_DESCRIBE_ENUM(event_hook_status, active, inactive)

enum class event_hook_verification_status { unverified, verified };
BOOST_DESCRIBE_ENUM(event_hook_verification_status, unverified, verified)

/// An event hook as answered; only active and verified ones get events.
struct event_hook
{
    id_of<event_hook> id = {};
    std::string name = {};
    std::optional<std::string> description = {};
    std::optional<open_enum<event_hook_status>> status = {};
    std::optional<open_enum<event_hook_verification_status>> verification_status = {};
    event_subscriptions events = {};
    event_hook_channel channel = {};
    std::optional<timestamp> created = {};
    std::optional<std::string> created_by = {};
    std::optional<timestamp> last_updated = {};
    std::optional<okta::links> links = {};

    static constexpr renamed wire{{{"links", "_links"}}};
};
BOOST_DESCRIBE_STRUCT(event_hook, (),
                      (id, name, description, status, verification_status, events, channel, created, created_by,
                       last_updated, links))

/// The events of a delivery.
struct event_hook_delivery_data
{
    std::vector<log_event> events = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(event_hook_delivery_data, (), (events, custom))

/// What Okta posts to a hook: one or several events. Recognise repetitions by `event_id`.
struct event_hook_delivery
{
    std::optional<std::string> event_type = {}; ///< `com.okta.event_hook`
    std::optional<std::string> event_type_version = {};
    std::optional<std::string> cloud_events_version = {};
    std::optional<std::string> source = {}; ///< the hook's own URL
    std::optional<std::string> event_id = {};
    std::optional<timestamp> event_time = {};
    std::optional<std::string> content_type = {};
    event_hook_delivery_data data = {};
    custom_attributes custom = {};

    // Deliveries of 2019 spell it `eventID`: both are read.
    static constexpr renamed wire{{{"event_id", "eventId"}, {"event_id", "eventID"}}};
};
BOOST_DESCRIBE_STRUCT(event_hook_delivery, (),
                      (event_type, event_type_version, cloud_events_version, source, event_id, event_time, content_type,
                       data, custom))

/// What a receiver answers to Okta's challenge.
struct event_hook_verification
{
    std::string verification = {};
};
BOOST_DESCRIBE_STRUCT(event_hook_verification, (), (verification))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<event_hook>;
extern template struct detail::compiled_table<std::vector<event_hook>>;
extern template struct detail::compiled_table<event_hook_delivery>;
extern template class result<event_hook>;
extern template class result<std::vector<event_hook>>;
extern template class result<event_hook_delivery>;
#endif

} // namespace okta
#endif
