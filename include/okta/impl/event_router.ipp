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

    /// Those that were detached go when another is added, so that detaching allocates nothing.
    void add(handler h)
    {
        std::lock_guard lock(mutex_);
        auto next = std::make_shared<list>(*handlers_);
        std::erase_if(*next, [](auto const& other) { return other->detached.load(); });
        next->push_back(std::move(h));
        handlers_ = std::move(next);
    }

private:
    std::mutex mutable mutex_;
    std::shared_ptr<list const> handlers_ = std::make_shared<list>();
};

} // namespace detail

OKTA_DECL subscription& subscription::operator=(subscription&& other) noexcept
{
    if (this == &other) return *this;
    detach();
    handler_ = std::move(other.handler_);
    return *this;
}

OKTA_DECL subscription::~subscription() { detach(); }

OKTA_DECL void subscription::detach() noexcept
{
    if (handler_) handler_->detached = true;
    handler_.reset();
}

OKTA_DECL event_router::event_router() : core_(std::make_shared<detail::router_core>()) {}

OKTA_DECL subscription event_router::attach_any(std::function<bool(event const&)> call,
                                                std::vector<std::string_view> event_types)
{
    auto kept = std::make_shared<detail::attached_handler>();
    kept->call = std::move(call);
    kept->event_types = std::move(event_types);
    core_->add(kept);
    return subscription(std::move(kept));
}

OKTA_DECL bool event_router::operator()(event const& e) const
{
    std::exception_ptr first;
    bool taken = false;
    auto const handlers = core_->handlers(); // kept while they run, whatever becomes of the router
    for (auto const& handler : *handlers) {
        if (handler->detached) continue;
        try {
            taken = handler->call(e) || taken;
        } catch (...) {
            if (!first) first = std::current_exception();
        }
    }
    if (first) std::rethrow_exception(first);
    return taken;
}

OKTA_DECL std::vector<std::string_view> event_router::event_types() const
{
    std::vector<std::string_view> types;
    auto const handlers = core_->handlers();
    for (auto const& handler : *handlers)
        if (!handler->detached) types.insert(types.end(), handler->event_types.begin(), handler->event_types.end());
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    return types;
}

} // namespace okta
#endif
