#ifndef OKTA_IMPL_SIGNING_KEY_IPP
#define OKTA_IMPL_SIGNING_KEY_IPP

#include <okta/auth/signing_key.hpp>
#include <okta/impl/jose_pem.ipp>
#include <okta/impl/key_file.ipp>

#include <openssl/core_names.h>

namespace okta {
namespace detail {

struct signing_key_state
{
    jose_key key;
    jws_algorithm const* algorithm;
    std::string kid;
    json_web_key public_jwk;
    std::string thumbprint;
};
using signing_key_ptr = std::shared_ptr<signing_key_state const>;

/// RFC 7518 section 6.3.2 allows an RSA key without them.
OKTA_DECL bool has_primes(jose_key const& key)
{
    BIGNUM* got = nullptr;
    bool const has = EVP_PKEY_get_bn_param(key.evp.get(), OSSL_PKEY_PARAM_RSA_FACTOR1, &got) == 1;
    evp_ptr<BIGNUM> const prime(got);
    return has;
}

/// Whether OpenSSL can compare the two parts in bearable time. It looks whether the primes are prime, which takes half
/// a second for 4,096 bits and five for 8,192.
OKTA_DECL bool can_be_compared(jose_key const& key)
{
    constexpr int most_bits = 4'096;
    return key.kind != key_kind::rsa || (has_primes(key) && EVP_PKEY_get_bits(key.evp.get()) <= most_bits);
}

/// Else Okta alone would notice that the private part is another key's, and say no more than `invalid_client`.
OKTA_DECL void check_pair(jose_key const& key, std::string_view what)
{
    bool good = true;
    if (key.kind == key_kind::rsa) {
        auto const& by_signing = jws_algorithms[0];
        good = jws_verify(key.evp.get(), by_signing, what, jws_sign(key.evp.get(), by_signing, what));
    }
    if (can_be_compared(key)) {
        evp_ptr<EVP_PKEY_CTX> const context(allocated(EVP_PKEY_CTX_new_from_pkey(nullptr, key.evp.get(), nullptr)));
        good = good && EVP_PKEY_pairwise_check(context.get()) == 1;
    }
    if (!good) refuse_key(std::string(what) + "'s private part does not belong to its public part");
}

OKTA_DECL signing_key_ptr make_state(jose_key key, jws_algorithm const* algorithm, std::string kid)
{
    auto jwk = public_jwk_of(key);
    auto thumbprint = thumbprint_of(jwk);
    return std::make_shared<signing_key_state const>(
        signing_key_state{std::move(key), algorithm, std::move(kid), std::move(jwk), std::move(thumbprint)});
}

/// The algorithm that was asked for, or the key's own.
OKTA_DECL jws_algorithm const* choose_algorithm(key_kind kind, std::optional<signing_algorithm> wanted)
{
    if (!wanted) return std::ranges::find(jws_algorithms, kind, &jws_algorithm::kind);
    auto const* const algorithm = find_algorithm(*wanted);
    if (!algorithm || algorithm->kind != kind)
        refuse_key("the algorithm " + name_of(*wanted) + " does not fit " + name_of(kind) + ": it signs with " +
                   algorithms_of(kind));
    return algorithm;
}

OKTA_DECL signing_key_ptr state_of_pem(std::string_view pem, signing_key_options&& o)
{
    check_length(pem, "the PEM");
    auto key = key_of_pem(pem);
    check_pair(key, "the PEM");
    auto const* const algorithm = choose_algorithm(key.kind, o.algorithm);
    return make_state(std::move(key), algorithm, std::move(o.kid));
}

OKTA_DECL signing_key_ptr state_of_jwk(jwk_members const& jwk, signing_key_options&& o)
{
    auto const own_kid = member(jwk, "kid");
    if (!o.kid.empty() && !own_kid.empty() && o.kid != own_kid)
        refuse_key("the kid " + in_quotes(o.kid) + " is not the JWK's own, " + in_quotes(own_kid));
    auto key = key_of(jwk, true);
    auto const* const own = algorithm_of(jwk, key.kind);
    auto const* const algorithm = own && !o.algorithm ? own : choose_algorithm(key.kind, o.algorithm);
    if (own && own != algorithm)
        refuse_key("the algorithm " + name_of(algorithm->value) + " is not the JWK's own, " + name_of(own->value));
    check_pair(key, "the JWK");
    return make_state(std::move(key), algorithm, own_kid.empty() ? std::move(o.kid) : std::string(own_kid));
}

OKTA_DECL bool has_text(boost::json::object const& jwk, std::string_view name, std::string_view text)
{
    auto const* const value = jwk.if_contains(name);
    return value && value->is_string() && value->get_string() == text;
}

/// The private key of a JWK set, the one with that kid if it is not empty.
OKTA_DECL boost::json::object const& only_key_of_set(boost::json::value const& keys, std::string const& kid)
{
    auto const* const list = keys.if_array();
    if (!list) refuse_key("the JWK set's member 'keys' is not an array");
    boost::json::object const *found = nullptr, *only_public = nullptr;
    std::size_t count = 0;
    for (auto const& item : *list) {
        auto const* const jwk = item.if_object();
        if (!jwk || (!kid.empty() && !has_text(*jwk, "kid", kid))) continue;
        if (!jwk->contains("d")) only_public = jwk;
        else found = jwk, ++count;
    }
    auto const which = kid.empty() ? std::string() : " with the kid " + in_quotes(kid);
    if (count > 1)
        refuse_key("the JWK set holds " + std::to_string(count) + " private keys" + which +
                   (kid.empty() ? ": choose one by its kid" : ""));
    if (!found)
        refuse_key("the JWK set holds no private key" + which +
                   (only_public ? ", only a public or symmetric one" : ""));
    return *found;
}

OKTA_DECL signing_key_ptr state_of_json(std::string_view json, signing_key_options&& o)
{
    check_length(json, "the JWK");
    wiping_memory memory;
    auto const object = parse_object(json, "the JWK", &memory);
    auto const* const keys = object.if_contains("keys");
    return state_of_jwk(jwk_members_of(keys ? only_key_of_set(*keys, o.kid) : object, "sign"), std::move(o));
}

OKTA_DECL signing_key_ptr state_of_file(std::string const& path, signing_key_options&& o)
{
    auto const named = "the key file '" + path + "'";
    auto const content = read_key_file(path, named);
    auto const text = without_blanks_around(content.reveal());
    try {
        if (text.empty()) refuse_key("it is empty");
        if (text.starts_with('{')) return state_of_json(text, std::move(o));
        if (text.starts_with('\x30') && text.find("-----BEGIN") == text.npos)
            refuse_key("it is neither PEM nor a JWK, but perhaps DER: convert it to PEM");
        return state_of_pem(text, std::move(o));
    } catch (exception const& e) {
        auto told = e.error();
        told.summary.insert(0, named + ": ");
        throw exception(std::move(told));
    }
}

OKTA_DECL signing_key_ptr state_of_any(std::string_view given, signing_key_options&& o)
{
    auto const text = without_blanks_around(given);
    if (text.empty()) refuse_key("the private key is empty: give PEM, a JWK or the path of a file");
    if (text.starts_with('{')) return state_of_json(text, std::move(o));
    if (text.find("-----BEGIN") != text.npos) return state_of_pem(text, std::move(o));
    std::string path(text);
    if (!has_extension(path) && !open_file(path)) {
        // it may as well be a key that lost its first line, so it is not shown, and not left behind
        auto const why = errno;
        OPENSSL_cleanse(path.data(), path.size());
        refuse_key("the private key is neither PEM nor a JWK, nor the path of a file that can be opened (" +
                   std::generic_category().message(why) + ")");
    }
    return state_of_file(path, std::move(o));
}

} // namespace detail

OKTA_DECL signing_key::signing_key(std::shared_ptr<detail::signing_key_state const> state) noexcept
    : state_(std::move(state))
{
}

OKTA_DECL result<signing_key> signing_key::from_pem(secret const& pem, options o)
{
    return detail::result_of([&] { return signing_key(detail::state_of_pem(pem.reveal(), std::move(o))); });
}

OKTA_DECL result<signing_key> signing_key::from_jwk(json_web_key const& jwk, options o)
{
    return detail::result_of(
        [&] { return signing_key(detail::state_of_jwk(detail::jwk_members_of(jwk, "sign"), std::move(o))); });
}

OKTA_DECL result<signing_key> signing_key::from_jwk(secret const& json, options o)
{
    return detail::result_of([&] { return signing_key(detail::state_of_json(json.reveal(), std::move(o))); });
}

OKTA_DECL result<signing_key> signing_key::from_file(std::string const& path, options o)
{
    return detail::result_of([&] { return signing_key(detail::state_of_file(path, std::move(o))); });
}

OKTA_DECL result<signing_key> signing_key::parse(secret const& pem_or_jwk_or_path, options o)
{
    return detail::result_of(
        [&] { return signing_key(detail::state_of_any(pem_or_jwk_or_path.reveal(), std::move(o))); });
}

OKTA_DECL signing_key signing_key::generate(signing_algorithm algorithm)
{
    detail::openssl_errors_kept const kept;
    auto const* const a = detail::find_algorithm(algorithm);
    if (!a) detail::refuse_key("the algorithm " + detail::name_of(algorithm) + " has no key pair: take RS or ES");
    auto const* const curve = detail::curve_of(a->kind);
    detail::evp_ptr<EVP_PKEY> key(curve ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve->group.data())
                                        : EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2'048}));
    if (!key) detail::throw_crypto_failure("OpenSSL makes no key for " + detail::name_of(algorithm));
    return signing_key(detail::make_state({std::move(key), a->kind}, a, {}));
}

OKTA_DECL signing_algorithm signing_key::algorithm() const noexcept { return state_->algorithm->value; }
OKTA_DECL std::string const& signing_key::kid() const noexcept { return state_->kid; }
OKTA_DECL json_web_key signing_key::public_jwk() const { return state_->public_jwk; }
OKTA_DECL json_web_key signing_key::private_jwk() const
{
    detail::openssl_errors_kept const kept;
    auto const& key = state_->key;
    auto jwk = state_->public_jwk;
    auto const put = [&](std::optional<secret>& to, char const* name, std::size_t width = 0) {
        secret const number(detail::number_in(key.evp.get(), name, width));
        to = secret(detail::base64url_encode(number.reveal()));
    };
    if (!state_->kid.empty()) jwk.kid = state_->kid;
    jwk.alg = algorithm();
    if (auto const* const curve = detail::curve_of(key.kind)) {
        put(jwk.d, OSSL_PKEY_PARAM_PRIV_KEY, curve->bytes);
        return jwk;
    }
    put(jwk.d, OSSL_PKEY_PARAM_RSA_D);
    if (!detail::has_primes(key)) return jwk;
    put(jwk.p, OSSL_PKEY_PARAM_RSA_FACTOR1);
    put(jwk.q, OSSL_PKEY_PARAM_RSA_FACTOR2);
    put(jwk.dp, OSSL_PKEY_PARAM_RSA_EXPONENT1);
    put(jwk.dq, OSSL_PKEY_PARAM_RSA_EXPONENT2);
    put(jwk.qi, OSSL_PKEY_PARAM_RSA_COEFFICIENT1);
    return jwk;
}

OKTA_DECL std::string signing_key::thumbprint() const { return state_->thumbprint; }

OKTA_DECL std::string signing_key::sign(std::string_view input) const
{
    auto signature = detail::jws_sign(state_->key.evp.get(), *state_->algorithm, input);
    if (signature.empty()) detail::throw_crypto_failure("OpenSSL does not sign with " + detail::name_of(algorithm()));
    return signature;
}

OKTA_DECL bool signing_key::same_key_as(signing_key const& other) const
{
    return state_->thumbprint == other.state_->thumbprint;
}

} // namespace okta
#endif
