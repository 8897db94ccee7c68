#ifndef OKTA_IMPL_TOKEN_CALL_IPP
#define OKTA_IMPL_TOKEN_CALL_IPP

#include <okta/auth/jwt.hpp>
#include <okta/auth/token_call.hpp>
#include <okta/codec/uri.hpp>

#include <algorithm>
#include <mutex>

namespace okta::detail {

/// What a remote signer gives, once. Without an answer its callback's end says so.
struct token_call::remote_signature
{
    void set(result<std::string> r)
    {
        {
            std::lock_guard lock(mutex);
            if (value) return;
            value = std::move(r);
        }
        ready->open();
    }

    std::mutex mutex;
    std::optional<result<std::string>> value;
    std::shared_ptr<gate> ready = std::make_shared<gate>();
};

OKTA_DECL error authorisation_error(std::string why)
{
    return {.kind = error_kind::authorisation, .summary = std::move(why)};
}

OKTA_DECL std::string joined_scopes(std::vector<std::string> const& scopes)
{
    std::string all;
    for (auto const& s : scopes) all.append(all.empty() ? "" : " ").append(s);
    return all;
}

OKTA_DECL std::string token_path(std::string const& authorization_server)
{
    std::string path = "/oauth2/";
    if (!authorization_server.empty()) percent_encode(authorization_server, path), path += '/';
    return path + "v1/token";
}

OKTA_DECL token_call::token_call(oauth_client app, oauth_options options, std::string origin,
                                 std::chrono::milliseconds timeout, form make)
    : client_(std::move(app)),
      options_(std::move(options)),
      origin_(std::move(origin)),
      path_(token_path(options_.authorization_server)),
      timeout_(timeout),
      make_(std::move(make)),
      begun_(options_.environment.now())
{
}

OKTA_DECL token_call::step token_call::start()
{
    ++attempts_;
    asked_ = options_.environment.now();
    client_assertion_claims claims;
    claims.client_id = client_.client_id();
    claims.audience = origin_ + path_;
    claims.now = std::chrono::floor<std::chrono::seconds>(asked_);
    if (client_.key()) {
        claims.jti = options_.environment.random_id();
        return complete(make_client_assertion(*client_.key(), claims));
    }
    if (!client_.signer()) return complete({});
    claims.jti = options_.environment.random_id();
    signing_input_ = okta::signing_input(client_.signer_algorithm(), client_.signer_kid(), claims_of(claims));
    signature_ = std::make_shared<remote_signature>();
    struct callback
    {
        explicit callback(std::shared_ptr<remote_signature> s) : to(std::move(s)) {}
        callback(callback const&) = delete;
        ~callback() { to->set(authorisation_error("the remote signer gave up without an answer")); }
        std::shared_ptr<remote_signature> to;
    };
    auto const waiting = signature_->ready;
    auto const once = std::make_shared<callback>(signature_);
    client_.signer()(signing_input_, [once](result<std::string> r) { once->to->set(std::move(r)); });
    return wait{waiting};
}

OKTA_DECL token_call::step token_call::signed_remotely()
{
    result<std::string> signature = [&] {
        std::lock_guard lock(signature_->mutex);
        return std::move(*signature_->value);
    }();
    signature_.reset();
    if (!signature) return result<token_set>(std::move(signature.error()));
    return complete(attach_signature(signing_input_, *signature));
}

OKTA_DECL token_call::step token_call::complete(secret const& assertion)
{
    auto request = make_(client_, assertion);
    if (!request) return result<token_set>(std::move(request.error()));
    request->origin = origin_;
    request->target = path_;
    request->timeout = left();
    if (options_.dpop) options_.dpop->prove(*request, {}, options_.environment);
    return send{std::move(*request)};
}

/// By a clock that may be set meanwhile.
OKTA_DECL std::chrono::milliseconds token_call::left() const
{
    constexpr std::chrono::milliseconds least{1000};
    if (timeout_ <= least) return timeout_;
    auto const passed = std::chrono::floor<std::chrono::milliseconds>(options_.environment.now() - begun_);
    return std::clamp(timeout_ - passed, least, timeout_);
}

OKTA_DECL token_call::step token_call::answered(http_response answer)
{
    constexpr int most = 3; // the nonce may change between two attempts
    bool const once_more = options_.dpop && options_.dpop->learn(origin_, answer) && attempts_ < most;
    return once_more ? start() : step(read_tokens(std::move(answer), asked_));
}

} // namespace okta::detail
#endif
