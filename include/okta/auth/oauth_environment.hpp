#ifndef OKTA_AUTH_OAUTH_ENVIRONMENT_HPP
#define OKTA_AUTH_OAUTH_ENVIRONMENT_HPP

#include <okta/auth/encoding.hpp>
#include <okta/auth/pkce.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace okta {
namespace detail {

inline double random_fraction()
{
    unsigned n = 0;
    for (auto const byte : random_bytes(3)) n = n << 8 | static_cast<unsigned char>(byte);
    return n / double{1 << 24};
}

} // namespace detail

/// What OAuth needs of the world; tests hand in their own. Called from any thread.
struct oauth_environment
{
    using time_point = std::chrono::system_clock::time_point;

    std::function<time_point()> now = [] { return std::chrono::system_clock::now(); };
    std::function<std::string()> random_id = [] { return random_token(16); }; ///< for `jti`: never the same twice
    std::function<double()> jitter = detail::random_fraction;                 ///< from 0 up to 1
};

} // namespace okta
#endif
