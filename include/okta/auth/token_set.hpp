#ifndef OKTA_AUTH_TOKEN_SET_HPP
#define OKTA_AUTH_TOKEN_SET_HPP

#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>
#include <okta/model/deadline.hpp>
#include <okta/model/result.hpp>
#include <okta/model/secret.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace okta {

/// What the token endpoint gave out.
struct token_set
{
    secret access_token = {};
    bool dpop = false; ///< bound to a key: sent as `Authorization: DPoP …` with a proof (RFC 9449)
    std::chrono::system_clock::time_point issued = {}; ///< when it was asked for, by this machine's clock
    std::chrono::seconds lifetime{3600};               ///< counted as a century, if it is longer
    std::optional<secret> refresh_token = {};          ///< none in an answer: the one that was used stays good
    std::optional<secret> id_token = {};
    std::vector<std::string> scopes = {}; ///< what was granted, which may be less than was asked for

    [[nodiscard]] std::chrono::system_clock::time_point expires() const noexcept
    {
        return issued + detail::within_a_century(lifetime);
    }
    friend bool operator==(token_set const&, token_set const&) = default;
};

namespace detail {

/// From the token endpoint's answer. An error is of kind `oauth` when the answer is one of OAuth's (RFC 6749 section
/// 5.2), `service` when it is Okta's (429), `unexpected_answer` otherwise; no part of a good answer goes into it.
result<token_set> read_tokens(http_response&& answer, std::chrono::system_clock::time_point asked);

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/token_set.ipp>
#endif
#endif
