#define BOOST_TEST_MODULE curl_transport
#include <boost/test/unit_test.hpp>

#include "../../examples/curl_transport.hpp"
#include "suite_support.hpp"

#include <tuple>

static_assert(okta::blocking_transport<curl_transport> && !okta::async_transport<curl_transport>);

namespace {

struct under_test : curl_transport
{
    explicit under_test(okta::test::suite_options const& from)
        : curl_transport(
              {.ca_file = from.ca_file, .timeout = from.request_timeout, .max_body_bytes = from.max_body_bytes})
    {
    }
};

using transports_under_test = std::tuple<under_test>;

} // namespace

#include "transport_suite.hpp"
