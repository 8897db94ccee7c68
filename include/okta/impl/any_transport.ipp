#ifndef OKTA_IMPL_ANY_TRANSPORT_IPP
#define OKTA_IMPL_ANY_TRANSPORT_IPP

#include <okta/transport/any_transport.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace okta::detail {

struct waiting_handler::state
{
    void finish(transport_result r)
    {
        {
            std::lock_guard lock(mutex);
            result = std::move(r);
        }
        ready.notify_one();
    }

    std::mutex mutex;
    std::condition_variable ready;
    std::optional<transport_result> result;
};

/// A handler that is destroyed uncalled (its executor was stopped) must not leave the waiter behind.
struct finish_once
{
    explicit finish_once(std::shared_ptr<waiting_handler::state> s);
    finish_once(finish_once&&) = default;
    finish_once& operator=(finish_once&&) = delete;
    ~finish_once();
    void operator()(transport_result r);

    std::shared_ptr<waiting_handler::state> waiting;
};

OKTA_DECL finish_once::finish_once(std::shared_ptr<waiting_handler::state> s) : waiting(std::move(s)) {}

OKTA_DECL finish_once::~finish_once()
{
    if (waiting)
        waiting->finish(transport_error{boost::asio::error::operation_aborted, "the transport's executor was stopped",
                                        sent::perhaps_all});
}

OKTA_DECL void finish_once::operator()(transport_result r) { std::exchange(waiting, nullptr)->finish(std::move(r)); }

OKTA_DECL waiting_handler::waiting_handler() : state_(std::make_shared<state>()) {}
OKTA_DECL transport_handler waiting_handler::handler() { return finish_once(state_); }

OKTA_DECL transport_result waiting_handler::wait()
{
    std::unique_lock lock(state_->mutex);
    state_->ready.wait(lock, [&] { return state_->result.has_value(); });
    return std::move(*state_->result);
}

struct blocking_workers::state
{
    explicit state(std::size_t threads) : pool(threads) {}
    boost::asio::thread_pool pool;
};

OKTA_DECL blocking_workers::blocking_workers(std::size_t threads)
    : state_(threads == 0 ? nullptr : std::make_shared<state>(threads))
{
}

OKTA_DECL blocking_workers::~blocking_workers()
{
    // The last call may be what kept the transport alive; its thread cannot join itself.
    if (state_ && state_->pool.get_executor().running_in_this_thread())
        std::thread([last = std::move(state_)]() mutable { last.reset(); }).detach();
}

OKTA_DECL boost::asio::any_io_executor blocking_workers::get_executor() { return state_->pool.get_executor(); }

OKTA_DECL void blocking_workers::run(std::shared_ptr<transport_interface> transport, http_request request,
                                     transport_handler handler)
{
    // An asynchronous operation keeps the handler's executor at work until it is done.
    boost::asio::any_completion_executor own = boost::asio::get_associated_executor(handler,
                                                                                    state_->pool.get_executor());
    own = boost::asio::prefer(own, boost::asio::execution::outstanding_work.tracked);
    boost::asio::post(state_->pool, [transport = std::move(transport), request = std::move(request),
                                     handler = std::move(handler), own = std::move(own)]() mutable {
        boost::asio::dispatch(own, [handler = std::move(handler), r = transport->send(std::move(request))]() mutable {
            std::move(handler)(std::move(r));
        });
    });
}

} // namespace okta::detail
#endif
