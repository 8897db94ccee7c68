#ifndef OKTA_HOOK_HOOK_SECRET_HPP
#define OKTA_HOOK_HOOK_SECRET_HPP

#include <okta/impl/config.hpp>

#include <string>
#include <string_view>

namespace okta::detail {

/// Why a header cannot carry it to a receiver as it was given to Okta (RFC 9110 section 5.5); empty: it can. Never with
/// the secret in it.
std::string wrong_hook_secret(std::string_view value);

} // namespace okta::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/hook_secret.ipp>
#endif
#endif
