#ifndef OKTA_IMPL_DPOP_IPP
#define OKTA_IMPL_DPOP_IPP

#include <okta/auth/dpop.hpp>

#include <boost/json/parse.hpp>

namespace okta {
namespace detail {

/// Whether an answer says `use_dpop_nonce`: in its body at the token endpoint, in WWW-Authenticate elsewhere (RFC 9449
/// sections 8 and 9).
OKTA_DECL bool wants_nonce(http_response const& answer)
{
    constexpr std::string_view code = "use_dpop_nonce";
    constexpr std::size_t readable = 64 * 1024;
    if (answer.status != 400 && answer.status != 401) return false;
    for (auto const challenge : answer.fields.all("WWW-Authenticate"))
        if (challenge.find(code) != challenge.npos) return true;
    if (answer.body.size() > readable) return false;
    boost::system::error_code ec;
    auto const body = boost::json::parse(answer.body, ec);
    auto const* const object = ec ? nullptr : body.if_object();
    auto const* const value = object ? object->if_contains("error") : nullptr;
    return value && value->is_string() && value->get_string() == code;
}

} // namespace detail

OKTA_DECL dpop::dpop(signing_key key) : state_(std::make_shared<state>(std::move(key))) {}

OKTA_DECL std::string dpop::nonce(std::string const& origin) const
{
    std::lock_guard lock(state_->mutex);
    auto const at = state_->nonces.find(origin);
    return at == state_->nonces.end() ? std::string() : at->second;
}

OKTA_DECL void dpop::remember(std::string const& origin, std::string nonce)
{
    constexpr std::size_t most = 64; // origins: an org, its custom domains
    std::lock_guard lock(state_->mutex);
    if (state_->nonces.size() >= most && !state_->nonces.contains(origin)) state_->nonces.clear();
    state_->nonces[origin] = std::move(nonce);
}

OKTA_DECL void dpop::prove(http_request& request, secret const& access_token,
                           oauth_environment const& environment) const
{
    dpop_claims claims;
    claims.htm = to_string(request.method);
    claims.htu = dpop_htu(request.origin, request.target);
    claims.now = std::chrono::floor<std::chrono::seconds>(environment.now());
    claims.jti = environment.random_id();
    claims.nonce = nonce(request.origin);
    claims.access_token = access_token.reveal();
    request.fields.set("DPoP", make_dpop_proof(state_->key, claims).reveal());
}

OKTA_DECL bool dpop::learn(std::string const& origin, http_response const& answer)
{
    constexpr std::size_t longest = 1024;
    auto const fresh = answer.fields.find("DPoP-Nonce");
    if (!fresh || fresh->empty() || fresh->size() > longest) return false;
    remember(origin, std::string(*fresh));
    return detail::wants_nonce(answer);
}

} // namespace okta
#endif
