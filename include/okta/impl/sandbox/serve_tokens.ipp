#ifndef OKTA_IMPL_SANDBOX_SERVE_TOKENS_IPP
#define OKTA_IMPL_SANDBOX_SERVE_TOKENS_IPP

#include <okta/codec/decode.hpp>
#include <okta/model/token_response.hpp>
#include <okta/sandbox/serve_tokens.hpp>

#include <mutex>

namespace okta::sandbox {
namespace detail {

OKTA_DECL http_response token_answer(int status, std::string body)
{
    http_response out;
    out.status = status;
    out.fields.add("Content-Type", "application/json");
    out.fields.add("Cache-Control", "no-cache, no-store"); // RFC 6749 section 5.1
    out.body = std::move(body);
    return out;
}

/// The token endpoint of an org. What it gives out lives an hour, as at Okta's org authorization server.
class token_service
{
public:
    explicit token_service(token_endpoint apps) : apps_(std::move(apps)) {}

    http_response answer(org& o, http_request const& request, timestamp now)
    {
        constexpr std::chrono::seconds life{3600};
        std::lock_guard const lock(mutex_);
        auto const url = request.origin + "/oauth2/v1/token";
        auto outcome = apps_.grant(request.body, url, now);
        if (auto const* const no = std::get_if<token_endpoint::refused>(&outcome))
            return token_answer(no->status, to_json(oauth_error_document{no->error, no->description}));
        auto& yes = std::get<token_endpoint::granted>(outcome);
        token_response tokens;
        for (auto const& scope : yes.scopes) tokens.scope = tokens.scope ? *tokens.scope + ' ' + scope : scope;
        auto const token = o.new_token();
        tokens.access_token = token;
        tokens.token_type = token_response_type::bearer;
        tokens.expires_in = life.count();
        grant g{grant::scheme::access_token, std::move(yes.scopes), {}, std::move(yes.client_id), now + life, false};
        o.add_token(token, std::move(g));
        return token_answer(200, to_json(tokens));
    }

private:
    std::mutex mutex_ = {};
    token_endpoint apps_;
};

} // namespace detail

OKTA_DECL void serve_tokens(org& o, token_endpoint apps)
{
    auto const service = std::make_shared<detail::token_service>(std::move(apps));
    o.on_post("/oauth2/v1/token", [service](org& by, http_request const& request, timestamp now) {
        return service->answer(by, request, now);
    });
}

} // namespace okta::sandbox
#endif
