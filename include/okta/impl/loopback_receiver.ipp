#ifndef OKTA_IMPL_LOOPBACK_RECEIVER_IPP
#define OKTA_IMPL_LOOPBACK_RECEIVER_IPP

#include <okta/auth/encoding.hpp>
#include <okta/codec/uri.hpp>
#include <okta/model/deadline.hpp>
#include <okta/transport/http_server.hpp>
#include <okta/transport/loopback_receiver.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace okta {
namespace detail {

inline constexpr std::string_view closing_page = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sign-in</title><style>
body { font-family: system-ui, sans-serif; margin: 20vh auto; max-width: 30em; text-align: center }
</style></head><body>
<h1>You can close this window.</h1><p>The program that opened it goes on by itself.</p>
</body></html>
)";

OKTA_DECL error receiver_error(error_kind kind, std::string what) { return {.kind = kind, .summary = std::move(what)}; }

OKTA_DECL http_response browser_answer(int status, std::string_view type, std::string_view body)
{
    http_response answer{.status = status, .body = std::string(body)};
    answer.fields.add("Content-Type", type);
    answer.fields.add("Cache-Control", "no-store");
    answer.fields.add("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    answer.fields.add("Referrer-Policy", "no-referrer"); // the page's own URL holds the code
    answer.fields.add("X-Content-Type-Options", "nosniff");
    answer.fields.add("Connection", "close");
    return answer;
}

} // namespace detail

struct loopback_receiver::core : std::enable_shared_from_this<loopback_receiver::core>
{
    explicit core(boost::asio::any_io_executor ex) : executor(std::move(ex)), timer(executor) {}
    explicit core(std::unique_ptr<boost::asio::io_context> c)
        : own(std::move(c)), executor(own->get_executor()), timer(executor)
    {
    }

    /// Calls a handler where it wants to be called.
    struct completion
    {
        using executor_type = boost::asio::any_completion_executor;
        executor_type get_executor() const noexcept { return where; }
        void operator()() { std::move(call)(std::move(got)); }

        static void post(boost::asio::any_io_executor const& ex, handler h, result<std::string> r)
        {
            auto own = boost::asio::get_associated_executor(h, ex);
            boost::asio::post(ex, completion{std::move(own), std::move(h), std::move(r)});
        }

        executor_type where;
        handler call;
        result<std::string> got;
    };

    void listen();
    void receive(received_request const& request, http_responder respond);
    [[nodiscard]] std::optional<std::string> query_of(received_request const& request) const;
    bool take(std::string const& query);
    void finish(result<std::string> r);
    void end();
    void wait_for_page(int turns);
    void complete();

    std::unique_ptr<boost::asio::io_context> own; // null: on somebody else's executor
    boost::asio::any_io_executor executor;
    loopback_receiver_options options = {};
    std::string redirect_uri = {};

    std::mutex mutex; // of what follows; not held while the server is called
    boost::asio::steady_timer timer;
    std::string state = {};
    handler waiting = {};
    std::optional<result<std::string>> outcome = {};
    bool started = false, cancelled = false;
    boost::asio::any_io_executor waits =
        {}; // tracks work: the timer's turns leave gaps, in which a context may run out

    std::optional<http_server> server = {}; // goes first
};

OKTA_DECL void loopback_receiver::core::listen()
{
    http_server_options o;
    o.address = "127.0.0.1";
    o.port = options.port;
    o.header_timeout = o.body_timeout = o.write_timeout = o.idle_timeout = options.request_timeout;
    o.linger_timeout = std::chrono::milliseconds(500);
    o.drain_timeout = std::chrono::milliseconds(1'000);
    o.max_target_bytes = options.path.size() + 1 + options.max_query_bytes;
    o.max_body_bytes = 0;
    o.max_connections = 32; // browsers open some in advance
    server.emplace(executor, std::move(o),
                   [weak = weak_from_this()](received_request r, peer const&, http_responder respond) {
                       if (auto const self = weak.lock()) self->receive(r, std::move(respond));
                   });
    redirect_uri = "http://127.0.0.1:" + std::to_string(server->port()) + options.path;
}

OKTA_DECL void loopback_receiver::core::receive(received_request const& request, http_responder respond)
{
    auto const query = query_of(request);
    if (!query || !take(*query))
        return respond(detail::browser_answer(404, "text/plain; charset=utf-8", "Not found\n"));
    respond(detail::browser_answer(200, "text/html; charset=utf-8",
                                   options.page.empty() ? detail::closing_page : std::string_view(options.page)));
    end();
}

/// The query, if the request is a redirect to here. Another host is that of a page whose name was made to lead here.
OKTA_DECL std::optional<std::string> loopback_receiver::core::query_of(received_request const& request) const
{
    auto const& target = request.request.target;
    auto const mark = target.find('?');
    auto const host = parse_url(request.request.origin), mine = parse_url(redirect_uri);
    if (request.method_text != "GET" || mark == target.npos || target.substr(0, mark) != options.path || !host ||
        host->origin() != mine->origin())
        return std::nullopt;
    return target.substr(mark + 1);
}

/// Whether this query is the one that is waited for. Only one is.
OKTA_DECL bool loopback_receiver::core::take(std::string const& query)
{
    auto const given = okta::query_parameter(query, "state");
    std::lock_guard const lock(mutex);
    if (!given || given->empty() || !waiting || outcome) return false;
    if (!state.empty() && !detail::equal_in_constant_time(*given, state)) return false;
    outcome.emplace(query);
    return true;
}

OKTA_DECL void loopback_receiver::core::finish(result<std::string> r)
{
    {
        std::lock_guard const lock(mutex);
        if (!waiting || outcome) return;
        outcome.emplace(std::move(r));
    }
    end();
}

/// What comes after the outcome: no more connections, and the page is on its way.
OKTA_DECL void loopback_receiver::core::end()
{
    server->stop();
    wait_for_page(0);
}

OKTA_DECL void loopback_receiver::core::wait_for_page(int turns)
{
    constexpr int most = 400;
    if (turns == most || (turns != 0 && server->connections() == 0)) return complete();
    std::lock_guard const lock(mutex);
    timer.expires_after(std::chrono::milliseconds(turns == 0 ? 0 : 5));
    timer.async_wait([self = shared_from_this(), turns](boost::system::error_code) { self->wait_for_page(turns + 1); });
}

OKTA_DECL void loopback_receiver::core::complete()
{
    std::unique_lock lock(mutex);
    auto h = std::move(waiting);
    auto r = std::move(*outcome);
    auto const work = std::exchange(waits, {});
    lock.unlock();
    if (auto slot = boost::asio::get_associated_cancellation_slot(h); slot.is_connected()) slot.clear();
    completion::post(executor, std::move(h), std::move(r));
}

OKTA_DECL result<loopback_receiver> loopback_receiver::listen(std::shared_ptr<core> c,
                                                              loopback_receiver_options&& options)
{
    using detail::receiver_error;
    auto const& path = options.path;
    if (!path.starts_with('/') || path.find_first_of("?# \t\r\n") != path.npos)
        return receiver_error(error_kind::invalid_request,
                              "the receiver's path '" + path + "' is not a path: it starts with '/', without a query");
    c->options = std::move(options);
    try {
        c->listen();
    } catch (boost::system::system_error const& failed) {
        auto e = receiver_error(error_kind::transport, failed.what());
        e.transport_code = failed.code();
        return e;
    } catch (std::invalid_argument const& failed) {
        return receiver_error(error_kind::invalid_request, failed.what());
    }
    return loopback_receiver(std::move(c));
}

OKTA_DECL result<loopback_receiver> loopback_receiver::listen(loopback_receiver_options options)
{
    return listen(std::make_shared<core>(std::make_unique<boost::asio::io_context>(1)), std::move(options));
}

OKTA_DECL result<loopback_receiver> loopback_receiver::listen(boost::asio::any_io_executor executor,
                                                              loopback_receiver_options options)
{
    return listen(std::make_shared<core>(std::move(executor)), std::move(options));
}

OKTA_DECL std::string const& loopback_receiver::redirect_uri() const noexcept { return core_->redirect_uri; }

OKTA_DECL void loopback_receiver::start(std::shared_ptr<core> const& c, std::chrono::milliseconds timeout,
                                        std::string state, handler h)
{
    using detail::receiver_error;
    std::unique_lock lock(c->mutex);
    if (std::exchange(c->started, true)) {
        lock.unlock();
        return core::completion::post(
            c->executor, std::move(h),
            receiver_error(error_kind::invalid_request, "the receiver waits once: make another one for a new sign-in"));
    }
    if (auto slot = boost::asio::get_associated_cancellation_slot(h); slot.is_connected())
        slot.assign([weak = std::weak_ptr(c)](boost::asio::cancellation_type) {
            if (auto const self = weak.lock())
                self->finish(receiver_error(error_kind::cancelled, "the sign-in was cancelled"));
        });
    c->state = std::move(state);
    c->waiting.swap(h); // Boost 1.81 cannot move-assign it
    c->waits = boost::asio::prefer(c->executor, boost::asio::execution::outstanding_work.tracked);
    c->timer.expires_at(detail::deadline_after(std::chrono::steady_clock::now(), timeout));
    c->timer.async_wait([c, timeout](boost::system::error_code moved) {
        if (!moved)
            c->finish(receiver_error(error_kind::authorisation, "the browser did not come back to " + c->redirect_uri +
                                                                    " within " + std::to_string(timeout.count()) +
                                                                    " ms"));
    });
    bool const cancelled = c->cancelled;
    lock.unlock();
    if (cancelled) c->finish(receiver_error(error_kind::cancelled, "the sign-in was cancelled"));
    else c->server->start();
}

OKTA_DECL result<std::string> loopback_receiver::wait(std::chrono::milliseconds timeout, std::string state)
{
    auto const promise = std::make_shared<std::promise<result<std::string>>>();
    auto got = promise->get_future();
    start(core_, timeout, std::move(state), [promise](result<std::string> r) { promise->set_value(std::move(r)); });
    if (core_->own) {
        if (core_->own->stopped()) core_->own->restart();
        core_->own->run();
    }
    return got.get();
}

OKTA_DECL void loopback_receiver::cancel()
{
    {
        std::lock_guard const lock(core_->mutex);
        core_->cancelled = true;
    }
    core_->finish(detail::receiver_error(error_kind::cancelled, "the sign-in was cancelled"));
}

} // namespace okta
#endif
