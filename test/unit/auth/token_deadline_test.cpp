#include "token_flight.hpp"

#include <boost/asio/strand.hpp>

#include <future>
#include <stop_token>

// A call that has to ask for its token first: its deadline and its cancellation hold meanwhile, the others' token is
// asked for all the same, and no refresh token is lost.

namespace token_deadline_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;

okta::transport_result timed_out()
{
    return okta::transport_error{asio::error::timed_out, "read", okta::sent::perhaps_all};
}

okta::transport_result wants_nonce(std::string nonce)
{
    return answer(400, R"({"error":"use_dpop_nonce"})", {{"DPoP-Nonce", std::move(nonce)}});
}

bool is_late(std::optional<okta::result<okta::user>> const& r)
{
    return r && !*r && r->error().kind == okta::error_kind::authorisation && !r->error().may_have_happened &&
           r->error().transport_code == asio::error::timed_out;
}

/// Until then, or for far too long.
template <class Condition>
void run_until(asio::io_context& context, Condition done)
{
    context.restart();
    for (auto const end = std::chrono::steady_clock::now() + 10s; !done() && std::chrono::steady_clock::now() < end;)
        context.run_one_for(50ms);
}

/// Of the requests for tokens among those seen.
std::vector<std::int64_t> timeouts(script const& s)
{
    std::vector<std::int64_t> all;
    for (auto const& r : s.seen())
        if (r.target.starts_with("/oauth2/")) all.push_back(r.timeout.count());
    return all;
}

struct kept_tokens
{
    std::shared_ptr<std::vector<std::string>> all = std::make_shared<std::vector<std::string>>();

    okta::token_keeper keeper() const
    {
        return [a = all](okta::token_set const& t) {
            a->emplace_back(t.refresh_token.value_or("").reveal());
            return std::optional<okta::error>();
        };
    }
};

okta::refresh_token rotating(kept_tokens const& kept, okta::oauth_options options = {})
{
    return {okta::oauth_client::without_secret("0oa1"), okta::secret("refresh-0"), kept.keeper(), std::move(options)};
}

auto const rotated = R"({"access_token":"t","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh-1"})";
constexpr auto per_element = boost::test_tools::per_element();
using numbers = std::vector<std::int64_t>;

/// Calls of a client that a test may let go.
struct asking
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

    okta::get_user get{.id = "00u1"};
    asio::io_context context;
    held_transport transport{context.get_executor()};
    asio::cancellation_signal signal;
    std::optional<okta::client> client;
    std::optional<okta::result<okta::user>> result;
};

/// Blocking calls, whose clock and whose token source's go on when a request is made.
struct timed
{
    template <class Auth>
    okta::client client(Auth auth, okta::client_options options)
    {
        options.clock = time.clock();
        return {org, std::move(auth), blocking_fake{requests}, std::move(options)};
    }
    void pass(std::chrono::seconds s)
    {
        *time.milliseconds += std::chrono::milliseconds(s).count();
        *clock.seconds += s.count();
    }
    okta::oauth_options options(std::optional<okta::dpop> dpop = {}) const
    {
        return {.dpop = std::move(dpop), .environment = clock.environment()};
    }

    turned_clock clock;
    simulated_time time;
    std::function<okta::transport_result(okta::http_request const&)> answers;
    std::shared_ptr<script> requests = std::make_shared<script>(
        [this](okta::http_request const& r) { return answers(r); });
    okta::get_user get{.id = "00u1"};
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_deadline)

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

BOOST_AUTO_TEST_CASE(a_blocking_call_has_what_is_left_for_its_token)
{
    timed t;
    t.answers = [&](auto const& r) {
        t.pass(std::chrono::duration_cast<std::chrono::seconds>(r.timeout));
        return timed_out();
    };
    auto client = t.client(okta::service_app(with_key(), {"x"}, t.options()), {.call_timeout = 3s});
    BOOST_TEST(is_late(client.call(t.get)));
    BOOST_TEST(timeouts(*t.requests) == (numbers{3000}), per_element);
    BOOST_TEST(*t.time.milliseconds == 3000);
}

BOOST_AUTO_TEST_CASE(a_blocking_call_has_its_time_once_however_often_it_is_refused_a_nonce)
{
    timed t;
    int n = 0;
    t.answers = [&](auto const&) {
        t.pass(2s);
        return wants_nonce(std::to_string(++n));
    };
    auto client = t.client(okta::service_app(with_key(), {"x"}, t.options(okta::dpop())), {.call_timeout = 3s});
    BOOST_TEST(is_late(client.call(t.get)));
    BOOST_TEST(timeouts(*t.requests) == (numbers{3000, 1000}), per_element);
}

// What the request may have used up is waited for: the one overrun there is.
BOOST_AUTO_TEST_CASE(a_blocking_call_waits_for_a_refresh_token)
{
    timed t;
    kept_tokens kept;
    int n = 0;
    t.answers = [&](auto const& r) -> okta::transport_result {
        if (!r.target.starts_with("/oauth2/")) return answer(200, R"({"id":"00u1"})");
        t.pass(20s);
        return ++n < 3 ? wants_nonce(std::to_string(n)) : answer(200, rotated);
    };
    auto client = t.client(rotating(kept, t.options(okta::dpop())), {.call_timeout = 25s});
    BOOST_TEST(is_late(client.call(t.get))); // a refused nonce uses up nothing
    BOOST_TEST(timeouts(*t.requests) == (numbers{30000, 10000}), per_element);
    BOOST_TEST(client.call(t.get).has_value());
    BOOST_TEST(timeouts(*t.requests) == (numbers{30000, 10000, 30000}), per_element);
    BOOST_TEST(*kept.all == std::vector<std::string>{"refresh-1"}, per_element);
}

BOOST_AUTO_TEST_CASE(a_blocking_call_can_be_stopped_between_two_token_requests)
{
    timed t;
    std::stop_source stop;
    t.answers = [&](auto const&) {
        stop.request_stop();
        return wants_nonce("1");
    };
    auto client = t.client(okta::service_app(with_key(), {"x"}, t.options(okta::dpop())), {.stop = stop.get_token()});
    BOOST_TEST(is_cancelled(client.call(t.get)));
    BOOST_TEST(t.requests->seen().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_call_in_a_hurry_is_no_verdict_on_the_token)
{
    auto const server = std::make_shared<token_server>();
    std::promise<void> asked, go;
    int n = 0;
    auto const requests = std::make_shared<script>([&](okta::http_request const& r) {
        if (!r.target.starts_with("/oauth2/") || ++n > 1) return (*server)(r);
        asked.set_value();
        go.get_future().wait();
        return timed_out();
    });
    turned_clock clock;
    okta::client client(org, okta::service_app(with_key(), {"x"}, {.environment = clock.environment()}),
                        blocking_fake{requests}, {.retry = {.max_retries = 0}});
    auto const call = [&](std::chrono::milliseconds time) {
        return std::async(std::launch::async, [&client, time] {
            return client.with({.call_timeout = time}).call(okta::get_user{.id = "00u1"});
        });
    };
    auto first = call(5s);
    asked.get_future().wait();
    auto second = call(60s);
    auto const waits = second.wait_for(50ms) == std::future_status::timeout;
    go.set_value();
    BOOST_TEST(waits);
    BOOST_TEST(is_late(first.get()));
    BOOST_TEST(fault_of(second.get()) == "");
    BOOST_TEST(timeouts(*requests).size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_refused_token_remains_refused_when_the_call_that_learned_it_had_no_time)
{
    timed t;
    auto const server = std::make_shared<token_server>();
    bool silent = false;
    t.answers = [&](auto const& r) {
        if (!silent || !r.target.starts_with("/oauth2/")) return (*server)(r);
        t.pass(3s);
        return timed_out();
    };
    auto client = t.client(okta::service_app(with_key(), {"x"}, t.options()), {.call_timeout = 3s});
    BOOST_TEST(client.call(t.get).has_value());
    t.pass(10s);
    server->revoked = {"Bearer access-1"};
    silent = true;
    BOOST_TEST(!client.call(t.get).has_value());
    silent = false;
    BOOST_TEST(fault_of(client.call(t.get)) == "");
    BOOST_TEST(server->calls.back().fields.find("Authorization").value() == "Bearer access-2");
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
} // namespace token_deadline_test
