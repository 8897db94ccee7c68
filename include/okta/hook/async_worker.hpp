#ifndef OKTA_HOOK_ASYNC_WORKER_HPP
#define OKTA_HOOK_ASYNC_WORKER_HPP

#include <okta/hook/event_worker.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace okta {
namespace detail {

using pending_handler = std::optional<boost::asio::awaitable<void>>;

/// An inbox and a handler without their types.
struct erased_work
{
    std::function<std::vector<kept_event>(timestamp, std::size_t)> take;
    std::function<void(std::uint64_t, verdict const&, timestamp)> settle;
    std::function<std::optional<timestamp>()> next_due;
    std::function<void(std::function<void()>)> on_put;
    std::function<pending_handler(event const&)> start;
};

using work_handler = boost::asio::any_completion_handler<void(std::exception_ptr)>;

void run_async(boost::asio::any_io_executor executor, erased_work work, worker_options options, work_handler handler);

template <class Handler>
pending_handler start_handler(Handler& handler, event const& e)
{
    using awaitable = boost::asio::awaitable<void>;
    if constexpr (requires { handler.template start<awaitable>(e); }) return handler.template start<awaitable>(e);
    else if constexpr (std::is_void_v<decltype(handler(e))>) return handler(e), pending_handler{};
    else return handler(e);
}

} // namespace detail

/// An event_worker whose handlers may be coroutines: they return nothing or `boost::asio::awaitable<void>`.
///
///     okta::dispatcher on{[&](okta::events::user_created const& e) -> asio::awaitable<void> {
///         co_await welcome(org, e.user.id);
///     }};
///     okta::async_work(context.get_executor(), inbox, on, {}, asio::detached);
///
/// Events are handled one after the other, on a strand of the executor; several of these share the work of an inbox.
/// Each event is given at least once: an inbox's transaction does not last over a `co_await`.
/// \param token gets `void(std::exception_ptr)`: null once it is cancelled, or what the inbox threw, or
/// `std::invalid_argument` that names an option that makes no sense
/// \par Cancellation: terminal and partial; between two events and within a coroutine, whose event counts as failed
/// when it ends by an exception.
/// \par Lifetimes: `inbox` has to outlive it.
template <inbox Inbox, class Handler, class Token>
auto async_work(boost::asio::any_io_executor executor, Inbox& inbox, Handler handler, worker_options options,
                Token&& token)
{
    auto const own = std::make_shared<Handler>(std::move(handler));
    detail::erased_work work{[&inbox](timestamp now, std::size_t most) { return inbox.take(now, most); },
                             [&inbox](std::uint64_t n, verdict const& v, timestamp t) { inbox.settle(n, v, t); },
                             [&inbox] { return inbox.next_due(); },
                             [&inbox](std::function<void()> f) { inbox.on_put(std::move(f)); },
                             [own](event const& e) { return detail::start_handler(*own, e); }};
    return boost::asio::async_initiate<Token, void(std::exception_ptr)>(
        [](auto&& h, boost::asio::any_io_executor ex, detail::erased_work w, worker_options o) {
            detail::run_async(std::move(ex), std::move(w), std::move(o),
                              detail::work_handler(std::forward<decltype(h)>(h)));
        },
        token, std::move(executor), std::move(work), std::move(options));
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/async_worker.ipp>
#endif
#endif
