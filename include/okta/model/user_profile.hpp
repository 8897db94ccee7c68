#ifndef OKTA_MODEL_USER_PROFILE_HPP
#define OKTA_MODEL_USER_PROFILE_HPP

#include <okta/describe/containers.hpp>
#include <okta/describe/presence.hpp>
#include <okta/model/equality.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>

namespace okta {

/// The attributes of Okta's default user profile, and the org's own in `custom`. Login says how login and e-mail must
/// be there, Attribute how the others may be.
template <class Login, class Attribute>
struct basic_user_profile
{
    Login login = {}; ///< unique in the org, ignoring case; 5 to 100 characters
    Login email = {}; ///< 5 to 100 characters
    Attribute first_name = {};
    Attribute last_name = {};
    Attribute middle_name = {};
    Attribute honorific_prefix = {};
    Attribute honorific_suffix = {};
    Attribute title = {};
    Attribute display_name = {};
    Attribute nick_name = {};
    Attribute profile_url = {};
    Attribute second_email = {};
    Attribute mobile_phone = {};
    Attribute primary_phone = {};
    Attribute street_address = {};
    Attribute city = {};
    Attribute state = {};
    Attribute zip_code = {};
    Attribute country_code = {}; ///< ISO 3166-1 alpha-2
    Attribute postal_address = {};
    Attribute preferred_language = {}; ///< RFC 7231 section 5.3.5
    Attribute locale = {};
    Attribute timezone = {};  ///< IANA name
    Attribute user_type = {}; ///< free text; the type that decides the schema is `user::type`
    Attribute employee_number = {};
    Attribute cost_center = {};
    Attribute organization = {};
    Attribute division = {};
    Attribute department = {};
    Attribute manager_id = {};
    Attribute manager = {};
    custom_attributes custom = {};

    BOOST_DESCRIBE_CLASS(basic_user_profile, (),
                         (login, email, first_name, last_name, middle_name, honorific_prefix, honorific_suffix, title,
                          display_name, nick_name, profile_url, second_email, mobile_phone, primary_phone,
                          street_address, city, state, zip_code, country_code, postal_address, preferred_language,
                          locale, timezone, user_type, employee_number, cost_center, organization, division, department,
                          manager_id, manager, custom),
                         (), ())
};

/// A profile as answered, and as sent by Replace User: what is left out there is deleted.
using user_profile = basic_user_profile<std::string, std::optional<std::string>>;

/// A new user's profile: does not compile without login and e-mail.
using new_user_profile = basic_user_profile<required<std::string>, std::optional<std::string>>;

/// The attributes that a partial update changes: absent stays, `okta::null` is cleared.
using user_profile_update = basic_user_profile<nullable<std::string>, nullable<std::string>>;

} // namespace okta
#endif
