#ifndef OKTA_IMPL_TOKEN_SOURCE_IPP
#define OKTA_IMPL_TOKEN_SOURCE_IPP

#include <okta/auth/token_source.hpp>

#include <algorithm>
#include <utility>

namespace okta::detail {

/// The call whose turn it is to fetch. Given up, it leaves the turn to whoever comes next.
class token_source::fetching final : public authorisation_steps
{
public:
    fetching(std::shared_ptr<token_source> source, std::shared_ptr<round> r)
        : source_(std::move(source)), round_(std::move(r))
    {
    }
    ~fetching() override
    {
        if (round_) source_->finish(round_);
    }

    static authorisation start(std::unique_ptr<fetching> self, http_request& original)
    {
        auto& source = *self->source_;
        auto form = source.grant_->request();
        if (!form) return source.use_or_fail(original, self->round_, std::move(form.error()));
        self->call_.emplace(source.client_, source.options_, original.origin, original.timeout, std::move(*form));
        auto step = self->call_->start();
        return proceed(std::move(self), original, std::move(step));
    }

    authorisation answered(http_request& original, http_response answer) override
    {
        auto step = call_->answered(std::move(answer));
        return proceed(take(), original, std::move(step));
    }

    authorisation failed(http_request& original, error why) override
    {
        if (why.kind == error_kind::cancelled) return why; // this call's own matter: the others go on
        return conclude(original, std::move(why));
    }

    authorisation gate_opened(http_request& original) override
    {
        auto step = call_->signed_remotely();
        return proceed(take(), original, std::move(step));
    }

private:
    std::unique_ptr<fetching> take()
    {
        auto self = std::make_unique<fetching>(source_, nullptr);
        self->call_ = std::move(call_);
        self->round_ = std::exchange(round_, nullptr);
        return self;
    }

    static authorisation proceed(std::unique_ptr<fetching> self, http_request& original, token_call::step step)
    {
        if (auto* const s = std::get_if<token_call::send>(&step))
            return send_first{std::move(s->request), std::move(self)};
        if (auto* const w = std::get_if<token_call::wait>(&step))
            return wait_first{std::move(w->until), std::move(self)};
        return self->conclude(original, std::move(std::get<result<token_set>>(step)));
    }

    authorisation conclude(http_request& original, result<token_set> got)
    {
        auto failure = got ? source_->grant_->received(*got) : std::optional<error>(std::move(got.error()));
        if (failure) return source_->use_or_fail(original, round_, std::move(*failure));
        source_->put(original, *got); // with these, even if they are good for this moment only
        source_->keep(std::move(*got));
        source_->finish(round_);
        return authorised{};
    }

    std::shared_ptr<token_source> source_;
    std::shared_ptr<round> round_; // null: another object has taken over
    std::optional<token_call> call_ = {};
};

/// A call that waits for another one's token.
class token_source::following final : public authorisation_steps
{
public:
    following(std::shared_ptr<token_source> source, std::shared_ptr<round> r)
        : source_(std::move(source)), round_(std::move(r))
    {
    }

    authorisation gate_opened(http_request& original) override
    {
        if (round_->failure) return *round_->failure;
        return source_->authorise(original);
    }

    authorisation answered(http_request& original, http_response) override { return gate_opened(original); }
    authorisation failed(http_request&, error why) override { return why; }

private:
    std::shared_ptr<token_source> source_;
    std::shared_ptr<round> round_;
};

OKTA_DECL token_source::token_source(oauth_client app, oauth_options options, std::unique_ptr<token_grant> grant,
                                     std::optional<token_set> tokens)
    : client_(std::move(app)), options_(std::move(options)), grant_(std::move(grant))
{
    if (options_.dpop && client_.key() && options_.dpop->key().same_key_as(*client_.key())) {
        error e;
        e.kind = error_kind::invalid_request;
        e.summary = "the key of the DPoP proofs is the client's own: Okta wants another one";
        throw exception(std::move(e));
    }
    if (tokens) keep(std::move(*tokens));
}

OKTA_DECL std::optional<token_set> token_source::usable_token(time_point now) const
{
    if (!tokens_ || refused_ || now >= tokens_->expires()) return std::nullopt;
    return tokens_;
}

OKTA_DECL authorisation token_source::authorise(http_request& request)
{
    auto const now = options_.environment.now();
    std::shared_ptr<round> r;
    {
        std::unique_lock lock(mutex_);
        if (auto const usable = usable_token(now); usable && (now < renew_at_ || round_)) {
            lock.unlock();
            put(request, *usable);
            return authorised{};
        }
        if (round_) return wait_first{round_->over, std::make_unique<following>(shared_from_this(), round_)};
        r = round_ = std::make_shared<round>();
    }
    return fetching::start(std::make_unique<fetching>(shared_from_this(), r), request);
}

OKTA_DECL void token_source::put(http_request& request, token_set const& tokens) const
{
    bool const dpop = tokens.dpop && options_.dpop;
    request.fields.set("Authorization", (dpop ? "DPoP " : "Bearer ") + std::string(tokens.access_token.reveal()));
    if (dpop) options_.dpop->prove(request, tokens.access_token, options_.environment);
}

OKTA_DECL void token_source::keep(token_set tokens)
{
    using namespace std::chrono_literals;
    std::chrono::duration<double> const margin = std::min<std::chrono::duration<double>>(tokens.lifetime / 10.0, 5min);
    auto const before = margin * (1 + options_.environment.jitter() / 2);
    std::lock_guard lock(mutex_);
    renew_at_ = tokens.expires() - std::chrono::duration_cast<time_point::duration>(before);
    refused_ = false;
    tokens_ = std::move(tokens);
}

/// After a renewal that failed: an old token that is still good serves a while longer.
OKTA_DECL authorisation token_source::use_or_fail(http_request& request, std::shared_ptr<round> const& r, error why)
{
    constexpr std::chrono::seconds pause{5};
    auto const now = options_.environment.now();
    std::optional<token_set> old;
    {
        std::lock_guard lock(mutex_);
        old = usable_token(now);
        if (old) renew_at_ = now + pause;
    }
    if (!old) {
        why.summary = "no access token: " + (why.code.empty() ? "" : why.code + ": ") + why.summary;
        why.kind = why.kind == error_kind::cancelled ? why.kind : error_kind::authorisation;
        r->failure = why;
    }
    finish(r);
    if (!old) return why;
    put(request, *old);
    return authorised{};
}

OKTA_DECL void token_source::finish(std::shared_ptr<round> const& r)
{
    {
        std::lock_guard lock(mutex_);
        if (round_ == r) round_.reset();
    }
    r->over->open();
}

OKTA_DECL bool token_source::learn(http_request const& request, http_response const& answer, int attempt)
{
    if (options_.dpop && options_.dpop->learn(request.origin, answer)) return true;
    if (answer.status != 401 || attempt != 1) return false;
    auto const sent = request.fields.find("Authorization");
    std::lock_guard lock(mutex_);
    // Another call may have renewed it meanwhile; then the new one is worth a try.
    if (sent && tokens_ && sent->ends_with(tokens_->access_token.reveal())) refused_ = true;
    return true;
}

} // namespace okta::detail
#endif
