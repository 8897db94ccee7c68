#ifndef OKTA_IMPL_SANDBOX_TOKEN_FORM_IPP
#define OKTA_IMPL_SANDBOX_TOKEN_FORM_IPP

#include <okta/sandbox/service_app.hpp>
#include <okta/sandbox/text.hpp>

#include <algorithm>

// What a token request says, before any key is asked.

namespace okta::sandbox::detail {

using refused = token_endpoint::refused;

OKTA_DECL refused invalid_client(std::string why) { return {401, "invalid_client", std::move(why)}; }
OKTA_DECL refused invalid_request(std::string why) { return {400, "invalid_request", std::move(why)}; }
OKTA_DECL refused invalid_scope(std::string why) { return {400, "invalid_scope", std::move(why)}; }

/// What a client sent, fit for a message: short, and nothing but letters, digits and common signs.
OKTA_DECL std::string shown(std::string_view text)
{
    constexpr std::size_t longest = 64;
    std::string out(text.substr(0, longest));
    for (char& c : out)
        if (c <= 0x20 || c >= 0x7f || c == '"' || c == '\\') c = '?';
    return text.size() > longest ? out + "..." : out;
}

using token_form = std::map<std::string, std::string, std::less<>>;

/// RFC 6749 section 3.2: a parameter occurs once; without a value it counts as left out.
OKTA_DECL std::optional<refused> read_form(std::string_view body, token_form& to)
{
    constexpr std::size_t longest = 16 * 1024;
    if (body.size() > longest) return invalid_request("The request body is longer than 16 KiB.");
    while (!body.empty()) {
        auto const pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        auto const equals = std::min(pair.find('='), pair.size());
        auto name = percent_decode(pair.substr(0, equals), true);
        auto value = percent_decode(pair.substr(std::min(pair.size(), equals + 1)), true);
        if (!name || !value) return invalid_request("The request body is not application/x-www-form-urlencoded.");
        if (value->empty()) continue;
        if (!to.emplace(*name, std::move(*value)).second)
            return invalid_request("The '" + shown(*name) + "' parameter is repeated.");
    }
    return std::nullopt;
}

OKTA_DECL std::string_view parameter(token_form const& form, std::string_view name)
{
    auto const found = form.find(name);
    return found == form.end() ? std::string_view() : std::string_view(found->second);
}

OKTA_DECL std::optional<refused> check_form(token_form const& form)
{
    auto const grant_type = parameter(form, "grant_type");
    if (grant_type.empty()) return invalid_request("The 'grant_type' parameter is required.");
    if (grant_type != "client_credentials")
        return refused{400, "unsupported_grant_type", "The grant type in the request isn't supported."};
    bool const assertion = !parameter(form, "client_assertion").empty();
    auto const type = parameter(form, "client_assertion_type");
    if (!parameter(form, "client_secret").empty()) {
        if (assertion)
            return invalid_request("Can't supply multiple client credentials. Use one of the following: credentials in "
                                   "the Authorization header, credentials in the post body, or a client_assertion in "
                                   "the post body.");
        return invalid_client("Client Credentials requests to the Org Authorization Server must use the "
                              "private_key_jwt token_endpoint_auth_method.");
    }
    if (!assertion && type.empty()) return invalid_client("No client credentials found.");
    if (type != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        return invalid_request("The client_assertion_type is invalid.");
    if (!assertion) return invalid_request("The 'client_assertion' parameter is required.");
    return std::nullopt;
}

} // namespace okta::sandbox::detail
#endif
