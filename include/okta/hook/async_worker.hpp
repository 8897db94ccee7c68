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
#include <type_traits>
#include <utility>
#include <variant>

namespace okta {
namespace detail {

/// The coroutine that a handler begins; without one, whether a handler took it.
using begun_handler = std::variant<bool, boost::asio::awaitable<void>>;
using start_function = std::function<begun_handler(event const&)>;

using work_handler = boost::asio::any_completion_handler<void(std::exception_ptr)>;

void run_async(boost::asio::any_io_executor executor, erased_inbox inbox, start_function start, worker_options options,
               work_handler handler);

template <class Handler>
begun_handler start_handler(Handler& handler, event const& e)
{
    using awaitable = boost::asio::awaitable<void>;
    if constexpr (requires { handler.template start<awaitable>(e); }) return handler.template start<awaitable>(e);
    else if constexpr (std::same_as<std::invoke_result_t<Handler&, event const&>, awaitable>)
        return std::invoke(handler, e);
    else return call_handler(handler, e);
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
/// Each event is given at least once: an inbox's transaction does not last over a `co_await`. What the inbox throws is
/// told to `on_failure`, and tried again a second later. Its functions are called on the strand: with a sqlite_inbox
/// each settling, of a tenth of a second's events, waits for the disk.
/// \param executor of the handlers and of everything else
/// \param inbox what is handled
/// \param handler as an event_worker's, or `boost::asio::awaitable<void>(okta::event const&)`
/// \param options as an event_worker's
/// \param token gets `void(std::exception_ptr)`: null once it is cancelled, or `std::invalid_argument` that names an
/// option that makes no sense
/// \par Cancellation: terminal and partial; between two events and within a coroutine, whose event is given back when
/// it ends by an exception then.
/// \par Lifetimes: `inbox` has to outlive it. Let it complete before the executor's context is destroyed.
template <inbox Inbox, class Handler, class Token>
auto async_work(boost::asio::any_io_executor executor, Inbox& inbox, Handler handler, worker_options options,
                Token&& token)
{
    auto const own = std::make_shared<Handler>(std::move(handler));
    detail::start_function start = [own](event const& e) {
        return detail::start_handler(static_cast<std::unwrap_reference_t<Handler>&>(*own), e);
    };
    return boost::asio::async_initiate<Token, void(std::exception_ptr)>(
        [](auto&& h, boost::asio::any_io_executor ex, detail::erased_inbox in, detail::start_function f,
           worker_options o) {
            detail::run_async(std::move(ex), std::move(in), std::move(f), std::move(o),
                              detail::work_handler(std::forward<decltype(h)>(h)));
        },
        token, std::move(executor), detail::erase(inbox), std::move(start), std::move(options));
}

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/async_worker.ipp>
#endif
#endif
