#include "token_deadline.hpp"

#include <future>
#include <stop_token>

// Blocking calls that ask for a token and have little time.

namespace token_deadline_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;

using numbers = std::vector<std::int64_t>;

okta::transport_result timed_out()
{
    return okta::transport_error{asio::error::timed_out, "read", okta::sent::perhaps_all};
}

/// Of the requests for tokens among those seen.
std::vector<std::int64_t> timeouts(script const& s)
{
    std::vector<std::int64_t> all;
    for (auto const& r : s.seen())
        if (r.target.starts_with("/oauth2/")) all.push_back(r.timeout.count());
    return all;
}

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

BOOST_AUTO_TEST_SUITE_END()
} // namespace token_deadline_test
