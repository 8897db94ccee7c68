#ifndef OKTA_EXAMPLES_OKTA_CERTIFICATE_HPP
#define OKTA_EXAMPLES_OKTA_CERTIFICATE_HPP

#include <string>

namespace cli {

/// A certificate that signs itself, for localhost and the loopback addresses, valid for 30 days.
struct certificate
{
    std::string pem, key_pem;
};

/// \throws std::runtime_error
certificate make_certificate();

} // namespace cli
#endif
