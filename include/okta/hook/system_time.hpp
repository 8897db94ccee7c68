#ifndef OKTA_HOOK_SYSTEM_TIME_HPP
#define OKTA_HOOK_SYSTEM_TIME_HPP

#include <okta/model/timestamp.hpp>

#include <chrono>

namespace okta::detail {

inline timestamp system_time()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace okta::detail
#endif
