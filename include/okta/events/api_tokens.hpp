#ifndef OKTA_EVENTS_API_TOKENS_HPP
#define OKTA_EVENTS_API_TOKENS_HPP

#include <okta/events/source.hpp>

#include <boost/mp11/list.hpp>

// Of API tokens (SSWS), not those of OAuth 2.0.

namespace okta::events {

struct api_token_created
{
    target<ssws_token> token = {};
    log_event details = {};

    using source = system_log<"system.api_token.create">;
    static constexpr std::string_view title = "API Token Created";
    static constexpr documented doc{"An API token was created.", {{"token", "Its display name is the token's name."}}};
};
BOOST_DESCRIBE_STRUCT(api_token_created, (), (token, details))

struct api_token_revoked
{
    target<ssws_token> token = {};
    log_event details = {};

    using source = system_log<"system.api_token.revoke">;
    static constexpr std::string_view title = "API Token Revoked";
    static constexpr documented doc{"An API token was revoked.", {{"token", "Its display name is the token's name."}}};
};
BOOST_DESCRIBE_STRUCT(api_token_revoked, (), (token, details))

using api_token_events = boost::mp11::mp_list<api_token_created, api_token_revoked>;

} // namespace okta::events
#endif
