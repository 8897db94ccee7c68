#ifndef OKTA_IMPL_TOKENS_IPP
#define OKTA_IMPL_TOKENS_IPP

#include <okta/auth/tokens.hpp>

namespace okta {
namespace detail {

OKTA_DECL secret authorization_header(std::string_view scheme, secret const& token, std::string_view what)
{
    bool printable = !token.empty();
    for (char const c : token.reveal()) printable = printable && c > 0x20 && c < 0x7f;
    if (printable) return secret(std::string(scheme) + ' ' + std::string(token.reveal()));
    error e;
    e.kind = error_kind::invalid_request;
    e.summary = std::string(what) + (token.empty() ? " is empty" : " holds blanks, control or non-ASCII characters");
    throw exception(std::move(e));
}

} // namespace detail

OKTA_DECL api_token::api_token(secret token) : header_(detail::authorization_header("SSWS", token, "the API token")) {}

OKTA_DECL std::optional<error> api_token::authorise(http_request& request) const
{
    request.fields.set("Authorization", header_.reveal());
    return std::nullopt;
}

OKTA_DECL bearer_token::bearer_token(secret token)
    : header_(detail::authorization_header("Bearer", token, "the access token"))
{
}

OKTA_DECL std::optional<error> bearer_token::authorise(http_request& request) const
{
    request.fields.set("Authorization", header_.reveal());
    return std::nullopt;
}

} // namespace okta
#endif
