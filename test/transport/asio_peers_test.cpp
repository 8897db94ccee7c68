// Whom asio_transport trusts, whom it shows its certificate, and which way it goes.

#include "suite_support.hpp"

#include <okta/transport/asio_transport.hpp>

#include <cstdlib>
#include <string>

namespace asio_peers_test {
namespace {

using namespace okta::test;
using okta::asio_transport;

okta::asio_transport_options trusting() { return {.ca_file = authority_file()}; }

BOOST_AUTO_TEST_CASE(trusts_pem_text_and_shows_its_certificate)
{
    loopback_server server(always({.body = "x"}), {.tls = true, .require_client_certificate = true});
    asio_transport known({.ca_pem = authority_pem(),
                          .client_certificate_file = client_certificate_file(),
                          .client_key_file = client_certificate_file()});
    BOOST_TEST(answer_of(known.send(request_to(server.origin()))).body == "x");
    asio_transport unknown({.ca_pem = authority_pem()});
    check_error(unknown.send(request_to(server.origin())));
    BOOST_TEST(server.requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(goes_through_a_proxy)
{
    loopback_server server(always({.body = "x"}), {.tls = true, .certificate_names = "DNS:org.example"});
    connect_proxy proxy({.login = "ada:p@ss"});
    auto const at = "127.0.0.1:" + std::to_string(proxy.port());
    auto options = trusting();
    options.no_proxy = "";
    options.proxy = "http://ada:p%40ss@" + at;
    auto const origin = server.origin("org.example"); // only the proxy knows where that is
    asio_transport transport(options);
    for (auto i = 0; i < 2; ++i) BOOST_TEST(answer_of(transport.send(request_to(origin))).body == "x");
    BOOST_TEST_REQUIRE(proxy.requests().size() == 1u);
    BOOST_TEST(proxy.requests()[0].method == "CONNECT");
    BOOST_TEST(proxy.requests()[0].target == origin.substr(8));
    BOOST_TEST(!server.requests()[0].fields.find("Proxy-Authorization"));

    options.proxy = "http://ada:wrong@" + at;
    auto const refused = asio_transport(options).send(request_to(origin));
    check_error(refused, okta::sent::nothing);
    BOOST_TEST(refused.error().what.find("407") != std::string::npos);
    BOOST_TEST(refused.error().what.find("wrong") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(heeds_the_environment)
{
    loopback_server server(always({.body = "x"}), {.tls = true});
    connect_proxy proxy;
    auto const reaches_proxy = [&](char const* no_proxy) {
        ::setenv("HTTPS_PROXY", ("http://127.0.0.1:" + std::to_string(proxy.port())).c_str(), 1);
        ::setenv("NO_PROXY", no_proxy, 1);
        auto const before = proxy.requests().size();
        auto const result = asio_transport(trusting()).send(request_to(server.origin("localhost")));
        BOOST_TEST(answer_of(result).body == "x");
        ::unsetenv("HTTPS_PROXY");
        ::unsetenv("NO_PROXY");
        return proxy.requests().size() > before;
    };
    auto const port = std::to_string(server.port());
    BOOST_TEST(reaches_proxy(""));
    BOOST_TEST(reaches_proxy("example.com, other.localhost,host"));
    BOOST_TEST(reaches_proxy("localhost:1"));
    BOOST_TEST(!reaches_proxy("*"));
    BOOST_TEST(!reaches_proxy("example.com, LOCALHOST"));
    BOOST_TEST(!reaches_proxy(".localhost"));
    BOOST_TEST(!reaches_proxy(("localhost:" + port).c_str()));
    auto options = trusting();
    ::setenv("HTTPS_PROXY", "http://127.0.0.1:1", 1);
    options.proxy = "";
    BOOST_TEST(answer_of(asio_transport(options).send(request_to(server.origin()))).body == "x");
    ::unsetenv("HTTPS_PROXY");
}

} // namespace
} // namespace asio_peers_test
