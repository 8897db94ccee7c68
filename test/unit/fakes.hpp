#ifndef OKTA_TEST_UNIT_FAKES_HPP
#define OKTA_TEST_UNIT_FAKES_HPP

#include <okta/client.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

// Transports that answer from a script instead of a network, and the ways of calling through them.

namespace okta::test {

namespace asio = boost::asio;
inline constexpr auto org = "https://o.okta.com";

/// What a fake transport answers, and what it was asked. Thread-safe.
class script
{
public:
    /// The answers in order; the last one is repeated.
    script(std::initializer_list<transport_result> answers) : answers_(answers) {}

    /// An answer that depends on the request. It is called by one thread at a time.
    explicit script(std::function<transport_result(http_request const&)> answer) : answer_(std::move(answer)) {}

    transport_result serve(http_request request)
    {
        std::lock_guard lock(mutex_);
        seen_.push_back(std::move(request));
        if (answer_) return answer_(seen_.back());
        if (answers_.empty()) return transport_error{asio::error::connection_refused, "connect", sent::nothing};
        auto answer = answers_.front();
        if (answers_.size() > 1) answers_.pop_front();
        return answer;
    }

    [[nodiscard]] std::vector<http_request> seen() const
    {
        std::lock_guard lock(mutex_);
        return seen_;
    }

    std::atomic<bool> hangs = false; ///< no answer until the request is cancelled

private:
    mutable std::mutex mutex_;
    std::deque<transport_result> answers_;
    std::function<transport_result(http_request const&)> answer_;
    std::vector<http_request> seen_;
};

inline http_response answer(int status, std::string body, std::initializer_list<http_fields::field> fields = {})
{
    http_response r{.status = status, .body = std::move(body)};
    for (auto const& f : fields) r.fields.add(f.name, f.value);
    return r;
}

struct blocking_fake
{
    std::shared_ptr<okta::test::script> script;

    transport_result send(http_request request) { return script->serve(std::move(request)); }
};

struct async_fake
{
    std::shared_ptr<okta::test::script> script;
    asio::io_context::executor_type executor;

    asio::io_context::executor_type get_executor() { return executor; }

    template <asio::completion_token_for<void(transport_result)> Token>
    auto async_send(http_request request, Token&& token)
    {
        return asio::async_initiate<Token, void(transport_result)>(
            [s = script, e = executor](auto handler, http_request r) {
                auto const due = s->hangs ? asio::steady_timer::time_point::max()
                                          : asio::steady_timer::clock_type::now();
                auto timer = std::make_unique<asio::steady_timer>(e, due);
                auto& waiting = *timer;
                auto slot = asio::get_associated_cancellation_slot(handler);
                auto own = asio::get_associated_executor(handler, e);
                waiting.async_wait(asio::bind_cancellation_slot(
                    slot, asio::bind_executor(own, [s, t = std::move(timer), r = std::move(r),
                                                    h = std::move(handler)](boost::system::error_code ec) mutable {
                        if (ec) return std::move(h)(transport_error{ec, "send", sent::perhaps_all});
                        std::move(h)(s->serve(std::move(r)));
                    })));
            },
            token, std::move(request));
    }
};

/// Time that passes when a client waits only. Copies share it.
struct simulated_time
{
    std::shared_ptr<std::atomic<std::int64_t>> milliseconds = std::make_shared<std::atomic<std::int64_t>>(0);

    [[nodiscard]] client_clock clock() const
    {
        return {[t = milliseconds] { return client_clock::time_point(std::chrono::milliseconds(*t)); },
                [t = milliseconds](std::chrono::milliseconds wait) { *t += wait.count(); }};
    }
};

/// An io_context that a thread of its own runs.
class running_context
{
public:
    ~running_context()
    {
        guard_.reset();
        thread_.join();
    }

    asio::io_context context;

private:
    asio::executor_work_guard<asio::io_context::executor_type> guard_{context.get_executor()};
    std::thread thread_{[this] { context.run(); }};
};

// The ways of calling. Whatever the way, the outcome must be the same: the tests are written once over all of them.

struct blocking_way
{
    explicit blocking_way(std::shared_ptr<script> s) : transport(blocking_fake{std::move(s)}) {}
    auto call(auto& client, auto const& request) { return client.call(request); }
    auto next(auto& pages) { return pages.next(); }
    any_transport transport;
};

struct async_way
{
    explicit async_way(std::shared_ptr<script> s) : transport(async_fake{std::move(s), context.get_executor()}) {}

    auto take(auto start)
    {
        using result = decltype(start(asio::use_future).get());
        std::optional<result> taken;
        bool started = false;
        start([&](result r) {
            if (!started) taken.reset();
            else taken = std::move(r);
        });
        started = true;
        context.restart();
        context.run();
        return std::move(taken.value()); // throws when the handler ran within the initiating function, or never
    }
    auto call(auto& client, auto const& request)
    {
        return take([&](auto&& token) { return client.async_call(request, std::forward<decltype(token)>(token)); });
    }
    auto next(auto& pages)
    {
        return take([&](auto&& token) { return pages.async_next(std::forward<decltype(token)>(token)); });
    }

    asio::io_context context;
    any_transport transport;
};

/// An asynchronous call through a transport that only blocks.
struct async_over_blocking_way
{
    explicit async_over_blocking_way(std::shared_ptr<script> s) : transport(blocking_fake{std::move(s)}) {}
    auto call(auto& client, auto const& request) { return client.async_call(request, asio::use_future).get(); }
    auto next(auto& pages) { return pages.async_next(asio::use_future).get(); }
    any_transport transport;
};

/// A blocking call through a transport that is asynchronous only.
struct blocking_over_async_way
{
    explicit blocking_over_async_way(std::shared_ptr<script> s)
        : transport(async_fake{std::move(s), running.context.get_executor()})
    {
    }
    auto call(auto& client, auto const& request) { return client.call(request); }
    auto next(auto& pages) { return pages.next(); }
    running_context running;
    any_transport transport;
};

using ways = boost::mp11::mp_list<blocking_way, async_way, async_over_blocking_way, blocking_over_async_way>;

template <class... Answers>
std::shared_ptr<script> scripted(Answers... answers)
{
    return std::make_shared<script>(std::initializer_list<transport_result>{answers...});
}

} // namespace okta::test
#endif
