#ifndef OKTA_HOOK_EVENT_ROUTER_HPP
#define OKTA_HOOK_EVENT_ROUTER_HPP

#include <okta/hook/dispatcher.hpp>
#include <okta/impl/config.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace okta {

namespace detail {

struct attached_handler
{
    std::function<bool(event const&)> call;
    std::vector<std::string_view> event_types;
    std::atomic<bool> mutable detached = false;
};

class router_core;

} // namespace detail

/// Keeps a handler attached to an event_router as long as it lives. May outlive the router.
class [[nodiscard]] subscription
{
public:
    subscription() = default;
    explicit subscription(std::shared_ptr<detail::attached_handler const> handler) : handler_(std::move(handler)) {}
    subscription(subscription&&) noexcept = default;
    subscription& operator=(subscription&& other) noexcept;
    ~subscription();

    /// No call of the handler begins any more; one that another thread has begun may still be under way.
    void detach() noexcept;

private:
    std::shared_ptr<detail::attached_handler const> handler_;
};

/// Handlers that come and go while the program runs. Several may take one event; they are called in the order in which
/// they were attached, outside of any lock, so that a handler may attach, detach and wait for others.
/// \par Thread safety: every function may be called by several threads at a time.
class event_router
{
public:
    event_router();

    /// A handler of one event, as a dispatcher takes it, or a whole dispatcher.
    template <class Handler>
    subscription attach(Handler handler)
    {
        if constexpr (requires { Handler::event_types; })
            return attach_any([h = std::move(handler)](event const& e) { return h(e); },
                              {Handler::event_types.begin(), Handler::event_types.end()});
        else return attach(dispatcher<Handler>(std::move(handler)));
    }

    /// Calls every handler that takes it. What handlers throw does not keep others from being called; the first of it
    /// is thrown at the end. False: none takes it.
    bool operator()(event const& e) const;

    /// What an event hook has to be subscribed to for the handlers that are attached now; each once.
    [[nodiscard]] std::vector<std::string_view> event_types() const;

private:
    subscription attach_any(std::function<bool(event const&)> call, std::vector<std::string_view> event_types);

    std::shared_ptr<detail::router_core> core_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/event_router.ipp>
#endif
#endif
