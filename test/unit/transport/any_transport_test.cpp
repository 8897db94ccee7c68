#include "../fakes.hpp"

#include <boost/test/unit_test.hpp>

#include <future>

namespace any_transport_test {
namespace {

using namespace okta::test;

/// Blocks until it is told to go on.
struct gated
{
    okta::transport_result send(okta::http_request)
    {
        started->set_value();
        go.wait();
        return answer(200, "late");
    }
    ~gated()
    {
        if (gone) gone->set_value(std::this_thread::get_id());
    }
    gated(std::shared_ptr<std::promise<void>> s, std::shared_future<void> g,
          std::shared_ptr<std::promise<std::thread::id>> e)
        : started(std::move(s)), go(std::move(g)), gone(std::move(e))
    {
    }
    gated(gated&&) = default;

    std::shared_ptr<std::promise<void>> started;
    std::shared_future<void> go;
    std::shared_ptr<std::promise<std::thread::id>> gone;
};

struct counted
{
    okta::transport_result send(okta::http_request) { return answer(200, std::to_string(++*count)); }
    std::shared_ptr<std::atomic<int>> count = std::make_shared<std::atomic<int>>(0);
};

struct says_when_begun : async_fake
{
    std::shared_ptr<std::promise<void>> begun;
    template <class Handler>
    void async_send(okta::http_request request, Handler&& handler)
    {
        async_fake::async_send(std::move(request), std::forward<Handler>(handler));
        begun->set_value();
    }
};

struct throws_the_handler_away
{
    asio::io_context::executor_type executor;
    asio::io_context::executor_type get_executor() { return executor; }
    template <class Token>
    auto async_send(okta::http_request, Token&& token)
    {
        return asio::async_initiate<Token, void(okta::transport_result)>([](auto) {}, token);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(any_transport)

BOOST_AUTO_TEST_CASE(copies_share_the_transport)
{
    counted c;
    okta::any_transport a = c, b = a;
    BOOST_TEST((a.send({})->body == "1" && b.send({})->body == "2"));
    static_assert(okta::blocking_transport<okta::any_transport> && okta::async_transport<okta::any_transport>);
    static_assert(okta::blocking_transport<blocking_fake> && !okta::async_transport<blocking_fake>);
    static_assert(okta::async_transport<async_fake> && !okta::blocking_transport<async_fake>);
}

BOOST_AUTO_TEST_CASE(one_that_only_blocks_is_sent_on_threads_of_its_own)
{
    struct where
    {
        okta::transport_result send(okta::http_request)
        {
            *thread = std::this_thread::get_id();
            return answer(200, "");
        }
        std::shared_ptr<std::thread::id> thread;
    };
    auto const thread = std::make_shared<std::thread::id>();
    okta::any_transport a = where{thread};
    BOOST_TEST(a.async_send({}, asio::use_future).get()->status == 200);
    BOOST_TEST((*thread != std::this_thread::get_id() && *thread != std::thread::id()));
}

BOOST_AUTO_TEST_CASE(one_that_is_only_asynchronous_is_waited_for)
{
    running_context running;
    okta::any_transport a = async_fake{scripted(answer(201, "x")), running.context.get_executor()};
    BOOST_TEST((a.send({})->status == 201 && a.get_executor() == running.context.get_executor()));
}

BOOST_AUTO_TEST_CASE(the_last_reference_may_go_in_the_worker)
{
    auto const started = std::make_shared<std::promise<void>>();
    auto const gone = std::make_shared<std::promise<std::thread::id>>();
    std::promise<void> go;
    std::promise<std::string> body;
    auto ended = gone->get_future();
    {
        okta::any_transport a = gated(started, go.get_future().share(), gone);
        a.async_send({}, [&body](okta::transport_result r) { body.set_value(r->body); });
        started->get_future().wait();
    } // the worker alone holds it now
    go.set_value();
    BOOST_TEST(body.get_future().get() == "late");
    BOOST_TEST_REQUIRE((ended.wait_for(std::chrono::seconds(10)) == std::future_status::ready));
    BOOST_TEST((ended.get() != std::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(a_handler_that_is_destroyed_uncalled_releases_the_waiter)
{
    asio::io_context io;
    okta::any_transport thrown_away = throws_the_handler_away{io.get_executor()};
    auto const r = thrown_away.send({});
    BOOST_TEST_REQUIRE(r.has_error());
    BOOST_TEST((r.error().code == asio::error::operation_aborted && r.error().sent == okta::sent::perhaps_all));

    auto brief = std::make_unique<asio::io_context>();
    auto const hanging = scripted(answer(200, ""));
    hanging->hangs = true;
    auto const begun = std::make_shared<std::promise<void>>();
    okta::any_transport pending = says_when_begun{{hanging, brief->get_executor()}, begun};
    auto waiter = std::async(std::launch::async, [&pending] { return pending.send({}).has_error(); });
    begun->get_future().wait();
    brief.reset();
    BOOST_TEST(waiter.get());
}

BOOST_AUTO_TEST_CASE(an_error_is_thrown_by_value_only)
{
    okta::transport_result const r = okta::transport_error{asio::error::connection_refused, "connect to o:443"};
    BOOST_TEST(r.error().message() ==
               "connect to o:443: " + boost::system::error_code(asio::error::connection_refused).message());
    BOOST_CHECK_THROW((void)r.value(), boost::system::system_error);
    BOOST_TEST(okta::transport_error{asio::error::timed_out}.message() ==
               boost::system::error_code(asio::error::timed_out).message());
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace any_transport_test
