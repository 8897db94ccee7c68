#ifndef OKTA_MODEL_LOG_SECURITY_HPP
#define OKTA_MODEL_LOG_SECURITY_HPP

#include <okta/describe/containers.hpp>
#include <okta/describe/open_enum.hpp>
#include <okta/model/equality.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace okta {

enum class log_ip_service_type { vpn, proxy, tor, residential_proxy, blockchain_vpn };
BOOST_DESCRIBE_ENUM(log_ip_service_type, vpn, proxy, tor, residential_proxy, blockchain_vpn)
constexpr auto wire_names(log_ip_service_type)
{
    return renamed{{{"proxy", "Proxy"},
                    {"tor", "Tor"},
                    {"residential_proxy", "Residential Proxy"},
                    {"blockchain_vpn", "Blockchain VPN"}}};
}

/// A service that hides where an address is.
struct log_ip_service_category
{
    std::optional<open_enum<log_ip_service_type>> type = {};
    std::optional<std::string> operator_ = {};
    std::optional<bool> is_anonymous = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_ip_service_category, (), (type, operator_, is_anonymous, custom))

struct log_ip_details
{
    std::optional<std::int64_t> as_number = {}; ///< of the autonomous system
    std::optional<std::string> as_org = {};
    std::optional<std::string> isp = {};
    std::optional<std::string> domain = {};
    std::optional<std::vector<log_ip_service_category>> ip_service_categories = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_ip_details, (), (as_number, as_org, isp, domain, ip_service_categories, custom))

enum class log_bot_protection_level { none, low, medium, high };
BOOST_DESCRIBE_ENUM(log_bot_protection_level, none, low, medium, high)

struct log_bot_protection
{
    std::optional<open_enum<log_bot_protection_level>> level = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_bot_protection, (), (level, custom))

enum class log_risk_level { low, medium, high };
BOOST_DESCRIBE_ENUM(log_risk_level, low, medium, high)

struct log_risk
{
    std::optional<open_enum<log_risk_level>> level = {};
    std::optional<open_enum<log_risk_level>> previous_level = {};
    std::optional<std::vector<std::string>> reasons = {};
    std::optional<std::string> detection_name = {};
    std::optional<std::string> issuer = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_risk, (), (level, previous_level, reasons, detection_name, issuer, custom))

enum class log_behavior_result { unknown, positive, negative, bad_request };
BOOST_DESCRIBE_ENUM(log_behavior_result, unknown, positive, negative, bad_request)

/// What a behaviour rule found: positive means that the user behaved unlike before.
struct log_user_behavior
{
    std::optional<std::string> id = {};
    std::optional<std::string> name = {};
    std::optional<open_enum<log_behavior_result>> result = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_user_behavior, (), (id, name, result, custom))

/// What is known of the network that a request came from, and of its risk.
struct log_security_context
{
    std::optional<std::int64_t> as_number = {};
    std::optional<std::string> as_org = {};
    std::optional<std::string> isp = {};
    std::optional<std::string> domain = {};
    std::optional<bool> is_proxy = {};
    std::optional<log_ip_details> ip_details = {};
    std::optional<log_risk> risk = {};
    std::optional<log_bot_protection> bot_protection = {};
    std::optional<std::vector<log_user_behavior>> user_behaviors = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(log_security_context, (),
                      (as_number, as_org, isp, domain, is_proxy, ip_details, risk, bot_protection, user_behaviors,
                       custom))

} // namespace okta
#endif
