#ifndef OKTA_SANDBOX_USED_ONCE_HPP
#define OKTA_SANDBOX_USED_ONCE_HPP

#include <okta/impl/config.hpp>
#include <okta/model/timestamp.hpp>

#include <set>
#include <string>
#include <utility>

namespace okta::sandbox::detail {

/// What was used and must not be used again before its time is over. Holds 100,000 at most; then that goes which ends
/// first.
class used_once
{
public:
    /// False when it was used already.
    bool use(std::string const& id, timestamp until, timestamp now);

private:
    std::set<std::string> ids_;
    std::set<std::pair<timestamp, std::string>> by_end_;
};

} // namespace okta::sandbox::detail

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/sandbox/used_once.ipp>
#endif
#endif
