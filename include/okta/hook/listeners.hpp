#ifndef OKTA_HOOK_LISTENERS_HPP
#define OKTA_HOOK_LISTENERS_HPP

#include <okta/impl/config.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace okta {

/// Keeps a listener as long as it lives. Once it is gone no call begins; one that another thread has begun may still be
/// under way, so a listener should own what it uses.
using listening = std::shared_ptr<void>;

namespace detail {

/// Those who are told that there may be something to take. They are called outside of any lock, so that they may do
/// what they like with the inbox.
class listeners
{
public:
    [[nodiscard]] listening add(std::function<void()> f);
    void tell() const;

private:
    std::mutex mutable mutex_;
    std::vector<std::weak_ptr<std::function<void()>>> all_ = {};
};

} // namespace detail
} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/listeners.ipp>
#endif
#endif
