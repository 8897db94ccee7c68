#ifndef OKTA_TRANSPORT_CONCEPTS_HPP
#define OKTA_TRANSPORT_CONCEPTS_HPP

#include <okta/codec/http.hpp>
#include <okta/transport/transport_error.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/system/result.hpp>

#include <concepts>

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
/// `Content-Length`, `Accept-Encoding` and connection management.
template <class T>
concept blocking_transport = requires(T& transport, http_request request) {
    { transport.send(std::move(request)) } -> std::same_as<transport_result>;
};

/// A transport on Asio: `async_send(request, token)` with the completion signature `void(transport_result)`, on the
/// executor that `get_executor()` names.
///
/// It supports terminal cancellation through the handler's cancellation slot, completing with
/// `boost::asio::error::operation_aborted`.
template <class T>
concept async_transport = requires(T& transport, http_request request, detail::any_transport_handler handler) {
    transport.get_executor();
    transport.async_send(std::move(request), std::move(handler));
};

/// Either form will do.
template <class T>
concept transport = blocking_transport<T> || async_transport<T>;

} // namespace okta
#endif
