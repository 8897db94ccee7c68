#ifndef OKTA_TRANSPORT_ANY_TRANSPORT_HPP
#define OKTA_TRANSPORT_ANY_TRANSPORT_HPP

#include <okta/impl/config.hpp>
#include <okta/transport/concepts.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>

#include <memory>
#include <utility>

namespace okta {

using transport_handler = boost::asio::any_completion_handler<void(transport_result)>;

namespace detail {

struct transport_interface
{
    virtual ~transport_interface() = default;
    virtual boost::asio::any_io_executor get_executor() = 0;
    virtual void async_send(http_request, transport_handler) = 0;
    virtual transport_result send(http_request) = 0;
};

/// Starts an asynchronous send and blocks until it is done.
class waiting_handler
{
public:
    waiting_handler();
    transport_handler handler();
    transport_result wait();

    struct state;

private:
    std::shared_ptr<state> state_;
};

/// Threads on which transports that only block do their asynchronous sends.
class blocking_workers
{
public:
    explicit blocking_workers(std::size_t threads);
    blocking_workers(blocking_workers&&) = default;
    ~blocking_workers();
    boost::asio::any_io_executor get_executor();
    void run(std::shared_ptr<transport_interface> transport, http_request request, transport_handler handler);

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace detail

/// Any transport behind one type, so that what uses it is compiled once. Copies share the transport.
///
/// A transport that only blocks gets its asynchronous form from a few threads of its own (8; so many calls run at a
/// time, the others wait; such a call cannot be cancelled once it runs). One that is only asynchronous gets its
/// blocking form by waiting: do not call that on the thread which runs its executor.
class any_transport
{
public:
    template <class T>
        requires(transport<T> && !std::same_as<T, any_transport>)
    any_transport(T transport) : held_(std::make_shared<model<T>>(std::move(transport)))
    {
    }

    [[nodiscard]] boost::asio::any_io_executor get_executor() { return held_->get_executor(); }

    transport_result send(http_request request) { return held_->send(std::move(request)); }

    template <boost::asio::completion_token_for<void(transport_result)> Token>
    auto async_send(http_request request, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(transport_result)>(
            [held = held_](transport_handler handler, http_request r) {
                held->async_send(std::move(r), std::move(handler));
            },
            token, std::move(request));
    }

private:
    template <class T>
    struct model final : detail::transport_interface, std::enable_shared_from_this<model<T>>
    {
        explicit model(T t) : transport(std::move(t)) {}

        boost::asio::any_io_executor get_executor() override
        {
            if constexpr (async_transport<T>) return transport.get_executor();
            else return workers.get_executor();
        }

        void async_send(http_request request, transport_handler handler) override
        {
            if constexpr (async_transport<T>) transport.async_send(std::move(request), std::move(handler));
            else workers.run(this->shared_from_this(), std::move(request), std::move(handler));
        }

        transport_result send(http_request request) override
        {
            if constexpr (blocking_transport<T>) return transport.send(std::move(request));
            else {
                detail::waiting_handler waiting;
                transport.async_send(std::move(request), waiting.handler());
                return waiting.wait();
            }
        }

        T transport;
        detail::blocking_workers workers{async_transport<T> ? 0u : 8u};
    };

    std::shared_ptr<detail::transport_interface> held_;
};

} // namespace okta

#ifndef OKTA_SEPARATE_COMPILATION
#include <okta/impl/any_transport.ipp>
#endif
#endif
