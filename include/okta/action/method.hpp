#ifndef OKTA_ACTION_METHOD_HPP
#define OKTA_ACTION_METHOD_HPP

#include <string_view>

namespace okta {

/// The HTTP methods that Okta's management API uses (RFC 9110 section 9).
enum class method { get, post, put, del };

/// The method as it stands in a request line.
[[nodiscard]] constexpr std::string_view to_string(method m) noexcept
{
    constexpr std::string_view names[] = {"GET", "POST", "PUT", "DELETE"};
    return names[static_cast<int>(m)];
}

/// Whether a request of this method may carry a body in Okta's API.
[[nodiscard]] constexpr bool has_body(method m) noexcept { return m == method::post || m == method::put; }

} // namespace okta
#endif
