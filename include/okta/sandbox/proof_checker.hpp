#ifndef OKTA_SANDBOX_PROOF_CHECKER_HPP
#define OKTA_SANDBOX_PROOF_CHECKER_HPP

#include <okta/codec/http.hpp>
#include <okta/impl/config.hpp>
#include <okta/sandbox/used_once.hpp>

#include <string>
#include <string_view>

namespace okta::sandbox::detail {

/// A DPoP proof (RFC 9449 section 4.3) after its check.
struct checked_proof
{
    std::string fault = {}; ///< why it is refused, for people; empty: it is good
    std::string jkt = {};   ///< RFC 7638's thumbprint of its key
    std::string nonce = {}; ///< is the caller's to judge
};

/// Checks proofs, each of which is good for one request. Not thread-safe.
class proof_checker
{
public:
    /// \param access_token that the request sends, which the proof must name; empty: none
    [[nodiscard]] checked_proof check(http_request const& request, std::string_view access_token, timestamp now);

private:
    used_once used_ = {};
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/proof_checker.ipp>
#endif
#endif
