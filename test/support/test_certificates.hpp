#ifndef OKTA_TEST_SUPPORT_TEST_CERTIFICATES_HPP
#define OKTA_TEST_SUPPORT_TEST_CERTIFICATES_HPP

#include <string>

namespace okta::test {

/// A certificate and its private key, as PEM.
struct issued_certificate
{
    std::string certificate = {}, key = {};
};

enum class certificate_flaw { none, unknown_authority, expired, not_yet_valid };

/// A new key and a certificate for `names` (`DNS:a,IP:1.2.3.4`), issued by the authority of this run unless that is the
/// flaw. Thread-safe.
[[nodiscard]] issued_certificate issue_certificate(std::string const& names,
                                                   certificate_flaw flaw = certificate_flaw::none);

} // namespace okta::test
#endif
