#ifndef OKTA_TEST_UNIT_AUTH_TOKEN_DEADLINE_HPP
#define OKTA_TEST_UNIT_AUTH_TOKEN_DEADLINE_HPP

#include "token_flight.hpp"

// A call that has to ask for its token first: its deadline and its cancellation hold meanwhile, the others' token is
// asked for all the same, and no refresh token is lost.

namespace okta::test {

inline okta::transport_result wants_nonce(std::string nonce)
{
    return answer(400, R"({"error":"use_dpop_nonce"})", {{"DPoP-Nonce", std::move(nonce)}});
}

inline bool is_late(std::optional<okta::result<okta::user>> const& r)
{
    return r && !*r && r->error().kind == okta::error_kind::authorisation && !r->error().may_have_happened &&
           r->error().transport_code == asio::error::timed_out;
}

struct kept_tokens
{
    std::shared_ptr<std::vector<std::string>> all = std::make_shared<std::vector<std::string>>();

    okta::token_keeper keeper() const
    {
        return [a = all](okta::token_set const& t) {
            a->emplace_back(t.refresh_token.value_or("").reveal());
            return std::optional<okta::error>();
        };
    }
};

inline okta::refresh_token rotating(kept_tokens const& kept, okta::oauth_options options = {})
{
    return {okta::oauth_client::without_secret("0oa1"), okta::secret("refresh-0"), kept.keeper(), std::move(options)};
}

inline constexpr auto rotated =
    R"({"access_token":"t","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh-1"})";
inline constexpr auto per_element = boost::test_tools::per_element();

} // namespace okta::test
#endif
