// The first transport of docs/custom_transport.md, compiled and run.

#define BOOST_TEST_MODULE doc_custom_transport
#include <boost/test/unit_test.hpp>

//[tiny
#include <okta/transport/concepts.hpp>

struct canned_transport
{
    okta::transport_result send(okta::http_request request)
    {
        okta::http_response response{.status = 200, .body = R"({"id":"00u1"})"};
        response.fields.add("X-Okta-Request-Id", "made up for " + request.target);
        return response;
    }
};

static_assert(okta::blocking_transport<canned_transport>);
//]

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/thread_pool.hpp>

//[error
okta::transport_result cannot_connect(okta::http_request const& request, boost::system::error_code why)
{
    return okta::transport_error{.code = why,
                                 .what = "connect to " + request.origin, // never a header, query or body
                                 .sent = okta::sent::nothing};           // certain: repeating it is harmless
}
//]

//[async
// Any blocking transport as an asynchronous one: each request waits on a thread of the pool.
template <okta::blocking_transport Blocking>
class on_threads
{
public:
    on_threads(boost::asio::any_io_executor executor, Blocking& transport)
        : executor_(std::move(executor)), transport_(&transport)
    {
    }

    boost::asio::any_io_executor get_executor() const { return executor_; }

    template <class CompletionToken>
    auto async_send(okta::http_request request, CompletionToken&& token)
    {
        return boost::asio::async_initiate<CompletionToken, void(okta::transport_result)>(
            [pool = executor_, transport = transport_](auto handler, okta::http_request r) {
                auto const to = boost::asio::prefer(boost::asio::get_associated_executor(handler, pool),
                                                    boost::asio::execution::outstanding_work.tracked);
                boost::asio::post(pool, [=, h = std::move(handler), r = std::move(r)]() mutable {
                    auto result = transport->send(std::move(r));
                    boost::asio::post(to, boost::asio::append(std::move(h), std::move(result)));
                });
            },
            token, std::move(request));
    }

private:
    boost::asio::any_io_executor executor_;
    Blocking* transport_;
};

static_assert(okta::async_transport<on_threads<canned_transport>>);
//]

BOOST_AUTO_TEST_CASE(the_tiny_one_answers)
{
    auto const result = canned_transport().send({.target = "/api/v1/users/00u1"});
    BOOST_TEST(result->status == 200);
    BOOST_TEST(result->fields.find("x-okta-request-id").value_or("") == "made up for /api/v1/users/00u1");
}

BOOST_AUTO_TEST_CASE(an_error_says_what_and_how_far)
{
    auto const result = cannot_connect({.origin = "https://example.okta.com"},
                                       make_error_code(boost::system::errc::connection_refused));
    BOOST_TEST(result.error().message() == "connect to https://example.okta.com: Connection refused");
    BOOST_TEST((result.error().sent == okta::sent::nothing));
}

BOOST_AUTO_TEST_CASE(threads_make_it_asynchronous)
{
    boost::asio::thread_pool pool(1);
    boost::asio::io_context context;
    canned_transport canned;
    on_threads transport(pool.get_executor(), canned);
    auto status = 0;
    transport.async_send({.target = "/"}, boost::asio::bind_executor(context, [&](okta::transport_result result) {
                             status = result->status;
                         }));
    context.run(); // does not run out while the request is elsewhere
    BOOST_TEST(status == 200);
}
