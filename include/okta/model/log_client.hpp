#ifndef OKTA_MODEL_LOG_CLIENT_HPP
#define OKTA_MODEL_LOG_CLIENT_HPP

#include <okta/model/log_security.hpp>

namespace okta {

struct log_user_agent
{
    std::optional<std::string> raw_user_agent = {};
    std::optional<std::string> os = {};
    std::optional<std::string> browser = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_user_agent, (), (raw_user_agent, os, browser, custom))

struct log_geolocation
{
    std::optional<double> lat = {};
    std::optional<double> lon = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_geolocation, (), (lat, lon, custom))

struct log_geographical_context
{
    std::optional<std::string> city = {};
    std::optional<std::string> state = {};
    std::optional<std::string> country = {};
    std::optional<std::string> postal_code = {};
    std::optional<log_geolocation> geolocation = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_geographical_context, (), (city, state, country, postal_code, geolocation, custom))

/// One address that a request came through.
struct log_ip_address
{
    std::optional<std::string> ip = {};
    std::optional<log_geographical_context> geographical_context = {};
    std::optional<std::string> version = {}; ///< `V4`, `V6`
    std::optional<std::string> source = {};
    std::optional<log_ip_details> ip_details = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_ip_address, (), (ip, geographical_context, version, source, ip_details, custom))

/// Where a request came from, as the System Log has it.
struct log_request
{
    std::optional<std::vector<log_ip_address>> ip_chain = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_request, (), (ip_chain, custom))

/// The client that sent the request. `ip_chain` is here in deliveries, but in `log_event::request` in the System Log.
struct log_client
{
    std::optional<log_user_agent> user_agent = {};
    std::optional<std::string> zone = {};
    std::optional<std::string> device = {}; ///< `Computer`, `Mobile`, …
    std::optional<std::string> id = {};     ///< of an OAuth client or the agent
    std::optional<std::string> ip_address = {};
    std::optional<log_geographical_context> geographical_context = {};
    std::optional<std::vector<log_ip_address>> ip_chain = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_client, (),
                      (user_agent, zone, device, id, ip_address, geographical_context, ip_chain, custom))

} // namespace okta
#endif
