#ifndef OKTA_IMPL_ASIO_TRANSPORT_IPP
#define OKTA_IMPL_ASIO_TRANSPORT_IPP

#include <okta/model/deadline.hpp>
#include <okta/transport/asio_transport.hpp>
#include <okta/transport/credentials.hpp>

#include <okta/impl/http_call_events.ipp>
#include <okta/impl/http_call_reading.ipp>
#include <okta/impl/http_call_steps.ipp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>

namespace okta {
namespace detail {

OKTA_DECL asio_transport_options checked(asio_transport_options options)
{
    auto const positive = [](auto const&... bounds) { return (... && (bounds.count() > 0)); };
    if (!positive(options.connect_timeout, options.tls_timeout, options.request_timeout, options.idle_timeout))
        throw std::invalid_argument("okta::asio_transport: a timeout that is not positive");
    if (options.max_connections_per_origin == 0)
        throw std::invalid_argument("okta::asio_transport: max_connections_per_origin is 0");
    if (std::min(options.max_header_bytes, options.read_buffer_bytes) < 1024)
        throw std::invalid_argument("okta::asio_transport: max_header_bytes or read_buffer_bytes is below 1024");
    return options;
}

/// A context and the thread that runs it. The thread owns the context, so that it may be the one to let go of it.
class background_thread
{
public:
    background_thread() : thread_([context = context_] { context->run(); }) {}
    ~background_thread()
    {
        work_.reset();
        if (thread_.get_id() == std::this_thread::get_id()) thread_.detach();
        else thread_.join();
    }
    background_thread(background_thread const&) = delete;
    background_thread& operator=(background_thread const&) = delete;

    [[nodiscard]] boost::asio::any_io_executor executor() const { return context_->get_executor(); }

private:
    using context_type = boost::asio::io_context;
    std::shared_ptr<context_type> context_ = std::make_shared<context_type>(1);
    boost::asio::executor_work_guard<context_type::executor_type> work_{context_->get_executor()};
    std::thread thread_;
};

/// What the copies of a transport share. Calls under way share only the pool, so that letting go of this ends them.
class transport_core
{
public:
    explicit transport_core(asio_transport_options options)
        : thread_(std::make_unique<background_thread>()),
          pool(std::make_shared<connection_pool>(thread_->executor(), checked(std::move(options))))
    {
    }
    transport_core(boost::asio::any_io_executor executor, asio_transport_options options)
        : pool(std::make_shared<connection_pool>(std::move(executor), checked(std::move(options))))
    {
    }
    ~transport_core() { pool->close(); }
    transport_core(transport_core const&) = delete;
    transport_core& operator=(transport_core const&) = delete;

private:
    std::unique_ptr<background_thread> thread_ = {}; // joined after `pool` was closed

public:
    std::shared_ptr<connection_pool> const pool;
};

} // namespace detail

OKTA_DECL asio_transport::asio_transport(asio_transport_options options)
    : core_(std::make_shared<detail::transport_core>(std::move(options)))
{
}

OKTA_DECL asio_transport::asio_transport(executor_type executor, asio_transport_options options)
    : core_(std::make_shared<detail::transport_core>(std::move(executor), std::move(options)))
{
}

OKTA_DECL asio_transport::executor_type asio_transport::get_executor() const noexcept { return core_->pool->executor; }

OKTA_DECL void asio_transport::start(detail::transport_core& core, http_request request, handler_type handler)
{
    std::make_shared<detail::http_call>(core.pool, std::move(request), std::move(handler))->start();
}

OKTA_DECL transport_result asio_transport::send(http_request request) const
{
    using boost::system::error_code;
    auto const failed = [origin = request.origin](error_code code, char const* why, okta::sent sent) {
        return transport_result(transport_error{code, "send a request to " + origin + why, sent});
    };
    if (detail::runs_on_this_thread(get_executor()))
        return failed(make_error_code(boost::system::errc::resource_deadlock_would_occur),
                      ": this thread runs the transport's executor", okta::sent::nothing);

    auto const timeout = request.timeout.count() > 0 ? request.timeout : core_->pool->options.request_timeout;
    auto const grace = std::chrono::seconds(2); // the call itself ends in time, if its executor runs
    auto promise = std::make_shared<std::promise<transport_result>>();
    auto answer = promise->get_future();
    start(*core_, std::move(request),
          [promise = std::move(promise)](transport_result result) { promise->set_value(std::move(result)); });
    try {
        if (answer.wait_for(detail::within_a_century(timeout) + grace) == std::future_status::ready)
            return answer.get();
    } catch (std::future_error const&) {
        return failed(boost::asio::error::operation_aborted, ": the executor was destroyed", okta::sent::perhaps_all);
    }
    return failed(boost::asio::error::timed_out, ": nobody runs the transport's executor", okta::sent::perhaps_all);
}

} // namespace okta
#endif
