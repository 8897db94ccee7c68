#include "token_server.hpp"

#include <boost/test/unit_test.hpp>

// Many calls and one token: who fetches, who waits, who is cancelled.

namespace {

using namespace okta::test;

okta::oauth_client with_key() { return okta::oauth_client::with_key("0oa1", client_key()); }

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

struct flight
{
    flight(std::function<okta::oauth_options(okta::oauth_options)> more = {}, okta::oauth_client app = with_key())
        : client(org, okta::service_app(app, {"okta.users.read"}, options(more)), transport)
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
    asio::io_context context;
    held_transport transport{context.get_executor()};
    okta::client client;
    std::deque<std::optional<okta::result<okta::user>>> results;
    std::vector<std::unique_ptr<asio::cancellation_signal>> signals;
};

okta::transport_result token(std::string name = "t", int lifetime = 3600)
{
    return answer(200, R"({"access_token":")" + name + R"(","token_type":"Bearer","expires_in":)" +
                           std::to_string(lifetime) + "}");
}

bool is_cancelled(std::optional<okta::result<okta::user>> const& r)
{
    return r && !*r && r->error().kind == okta::error_kind::cancelled;
}

} // namespace

BOOST_AUTO_TEST_SUITE(token_flight)

BOOST_AUTO_TEST_CASE(a_thousand_calls_cause_one_token_request)
{
    flight f;
    for (int i = 0; i < 1000; ++i) f.start();
    f.run();
    BOOST_TEST(f.transport.all->token.size() == 1u);
    BOOST_TEST(f.transport.all->api.empty());
    f.answer_token(0, token());
    BOOST_TEST(f.transport.all->api.size() == 1000u);
    f.answer_calls();
    BOOST_TEST(f.done() == 1000u);
    BOOST_TEST(std::ranges::all_of(f.results, [](auto const& r) { return r->has_value(); }));
}

BOOST_AUTO_TEST_CASE(a_failed_request_reaches_all_who_wait)
{
    flight f;
    for (int i = 0; i < 10; ++i) f.start();
    f.run();
    f.answer_token(0, answer(400, R"({"error":"invalid_scope","error_description":"no"})"));
    BOOST_TEST(f.done() == 10u);
    for (auto const& r : f.results) BOOST_TEST(r->error().code == "invalid_scope");
    f.start(); // and the next one asks again
    f.run();
    BOOST_TEST(f.transport.all->token.size() == 2u);
    f.answer_token(1, okta::transport_error{asio::error::connection_refused, "connect", okta::sent::nothing});
    BOOST_TEST((f.results.back()->error().kind == okta::error_kind::authorisation));
    BOOST_TEST((f.results.back()->error().transport_code == asio::error::connection_refused));
}

BOOST_AUTO_TEST_CASE(who_fetches_may_be_cancelled_and_the_tokens_are_kept)
{
    flight f;
    for (int i = 0; i < 3; ++i) f.start();
    f.run();
    f.signals[0]->emit(asio::cancellation_type::terminal);
    f.run();
    BOOST_TEST(f.done() == 0u); // the answer may hold a refresh token that replaces the one at hand
    f.answer_token(0, token());
    BOOST_TEST(is_cancelled(f.results[0]));
    BOOST_TEST(f.transport.all->api.size() == 2u);
    f.answer_calls();
    BOOST_TEST((f.results[1]->has_value() && f.results[2]->has_value()));
    BOOST_TEST(f.transport.all->token.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_call_that_is_cancelled_as_the_gate_opens_is_not_sent)
{
    flight f;
    f.start();
    f.start();
    f.run();
    f.signals[1]->emit(asio::cancellation_type::terminal); // its timer has not said so yet
    f.answer_token(0, token());
    BOOST_TEST(is_cancelled(f.results[1]));
    BOOST_TEST(f.transport.all->api.size() == 1u);
}

BOOST_AUTO_TEST_CASE(tokens_that_end_at_once_serve_those_who_waited)
{
    flight f;
    for (int i = 0; i < 200; ++i) f.start();
    f.run();
    f.answer_token(0, token("short", 0));
    f.answer_calls();
    BOOST_TEST(f.done() == 200u);
    BOOST_TEST(f.transport.all->token.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_context_may_end_before_the_signer_answers)
{
    std::function<void(okta::result<std::string>)> late;
    auto const app = okta::oauth_client::with_signer("0oa1", okta::signing_algorithm::es256, "",
                                                     [&](auto, auto done) { late = std::move(done); });
    okta::service_app const shared(app, {"x"});
    okta::get_user const get{.id = "00u1"};
    bool called = false;
    {
        asio::io_context context;
        okta::client client(org, shared, held_transport{context.get_executor()});
        client.async_call(get, [&](auto) { called = true; });
        client.async_call(get, [&](auto) { called = true; });
        context.poll();
    }
    BOOST_TEST_REQUIRE(static_cast<bool>(late));
    late(client_key().sign("x"));
    late = nullptr;
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_CASE(what_a_signer_throws_is_an_error_without_its_text)
{
    auto const app = okta::oauth_client::with_signer("0oa1", okta::signing_algorithm::es256, "",
                                                     [](auto, auto) { throw std::runtime_error("tell-nobody"); });
    flight f({}, app);
    f.start();
    f.run();
    BOOST_TEST_REQUIRE(f.done() == 1u);
    BOOST_TEST((f.results[0]->error().kind == okta::error_kind::authorisation));
    BOOST_TEST(f.results[0]->error().message().find("tell-nobody") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_slow_signer_leaves_a_good_token)
{
    std::vector<std::function<void(okta::result<std::string>)>> kept;
    auto const app = okta::oauth_client::with_signer("0oa1", okta::signing_algorithm::es256, "",
                                                     [&](auto input, auto done) {
                                                         if (kept.empty()) done(client_key().sign(input));
                                                         kept.push_back(std::move(done));
                                                     });
    turned_clock clock;
    auto const server = std::make_shared<token_server>();
    auto const requests = std::make_shared<script>([server](okta::http_request const& r) { return (*server)(r); });
    okta::client client(org, okta::service_app(app, {"x"}, {.environment = clock.environment()}),
                        blocking_fake{requests}, {.timeout = std::chrono::milliseconds(20)});
    BOOST_TEST(client.call(okta::get_user{.id = "00u1"}).has_value());
    *clock.seconds += 3400;
    BOOST_TEST(client.call(okta::get_user{.id = "00u1"}).has_value());
    BOOST_TEST(kept.size() == 2u);
    BOOST_TEST(client.call(okta::get_user{.id = "00u1"}).has_value()); // and is not asked again at once
    BOOST_TEST(kept.size() == 2u);
}

BOOST_AUTO_TEST_CASE(who_waits_may_be_cancelled_alone)
{
    flight f;
    for (int i = 0; i < 3; ++i) f.start();
    f.run();
    f.signals[1]->emit(asio::cancellation_type::terminal);
    f.run();
    BOOST_TEST((f.done() == 1u && is_cancelled(f.results[1])));
    f.answer_token(0, token());
    f.answer_calls();
    BOOST_TEST((f.results[0]->has_value() && f.results[2]->has_value()));
}

BOOST_AUTO_TEST_CASE(every_step_may_be_cancelled_and_leaves_nobody_behind)
{
    for (bool const has_token : {false, true}) {
        flight f;
        f.start();
        f.run();
        if (has_token) f.answer_token(0, token());
        f.signals[0]->emit(asio::cancellation_type::terminal);
        f.run();
        if (!has_token) f.answer_token(0, token());
        BOOST_TEST(is_cancelled(f.results[0]));
        f.start();
        f.run();
        f.answer_calls();
        BOOST_TEST(f.results[1].value().has_value());
        BOOST_TEST(f.transport.all->token.size() == 1u);
    }
}

BOOST_AUTO_TEST_CASE(calls_that_are_dropped_leave_the_turn_to_the_next)
{
    turned_clock clock;
    okta::service_app const app(with_key(), {"okta.users.read"}, {.environment = clock.environment()});
    okta::get_user const get{.id = "00u1"};
    {
        asio::io_context context;
        held_transport transport{context.get_executor()};
        okta::client client(org, app, transport);
        client.async_call(get, [](auto) {});
        context.poll();
        BOOST_TEST(transport.all->token.size() == 1u);
        transport.all->token.clear(); // as when an io_context ends with its handlers
    }
    flight f;
    okta::client client(org, app, f.transport);
    bool done = false;
    client.async_call(get, [&](auto r) { done = r.has_value(); });
    f.run();
    BOOST_TEST_REQUIRE(f.transport.all->token.size() == 1u);
    f.answer_token(0, token());
    f.answer_calls();
    BOOST_TEST(done);
}

// okta-sdk-*: sleeping under the token lock.
BOOST_AUTO_TEST_CASE(a_good_token_is_used_while_another_call_renews_it)
{
    flight f;
    f.start();
    f.run();
    f.answer_token(0, token("old"));
    f.answer_calls();
    *f.clock.seconds += 3400;
    f.start();
    f.run();
    BOOST_TEST(f.transport.all->token.size() == 2u);
    f.start();
    f.run();
    BOOST_TEST(f.transport.all->api.size() == 2u); // it did not wait
    BOOST_TEST(f.transport.all->api.back()->request.fields.find("Authorization").value() == "Bearer old");
    f.answer_token(1, token("new"));
    BOOST_TEST(f.transport.all->api.back()->request.fields.find("Authorization").value() == "Bearer new");
    f.answer_calls();
    BOOST_TEST(f.done() == 3u);
}

BOOST_AUTO_TEST_CASE(a_key_elsewhere_signs_when_it_can)
{
    std::vector<std::pair<std::string, std::function<void(okta::result<std::string>)>>> asked;
    auto const app = okta::oauth_client::with_signer(
        "0oa1", okta::signing_algorithm::es256, "k1",
        [&](auto input, auto done) { asked.emplace_back(std::move(input), std::move(done)); });
    flight f({}, app);
    f.start();
    f.start();
    f.run();
    BOOST_TEST_REQUIRE(asked.size() == 1u);
    BOOST_TEST(f.transport.all->token.empty());
    asked[0].second(client_key().sign(asked[0].first));
    f.run();
    BOOST_TEST_REQUIRE(f.transport.all->token.size() == 1u);
    auto const assertion = form_of(f.transport.all->token[0]->request).at("client_assertion");
    auto const jwt = okta::detail::verify_jwt(assertion, client_key().public_jwk());
    BOOST_TEST_REQUIRE(fault_of(jwt) == "");
    BOOST_TEST(text_at(jwt->header, "kid") == "k1");
    f.answer_token(0, token());
    f.answer_calls();
    BOOST_TEST(f.done() == 2u);
}

BOOST_AUTO_TEST_CASE(a_signer_that_fails_or_gives_up_is_an_error)
{
    for (bool const answers : {true, false}) {
        auto const app = okta::oauth_client::with_signer("0oa1", okta::signing_algorithm::es256, "",
                                                         [&](auto, auto done) {
                                                             okta::error e;
                                                             e.kind = okta::error_kind::authorisation;
                                                             e.summary = "the HSM is away";
                                                             if (answers) done(e);
                                                         });
        flight f({}, app);
        f.start();
        f.run();
        BOOST_TEST_REQUIRE(f.done() == 1u);
        BOOST_TEST(f.results[0]->error().summary.find(answers ? "the HSM is away" : "gave up") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(waiting_has_an_end)
{
    auto const app = okta::oauth_client::with_signer(
        "0oa1", okta::signing_algorithm::es256, "",
        [kept = std::vector<std::function<void(okta::result<std::string>)>>()](auto, auto done) mutable {
            kept.push_back(std::move(done));
        });
    okta::client client(org, okta::service_app(app, {"x"}), blocking_fake{scripted(answer(200, "{}"))},
                        {.timeout = std::chrono::milliseconds(20)});
    auto const r = client.call(okta::get_user{.id = "00u1"});
    BOOST_TEST(r.error().summary ==
               "no access token: another call's token request, or a signer, took longer than 20 ms");
    asio::io_context context;
    okta::client later(org, okta::service_app(app, {"x"}),
                       async_fake{scripted(answer(200, "{}")), context.get_executor()},
                       {.timeout = std::chrono::milliseconds(20)});
    std::string summary;
    okta::get_user const get{.id = "00u1"};
    later.async_call(get, [&](auto result) { summary = result.error().summary; });
    context.run();
    BOOST_TEST(summary == r.error().summary);
}

BOOST_AUTO_TEST_CASE(blocking_calls_on_many_threads_share_one_request)
{
    auto const server = std::make_shared<token_server>();
    auto const requests = std::make_shared<script>([server](okta::http_request const& r) { return (*server)(r); });
    turned_clock clock;
    okta::client client(org, okta::service_app(with_key(), {"x"}, {.environment = clock.environment()}),
                        blocking_fake{requests});
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) good += client.call(okta::get_user{.id = "00u1"}).has_value();
        });
    for (auto& t : threads) t.join();
    BOOST_TEST(good == 400);
    BOOST_TEST(server->token_requests.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
