#ifndef OKTA_IMPL_EVENT_ROUTER_IPP
#define OKTA_IMPL_EVENT_ROUTER_IPP

#include <okta/hook/event_router.hpp>

#include <algorithm>
#include <exception>
#include <mutex>

namespace okta {
namespace detail {

/// The list is replaced, never changed: whoever calls handlers goes on with the one he has.
class router_core
{
public:
    using handler = std::shared_ptr<attached_handler const>;
    using list = std::vector<handler>;

    [[nodiscard]] std::shared_ptr<list const> handlers() const
    {
        std::lock_guard lock(mutex_);
        return handlers_;
    }

    void add(handler h)
    {
        std::lock_guard lock(mutex_);
        auto next = std::make_shared<list>(*handlers_);
        next->push_back(std::move(h));
        handlers_ = std::move(next);
    }

    void remove(handler const& h)
    {
        std::lock_guard lock(mutex_);
        auto next = std::make_shared<list>(*handlers_);
        std::erase(*next, h);
        handlers_ = std::move(next);
    }

    [[nodiscard]] bool has(handler const& h) const
    {
        std::lock_guard lock(mutex_);
        return std::find(handlers_->begin(), handlers_->end(), h) != handlers_->end();
    }

private:
    std::mutex mutable mutex_;
    std::shared_ptr<list const> handlers_ = std::make_shared<list>();
};

} // namespace detail

OKTA_DECL subscription::subscription(std::weak_ptr<detail::router_core> router,
                                     std::shared_ptr<detail::attached_handler const> handler)
    : router_(std::move(router)), handler_(std::move(handler))
{
}

OKTA_DECL subscription& subscription::operator=(subscription&& other) noexcept
{
    if (this == &other) return *this;
    detach();
    router_ = std::move(other.router_);
    handler_ = std::move(other.handler_);
    return *this;
}

OKTA_DECL subscription::~subscription() { detach(); }

OKTA_DECL void subscription::detach() noexcept
{
    if (auto const router = router_.lock(); router && handler_) router->remove(handler_);
    router_.reset();
    handler_.reset();
}

OKTA_DECL event_router::event_router() : core_(std::make_shared<detail::router_core>()) {}

OKTA_DECL subscription event_router::attach_any(detail::attached_handler handler)
{
    auto kept = std::make_shared<detail::attached_handler const>(std::move(handler));
    core_->add(kept);
    return {core_, std::move(kept)};
}

OKTA_DECL void event_router::operator()(event const& e) const
{
    std::exception_ptr first;
    auto const core = core_; // both are kept while handlers run, whatever becomes of the router
    auto const handlers = core->handlers();
    for (auto const& handler : *handlers) {
        if (!core->has(handler)) continue; // detached since
        try {
            handler->call(e);
        } catch (...) {
            if (!first) first = std::current_exception();
        }
    }
    if (first) std::rethrow_exception(first);
}

OKTA_DECL std::vector<std::string_view> event_router::event_types() const
{
    std::vector<std::string_view> types;
    auto const handlers = core_->handlers();
    for (auto const& handler : *handlers)
        types.insert(types.end(), handler->event_types.begin(), handler->event_types.end());
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    return types;
}

} // namespace okta
#endif
