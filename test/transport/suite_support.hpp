#ifndef OKTA_TEST_TRANSPORT_SUITE_SUPPORT_HPP
#define OKTA_TEST_TRANSPORT_SUITE_SUPPORT_HPP

#include "../support/loopback_server.hpp"

#include <okta/transport/concepts.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>

// What the tests of a transport have in common.

namespace okta::test {

struct suite_options
{
    std::string ca_file = {};
    std::chrono::milliseconds request_timeout{20'000};
    std::size_t max_body_bytes = 1024 * 1024;
};

inline http_request request_to(std::string origin, method m = method::get, std::string target = "/api/v1/users")
{
    return {.method = m, .origin = std::move(origin), .target = std::move(target)};
}

inline loopback_server::handler always(server_reply reply)
{
    return [reply = std::move(reply)](server_request const&) { return reply; };
}

/// Checks that `result` is an error and says how far the request got.
inline void check_error(transport_result const& result, std::optional<sent> how_far = {})
{
    BOOST_TEST_REQUIRE(result.has_error());
    BOOST_TEST(result.error().code.failed());
    BOOST_TEST(!result.error().what.empty());
    if (how_far) BOOST_TEST((result.error().sent == *how_far), result.error().message());
}

/// The answer; fails the test with the error's text when there is none.
inline http_response const& answer_of(transport_result const& result)
{
    BOOST_TEST_REQUIRE(result.has_value(), (result ? "" : result.error().message()));
    return *result;
}

using namespace std::chrono_literals;

} // namespace okta::test
#endif
