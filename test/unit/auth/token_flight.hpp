#ifndef OKTA_TEST_UNIT_AUTH_TOKEN_FLIGHT_HPP
#define OKTA_TEST_UNIT_AUTH_TOKEN_FLIGHT_HPP

#include "token_server.hpp"

#include <boost/test/unit_test.hpp>

// Calls under way, and a transport whose answers come when a test says so.

namespace okta::test {

inline okta::oauth_client with_key() { return okta::oauth_client::with_key("0oa1", client_key()); }

/// A transport whose answers come when the test says so.
struct held_transport
{
    struct held
    {
        okta::http_request request;
        okta::transport_handler handler;

        void complete(okta::transport_result r)
        {
            auto h = std::move(handler);
            std::move(h)(std::move(r));
        }
    };
    struct state
    {
        std::vector<std::shared_ptr<held>> token, api;
    };

    asio::io_context::executor_type executor;
    std::shared_ptr<state> all = std::make_shared<state>();

    asio::io_context::executor_type get_executor() { return executor; }

    template <asio::completion_token_for<void(okta::transport_result)> Token>
    auto async_send(okta::http_request request, Token&& token)
    {
        return asio::async_initiate<Token, void(okta::transport_result)>(
            [a = all, e = executor](auto handler, okta::http_request r) {
                auto& list = r.target.starts_with("/oauth2/") ? a->token : a->api;
                auto slot = asio::get_associated_cancellation_slot(handler);
                list.push_back(std::make_shared<held>(held{std::move(r), std::move(handler)}));
                if (slot.is_connected())
                    slot.assign([h = std::weak_ptr(list.back()), e](asio::cancellation_type) {
                        asio::post(e, [h] {
                            if (auto const live = h.lock(); live && live->handler)
                                live->complete(okta::transport_error{asio::error::operation_aborted, "send",
                                                                     okta::sent::perhaps_all});
                        });
                    });
            },
            token, std::move(request));
    }
};

/// Where calls wait for the answers that a test gives.
struct held_calls
{
    void run()
    {
        context.restart();
        context.poll();
    }
    void answer_token(std::size_t i, okta::transport_result r)
    {
        transport.all->token.at(i)->complete(std::move(r));
        run();
    }

    asio::io_context context;
    held_transport transport{context.get_executor()};
};

struct flight : held_calls
{
    flight(std::function<okta::oauth_options(okta::oauth_options)> more = {}, okta::oauth_client app = with_key())
        : client(org, okta::service_app(app, {"okta.users.read"}, options(more)), transport,
                 {.retry = {.max_retries = 0}, .governor = {}})
    {
    }
    ~flight() // a call that never ends holds the transport that holds it
    {
        transport.all->token.clear();
        transport.all->api.clear();
    }
    okta::oauth_options options(auto const& more)
    {
        okta::oauth_options o{.environment = clock.environment()};
        return more ? more(o) : o;
    }

    /// Starts a call; its result lands in `results`, at the same index as in `signals`.
    void start()
    {
        auto const i = results.size();
        results.emplace_back();
        signals.push_back(std::make_unique<asio::cancellation_signal>());
        client.async_call(get, asio::bind_cancellation_slot(signals.back()->slot(), [this, i](auto r) {
                              BOOST_TEST(!results[i].has_value());
                              results[i] = std::move(r);
                          }));
    }
    void answer_calls(int status = 200)
    {
        for (auto const& h : transport.all->api)
            if (h->handler) h->complete(answer(status, R"({"id":"00u1"})"));
        run();
    }
    std::size_t done() const
    {
        return static_cast<std::size_t>(std::ranges::count_if(results, [](auto const& r) { return r.has_value(); }));
    }

    okta::get_user get{.id = "00u1"};
    turned_clock clock;
    okta::client client;
    std::deque<std::optional<okta::result<okta::user>>> results;
    std::vector<std::unique_ptr<asio::cancellation_signal>> signals;
};

inline okta::transport_result token(std::string name = "t", int lifetime = 3600)
{
    return answer(200, R"({"access_token":")" + name + R"(","token_type":"Bearer","expires_in":)" +
                           std::to_string(lifetime) + "}");
}

inline bool is_cancelled(std::optional<okta::result<okta::user>> const& r)
{
    return r && !*r && r->error().kind == okta::error_kind::cancelled;
}

} // namespace okta::test
#endif
