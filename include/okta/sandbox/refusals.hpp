#ifndef OKTA_SANDBOX_REFUSALS_HPP
#define OKTA_SANDBOX_REFUSALS_HPP

#include <okta/impl/config.hpp>
#include <okta/model/error.hpp>

#include <string>
#include <string_view>
#include <vector>

// The errors that an org answers, as a behaviour returns them: status, Okta's code, a summary in Okta's manner. Codes
// and statuses are those of Okta's catalogue; only they are stable, summaries are not.

namespace okta::sandbox {

/// Any of Okta's errors, by its code.
[[nodiscard]] error refuse(int status, std::string_view code, std::string summary);

/// 404 E0000007: `Not found: Resource not found: 00u1 (User)`.
[[nodiscard]] error refuse_missing(std::string_view id, std::string_view type);

/// 400 E0000001; causes are `attribute: reason`. \pre there is one
[[nodiscard]] error refuse_invalid(std::vector<std::string> causes);

/// 403 E0000006: the caller may not do that.
[[nodiscard]] error refuse_forbidden();

} // namespace okta::sandbox

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/refusals.ipp>
#endif
#endif
