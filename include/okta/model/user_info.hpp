#ifndef OKTA_MODEL_USER_INFO_HPP
#define OKTA_MODEL_USER_INFO_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/containers.hpp>
#include <okta/describe/names.hpp>
#include <okta/model/equality.hpp>
#include <okta/model/id.hpp>
#include <okta/model/result.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace okta {

/// The `address` claim (OpenID Connect Core 1.0, section 5.1.1).
struct address_claim
{
    std::optional<std::string> formatted = {};
    std::optional<std::string> street_address = {};
    std::optional<std::string> locality = {};
    std::optional<std::string> region = {};
    std::optional<std::string> postal_code = {};
    std::optional<std::string> country = {};
    custom_attributes custom = {};

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(address_claim, (), (formatted, street_address, locality, region, postal_code, country, custom))

/// The claims about the user of an access token (OpenID Connect Core 1.0, section 5.1). Which are there depends on the
/// token's scopes: profile, email, address, phone, groups.
struct user_info
{
    id_of<struct any_user> sub = {};
    std::optional<std::string> name = {};
    std::optional<std::string> given_name = {};
    std::optional<std::string> family_name = {};
    std::optional<std::string> middle_name = {};
    std::optional<std::string> nickname = {};
    std::optional<std::string> preferred_username = {};
    std::optional<std::string> profile = {};
    std::optional<std::string> picture = {};
    std::optional<std::string> website = {};
    std::optional<std::string> email = {};
    std::optional<bool> email_verified = {};
    std::optional<std::string> gender = {};
    std::optional<std::string> birthdate = {};
    std::optional<std::string> zoneinfo = {};
    std::optional<std::string> locale = {};
    std::optional<std::string> phone_number = {};
    std::optional<bool> phone_number_verified = {};
    std::optional<address_claim> address = {};
    std::optional<std::int64_t> updated_at = {}; ///< seconds since 1970-01-01T00:00Z
    std::optional<std::vector<std::string>> groups = {};
    custom_attributes custom = {};

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(user_info, (),
                      (sub, name, given_name, family_name, middle_name, nickname, preferred_username, profile, picture,
                       website, email, email_verified, gender, birthdate, zoneinfo, locale, phone_number,
                       phone_number_verified, address, updated_at, groups, custom))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<user_info>;
extern template class result<user_info>;
#endif

} // namespace okta
#endif
