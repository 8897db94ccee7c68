#ifndef OKTA_IMPL_VERIFICATION_IPP
#define OKTA_IMPL_VERIFICATION_IPP

#include <okta/auth/verification.hpp>
#include <okta/impl/jose_jwk.ipp>

namespace okta::detail {

struct jws_parts
{
    std::string_view signed_text; // header and payload
    boost::json::object header;
    std::string payload, signature;
};

OKTA_DECL std::string jws_part(std::string_view text, std::string_view what)
{
    auto bytes = base64url_decode(text);
    if (!bytes) refuse_key("the JWS's " + std::string(what) + " is not base64url without padding");
    return std::move(*bytes);
}

OKTA_DECL jws_parts parts_of(std::string_view compact)
{
    constexpr std::size_t longest = 64 * 1024;
    if (compact.size() > longest) refuse_key("the JWS is longer than 64 KiB");
    auto const first = compact.find('.'), second = compact.rfind('.');
    if (first == second || compact.substr(first + 1, second - first - 1).find('.') != compact.npos)
        refuse_key("the JWS has not three parts with dots between them");
    jws_parts parts{.signed_text = compact.substr(0, second),
                    .header = parse_object(jws_part(compact.substr(0, first), "header"), "the JWS's header"),
                    .payload = jws_part(compact.substr(first + 1, second - first - 1), "payload"),
                    .signature = jws_part(compact.substr(second + 1), "signature")};
    return parts;
}

OKTA_DECL jws_algorithm const& algorithm_of(boost::json::object const& header, jose_key const& key)
{
    auto const* const alg = header.if_contains("alg");
    if (!alg || !alg->is_string()) refuse_key("the JWS's header lacks the member 'alg'");
    auto const name = std::string_view(alg->get_string());
    auto const known = open_enum<signing_algorithm>::from_text(name).known();
    auto const* const algorithm = known ? find_algorithm(*known) : nullptr;
    if (!algorithm)
        refuse_key("the JWS's alg " + in_quotes(name) + " is not one of RS256, RS384, RS512, ES256, ES384, ES512");
    if (algorithm->kind != key.kind)
        refuse_key("the JWS's alg " + in_quotes(name) + " does not fit " + name_of(key.kind));
    return *algorithm;
}

OKTA_DECL verified_jws verified(std::string_view compact, json_web_key const& jwk)
{
    auto parts = parts_of(compact);
    if (parts.header.contains("crit")) refuse_key("the JWS's header has 'crit': no extension is understood");
    auto const members = jwk_members_of(jwk, "verify");
    auto const key = key_of(members, false);
    auto const& algorithm = algorithm_of(parts.header, key);
    if (auto const* const own = algorithm_of(members, key.kind); own && own != &algorithm)
        refuse_key("the JWS's alg " + name_of(algorithm.value) + " is not the key's own, " + name_of(own->value));
    if (!jws_verify(key.evp.get(), algorithm, parts.signed_text, parts.signature))
        refuse_key("the JWS's signature is not by that key");
    return {std::move(parts.header), std::move(parts.payload)};
}

OKTA_DECL result<verified_jws> verify_jws(std::string_view compact, json_web_key const& key)
{
    return result_of([&] { return verified(compact, key); });
}

OKTA_DECL result<verified_jwt> verify_jwt(std::string_view compact, json_web_key const& key)
{
    return result_of([&] {
        auto jws = verified(compact, key);
        return verified_jwt{std::move(jws.header), parse_object(jws.payload, "the JWT's payload")};
    });
}

OKTA_DECL result<unverified_jwt> parse_jwt(std::string_view compact)
{
    return result_of([&] {
        auto parts = parts_of(compact);
        return unverified_jwt{std::move(parts.header), parse_object(parts.payload, "the JWT's payload")};
    });
}

OKTA_DECL result<std::string> jwk_thumbprint(json_web_key const& key)
{
    return result_of([&] { return thumbprint_of(public_jwk_of(key_of(jwk_members_of(key, "verify"), false))); });
}

OKTA_DECL bool has_private_part(json_web_key const& key) noexcept
{
    return key.d || key.p || key.q || key.dp || key.dq || key.qi || key.k || key.custom.contains("oth");
}

} // namespace okta::detail
#endif
