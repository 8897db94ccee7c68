#define BOOST_TEST_MODULE asio_transport
#include <boost/test/unit_test.hpp>

#include "suite_support.hpp"

#include <okta/transport/asio_transport.hpp>

#include <boost/asio/io_context.hpp>

#include <tuple>

// asio_transport under the suite of all transports. What is its own is tested in asio_*_test.cpp, linked together with
// this file.

static_assert(okta::async_transport<okta::asio_transport> && okta::blocking_transport<okta::asio_transport>);

namespace {

okta::asio_transport_options options_from(okta::test::suite_options const& from)
{
    return {.request_timeout = from.request_timeout, .max_body_bytes = from.max_body_bytes, .ca_file = from.ca_file};
}

/// The suite over `send`, on the transport's own thread.
struct blocking_asio
{
    explicit blocking_asio(okta::test::suite_options const& options) : transport(options_from(options)) {}
    okta::transport_result send(okta::http_request request) { return transport.send(std::move(request)); }
    okta::asio_transport transport;
};

/// The suite over `async_send`, on a context of the caller's.
struct async_asio
{
    explicit async_asio(okta::test::suite_options const& options)
        : transport(context.get_executor(), options_from(options))
    {
    }
    okta::transport_result send(okta::http_request request)
    {
        okta::transport_result result;
        auto completed = false;
        transport.async_send(std::move(request), [&](okta::transport_result r) {
            result = std::move(r);
            completed = true;
        });
        BOOST_TEST(!completed);
        context.restart();
        context.run();
        BOOST_TEST_REQUIRE(completed);
        return result;
    }
    boost::asio::io_context context = {};
    okta::asio_transport transport;
};

using transports_under_test = std::tuple<blocking_asio, async_asio>;

} // namespace

#include "transport_suite.hpp"
