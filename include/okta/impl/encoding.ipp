#ifndef OKTA_IMPL_ENCODING_IPP
#define OKTA_IMPL_ENCODING_IPP

#include <okta/auth/encoding.hpp>
#include <okta/auth/openssl.hpp>
#include <okta/model/error.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <climits>
#include <utility>

namespace okta::detail {

[[noreturn]] OKTA_DECL void throw_crypto_failure(std::string what)
{
    error e;
    e.kind = error_kind::authorisation;
    e.summary = std::move(what);
    throw exception(std::move(e));
}

OKTA_DECL std::string base64url_encode(std::string_view bytes)
{
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    unsigned bits = 0;
    int held = 0;
    for (char const c : bytes) {
        bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xffff;
        for (held += 8; held >= 6; held -= 6) text += digits[(bits >> (held - 6)) & 63];
    }
    if (held > 0) text += digits[(bits << (6 - held)) & 63];
    return text;
}

OKTA_DECL int base64url_digit(char c) noexcept
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

OKTA_DECL std::optional<std::string> base64url_decode(std::string_view text)
{
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    unsigned bits = 0;
    int held = 0;
    bool good = true;
    for (char const c : text) {
        auto const digit = base64url_digit(c);
        if (!(good = digit >= 0)) break;
        bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xffff;
        if ((held += 6) < 8) continue;
        held -= 8;
        bytes += static_cast<char>((bits >> held) & 0xff);
    }
    if (good && (bits & ((1u << held) - 1)) == 0) return bytes;
    OPENSSL_cleanse(bytes.data(), bytes.size()); // it may be half a private key
    return std::nullopt;
}

OKTA_DECL std::string sha256(std::string_view bytes)
{
    openssl_errors_kept const kept;
    std::string digest(32, '\0');
    std::size_t size = 0;
    if (EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(), as_bytes(digest), &size) != 1)
        throw_crypto_failure("OpenSSL makes no SHA-256 digest");
    return digest;
}

OKTA_DECL std::string random_bytes(std::size_t count)
{
    openssl_errors_kept const kept;
    std::string bytes(count, '\0');
    if (count > INT_MAX || RAND_bytes(as_bytes(bytes), static_cast<int>(count)) != 1)
        throw_crypto_failure("OpenSSL's random source gives no " + std::to_string(count) + " bytes");
    return bytes;
}

OKTA_DECL bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace okta::detail
#endif
