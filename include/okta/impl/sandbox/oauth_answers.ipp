#ifndef OKTA_IMPL_SANDBOX_OAUTH_ANSWERS_IPP
#define OKTA_IMPL_SANDBOX_OAUTH_ANSWERS_IPP

#include <okta/codec/decode.hpp>
#include <okta/codec/http.hpp>
#include <okta/model/user.hpp>
#include <okta/sandbox/service_app.hpp>

#include <optional>
#include <string>
#include <string_view>

// How an authorization server answers, and what its endpoints share.

namespace okta::sandbox::detail {

OKTA_DECL http_response oauth_answer(int status, std::string body)
{
    http_response out;
    out.status = status;
    if (!body.empty()) out.fields.add("Content-Type", "application/json");
    out.fields.add("Cache-Control", "no-cache, no-store"); // RFC 6749 section 5.1
    out.body = std::move(body);
    return out;
}

OKTA_DECL http_response oauth_refusal(token_endpoint::refused const& why, http_request const& request)
{
    auto out = oauth_answer(why.status, to_json(oauth_error_document{why.error, why.description}));
    if (why.status == 401 && request.fields.find("Authorization")) // RFC 6749 section 5.2
        out.fields.add("WWW-Authenticate", "Basic realm=\"Okta\"");
    return out;
}

/// Whether a user may sign in, and what was given to him still counts.
OKTA_DECL bool may_sign_in(std::optional<user> const& u)
{
    auto const status = u ? u->status.known() : std::nullopt;
    return status == user_status::active || status == user_status::password_expired || status == user_status::recovery;
}

} // namespace okta::sandbox::detail
#endif
