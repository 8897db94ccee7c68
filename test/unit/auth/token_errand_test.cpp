#include "token_deadline.hpp"

#include <boost/asio/strand.hpp>

// Asynchronous calls that ask for a token and leave before it is there.

namespace token_errand_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;

/// Until then, or for far too long.
template <class Condition>
void run_until(asio::io_context& context, Condition done)
{
    context.restart();
    for (auto const end = std::chrono::steady_clock::now() + 10s; !done() && std::chrono::steady_clock::now() < end;)
        context.run_one_for(50ms);
}

/// Calls of a client that a test may let go.
struct asking : held_calls
{
    explicit asking(okta::any_authoriser auth)
    {
        client.emplace(org, std::move(auth), transport, okta::client_options{.retry = {.max_retries = 0}});
    }
    ~asking() { transport.all->token.clear(); }
    void call(okta::call_options const& how = {})
    {
        client->with(how).async_call(get, asio::bind_cancellation_slot(signal.slot(), [this](auto r) { result = r; }));
        run();
    }

    okta::get_user get{.id = "00u1"};
    asio::cancellation_signal signal;
    std::optional<okta::client> client;
    std::optional<okta::result<okta::user>> result;
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_errand)

BOOST_AUTO_TEST_CASE(an_asynchronous_call_that_fetches_keeps_its_deadline)
{
    flight f;
    std::optional<okta::result<okta::user>> hurried;
    f.client.with({.call_timeout = 20ms}).async_call(f.get, [&](auto r) { hurried = r; });
    f.start(); // waits for the same token
    run_until(f.context, [&] { return hurried.has_value(); });
    BOOST_TEST((is_late(hurried) && f.done() == 0u));
    BOOST_TEST(hurried->error().summary.find("waited for an access token") != std::string::npos);
    BOOST_TEST((f.transport.all->token.at(0)->request.timeout == 30s)); // it is for all who wait
    f.answer_token(0, token());
    f.answer_calls();
    BOOST_TEST(f.results[0]->has_value());
    f.start();
    f.run();
    f.answer_calls();
    BOOST_TEST((f.results[1]->has_value() && f.transport.all->token.size() == 1u));
}

BOOST_AUTO_TEST_CASE(a_good_token_serves_when_its_renewal_takes_too_long)
{
    flight f;
    f.start();
    f.run();
    f.answer_token(0, token("old"));
    f.answer_calls();
    *f.clock.seconds += 3400;
    bool good = false;
    f.client.with({.timeout = 20ms}).async_call(f.get, [&](auto r) { good = r.has_value(); });
    run_until(f.context, [&] { return f.transport.all->api.size() == 2; });
    BOOST_TEST(f.transport.all->token.size() == 2u);
    BOOST_TEST_REQUIRE(f.transport.all->api.size() == 2u);
    BOOST_TEST(f.transport.all->api.back()->request.fields.find("Authorization").value() == "Bearer old");
    f.answer_calls();
    BOOST_TEST(good);
}

BOOST_AUTO_TEST_CASE(a_signer_too_slow_for_one_call_is_asked_again_for_the_next)
{
    std::vector<std::function<void()>> asked;
    flight f({}, okta::oauth_client::with_signer("0oa1", okta::signing_algorithm::es256, "", [&](auto in, auto done) {
                 asked.emplace_back([in, done] { done(client_key().sign(in)); });
             }));
    std::optional<okta::result<okta::user>> hurried;
    f.client.with({.call_timeout = 20ms}).async_call(f.get, [&](auto r) { hurried = r; });
    f.start();
    run_until(f.context, [&] { return hurried.has_value() && asked.size() == 2; });
    BOOST_TEST((is_late(hurried) && f.done() == 0u));
    BOOST_TEST_REQUIRE(asked.size() == 2u);
    for (auto const& answer : asked) answer();
    f.run();
    f.answer_token(0, token());
    f.answer_calls();
    BOOST_TEST(f.results[0]->has_value());
}

BOOST_AUTO_TEST_CASE(a_refresh_token_is_kept_when_who_asked_has_left)
{
    for (bool const cancelled : {true, false}) {
        kept_tokens kept;
        asking a(rotating(kept));
        a.call({.call_timeout = cancelled ? 1h : 20ms});
        if (cancelled) a.signal.emit(asio::cancellation_type::terminal);
        run_until(a.context, [&] { return a.result.has_value(); });
        BOOST_TEST((cancelled ? is_cancelled(a.result) : is_late(a.result)));
        a.client.reset();
        BOOST_TEST(kept.all->empty());
        a.answer_token(0, answer(200, rotated));
        BOOST_TEST(*kept.all == std::vector<std::string>{"refresh-1"}, per_element);
    }
}

BOOST_AUTO_TEST_CASE(a_request_goes_on_without_a_client_only_for_a_refresh_token)
{
    turned_clock const clock;
    for (bool const rotates : {true, false}) {
        kept_tokens kept;
        okta::oauth_options const options{.dpop = okta::dpop(), .environment = clock.environment()};
        asking a(rotates ? okta::any_authoriser(rotating(kept, options))
                         : okta::any_authoriser(okta::service_app(with_key(), {"x"}, options)));
        a.call();
        a.signal.emit(asio::cancellation_type::terminal);
        a.run();
        BOOST_TEST(is_cancelled(a.result));
        a.client.reset();
        a.answer_token(0, wants_nonce("n1"));
        BOOST_TEST(a.transport.all->token.size() == (rotates ? 2u : 1u));
        if (rotates) a.answer_token(1, answer(200, rotated));
        BOOST_TEST(kept.all->size() == (rotates ? 1u : 0u));
    }
}

BOOST_AUTO_TEST_CASE(a_token_request_that_is_dropped_ends_its_call_and_leaves_the_turn)
{
    flight f;
    f.start();
    f.start();
    f.run();
    f.transport.all->token.clear();
    f.run();
    BOOST_TEST((f.done() == 1u && !f.results[0]->has_value()));
    BOOST_TEST((f.results[0]->error().transport_code == asio::error::operation_aborted));
    BOOST_TEST_REQUIRE(f.transport.all->token.size() == 1u);
    f.answer_token(0, token());
    f.answer_calls();
    BOOST_TEST(f.results[1]->has_value());
}

// On four threads, while the token is on its way: one in three is cancelled, one in three has hardly any time.
BOOST_AUTO_TEST_CASE(calls_leave_at_any_moment)
{
    constexpr int rounds = 100, calls = 9;
    asio::io_context context;
    auto guard = asio::make_work_guard(context);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { context.run(); });
    std::atomic<int> done = 0, good = 0, odd = 0;
    turned_clock const clock;
    okta::get_user const get{.id = "00u1"};
    for (int round = 0; round < rounds; ++round) {
        auto const server = std::make_shared<token_server>();
        auto const requests = std::make_shared<script>([server](okta::http_request const& r) { return (*server)(r); });
        okta::client const client(org, okta::service_app(with_key(), {"x"}, {.environment = clock.environment()}),
                                  async_fake{requests, context.get_executor()}, {.retry = {.max_retries = 0}});
        for (int i = 0; i < calls; ++i) {
            auto const strand = asio::make_strand(context);
            auto const signal = std::make_shared<asio::cancellation_signal>();
            auto made = client.with({.call_timeout = i % 3 == 1 ? 1ms : 60s});
            asio::post(strand, [&, i, strand, signal, made]() mutable {
                auto handler = [&, i, signal](auto r) {
                    ++done;
                    good += r.has_value();
                    bool const left = !r && (r.error().kind == okta::error_kind::cancelled ||
                                             r.error().transport_code == asio::error::timed_out);
                    odd += i % 3 == 2 ? !r.has_value() : !r.has_value() && !left;
                };
                made.async_call(
                    get, asio::bind_cancellation_slot(signal->slot(), asio::bind_executor(strand, std::move(handler))));
            });
            if (i % 3 == 0) asio::post(strand, [signal] { signal->emit(asio::cancellation_type::terminal); });
        }
    }
    guard.reset();
    for (auto& t : threads) t.join();
    BOOST_TEST(done == rounds * calls);
    BOOST_TEST(odd == 0);
    BOOST_TEST(good >= rounds * calls / 3);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace token_errand_test
