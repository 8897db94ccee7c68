#ifndef OKTA_MODEL_TOKEN_RESPONSE_HPP
#define OKTA_MODEL_TOKEN_RESPONSE_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/containers.hpp>
#include <okta/describe/names.hpp>
#include <okta/model/equality.hpp>
#include <okta/model/result.hpp>
#include <okta/model/token_types.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace okta {

/// An account that a token exchange gave out.
struct token_response_service_account
{
    std::optional<std::string> username = {};
    std::optional<secret> password = {};
};
BOOST_DESCRIBE_STRUCT(token_response_service_account, (), (username, password))

/// What the token endpoint answers. Which tokens are there depends on the grant and its scopes.
struct token_response
{
    std::optional<secret> access_token = {};
    std::optional<open_enum<token_response_type>> token_type = {};
    std::optional<std::int64_t> expires_in = {}; ///< seconds
    std::optional<std::string> scope = {};       ///< what was granted, separated by blanks
    std::optional<secret> refresh_token = {};    ///< a new one replaces the one that was used
    std::optional<secret> id_token = {};
    std::optional<secret> device_secret = {};
    std::optional<open_enum<okta::token_type>> issued_token_type = {};
    std::optional<token_response_service_account> service_account = {};
    std::optional<std::map<std::string, secret, std::less<>>> vaulted_secret = {};

    static constexpr snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_response, (),
                      (access_token, token_type, expires_in, scope, refresh_token, id_token, device_secret,
                       issued_token_type, service_account, vaulted_secret))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<token_response>;
extern template class result<token_response>;
#endif

} // namespace okta
#endif
