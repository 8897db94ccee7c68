#ifndef OKTA_IMPL_LINKED_ACCOUNT_IPP
#define OKTA_IMPL_LINKED_ACCOUNT_IPP

#include <okta/auth/linked_account.hpp>
#include <okta/auth/pkce.hpp>

#include <algorithm>
#include <utility>

namespace okta {
namespace detail {

/// A text for people that any store can keep: of bounded length, and ASCII, since what a server says in a header need
/// not be UTF-8.
OKTA_DECL std::string reason_text(std::string_view text)
{
    constexpr std::size_t longest = 400;
    std::string reason(text.substr(0, longest));
    std::ranges::replace_if(reason, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
    return reason;
}

OKTA_DECL linked_account with_status(linked_account account, account_status status, std::string reason, timestamp now)
{
    if (account.status == status && account.status_reason == reason) return account;
    account.status = status;
    account.status_reason = std::move(reason);
    account.updated = now;
    return account;
}

/// Whether Okta refused the credentials, for good as far as one can tell. What stood in the way of a token request, the
/// network, a store or a signer, has the kind `authorisation` as well.
OKTA_DECL bool refuses_credentials(error const& e)
{
    bool const said_by_okta = e.status >= 400 || (e.status == 0 && !e.code.empty());
    if (!said_by_okta || e.transport_code || e.status == 429 || e.status >= 500) return false;
    return e.kind == error_kind::authorisation || e.kind == error_kind::oauth ||
           (e.kind == error_kind::service && e.status == 401);
}

OKTA_DECL timestamp account_time(std::chrono::system_clock::time_point t) noexcept
{
    return std::chrono::floor<timestamp::duration>(t);
}

/// A timestamp may lie in the year 9999, where a clock that counts nanoseconds ends in 2262.
OKTA_DECL bool fits_clock(timestamp t) noexcept
{
    using namespace std::chrono;
    return t >= sys_days{year{1970} / 1 / 1} && t < sys_days{year{2200} / 1 / 1};
}

} // namespace detail

OKTA_DECL bool is_account_id(std::string_view text) noexcept
{
    constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return !text.empty() && text.size() <= max_account_id_size && text.find_first_not_of(base64url) == text.npos;
}

OKTA_DECL linked_account new_account(std::string owner_id, std::string org, std::string client_id, timestamp now)
{
    linked_account account;
    account.id = random_token();
    account.owner_id = std::move(owner_id);
    account.org = std::move(org);
    account.client_id = std::move(client_id);
    account.created = account.updated = now;
    return account;
}

OKTA_DECL linked_account with_tokens(linked_account account, token_set const& tokens, timestamp now)
{
    account.access_token = tokens.access_token;
    account.access_token_issued = detail::account_time(tokens.issued);
    account.access_token_expires = detail::account_time(tokens.expires());
    account.dpop = tokens.dpop;
    if (tokens.refresh_token && !tokens.refresh_token->empty()) account.refresh_token = *tokens.refresh_token;
    if (!tokens.scopes.empty()) account.scopes = tokens.scopes;
    account.updated = now;
    return account;
}

OKTA_DECL token_set tokens_of(linked_account const& account)
{
    token_set tokens;
    tokens.access_token = account.access_token;
    tokens.dpop = account.dpop;
    tokens.scopes = account.scopes;
    if (!account.refresh_token.empty()) tokens.refresh_token = account.refresh_token;
    tokens.lifetime = {};
    if (account.access_token.empty() || !account.access_token_expires) return tokens;
    auto const expires = *account.access_token_expires, issued = account.access_token_issued.value_or(expires);
    if (!detail::fits_clock(issued) || !detail::fits_clock(expires) || expires < issued) return tokens;
    tokens.issued = issued;
    tokens.lifetime = std::chrono::floor<std::chrono::seconds>(expires - issued);
    return tokens;
}

OKTA_DECL linked_account after_call(linked_account account, std::optional<error> const& failure, timestamp now)
{
    if (account.status == account_status::suspended) return account;
    if (!failure) return detail::with_status(std::move(account), account_status::active, {}, now);
    if (!detail::refuses_credentials(*failure)) return account;
    auto const status = failure->code == "invalid_grant" ? account_status::expired : account_status::error;
    return detail::with_status(std::move(account), status, detail::reason_text(failure->message()), now);
}

OKTA_DECL linked_account suspend(linked_account account, std::string_view reason, timestamp now)
{
    return detail::with_status(std::move(account), account_status::suspended, std::string(reason), now);
}

OKTA_DECL linked_account resume(linked_account account, timestamp now)
{
    if (!(account.status == account_status::suspended)) return account;
    return detail::with_status(std::move(account), account_status::active, {}, now);
}

} // namespace okta
#endif
