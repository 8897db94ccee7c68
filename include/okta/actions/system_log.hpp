#ifndef OKTA_ACTIONS_SYSTEM_LOG_HPP
#define OKTA_ACTIONS_SYSTEM_LOG_HPP

#include <okta/action/action.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/result.hpp>

#include <cstdint>
#include <optional>
#include <string>

// Not in the catalogue, which has the 32 management actions; called like them.

namespace okta {

namespace scope {

using logs_read = scope_named<"okta.logs.read">;

} // namespace scope

enum class log_order { ascending, descending };
BOOST_DESCRIBE_ENUM(log_order, ascending, descending)

/// With `until` it is a bounded query: ordered by `published`, and it ends. Without it (and in ascending order) it is a
/// polling query: ordered as events were persisted, and every page has a next one, even an empty page. Source: Okta's
/// guide "System Log query".
struct list_log_events
{
    std::optional<timestamp> since = {};
    std::optional<timestamp> until = {};
    std::optional<std::string> after = {};
    std::optional<std::string> filter = {};
    std::optional<std::string> q = {};
    std::optional<std::int32_t> limit = {};
    std::optional<open_enum<log_order>> sort_order = {};

    using endpoint =
        get<"/api/v1/logs{?since,until,after,filter,q,limit,sortOrder}", page<log_event>, scope::logs_read, polled>;
    static constexpr documented doc{
        "Lists events of the System Log.",
        {{"since", "Not before; seven days before until unless given, 180 days back at most. Not with after."},
         {"until", "Before; makes the query a bounded one."},
         {"after", "Cursor of a page, as the previous page's next link has it."},
         {"filter", "Expression such as eventType eq \"user.lifecycle.create\"; all operators, and not."},
         {"q", "Keywords in any attribute: ten at most, of 40 characters at most."},
         {"limit", "Page size, 0 to 1,000; 100 unless given."},
         {"sort_order", "ASCENDING or DESCENDING; ASCENDING unless given."}}};
};
BOOST_DESCRIBE_STRUCT(list_log_events, (), (since, until, after, filter, q, limit, sort_order))

} // namespace okta
#endif
