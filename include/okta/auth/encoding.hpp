#ifndef OKTA_AUTH_ENCODING_HPP
#define OKTA_AUTH_ENCODING_HPP

#include <okta/impl/config.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Bytes as text, and what is random. All functions are thread-safe.

namespace okta::detail {

/// RFC 7515 section 2: base64url without padding.
[[nodiscard]] std::string base64url_encode(std::string_view bytes);

/// The bytes, or nothing when the text is not what base64url_encode writes: with padding, white space or any foreign
/// character, of an impossible length, or with spare bits that are not zero, so that a text has one form only.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

/// The digest: 32 bytes.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// Bytes of OpenSSL's random source, good for keys and secrets.
/// \throws okta::exception (`authorisation`) when it has none
[[nodiscard]] std::string random_bytes(std::size_t count);

/// Takes the same time wherever two texts of one length differ. Their lengths are no secret.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept;

/// What OpenSSL never fails at failed. \throws okta::exception (`authorisation`) with these words
[[noreturn]] void throw_crypto_failure(std::string what);

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/encoding.ipp>
#endif
#endif
