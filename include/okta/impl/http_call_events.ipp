#ifndef OKTA_IMPL_HTTP_CALL_EVENTS_IPP
#define OKTA_IMPL_HTTP_CALL_EVENTS_IPP

#include <okta/impl/http_call.ipp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <new>
#include <utility>

// What wakes a call, what it sleeps on, how it ends; the pool's functions that reach into calls.

namespace okta::detail {

OKTA_DECL http_call::http_call(std::shared_ptr<connection_pool> pool, http_request request, handler_type handler)
    : pool_(std::move(pool)),
      request_(std::move(request)),
      handler_(std::move(handler)),
      completion_executor_(boost::asio::prefer(
          boost::asio::get_associated_executor(handler_, boost::asio::any_completion_executor(pool_->executor)),
          boost::asio::execution::outstanding_work.tracked)),
      timer_(pool_->executor)
{
}

OKTA_DECL void http_call::start()
{
    auto slot = boost::asio::get_associated_cancellation_slot(handler_);
    if (slot.is_connected())
        slot.assign([weak = weak_from_this()](boost::asio::cancellation_type type) {
            using boost::asio::cancellation_type;
            auto const may_have_effect = (type & (cancellation_type::terminal | cancellation_type::partial)) !=
                                         cancellation_type::none;
            if (auto const self = weak.lock()) self->cancel(may_have_effect);
        });
    std::unique_lock lock(mutex_);
    root_ = run();
    suspended_ = root_.get();
    wake(lock, {}, from::initiation);
}

OKTA_DECL void http_call::cancel(bool may_have_effect)
{
    std::unique_lock lock(mutex_);
    if (finished_ || !suspended_) return;
    if (!may_have_effect && !sent_nothing()) return; // total cancellation promises that nothing happened
    aborted_ = true;
    stop_waiting();
    wake(lock, boost::asio::error::operation_aborted, from::initiation);
}

OKTA_DECL void http_call::grant(connection_ptr kept)
{
    std::unique_lock lock(mutex_);
    if (std::exchange(queued_, false)) {
        connection_ = std::move(kept);
        admitted_ = true;
        return wake(lock, {}, from::executor);
    }
    lock.unlock();
    pool_->release(origin_, std::move(kept)); // it gave up meanwhile
}

OKTA_DECL void http_call::wake(std::unique_lock<std::mutex>& lock, error_code error, from where)
{
    ++ticket_;
    event_ = error;
    std::exchange(suspended_, {}).resume();
    if (root_.done()) finish(lock, where);
}

OKTA_DECL void http_call::stop_waiting()
{
    error_code ignored;
    if (std::exchange(queued_, false)) pool_->leave(place_);
    if (resolver_) resolver_->cancel();
    if (connection_) connection_->io.socket.cancel(ignored);
}

OKTA_DECL http_call::resumption http_call::resumed() { return {shared_from_this(), ticket_}; }

OKTA_DECL http_call::suspension http_call::event() { return {*this}; }

OKTA_DECL void http_call::wait_for(io_step::wait direction)
{
    using boost::asio::socket_base;
    connection_->io.socket.async_wait(
        direction == io_step::wait::write ? socket_base::wait_write : socket_base::wait_read, resumed());
}

OKTA_DECL void http_call::arm(steady::time_point step_deadline)
{
    timer_.expires_at(std::min(step_deadline, deadline_));
    timer_.async_wait(expiry{shared_from_this(), ++alarm_});
}

struct http_call::completion
{
    handler_type handler;
    transport_result result;

    void operator()()
    {
        auto slot = boost::asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected()) slot.clear();
        std::move(handler)(std::move(result));
    }
};

OKTA_DECL void http_call::finish(std::unique_lock<std::mutex>& lock, from where)
{
    bool succeeded = false;
    try {
        succeeded = root_.await_resume();
    } catch (std::bad_alloc const&) {
        fail(make_error_code(boost::system::errc::not_enough_memory), "send a request");
    } catch (boost::system::system_error const& e) {
        fail(e.code(), "send a request");
    }
    finished_ = true;
    enter(nullptr);
    response_.transfer = error_.transfer = transfer_;
    timer_.cancel();
    pool_->leave(place_);
    if (admitted_) pool_->release(origin_, succeeded && keep_ ? std::move(connection_) : nullptr);
    connection_.reset();

    auto executor = std::move(completion_executor_);
    completion done{std::move(handler_),
                    succeeded ? transport_result(std::move(response_)) : transport_result(std::move(error_))};
    lock.unlock();
    if (where == from::executor) return boost::asio::dispatch(executor, std::move(done));
    boost::asio::post(pool_->executor, [to = std::move(executor), done = std::move(done)]() mutable {
        boost::asio::dispatch(to, std::move(done));
    });
}

OKTA_DECL void connection_pool::release(std::shared_ptr<origin_state> const& origin, connection_ptr kept)
{
    std::shared_ptr<http_call> next;
    std::vector<connection_ptr> dropped;
    std::unique_lock lock(mutex_);
    for (auto it = origin->waiting.begin(); it != origin->waiting.end() && !next; ++it)
        next = it->lock(); // null: being destroyed, and takes itself off the list
    if (next) {
        running_.splice(running_.end(), origin->waiting, next->place_.self);
        next->place_.list = &running_;
        --waiting_;
        lock.unlock();
        boost::asio::post(executor,
                          [next = std::move(next), kept = std::move(kept)]() mutable { next->grant(std::move(kept)); });
        return;
    }
    if (kept && !closed_) {
        kept->idle_since = steady::now();
        origin->idle.push_back(std::move(kept));
        drop_expired(*origin, dropped);
    } else {
        --origin->open;
    }
}

OKTA_DECL void connection_pool::close()
{
    std::vector<std::shared_ptr<http_call>> under_way;
    std::vector<connection_ptr> dropped;
    std::unique_lock lock(mutex_);
    closed_ = true;
    auto const collect = [&](calls const& list) {
        for (auto const& weak : list)
            if (auto call = weak.lock()) under_way.push_back(std::move(call));
    };
    collect(running_);
    for (auto const& [name, origin] : origins_) {
        collect(origin->waiting);
        origin->open -= origin->idle.size();
        dropped.insert(dropped.end(), std::move_iterator(origin->idle.begin()), std::move_iterator(origin->idle.end()));
        origin->idle.clear();
    }
    lock.unlock();
    for (auto const& call : under_way) call->cancel(true);
}

} // namespace okta::detail
#endif
