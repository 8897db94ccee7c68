#ifndef OKTA_IMPL_JOSE_PEM_IPP
#define OKTA_IMPL_JOSE_PEM_IPP

#include <okta/impl/jose_jwk.ipp>

#include <array>
#include <iterator>

// Private keys from PEM texts: RFC 7468, RFC 5958 (PKCS#8), RFC 8017 (PKCS#1), RFC 5915 (SEC 1).

namespace okta::detail {

struct pem_block
{
    std::string_view label, body;
};

/// Read here and not by OpenSSL, whose reader wants the line breaks that variables and configuration files mangle, and
/// asks the terminal for the passphrase of an encrypted key.
OKTA_DECL std::vector<pem_block> pem_blocks(std::string_view text)
{
    constexpr std::string_view begin = "-----BEGIN ", dashes = "-----";
    constexpr std::size_t longest_label = 40;
    constexpr auto usual = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789. "; // labels are shown: others may be of a key
    std::vector<pem_block> blocks;
    for (;;) {
        auto const at = text.find(begin);
        if (at == text.npos) return blocks;
        text.remove_prefix(at + begin.size());
        auto const label = text.substr(0, text.find(dashes));
        if (label.size() > longest_label || label.size() == text.size() || label.find_first_not_of(usual) != label.npos)
            refuse_key("the PEM is damaged: its first line is not like '-----BEGIN PRIVATE KEY-----'");
        text.remove_prefix(label.size() + dashes.size());
        auto const end_line = "-----END " + std::string(label) + "-----";
        auto const end = text.find(end_line);
        if (end == text.npos) refuse_key("the PEM is damaged: the line '" + end_line + "' is missing");
        blocks.push_back({label, text.substr(0, end)});
        text.remove_prefix(end + end_line.size());
    }
}

/// What a PEM text has instead of a private key that is of use.
OKTA_DECL std::string other_than_key(std::vector<pem_block> const& blocks)
{
    if (blocks.empty()) return "there is no PEM in it: it begins with '-----BEGIN PRIVATE KEY-----'";
    auto const& label = blocks.front().label;
    if (label.ends_with("CERTIFICATE")) return "the PEM is a certificate: give the private key that belongs to it";
    if (label.ends_with("PUBLIC KEY")) return "the PEM is a public key only: give the private one";
    if (label == "OPENSSH PRIVATE KEY")
        return "the PEM is a key in OpenSSH's own format: convert it to PKCS#8 ('BEGIN PRIVATE KEY')";
    if (label.ends_with(" PRIVATE KEY"))
        return "the PEM is a key of another type, '" + std::string(label) + "': Okta takes RSA and EC keys";
    return "the PEM holds no private key, but '" + std::string(label) + "'";
}

/// The one private key, unencrypted, of a PEM text.
OKTA_DECL pem_block only_key(std::string_view text)
{
    auto const blocks = pem_blocks(text);
    std::vector<pem_block> keys;
    for (auto const& b : blocks) {
        if (b.label == "ENCRYPTED PRIVATE KEY" || b.body.find("Proc-Type:") != b.body.npos)
            refuse_key("the PEM is encrypted: decrypt it first, since nobody is asked for its passphrase here");
        if (b.label == "PRIVATE KEY" || b.label == "RSA PRIVATE KEY" || b.label == "EC PRIVATE KEY") keys.push_back(b);
    }
    if (keys.empty()) refuse_key(other_than_key(blocks));
    if (keys.size() > 1)
        refuse_key("the PEM holds " + std::to_string(keys.size()) + " private keys: give the one that is registered");
    return keys.front();
}

/// Base64 with white space and padding (RFC 7468 section 3).
OKTA_DECL secret pem_bytes(std::string_view body)
{
    std::string text;
    text.reserve(body.size()); // it never moves, so nothing is left behind
    bool good = true;
    for (std::size_t i = 0; i < body.size(); ++i) {
        char const c = body[i], next = i + 1 < body.size() ? body[i + 1] : '\0';
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        if (c == '\\' && (next == 'n' || next == 'r')) ++i; // a line break in two characters
        else if (c == '-' || c == '_') good = false;
        else text += c == '+' ? '-' : c == '/' ? '_' : c;
    }
    secret const digits(std::move(text));
    auto unpadded = digits.reveal();
    for (int i = 0; i < 2 && unpadded.ends_with('='); ++i) unpadded.remove_suffix(1);
    auto bytes = good ? base64url_decode(unpadded) : std::nullopt;
    if (!bytes) refuse_key("the PEM is damaged: what is between its first and last line is not base64");
    return secret(std::move(*bytes));
}

OKTA_DECL evp_ptr<EVP_PKEY> key_of_der(std::string_view label, std::string_view der)
{
    auto const* at = as_bytes(der);
    auto const size = static_cast<long>(der.size());
    evp_ptr<EVP_PKEY> key;
    if (label == "PRIVATE KEY") {
        evp_ptr<PKCS8_PRIV_KEY_INFO> const info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, size));
        if (info) key.reset(EVP_PKCS82PKEY(info.get()));
        if (info && !key) refuse_key("the PEM's key is damaged, or of a type or curve that OpenSSL does not know");
    } else key.reset(d2i_PrivateKey(label == "RSA PRIVATE KEY" ? EVP_PKEY_RSA : EVP_PKEY_EC, nullptr, &at, size));
    if (!key || at != as_bytes(der) + der.size())
        refuse_key("the PEM is damaged: its content is no '" + std::string(label) + "'");
    return key;
}

OKTA_DECL key_kind kind_of(EVP_PKEY const* key)
{
    if (EVP_PKEY_is_a(key, "RSA") == 1) return key_kind::rsa;
    if (EVP_PKEY_is_a(key, "EC") != 1) {
        auto const* const type = EVP_PKEY_get0_type_name(key);
        refuse_key("the PEM's key is of type " + std::string(type ? type : "unknown") +
                   ": Okta takes RSA and EC keys, the latter of P-256, P-384 or P-521");
    }
    std::array<char, 64> group{};
    std::size_t size = 0;
    bool const named = EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1;
    auto const name = std::string_view(group.data(), named ? size : 0);
    auto const* const curve = std::ranges::find(named_curves, name, &named_curve::group);
    if (curve == std::end(named_curves))
        refuse_key("the PEM's key is of the curve " + (named ? in_quotes(name) : "without a name") +
                   ", not P-256, P-384 or P-521");
    return curve->kind;
}

OKTA_DECL jose_key key_of_pem(std::string_view text)
{
    auto const block = only_key(text);
    auto const der = pem_bytes(block.body);
    auto evp = key_of_der(block.label, der.reveal());
    auto const kind = kind_of(evp.get());
    if (kind == key_kind::rsa) check_rsa(evp.get(), "the PEM");
    return {std::move(evp), kind};
}

} // namespace okta::detail
#endif
