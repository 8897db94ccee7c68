// JWTs and other JWSs that a verifier gets. The first byte of an input says what it is: `c`, a token in compact
// serialisation; `s`, header and payload in two lines, which are signed here.

#include "../unit/auth/jose_keys.hpp"
#include "expect.hpp"

#include <okta/auth/encoding.hpp>
#include <okta/auth/jwt.hpp>
#include <okta/auth/verification.hpp>
#include <okta/codec/decode.hpp>

#include <boost/json/parse.hpp>

namespace {

using namespace okta::detail;
using fuzz::expect;

okta::signing_key const& private_key()
{
    static auto const key = *okta::signing_key::from_jwk(okta::secret(jose_keys::p256_jwk));
    return key;
}

std::optional<boost::json::object> object_of(std::string_view text)
{
    boost::system::error_code ec;
    auto value = boost::json::parse(text, ec);
    mend_zeros(value);
    auto const* const object = ec ? nullptr : value.if_object();
    return object ? std::optional(*object) : std::nullopt;
}

void check_error(okta::error const& e)
{
    expect(e.kind == okta::error_kind::invalid_request && e.summary.size() <= 300, "an error of another kind",
           e.summary);
}

/// Whether the text is what writing its parts gives: else one token would have several forms.
bool has_one_form(std::string_view compact)
{
    std::string again;
    for (auto rest = compact; again.size() < compact.size();) {
        auto const bytes = base64url_decode(fuzz::take_until(rest, '.'));
        if (!bytes) return false;
        again += base64url_encode(*bytes);
        if (again.size() < compact.size()) again += '.';
    }
    return again == compact;
}

void check_compact(std::string_view compact)
{
    auto const key = private_key().public_jwk();
    auto const read = parse_jwt(compact);
    auto const jwt = verify_jwt(compact, key);
    auto const jws = verify_jws(compact, key);
    for (auto const* const e :
         {read ? nullptr : &read.error(), jwt ? nullptr : &jwt.error(), jws ? nullptr : &jws.error()})
        if (e) check_error(*e);
    if (read) expect(has_one_form(compact), "a token that is written otherwise", compact);
    expect(!jwt || (jws && read), "a token that is verified, but not read", compact);
    if (!jwt) return;
    expect(jwt->header == read->header && jwt->claims == read->claims, "a verified token reads otherwise", compact);
    auto const payload = object_of(jws->payload);
    expect(payload && *payload == jwt->claims, "another payload", compact, jws->payload);
    for (std::size_t at = compact.size() - 80; at < compact.size(); at += 7) {
        std::string forged(compact);
        forged[at] = forged[at] == 'A' ? 'B' : 'A';
        expect(!verify_jws(forged, key), "a forged token is verified", compact, forged);
    }
}

/// With a good signature a token is taken just when its header says so.
void check_signed(std::string_view text)
{
    auto const header = fuzz::take_until(text, '\n');
    auto const input = base64url_encode(header) + '.' + base64url_encode(text);
    auto const token = okta::attach_signature(input, private_key().sign(input));
    auto const parsed = object_of(header);
    auto const* const alg = parsed ? parsed->if_contains("alg") : nullptr;
    bool const good = alg && alg->is_string() && alg->get_string() == "ES256" && !parsed->contains("crit");
    auto const jws = verify_jws(token.reveal(), private_key().public_jwk());
    expect(jws.has_value() == good, "a token is taken by its header", header, jws ? "taken" : jws.error().summary);
    expect(!jws || jws->payload == text, "another payload", text, jws ? jws->payload : "");
    auto const jwt = verify_jwt(token.reveal(), private_key().public_jwk());
    auto const claims = object_of(text);
    expect(jwt.has_value() == (good && claims), "a token is taken by its claims", text);
    expect(!jwt || (jwt->claims == *claims && jwt->header == *parsed), "other claims", text);
    check_compact(token.reveal());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0) return -1;
    auto const text = fuzz::text_of(data + 1, size - 1);
    switch (*data) {
    case 'c': check_compact(text); break;
    case 's': check_signed(text); break;
    default: return -1;
    }
    expect(ERR_peek_error() == 0, "an error is left in OpenSSL's queue");
    return 0;
}
