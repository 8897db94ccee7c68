#ifndef OKTA_IMPL_JOSE_JWK_IPP
#define OKTA_IMPL_JOSE_JWK_IPP

#include <okta/auth/jose_key.hpp>
#include <okta/codec/json_read.hpp>

#include <boost/json/error.hpp>
#include <boost/json/memory_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

#include <openssl/core_names.h>

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

// Keys from JWKs: RFC 7517, RFC 7518 section 6.

namespace okta::detail {

/// The members of a JWK that are known here, wherever it came from; views into that.
using jwk_members = std::map<std::string_view, std::string_view>;

inline constexpr std::array private_jwk_members = {"d", "p", "q", "dp", "dq", "qi"};

/// What only the open part of a JWK may hold.
OKTA_DECL void check_open_members(boost::json::object const& jwk, std::string_view operation)
{
    if (jwk.contains("oth")) refuse_key("the JWK is of more than two primes ('oth'): that is not supported");
    auto const* const operations = jwk.if_contains("key_ops");
    if (!operations || operations->is_null()) return;
    bool allowed = false;
    if (auto const* const list = operations->if_array())
        for (auto const& o : *list) allowed = allowed || (o.is_string() && o.get_string() == operation);
    if (!allowed) refuse_key("the JWK's key_ops do not allow '" + std::string(operation) + "'");
}

OKTA_DECL jwk_members jwk_members_of(boost::json::object const& jwk, std::string_view operation)
{
    check_open_members(jwk, operation);
    jwk_members members;
    for (std::string_view const name :
         {"kty", "kid", "alg", "use", "n", "e", "crv", "x", "y", "d", "p", "q", "dp", "dq", "qi", "k"}) {
        auto const* const value = jwk.if_contains(name);
        if (!value || value->is_null()) continue;
        if (!value->is_string()) refuse_key("the JWK's member '" + std::string(name) + "' is not a string");
        members.emplace(name, std::string_view(value->get_string()));
    }
    return members;
}

OKTA_DECL jwk_members jwk_members_of(json_web_key const& jwk, std::string_view operation)
{
    check_open_members(jwk.custom, operation);
    jwk_members members;
    auto const text = [&](std::string_view name, std::optional<std::string> const& value) {
        if (value) members.emplace(name, *value);
    };
    auto const hidden = [&](std::string_view name, std::optional<secret> const& value) {
        if (value) members.emplace(name, value->reveal());
    };
    if (jwk.kty) members.emplace("kty", jwk.kty->text());
    if (jwk.alg) members.emplace("alg", jwk.alg->text());
    if (jwk.use) members.emplace("use", jwk.use->text());
    text("kid", jwk.kid), text("n", jwk.n), text("e", jwk.e);
    text("crv", jwk.crv), text("x", jwk.x), text("y", jwk.y);
    hidden("d", jwk.d), hidden("p", jwk.p), hidden("q", jwk.q);
    hidden("dp", jwk.dp), hidden("dq", jwk.dq), hidden("qi", jwk.qi), hidden("k", jwk.k);
    return members;
}

OKTA_DECL std::string_view member(jwk_members const& jwk, std::string_view name) noexcept
{
    auto const found = jwk.find(name);
    return found == jwk.end() ? std::string_view() : found->second;
}

/// A text from outside for an error, cut where it is too long to be read.
OKTA_DECL std::string in_quotes(std::string_view text)
{
    constexpr std::size_t longest = 40;
    return '\'' + std::string(text.substr(0, longest)) + (text.size() > longest ? "…'" : "'");
}

OKTA_DECL secret member_bytes(jwk_members const& jwk, std::string const& name)
{
    auto const text = member(jwk, name);
    if (text.empty()) refuse_key("the JWK lacks the member '" + name + "'");
    auto bytes = base64url_decode(text);
    if (!bytes) refuse_key("the JWK's member '" + name + "' is not base64url without padding");
    return secret(std::move(*bytes));
}

/// Numbers and octets that OpenSSL makes a key of. What it copies of them is wiped, since they are marked as secure.
class evp_fields
{
public:
    evp_fields() : fields_(allocated(OSSL_PARAM_BLD_new())) {}

    void number(char const* name, secret const& bytes)
    {
        auto const size = static_cast<int>(bytes.reveal().size());
        auto& kept = numbers_.emplace_back(allocated(BN_secure_new()));
        allocated(BN_bin2bn(as_bytes(bytes.reveal()), size, kept.get()));
        if (OSSL_PARAM_BLD_push_BN(fields_.get(), name, kept.get()) != 1) throw std::bad_alloc();
    }

    /// Both stay the caller's.
    void text(char const* name, std::string_view value)
    {
        if (OSSL_PARAM_BLD_push_utf8_string(fields_.get(), name, value.data(), value.size()) != 1)
            throw std::bad_alloc();
    }
    void octets(char const* name, std::string_view value)
    {
        if (OSSL_PARAM_BLD_push_octet_string(fields_.get(), name, value.data(), value.size()) != 1)
            throw std::bad_alloc();
    }

    /// Null when OpenSSL takes them for no key.
    [[nodiscard]] evp_ptr<EVP_PKEY> make(char const* type, bool with_private)
    {
        evp_ptr<OSSL_PARAM> const params(allocated(OSSL_PARAM_BLD_to_param(fields_.get())));
        evp_ptr<EVP_PKEY_CTX> const context(allocated(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)));
        EVP_PKEY* made = nullptr;
        if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
            EVP_PKEY_fromdata(context.get(), &made, with_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                              params.get()) != 1)
            made = nullptr;
        return evp_ptr<EVP_PKEY>(made);
    }

private:
    evp_ptr<OSSL_PARAM_BLD> fields_;
    std::vector<evp_ptr<BIGNUM>> numbers_ = {};
};

inline constexpr int least_rsa_bits = 2'048, most_rsa_bits = 16'384;

/// RFC 7518 section 3.3 has the lower bound; the upper one is OpenSSL's.
OKTA_DECL void check_rsa(EVP_PKEY const* key, std::string_view what)
{
    if (auto const bits = EVP_PKEY_get_bits(key); bits < least_rsa_bits || bits > most_rsa_bits)
        refuse_key(std::string(what) + " is an RSA key of " + std::to_string(bits) + " bits, not 2048 to 16384");
    auto const e = number_in(key, OSSL_PKEY_PARAM_RSA_E);
    if (e.empty() || e.size() > 8 || e == "\1" || (e.back() & 1) == 0)
        refuse_key(std::string(what) + " has a public exponent that is not an odd number from 3 to 64 bits");
}

OKTA_DECL jose_key rsa_key(jwk_members const& jwk, bool with_private)
{
    constexpr std::pair<char const*, char const*> numbers[] = {{"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
                                                               {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},
                                                               {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
                                                               {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2},
                                                               {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1}};
    evp_fields fields;
    fields.number(OSSL_PKEY_PARAM_RSA_N, member_bytes(jwk, "n"));
    fields.number(OSSL_PKEY_PARAM_RSA_E, member_bytes(jwk, "e"));
    if (with_private) {
        fields.number(OSSL_PKEY_PARAM_RSA_D, member_bytes(jwk, "d"));
        bool const by_primes = std::ranges::any_of(numbers, [&](auto const& n) { return jwk.contains(n.first); });
        if (by_primes) // RFC 7518 section 6.3.2: all of them or none
            for (auto const& [name, param] : numbers) fields.number(param, member_bytes(jwk, name));
    }
    jose_key key{fields.make("RSA", with_private), key_kind::rsa};
    if (!key.evp) refuse_key("the JWK's numbers are not those of an RSA key");
    check_rsa(key.evp.get(), "the JWK");
    return key;
}

OKTA_DECL secret coordinate(jwk_members const& jwk, std::string const& name, named_curve const& curve)
{
    auto bytes = member_bytes(jwk, name);
    if (auto const size = bytes.reveal().size(); size != curve.bytes)
        refuse_key("the JWK's member '" + name + "' has " + std::to_string(size) + " bytes, not the " +
                   std::to_string(curve.bytes) + " of " + std::string(curve.name));
    return bytes;
}

OKTA_DECL jose_key ec_key(jwk_members const& jwk, bool with_private)
{
    auto const name = member(jwk, "crv");
    if (name.empty()) refuse_key("the JWK lacks the member 'crv'");
    auto const* const curve = std::ranges::find(named_curves, name, &named_curve::name);
    if (curve == std::end(named_curves))
        refuse_key("the JWK's crv " + in_quotes(name) + " is not P-256, P-384 or P-521");
    auto point = std::string("\x04"); // SEC 1 section 2.3.3: uncompressed
    point.append(coordinate(jwk, "x", *curve).reveal()).append(coordinate(jwk, "y", *curve).reveal());
    evp_fields fields;
    fields.text(OSSL_PKEY_PARAM_GROUP_NAME, curve->group);
    fields.octets(OSSL_PKEY_PARAM_PUB_KEY, point);
    jose_key key{fields.make("EC", false), curve->kind};
    if (!key.evp) refuse_key("the JWK's x and y are not a point of " + std::string(name));
    if (!with_private) return key;
    fields.text(OSSL_PKEY_PARAM_GROUP_NAME, curve->group); // making it has emptied them
    fields.octets(OSSL_PKEY_PARAM_PUB_KEY, point);
    fields.number(OSSL_PKEY_PARAM_PRIV_KEY, coordinate(jwk, "d", *curve));
    key.evp = fields.make("EC", true);
    if (!key.evp) refuse_key("the JWK's d is not a private key of " + std::string(name));
    return key;
}

/// The key that a JWK describes. That its private part belongs to the public one is not checked here.
OKTA_DECL jose_key key_of(jwk_members const& jwk, bool with_private)
{
    auto const kty = member(jwk, "kty");
    if (kty.empty()) refuse_key("the JWK lacks the member 'kty': it is 'RSA' or 'EC'");
    if (kty == "oct" || jwk.contains("k"))
        refuse_key("the JWK is a symmetric key: what Okta verifies is signed with an RSA or EC key");
    if (kty != "RSA" && kty != "EC") refuse_key("the JWK's kty " + in_quotes(kty) + " is not 'RSA' or 'EC'");
    if (auto const use = member(jwk, "use"); !use.empty() && use != "sig")
        refuse_key("the JWK's use is " + in_quotes(use) + ", not 'sig': it is not for signatures");
    if (with_private && !jwk.contains("d"))
        refuse_key("the JWK is a public key only: give the private one, which has the member 'd'");
    return kty == "RSA" ? rsa_key(jwk, with_private) : ec_key(jwk, with_private);
}

/// The algorithm that the JWK names; null when it names none.
OKTA_DECL jws_algorithm const* algorithm_of(jwk_members const& jwk, key_kind kind)
{
    auto const name = member(jwk, "alg");
    if (name.empty()) return nullptr;
    auto const known = open_enum<signing_algorithm>::from_text(name).known();
    auto const* const algorithm = known ? find_algorithm(*known) : nullptr;
    if (!algorithm || algorithm->kind != kind)
        refuse_key("the JWK's alg " + in_quotes(name) + " does not fit " + name_of(kind) + ": it signs with " +
                   algorithms_of(kind));
    return algorithm;
}

/// Memory for a JSON text that holds a private key.
class wiping_memory final : public boost::json::memory_resource
{
    void* do_allocate(std::size_t size, std::size_t) override { return ::operator new(size); }
    void do_deallocate(void* at, std::size_t size, std::size_t) override
    {
        OPENSSL_cleanse(at, size);
        ::operator delete(at);
    }
    [[nodiscard]] bool do_is_equal(boost::json::memory_resource const& other) const noexcept override
    {
        return this == &other;
    }
};

/// A JSON object; refuses anything else. `what` begins the sentence.
OKTA_DECL boost::json::object parse_object(std::string_view text, std::string_view what,
                                           boost::json::memory_resource* memory = nullptr)
{
    boost::json::parse_options options;
    options.max_depth = 32;
    auto const storage = memory ? boost::json::storage_ptr(memory) : boost::json::storage_ptr();
    boost::json::parser parser(storage, options);
    parser.reset(storage);
    boost::system::error_code ec;
    auto const size = parser.write_some(text, ec);
    if (!ec && text.find_first_not_of(" \t\r\n", size) != text.npos) ec = boost::json::error::extra_data;
    if (ec) refuse_key(std::string(what) + " is not JSON: " + ec.message() + " (byte " + std::to_string(size) + ")");
    auto value = parser.release();
    mend_zeros(value);
    if (!value.is_object()) refuse_key(std::string(what) + " is not a JSON object");
    return std::move(value.get_object());
}

} // namespace okta::detail
#endif
