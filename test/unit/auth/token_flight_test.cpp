#include "token_flight.hpp"

#include <future>
#include <stop_token>

// Many calls and one token: who fetches, who waits, who is cancelled.

namespace token_flight_test {
using namespace okta::test;

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
    BOOST_TEST((f.done() == 1u && is_cancelled(f.results[0])));
    f.answer_token(0, token()); // which others wait for
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

BOOST_AUTO_TEST_CASE(who_has_no_end_of_time_waits_for_the_tokens)
{
    flight f;
    f.client = f.client.with({.timeout = std::chrono::milliseconds::max()});
    f.start();
    f.start();
    f.run();
    BOOST_TEST(f.done() == 0u);
    f.answer_token(0, token());
    f.answer_calls();
    BOOST_TEST(f.done() == 2u);
    BOOST_TEST((f.results[0]->has_value() && f.results[1]->has_value()));
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

BOOST_AUTO_TEST_CASE(a_blocking_call_that_waits_for_anothers_token_can_be_stopped)
{
    auto const server = std::make_shared<token_server>();
    std::promise<void> asked, go;
    auto const requests = std::make_shared<script>([&](okta::http_request const& r) {
        if (r.target.starts_with("/oauth2/")) {
            asked.set_value();
            go.get_future().wait();
        }
        return (*server)(r);
    });
    turned_clock clock;
    okta::client client(org, okta::service_app(with_key(), {"x"}, {.environment = clock.environment()}),
                        blocking_fake{requests});
    auto first = std::async(std::launch::async, [&] { return client.call(okta::get_user{.id = "00u1"}); });
    asked.get_future().wait();

    std::stop_source stop;
    auto const began = std::chrono::steady_clock::now();
    auto second = std::async(
        std::launch::async, [&] { return client.with({.stop = stop.get_token()}).call(okta::get_user{.id = "00u2"}); });
    auto const waits = second.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout;
    stop.request_stop();
    auto const stopped = second.get();
    auto const took = std::chrono::steady_clock::now() - began;
    go.set_value();
    BOOST_TEST((waits && took < std::chrono::seconds(5)));
    BOOST_TEST((!stopped && stopped.error().kind == okta::error_kind::cancelled));
    BOOST_TEST(!stopped.error().may_have_happened);
    BOOST_TEST(first.get().has_value()); // which goes on
    BOOST_TEST(server->token_requests.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace token_flight_test
