#ifndef OKTA_TEST_BENCH_BORROWED_ROWS_HPP
#define OKTA_TEST_BENCH_BORROWED_ROWS_HPP

// What is read of a page without copying it: every member of a user, a group and an event as a view, their lists, links
// and open objects as the JSON that they are.

#include <okta/codec/borrow.hpp>
#include <okta/model/group.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/user.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace okta::bench {

using text = std::optional<std::string_view>;
using time = std::optional<timestamp>;

struct type_row
{
    std::string_view id = {};
};
BOOST_DESCRIBE_STRUCT(type_row, (), (id))

struct question_row
{
    text question = {};
    text answer = {};
};
BOOST_DESCRIBE_STRUCT(question_row, (), (question, answer))

struct provider_row
{
    text type = {};
    text name = {};
};
BOOST_DESCRIBE_STRUCT(provider_row, (), (type, name))

struct credentials_row
{
    raw_json password = {};
    std::optional<question_row> recovery_question = {};
    std::optional<provider_row> provider = {};
    static constexpr renamed wire{{{"recovery_question", "recovery_question"}}};
};
BOOST_DESCRIBE_STRUCT(credentials_row, (), (password, recovery_question, provider))

struct profile_row
{
    std::string_view login = {}, email = {};
    text first_name = {}, last_name = {}, middle_name = {}, honorific_prefix = {}, honorific_suffix = {}, title = {},
         display_name = {}, nick_name = {}, profile_url = {}, second_email = {}, mobile_phone = {}, primary_phone = {},
         street_address = {}, city = {}, state = {}, zip_code = {}, country_code = {}, postal_address = {},
         preferred_language = {}, locale = {}, timezone = {}, user_type = {}, employee_number = {}, cost_center = {},
         organization = {}, division = {}, department = {}, manager_id = {}, manager = {};
};
BOOST_DESCRIBE_STRUCT(profile_row, (),
                      (login, email, first_name, last_name, middle_name, honorific_prefix, honorific_suffix, title,
                       display_name, nick_name, profile_url, second_email, mobile_phone, primary_phone, street_address,
                       city, state, zip_code, country_code, postal_address, preferred_language, locale, timezone,
                       user_type, employee_number, cost_center, organization, division, department, manager_id,
                       manager))

struct user_row
{
    std::string_view id = {};
    open_enum<user_status> status = {};
    time created = {}, activated = {}, status_changed = {}, last_login = {}, last_updated = {}, password_changed = {};
    std::optional<open_enum<user_status>> transitioning_to_status = {};
    std::optional<type_row> type = {};
    text realm_id = {};
    profile_row profile = {};
    std::optional<credentials_row> credentials = {};
    raw_json embedded = {}, links = {};
    static constexpr renamed wire{{{"embedded", "_embedded"}, {"links", "_links"}}};
};
BOOST_DESCRIBE_STRUCT(user_row, (),
                      (id, status, created, activated, status_changed, last_login, last_updated, password_changed,
                       transitioning_to_status, type, realm_id, profile, credentials, embedded, links))

struct group_profile_row
{
    std::string_view name = {};
    text description = {};
};
BOOST_DESCRIBE_STRUCT(group_profile_row, (), (name, description))

struct group_row
{
    std::string_view id = {};
    time created = {}, last_updated = {}, last_membership_updated = {};
    raw_json object_class = {};
    open_enum<group_type> type = {};
    group_profile_row profile = {};
    raw_json embedded = {}, links = {};
    static constexpr renamed wire{{{"embedded", "_embedded"}, {"links", "_links"}}};
};
BOOST_DESCRIBE_STRUCT(group_row, (),
                      (id, created, last_updated, last_membership_updated, object_class, type, profile, embedded,
                       links))

struct actor_row
{
    text id = {}, type = {}, alternate_id = {}, display_name = {};
    raw_json detail_entry = {};
};
BOOST_DESCRIBE_STRUCT(actor_row, (), (id, type, alternate_id, display_name, detail_entry))

struct agent_row
{
    text raw_user_agent = {}, os = {}, browser = {};
};
BOOST_DESCRIBE_STRUCT(agent_row, (), (raw_user_agent, os, browser))

struct geolocation_row
{
    std::optional<double> lat = {}, lon = {};
};
BOOST_DESCRIBE_STRUCT(geolocation_row, (), (lat, lon))

struct place_row
{
    text city = {}, state = {}, country = {}, postal_code = {};
    std::optional<geolocation_row> geolocation = {};
};
BOOST_DESCRIBE_STRUCT(place_row, (), (city, state, country, postal_code, geolocation))

struct client_row
{
    std::optional<agent_row> user_agent = {};
    text zone = {}, device = {}, id = {}, ip_address = {};
    std::optional<place_row> geographical_context = {};
};
BOOST_DESCRIBE_STRUCT(client_row, (), (user_agent, zone, device, id, ip_address, geographical_context))

struct authentication_row
{
    text authentication_provider = {}, credential_provider = {}, credential_type = {};
    raw_json issuer = {};
    text interface = {};
    std::optional<std::int64_t> authentication_step = {};
    text root_session_id = {}, external_session_id = {};
};
BOOST_DESCRIBE_STRUCT(authentication_row, (),
                      (authentication_provider, credential_provider, credential_type, issuer, interface,
                       authentication_step, root_session_id, external_session_id))

struct outcome_row
{
    text result = {}, reason = {};
};
BOOST_DESCRIBE_STRUCT(outcome_row, (), (result, reason))

struct security_row
{
    std::optional<std::int64_t> as_number = {};
    text as_org = {}, isp = {}, domain = {};
    std::optional<bool> is_proxy = {};
};
BOOST_DESCRIBE_STRUCT(security_row, (), (as_number, as_org, isp, domain, is_proxy))

struct transaction_row
{
    text type = {}, id = {};
    raw_json detail = {};
};
BOOST_DESCRIBE_STRUCT(transaction_row, (), (type, id, detail))

struct event_row
{
    std::optional<actor_row> actor = {};
    std::optional<client_row> client = {};
    raw_json device = {};
    std::optional<authentication_row> authentication_context = {};
    text display_message = {}, event_type = {};
    std::optional<outcome_row> outcome = {};
    time published = {};
    std::optional<security_row> security_context = {};
    std::optional<open_enum<log_severity>> severity = {};
    raw_json debug_context = {};
    text legacy_event_type = {};
    std::optional<transaction_row> transaction = {};
    text uuid = {}, version = {};
    raw_json request = {}, target = {};
};
BOOST_DESCRIBE_STRUCT(event_row, (),
                      (actor, client, device, authentication_context, display_message, event_type, outcome, published,
                       security_context, severity, debug_context, legacy_event_type, transaction, uuid, version,
                       request, target))

} // namespace okta::bench
#endif
