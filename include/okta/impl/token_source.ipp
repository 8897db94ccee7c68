#ifndef OKTA_IMPL_TOKEN_SOURCE_IPP
#define OKTA_IMPL_TOKEN_SOURCE_IPP

#include <okta/auth/token_source.hpp>
#include <okta/codec/decode.hpp>

#include <algorithm>
#include <utility>

namespace okta::detail {

/// The call whose turn it is to fetch. Given up, it leaves the turn to whoever comes next.
class token_source::fetching final : public authorisation_steps, public std::enable_shared_from_this<fetching>
{
public:
    fetching(std::shared_ptr<token_source> source, std::shared_ptr<round> r)
        : source_(std::move(source)), round_(std::move(r))
    {
    }
    ~fetching() override { source_->finish(round_); } // no matter when it is finished already

    authorisation start(http_request& original)
    {
        auto form = source_->grant_->request();
        if (!form) return conclude(original, std::move(form.error()));
        // It is made for all who wait, not only for a call in a hurry.
        if (original.timeout.count() > 0) timeout_ = std::max(original.timeout, least_timeout);
        call_.emplace(source_->client_, source_->options_, original.origin, timeout_, std::move(*form));
        return proceed(original, call_->start());
    }

    authorisation answered(http_request& original, http_response answer) override
    {
        return proceed(original, call_->answered(std::move(answer)));
    }

    authorisation failed(http_request& original, error why) override
    {
        if (why.kind == error_kind::cancelled) return why; // this call's own matter: the others go on
        // As is its lack of time, unless the request had its own.
        bool const cut_short = why.kind == error_kind::authorisation || source_->grant_->repeatable();
        bool const hurried = original.timeout.count() > 0 && original.timeout < timeout_;
        bool const own = cut_short && hurried && why.transport_code == boost::system::errc::timed_out;
        return source_->use_or_fail(original, *round_, std::move(why), !own);
    }

    authorisation gate_opened(http_request& original) override { return proceed(original, call_->signed_remotely()); }

private:
    static constexpr std::chrono::milliseconds least_timeout{30'000};

    authorisation proceed(http_request& original, token_call::step step)
    {
        if (auto* const s = std::get_if<token_call::send>(&step))
            return send_first{std::move(s->request), shared_from_this(), source_->grant_->repeatable()};
        if (auto* const w = std::get_if<token_call::wait>(&step))
            return wait_first{std::move(w->until), shared_from_this()};
        return conclude(original, std::move(std::get<result<token_set>>(step)));
    }

    authorisation conclude(http_request& original, result<token_set> got)
    {
        auto failure = got ? source_->grant_->received(*got) : std::optional<error>(std::move(got.error()));
        if (!failure && got->dpop && !source_->options_.dpop)
            failure = authorisation_error("the token is bound to a key (DPoP), and there is none: oauth_options::dpop");
        if (failure) return source_->use_or_fail(original, *round_, std::move(*failure), true);
        source_->keep(std::move(*got));
        round_->got = source_->tokens();
        source_->put(original, *round_->got); // even if it is good for this moment only
        return authorised{};
    }

    std::shared_ptr<token_source> source_;
    std::shared_ptr<round> round_;
    std::optional<token_call> call_ = {};
    std::chrono::milliseconds timeout_{0}; // of the exchange, if nobody is in a hurry
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
        if (!round_->got) return source_->authorise(original); // the turn was given up
        source_->put(original, *round_->got);
        return authorised{};
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
        throw exception({.kind = error_kind::invalid_request,
                         .summary = "the key of the DPoP proofs is the client's own: Okta wants another one"});
    }
    if (tokens && tokens->dpop && !options_.dpop) {
        throw exception({.kind = error_kind::invalid_request,
                         .summary = "the tokens are bound to a key (DPoP): give it as oauth_options::dpop"});
    }
    if (tokens) keep(std::move(*tokens));
}

OKTA_DECL std::shared_ptr<token_set const> token_source::tokens() const
{
    std::lock_guard lock(mutex_);
    return tokens_;
}

OKTA_DECL authorisation token_source::authorise(http_request& request)
{
    auto const now = options_.environment.now();
    std::shared_ptr<round> mine;
    std::shared_ptr<fetching> turn; // made before anybody relies on it, and not under the lock
    for (;;) {
        std::unique_lock lock(mutex_);
        if (origin_.empty()) origin_ = request.origin;
        if (origin_ != request.origin)
            return authorisation_error("the credentials are for " + origin_ + " and do not go to " + request.origin);
        bool const good = tokens_ && !refused_ && now < tokens_->expires();
        if (good && (now < renew_at_ || round_)) {
            auto const usable = tokens_;
            lock.unlock();
            put(request, *usable);
            return authorised{};
        }
        if (round_) return wait_first{round_->over, std::make_shared<following>(shared_from_this(), round_)};
        if (turn) {
            round_ = mine;
            break;
        }
        lock.unlock();
        mine = std::make_shared<round>();
        turn = std::make_shared<fetching>(shared_from_this(), mine);
    }
    return turn->start(request);
}

OKTA_DECL void token_source::put(http_request& request, token_set const& tokens) const
{
    std::string header(tokens.dpop ? "DPoP " : "Bearer ");
    request.fields.set("Authorization", header.append(tokens.access_token.reveal()));
    if (tokens.dpop) options_.dpop->prove(request, tokens.access_token, options_.environment);
    else request.fields.remove("DPoP"); // of an earlier attempt
}

/// Without what no call needs: refresh and ID token.
OKTA_DECL void token_source::keep(token_set tokens)
{
    using namespace std::chrono_literals;
    std::chrono::duration<double> const margin = std::min<std::chrono::duration<double>>(tokens.lifetime / 10.0, 5min);
    auto const before = margin * (1 + options_.environment.jitter() / 2);
    auto const renew_at = tokens.expires() - std::chrono::duration_cast<time_point::duration>(before);
    tokens.refresh_token.reset();
    tokens.id_token.reset();
    auto kept = std::make_shared<token_set const>(std::move(tokens));
    std::lock_guard lock(mutex_);
    renew_at_ = renew_at;
    refused_ = false;
    tokens_ = std::move(kept);
}

/// After a renewal that failed: an old token that is still good serves a while longer. One that was refused does not
/// serve the call that asked, but others: not every refusal is the token's fault. A failure that is not for all leaves
/// the turn to the next.
OKTA_DECL authorisation token_source::use_or_fail(http_request& request, round& r, error why, bool for_all)
{
    constexpr std::chrono::seconds pause{5};
    auto const now = options_.environment.now();
    std::shared_ptr<token_set const> old;
    bool was_refused = false;
    {
        std::lock_guard lock(mutex_);
        if (tokens_ && now < tokens_->expires()) old = tokens_;
        was_refused = refused_;
        if (for_all) refused_ = false;
        if (old) renew_at_ = now + pause;
    }
    why.summary = "no access token: " + why.summary;
    why.kind = error_kind::authorisation;
    if (old && (for_all || !was_refused)) r.got = old;
    else if (for_all) r.failure = why;
    if (!old || was_refused) return why;
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

/// Whether a 401 says that the token is at fault; not when it names another reason.
OKTA_DECL bool blames_token(http_response const& answer)
{
    auto const code = error_code_of(answer);
    return code.empty() || code == "invalid_token" || code == "E0000011";
}

OKTA_DECL bool token_source::learn(http_request const& request, http_response const& answer)
{
    constexpr std::chrono::seconds young{5}; // a new token would do no better
    if (options_.dpop && options_.dpop->learn(request.origin, answer)) return true;
    if (answer.status != 401 || !blames_token(answer)) return false;
    auto const sent = request.fields.find("Authorization");
    auto const now = options_.environment.now();
    std::lock_guard lock(mutex_);
    if (!sent || !tokens_) return false;
    if (!sent->ends_with(tokens_->access_token.reveal())) return true; // another call has renewed it meanwhile
    if (now < tokens_->issued + std::min(young, tokens_->lifetime / 2)) return false;
    return refused_ = true;
}

} // namespace okta::detail
#endif
