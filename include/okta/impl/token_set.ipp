#ifndef OKTA_IMPL_TOKEN_SET_IPP
#define OKTA_IMPL_TOKEN_SET_IPP

#include <okta/actions/oauth.hpp>
#include <okta/auth/token_set.hpp>
#include <okta/codec/decode.hpp>

#include <algorithm>
#include <utility>

namespace okta::detail {

OKTA_DECL std::vector<std::string> split_scopes(std::string_view text)
{
    std::vector<std::string> scopes;
    while (!text.empty()) {
        auto const blank = std::min(text.find(' '), text.size());
        if (blank != 0) scopes.emplace_back(text.substr(0, blank));
        text.remove_prefix(std::min(blank + 1, text.size()));
    }
    return scopes;
}

OKTA_DECL result<token_set> unusable_tokens(std::string why, response_facts facts)
{
    error e;
    e.kind = error_kind::unexpected_answer;
    e.status = facts.status;
    e.request_id = facts.request_id;
    e.summary = std::move(why);
    return {std::move(e), std::move(facts)};
}

OKTA_DECL result<token_set> read_tokens(http_response&& answer, std::chrono::system_clock::time_point asked)
{
    auto facts = facts_of(answer);
    token_response from;
    error e;
    auto const& info = info_of<token_request_client_credentials>();
    if (!decode_answer(std::move(answer), info, {}, facts, &from, nullptr, e, {}))
        return {std::move(e), std::move(facts)};
    secret const wiped(std::move(answer.body)); // it holds the tokens
    if (!from.access_token || from.access_token->empty())
        return unusable_tokens("the token endpoint gave no access_token", std::move(facts));
    constexpr std::int64_t longest = 366 * 24 * 3600;
    auto const lifetime = from.expires_in.value_or(3600);
    if (lifetime < 0 || lifetime > longest)
        return unusable_tokens("the token endpoint gave an expires_in of " + std::to_string(lifetime) + " s",
                               std::move(facts));
    auto const type = from.token_type ? from.token_type->text() : "Bearer";
    token_set tokens;
    tokens.dpop = equal_ignoring_case(type, "DPoP");
    if (!tokens.dpop && !equal_ignoring_case(type, "Bearer"))
        return unusable_tokens("the token endpoint gave a token_type that is neither Bearer nor DPoP",
                               std::move(facts));
    tokens.access_token = std::move(*from.access_token);
    tokens.issued = asked;
    tokens.lifetime = std::chrono::seconds(lifetime);
    tokens.refresh_token = std::move(from.refresh_token);
    tokens.id_token = std::move(from.id_token);
    tokens.scopes = split_scopes(from.scope.value_or(""));
    return {std::move(tokens), std::move(facts)};
}

} // namespace okta::detail
#endif
