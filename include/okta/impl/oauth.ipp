#ifndef OKTA_IMPL_OAUTH_IPP
#define OKTA_IMPL_OAUTH_IPP

#include <okta/actions/oauth.hpp>
#include <okta/auth/oauth.hpp>

#include <utility>

namespace okta {
namespace detail {

[[noreturn]] OKTA_DECL void refuse_oauth(std::string why)
{
    throw exception({.kind = error_kind::invalid_request, .summary = std::move(why)});
}

class client_credentials_grant final : public token_grant
{
public:
    explicit client_credentials_grant(std::vector<std::string> const& scopes) : scope_(joined_scopes(scopes)) {}

    result<token_call::form> request() override { return form_of(token_request_client_credentials{.scope = scope_}); }
    [[nodiscard]] bool repeatable() const noexcept override { return true; }
    std::optional<error> received(token_set const&) override { return std::nullopt; }

private:
    std::string scope_;
};

class refresh_grant final : public token_grant
{
public:
    refresh_grant(secret token, token_keeper keep) : token_(std::move(token)), keep_(std::move(keep)) {}

    result<token_call::form> request() override
    {
        return form_of(token_request_refresh_token{.refresh_token = token_});
    }

    std::optional<error> received(token_set const& tokens) override
    {
        auto all = tokens;
        if (!all.refresh_token || all.refresh_token->empty()) all.refresh_token = token_; // it stays
        token_ = *all.refresh_token; // even if it cannot be kept: the old one is dead
        return keep_ ? keep_(all) : std::nullopt;
    }

private:
    secret token_;
    token_keeper keep_;
};

OKTA_DECL std::shared_ptr<token_source> make_refresh(oauth_client app, secret token, token_keeper keep,
                                                     oauth_options options, std::optional<token_set> tokens)
{
    if (token.empty())
        refuse_oauth("there is no refresh token: ask for the scope offline_access when the user signs in");
    auto grant = std::make_unique<refresh_grant>(std::move(token), std::move(keep));
    return std::make_shared<token_source>(std::move(app), std::move(options), std::move(grant), std::move(tokens));
}

OKTA_DECL std::shared_ptr<token_source> make_service_app(oauth_client app, std::vector<std::string> const& scopes,
                                                         oauth_options options)
{
    if (scopes.empty()) refuse_oauth("a service app needs scopes: okta.users.read, for example; see okta::scopes_of");
    if (!app.key() && !app.signer() && app.client_secret().empty())
        refuse_oauth("a service app proves itself by a key: oauth_client::with_key");
    return std::make_shared<token_source>(std::move(app), std::move(options),
                                          std::make_unique<client_credentials_grant>(scopes));
}

} // namespace detail

OKTA_DECL service_app::service_app(oauth_client app, std::vector<std::string> scopes, oauth_options options)
    : oauth_authoriser(detail::make_service_app(std::move(app), scopes, std::move(options)))
{
}

OKTA_DECL refresh_token::refresh_token(oauth_client app, secret token, token_keeper keep, oauth_options options)
    : oauth_authoriser(
          detail::make_refresh(std::move(app), std::move(token), std::move(keep), std::move(options), std::nullopt))
{
}

OKTA_DECL refresh_token::refresh_token(oauth_client app, token_set tokens, token_keeper keep, oauth_options options)
    : oauth_authoriser([&] {
          auto token = tokens.refresh_token.value_or(secret());
          return detail::make_refresh(std::move(app), std::move(token), std::move(keep), std::move(options),
                                      std::move(tokens));
      }())
{
}

} // namespace okta
#endif
