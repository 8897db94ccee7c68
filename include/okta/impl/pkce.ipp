#ifndef OKTA_IMPL_PKCE_IPP
#define OKTA_IMPL_PKCE_IPP

#include <okta/auth/encoding.hpp>
#include <okta/auth/pkce.hpp>

namespace okta {

OKTA_DECL std::string random_token(std::size_t bytes) { return detail::base64url_encode(detail::random_bytes(bytes)); }

OKTA_DECL pkce::pkce(secret verifier)
    : verifier_(std::move(verifier)), challenge_(detail::base64url_encode(detail::sha256(verifier_.reveal())))
{
}

OKTA_DECL pkce pkce::make()
{
    secret const random(detail::random_bytes(32));
    return pkce(secret(detail::base64url_encode(random.reveal())));
}

OKTA_DECL result<pkce> pkce::from_verifier(secret verifier)
{
    constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    auto const text = verifier.reveal();
    error e;
    e.kind = error_kind::invalid_request;
    if (text.size() < 43 || text.size() > 128)
        e.summary = "the PKCE verifier has " + std::to_string(text.size()) + " characters, not 43 to 128";
    else if (text.find_first_not_of(unreserved) != text.npos)
        e.summary = "the PKCE verifier holds a character other than letters, digits and -._~";
    else return pkce(std::move(verifier));
    return e;
}

} // namespace okta
#endif
