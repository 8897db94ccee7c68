#ifndef OKTA_TRANSPORT_CONCEPTS_HPP
#define OKTA_TRANSPORT_CONCEPTS_HPP

#include <okta/codec/http.hpp>
#include <okta/transport/transport_error.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/system/result.hpp>

#include <concepts>
#include <utility>

namespace okta {

/// What sending a request gave: the answer, whatever its status, or why there is none.
using transport_result = boost::system::result<http_response, transport_error>;

namespace detail {

struct any_transport_handler // stands for every completion handler in the concept below
{
    void operator()(transport_result) const {}
};

} // namespace detail

/// A transport that blocks: `send(request)` returns the answer or the error, and throws nothing but `std::bad_alloc`.
///
/// It sends what it is given, once: no retry, no redirect followed, no header of its own besides `Host`,
/// `Content-Length`, `Accept-Encoding`, a `User-Agent` where there is none, and connection management.
template <class T>
concept blocking_transport = requires(T& transport, http_request request) {
    { transport.send(std::move(request)) } -> std::same_as<transport_result>;
};

/// A transport on Asio: `async_send(request, token)` with the completion signature `void(transport_result)`, on the
/// executor that `get_executor()` names.
///
/// It supports terminal cancellation (others if it can) through the handler's cancellation slot, completing with
/// `boost::asio::error::operation_aborted`.
template <class T>
concept async_transport = requires(T& transport, http_request request, detail::any_transport_handler handler) {
    transport.get_executor();
    transport.async_send(std::move(request), std::move(handler));
};

/// Either form will do.
template <class T>
concept transport = blocking_transport<T> || async_transport<T>;

namespace detail {

template <class Transport, class Result>
struct check_send
{
    static_assert(std::same_as<Result, transport_result>,
                  "the Transport's send(okta::http_request) gives Result instead of okta::transport_result");
};

template <class Transport, bool HasExecutor>
struct check_executor
{
    static_assert(HasExecutor, "the Transport has async_send but no get_executor()");
};

template <class Transport, bool Sends>
struct check_sends
{
    static_assert(Sends,
                  "a Transport has send(okta::http_request) that returns okta::transport_result, or get_executor() "
                  "and async_send(okta::http_request, token)");
};

/// Says what is missing; true, so that it can stand in a static_assert.
template <class T>
consteval bool check_transport()
{
    constexpr bool sends = requires(T& t, http_request r) { t.send(std::move(r)); };
    constexpr bool sends_later = requires(T& t, http_request r, any_transport_handler h) {
        t.async_send(std::move(r), std::move(h));
    };
    if constexpr (sends_later) (void)check_executor<T, sends || requires(T& t) { t.get_executor(); }>{};
    else if constexpr (sends) (void)check_send<T, decltype(std::declval<T&>().send(std::declval<http_request>()))>{};
    else (void)check_sends<T, false>{};
    return true;
}

} // namespace detail

} // namespace okta
#endif
