#include "fakes.hpp"

#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

// What Asio promises of an asynchronous operation.

namespace client_async_test {
namespace {

using namespace okta::test;
using user_result = okta::result<okta::user>;

struct fixture
{
    std::shared_ptr<script> server = scripted(answer(200, R"({"id":"00u1"})"));
    asio::io_context io;
    okta::client client{org, okta::api_token("t"), async_fake{server, io.get_executor()}};
    okta::get_user me{.id = "me"};

    /// Runs a coroutine to its end.
    void run(asio::awaitable<void> work)
    {
        std::exception_ptr thrown;
        asio::co_spawn(io, std::move(work), [&](std::exception_ptr e) { thrown = e; });
        io.run();
        if (thrown) std::rethrow_exception(thrown);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(client_async, fixture)

BOOST_AUTO_TEST_CASE(any_token_will_do)
{
    int done = 0;
    client.async_call(me, [&](user_result r) { done += r->id.text == "00u1"; });
    auto future = client.async_call(me, asio::use_future);
    auto deferred = client.async_call(me, asio::deferred);
    auto lazy = client.async_call(me);
    BOOST_TEST(io.run() > 0u);
    BOOST_TEST((done == 1 && server->seen().size() == 2)); // the deferred ones have not begun
    BOOST_TEST(future.get()->id.text == "00u1");
    io.restart();
    std::move(deferred)([&](user_result r) { done += r.has_value(); });
    std::move(lazy)([&](user_result r) { done += r.has_value(); });
    io.run();
    BOOST_TEST(done == 3);
}

BOOST_AUTO_TEST_CASE(coroutines_take_the_result)
{
    int done = 0;
    run([&]() -> asio::awaitable<void> {
        auto const first = co_await client.async_call(me);
        done += first.has_value();
        auto const second = co_await client.async_call(me, asio::use_awaitable);
        done += second.has_value();
        okta::delete_user nobody{.id = ""};
        auto const refused = co_await client.async_call(nobody);
        done += !refused.has_value();
    }());
    BOOST_TEST(done == 3);
}

BOOST_AUTO_TEST_CASE(the_handler_never_runs_within_the_initiating_function)
{
    okta::client blocking(org, okta::api_token("t"), blocking_fake{server});
    okta::delete_user const nobody{.id = ""};
    for (auto* c : {&client, &blocking}) {
        auto const here = std::this_thread::get_id();
        bool initiating = true, done = false;
        std::promise<void> ready;
        c->async_call(nobody, asio::bind_executor(io, [&](okta::result<okta::no_content> r) {
                          BOOST_TEST((!initiating && !r && std::this_thread::get_id() == here));
                          done = true;
                      }));
        initiating = false;
        io.restart();
        io.run();
        BOOST_TEST(done);
    }
}

BOOST_AUTO_TEST_CASE(it_completes_on_the_handler_s_executor)
{
    asio::io_context other;
    okta::delete_user const nobody{.id = ""};
    int done = 0;
    auto const count = [&, here = std::this_thread::get_id()](auto const&) {
        done += std::this_thread::get_id() == here;
    };
    running_context transport;
    okta::client async(org, okta::api_token("t"), async_fake{server, transport.context.get_executor()});
    auto work = asio::make_work_guard(other);
    async.async_call(me, asio::bind_executor(other, count));
    async.async_call(nobody, asio::bind_executor(other, count));
    while (done < 2) other.run_one();
    BOOST_TEST(done == 2);
}

BOOST_AUTO_TEST_CASE(a_call_keeps_the_handler_s_executor_at_work)
{
    struct slow
    {
        okta::transport_result send(okta::http_request)
        {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            return answer(200, "{}");
        }
    };
    okta::client blocking(org, okta::api_token("t"), slow{});
    bool done = false;
    blocking.async_call(me, asio::bind_executor(io, [&](user_result r) { done = r.has_value(); }));
    io.run(); // returns when there is nothing left to do
    BOOST_TEST(done);
    if (!done) io.restart(), io.run_for(std::chrono::seconds(1)); // so that a failure here stays one
}

BOOST_AUTO_TEST_CASE(a_strand_s_handler_runs_in_its_strand)
{
    asio::thread_pool pool(2);
    auto strand = asio::make_strand(pool);
    std::atomic<int> inside = 0;
    okta::client blocking(org, okta::api_token("t"), blocking_fake{server});
    for (int i = 0; i < 20; ++i)
        blocking.async_call(
            me, asio::bind_executor(strand, [&](auto const&) { inside += strand.running_in_this_thread(); }));
    pool.join();
    BOOST_TEST(inside == 20);
}

BOOST_AUTO_TEST_CASE(a_pending_call_is_cancelled)
{
    server->hangs = true;
    for (auto const type :
         {asio::cancellation_type::terminal, asio::cancellation_type::partial, asio::cancellation_type::total}) {
        asio::cancellation_signal signal;
        std::optional<okta::error> e;
        client.async_call(me, asio::bind_cancellation_slot(signal.slot(), [&](user_result r) {
                              if (!r) e = r.error();
                          }));
        asio::post(io, [&] { signal.emit(type); });
        io.restart();
        io.run();
        BOOST_TEST_REQUIRE(e.has_value());
        BOOST_TEST((e->kind == okta::error_kind::cancelled && e->transport_code == asio::error::operation_aborted));
    }
    BOOST_TEST(server->seen().empty());
}

BOOST_AUTO_TEST_CASE(cancelling_when_it_is_over_does_nothing)
{
    asio::cancellation_signal signal;
    int good = 0;
    client.async_call(me, asio::bind_cancellation_slot(signal.slot(), [&](user_result r) { good += r.has_value(); }));
    io.run();
    signal.emit(asio::cancellation_type::terminal);
    BOOST_TEST(good == 1);
}

BOOST_AUTO_TEST_CASE(the_client_and_the_request_may_go_while_a_call_runs)
{
    auto* const own = new okta::client(org, okta::api_token("t"), async_fake{server, io.get_executor()});
    auto* const request = new okta::get_user{.id = "me"};
    auto future = own->async_call(*request, asio::use_future);
    auto deferred = own->async_call(*request);
    delete request;
    delete own;
    io.run();
    BOOST_TEST(future.get().has_value());
    BOOST_TEST(server->seen()[0].target == "/api/v1/users/me");
    io.restart();
    bool good = false;
    std::move(deferred)([&](user_result r) { good = r.has_value(); });
    io.run();
    BOOST_TEST(good);
}

BOOST_AUTO_TEST_CASE(a_context_that_is_destroyed_takes_its_calls_along)
{
    bool called = false;
    auto const alive = std::make_shared<int>();
    {
        asio::io_context brief;
        okta::client c(org, okta::api_token("t"), async_fake{server, brief.get_executor()});
        c.async_call(me, [&called, alive](user_result) { called = true; });
        BOOST_TEST(alive.use_count() == 2);
    }
    BOOST_TEST((!called && alive.use_count() == 1));
}

BOOST_AUTO_TEST_CASE(without_erasure_it_is_the_same)
{
    okta::basic_client<async_fake, okta::bearer_token> async(org, okta::bearer_token("b"),
                                                             async_fake{server, io.get_executor()});
    int done = 0;
    async.async_call(me, [&](user_result r) { done += r.has_value(); });
    okta::delete_user const nobody{.id = ""};
    async.async_call(nobody, [&](auto r) { done += !r.has_value(); });
    io.run();
    BOOST_TEST(done == 2);
    okta::basic_client<blocking_fake, okta::api_token> blocking(org, okta::api_token("t"), blocking_fake{server});
    BOOST_TEST(blocking.call(me)->id.text == "00u1");
    BOOST_TEST(*server->seen()[0].fields.find("Authorization") == "Bearer b");
    BOOST_TEST(*server->seen()[1].fields.find("Authorization") == "SSWS t");
}

BOOST_AUTO_TEST_CASE(two_threads_may_call_at_once)
{
    running_context one;
    okta::client c(org, okta::api_token("t"), async_fake{server, one.context.get_executor()});
    std::atomic<int> good = 0;
    auto const work = [&] {
        for (int i = 0; i < 50; ++i) good += c.async_call(me, asio::use_future).get().has_value();
    };
    std::thread a(work), b(work);
    a.join();
    b.join();
    BOOST_TEST((good == 100 && server->seen().size() == 100));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace client_async_test
