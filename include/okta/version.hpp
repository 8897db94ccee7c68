#ifndef OKTA_VERSION_HPP
#define OKTA_VERSION_HPP

#include <string_view>

namespace okta {

inline constexpr std::string_view version = "0.1.0";

} // namespace okta
#endif
