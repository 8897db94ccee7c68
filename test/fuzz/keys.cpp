// Private keys as JWKs, JWK sets and PEM texts. Whatever is wrong with one, the error does not show it; whatever is
// taken signs, and is the same key after writing it. The first byte says which: `j` or `p`.

#include "expect.hpp"

#include <okta/auth/jwt.hpp>
#include <okta/auth/verification.hpp>
#include <okta/codec/decode.hpp>

#include <boost/json/parse.hpp>

#include <openssl/err.h>

#include <initializer_list>

namespace {

using fuzz::expect;
using fuzz::leaks;

void check_key(okta::signing_key const& key)
{
    auto const jwk = key.public_jwk();
    expect(!okta::detail::has_private_part(jwk), "a public key with a private part");
    auto const print = okta::detail::jwk_thumbprint(jwk);
    expect(print && *print == key.thumbprint(), "another thumbprint", key.thumbprint());

    auto const text = okta::to_json(key.private_jwk());
    auto const again = okta::signing_key::from_jwk(okta::secret(text));
    expect(again.has_value(), "a key that is not read again", again ? "" : again.error().summary);
    expect(again->same_key_as(key) && again->kid() == key.kid() && again->algorithm() == key.algorithm(),
           "another key after writing it", key.thumbprint(), again->thumbprint());
    expect(okta::to_json(again->private_jwk()) == text, "another private key after writing it", key.thumbprint());

    auto const input = okta::signing_input(key.algorithm(), key.kid(), {{"sub", "00u1"}});
    auto const token = okta::attach_signature(input, key.sign(input));
    auto const verified = okta::detail::verify_jwt(token.reveal(), jwk);
    expect(verified.has_value(), "a signature that does not verify", verified ? "" : verified.error().summary);
}

/// Calls `use` with every text of a member of one of these names, of every key of a set.
template <class Use>
void for_each_text(boost::json::value const& jwk, std::initializer_list<char const*> names, Use use, int depth = 0)
{
    if (depth > 4) return;
    if (auto const* const list = jwk.if_array())
        for (auto const& item : *list) for_each_text(item, names, use, depth + 1);
    auto const* const object = jwk.if_object();
    if (!object) return;
    for (auto const* const name : names)
        if (auto const* const text = object->if_contains(name); text && text->is_string())
            use(std::string_view(text->get_string()));
    if (auto const* const keys = object->if_contains("keys")) for_each_text(*keys, names, use, depth + 1);
}

/// The members that no error may show, unless it may show the same text as another member.
void check_jwk_error(std::string const& shown, boost::json::value const& jwk)
{
    std::string open;
    for_each_text(jwk, {"kty", "kid", "alg", "use", "crv"}, [&](auto text) { open.append(text) += '\n'; });
    for_each_text(jwk, {"d", "p", "q", "dp", "dq", "qi", "k"}, [&](auto secret) {
        expect(!leaks(shown, secret, open), "an error shows a private member", shown, secret);
    });
}

void check_jwk(std::string_view json)
{
    auto const key = okta::signing_key::from_jwk(okta::secret(json));
    if (key) check_key(*key);
    boost::system::error_code ec;
    auto const parsed = boost::json::parse(json, ec);
    if (!key) {
        expect(key.error().kind == okta::error_kind::invalid_request, "an error of another kind");
        if (!ec) check_jwk_error(key.error().summary, parsed); // what is before that is the same for every key
    }
    auto const typed = okta::decode<okta::json_web_key>(json);
    if (!typed) return;
    auto const& object = parsed.get_object();
    if (object.contains("keys")) return; // a set, which the model is not
    auto const by_model = okta::signing_key::from_jwk(*typed);
    expect(by_model.has_value() == key.has_value(), "a key by its text or its model only",
           key ? "" : key.error().summary, by_model ? "" : by_model.error().summary);
    if (!key) return;
    expect(by_model->same_key_as(*key) && by_model->kid() == key->kid(), "the model is another key");
    if (object.contains("key_ops")) return; // which may be for signing only
    auto const print = okta::detail::jwk_thumbprint(*typed);
    expect(print && *print == key->thumbprint(), "another thumbprint", key->thumbprint());
}

/// Calls `use` with label and content of every PEM block, as far as they go; blocks may begin within others.
template <class Use>
void for_each_block(std::string_view pem, Use use)
{
    constexpr std::string_view begin = "-----BEGIN ";
    for (auto at = pem.find(begin); at != pem.npos; at = pem.find(begin, at + 1)) {
        auto const label = pem.substr(at + begin.size());
        auto const end = label.find("-----");
        if (end == label.npos) return;
        auto const content = label.substr(end + 5);
        use(label.substr(0, end), content.substr(0, content.find("-----")));
    }
}

void check_pem(std::string_view pem)
{
    auto const key = okta::signing_key::from_pem(okta::secret(pem));
    if (key) return check_key(*key);
    auto const& e = key.error();
    expect(e.kind == okta::error_kind::invalid_request && fuzz::is_one_line(e.message()), "an error of another kind");
    if (pem.find("-----BEGIN ") == pem.npos)
        return expect(e.summary == "there is no PEM in it: it begins with '-----BEGIN PRIVATE KEY-----'",
                      "an error about what is no PEM", e.summary);
    std::string labels; // which may be shown, in their lines
    for_each_block(pem, [&](auto label, auto) { labels.append(label) += "-----\n"; });
    for_each_block(pem, [&](auto, auto secret) {
        expect(!leaks(e.summary, secret, labels), "an error shows a key", e.summary, secret);
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0) return -1;
    auto const text = fuzz::text_of(data + 1, size - 1);
    switch (*data) {
    case 'j': check_jwk(text); break;
    case 'p': check_pem(text); break;
    default: return -1;
    }
    expect(ERR_peek_error() == 0, "an error is left in OpenSSL's queue");
    return 0;
}
