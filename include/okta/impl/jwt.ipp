#ifndef OKTA_IMPL_JWT_IPP
#define OKTA_IMPL_JWT_IPP

#include <okta/auth/encoding.hpp>
#include <okta/auth/jwt.hpp>
#include <okta/auth/pkce.hpp>
#include <okta/auth/jose_key.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace okta {
namespace detail {

OKTA_DECL std::string jws_input(boost::json::object const& header, boost::json::object const& claims)
{
    return base64url_encode(boost::json::serialize(header)) + '.' + base64url_encode(boost::json::serialize(claims));
}

OKTA_DECL std::int64_t to_numeric_date(std::chrono::sys_seconds t) { return t.time_since_epoch().count(); }

} // namespace detail

OKTA_DECL secret attach_signature(std::string_view input, std::string_view signature)
{
    return secret(std::string(input) + '.' + detail::base64url_encode(signature));
}

OKTA_DECL secret sign_jwt(signing_key const& key, boost::json::object header, boost::json::object claims)
{
    header["alg"] = detail::name_of(key.algorithm());
    if (!key.kid().empty()) header["kid"] = key.kid();
    auto const input = detail::jws_input(header, claims);
    return attach_signature(input, key.sign(input));
}

OKTA_DECL boost::json::object claims_of(client_assertion_claims const& c)
{
    constexpr std::chrono::seconds least{1}, most{3'300};
    auto const end = c.now + std::clamp(c.lifetime, least, most);
    return {{"iss", c.client_id},
            {"sub", c.client_id},
            {"aud", c.audience},
            {"iat", detail::to_numeric_date(c.now)},
            {"exp", detail::to_numeric_date(end)},
            {"jti", c.jti.empty() ? random_token() : c.jti}};
}

OKTA_DECL secret make_client_assertion(signing_key const& key, client_assertion_claims const& claims)
{
    return sign_jwt(key, {}, claims_of(claims));
}

OKTA_DECL std::string signing_input(signing_algorithm algorithm, std::string_view kid, boost::json::object claims)
{
    if (!detail::find_algorithm(algorithm))
        detail::refuse_key("the algorithm " + detail::name_of(algorithm) + " has no key pair: take RS or ES");
    boost::json::object header{{"alg", detail::name_of(algorithm)}};
    if (!kid.empty()) header["kid"] = kid;
    return detail::jws_input(header, claims);
}

OKTA_DECL result<std::string> jws_signature(signing_algorithm algorithm, std::string_view der)
{
    return detail::result_of([&] {
        auto const* const a = detail::find_algorithm(algorithm);
        if (!a) detail::refuse_key("the algorithm " + detail::name_of(algorithm) + " has no key pair: take RS or ES");
        auto const* const curve = detail::curve_of(a->kind);
        auto raw = curve ? detail::raw_signature(der, curve->bytes) : std::string(der);
        if (raw.empty())
            detail::refuse_key("the signature is not an ECDSA signature in DER for " + detail::name_of(algorithm));
        return raw;
    });
}

} // namespace okta
#endif
