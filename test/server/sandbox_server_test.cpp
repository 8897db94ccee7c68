// The sandbox as a server: what clients get over the wire, and what hostile ones do to it while others are served.

#include "http_server_support.hpp"

#include <okta/client.hpp>
#include <okta/sandbox/serve.hpp>
#include <okta/sandbox/serve_tokens.hpp>
#include <okta/transport/asio_transport.hpp>

#include <boost/json/parse.hpp>

#include <atomic>
#include <fstream>

namespace sandbox_server_test {
using namespace okta;
using namespace okta::test;

namespace {

http_server_options bounded()
{
    http_server_options o;
    o.chunked = true;
    o.header_timeout = 300ms;
    o.body_timeout = 300ms;
    o.max_connections = 500;
    return o;
}

struct served_org
{
    explicit served_org(http_server_options options = bounded()) : server(sandbox::serve(org), std::move(options))
    {
        org.add_people(500);
    }

    [[nodiscard]] okta::client client()
    {
        asio_transport_options options;
        options.ca_pem = authority_pem();
        return {server.server->origin(), api_token(org.token()), asio_transport(options)};
    }

    [[nodiscard]] std::string head(std::string const& line, std::string const& more = "") const
    {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: SSWS " + std::string(org.token().reveal()) +
               "\r\nAccept: application/json\r\nContent-Type: application/json\r\n" + more + "\r\n";
    }

    [[nodiscard]] std::string post(std::string const& target, std::string const& body) const
    {
        return head("POST " + target, "Content-Length: " + std::to_string(body.size()) + "\r\n") + body;
    }

    sandbox::org org;
    running_server server;
};

double resident_mb()
{
    std::ifstream file("/proc/self/statm");
    double pages = 0, resident = 0;
    file >> pages >> resident;
    return resident * 4096 / 1e6;
}

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_server)

BOOST_AUTO_TEST_CASE(serves_the_librarys_client_over_tls)
{
    auto options = tls_options();
    options.chunked = true;
    served_org served(options);
    auto client = served.client();
    auto const ada = client.call(create_user{.profile = {.login = "ada@example.com", .email = "ada@example.com"}});
    BOOST_TEST(ada.value().links->at("self").front().href ==
               served.server.server->origin() + "/api/v1/users/" + ada->id.text);
    std::size_t count = 0;
    auto pages = client.pages(list_users{.limit = 100});
    while (auto const page = pages.next()) count += page->size();
    BOOST_TEST(count == 502u); // with the administrator
    BOOST_TEST(client.call(delete_user{.id = ada->id}).has_value());
}

BOOST_AUTO_TEST_CASE(answers_wire_errors_as_okta_does)
{
    served_org const served;
    auto const code = [&](std::string const& request) {
        raw_client c(served.server.port());
        c.send(request);
        auto const reply = c.reply();
        BOOST_TEST_REQUIRE(reply.has_value());
        return std::to_string(reply->status) + ' ' +
               std::string(boost::json::parse(reply->body).at("errorCode").as_string());
    };
    BOOST_TEST(code(served.head("PATCH /api/v1/users")) == "405 E0000022");
    BOOST_TEST(code(served.head("GET /api/v1/nowhere")) == "404 E0000008");
    BOOST_TEST(code(served.head("PUT /api/v1/groups/00g1/users/00u1")) == "411 E0000003");
    BOOST_TEST(code(served.head("PUT /api/v1/groups/00g1/users/00u1", "Content-Length: 0\r\n")) == "404 E0000007");
    BOOST_TEST(code(served.post("/api/v1/users", "{\"profile\":{\"login\":\"\xc3\x28\"}}")) == "400 E0000003");
    BOOST_TEST(code(served.post("/api/v1/users", std::string(100'000, '['))) == "400 E0000003");
    BOOST_TEST(code(served.post("/api/v1/users", std::string(100'000, ' '))) == "400 E0000003");
    BOOST_TEST(code(served.head("GET /api/v1/users/%ff%fe")) == "404 E0000007");
    BOOST_TEST(code(served.head("GET /api/v1/users?search=" + std::string(5'000, '('))) == "400 E0000031");
    std::string deep = "GET /api/v1/users?search=";
    for (int i = 0; i < 2'000; ++i) deep += "(";
    BOOST_TEST(code(served.head(deep)) == "400 E0000031");
}

BOOST_AUTO_TEST_CASE(others_are_served_while_hostile_clients_do_their_worst)
{
    served_org served;
    auto const port = served.server.port();
    std::atomic<bool> stop = false;
    std::atomic<int> good = 0, bad = 0;
    std::thread others([&] {
        auto client = served.client();
        while (!stop) ++(client.call(get_user{.id = "me"}).has_value() ? good : bad);
    });

    auto const round = [&] {
        std::vector<std::unique_ptr<raw_client>> open;
        auto const start = [&](std::string_view bytes) {
            open.push_back(std::make_unique<raw_client>(port));
            (void)open.back()->try_send(bytes);
            return open.back().get();
        };
        for (int i = 0; i < 20; ++i) {
            start("GET /api/v1/us"); // and no more: slow headers
            start(served.head("POST /api/v1/users", "Content-Length: 100000000\r\n"));
            start(served.head("POST /api/v1/users", "Transfer-Encoding: chunked\r\n") + "fffffff\r\n" +
                  std::string(50'000, 'x'));
            start("GET / HTTP/1.1\r\nX: " + std::string(200'000, 'x'));
            start(served.head("GET /api/v1/users"))->half_close();
            start(served.post("/api/v1/groups", "{\"profile\":{\"name\":\"\xed\xa0\x80\"}}"));
            start(served.post("/api/v1/groups", std::string(30'000, '{')));
            start(std::string("GET /\0 HTTP/1.1\r\n\r\n", 19));
        }
        std::this_thread::sleep_for(100ms);
    };
    int const enough = sanitized() ? 5 : 20;
    int const rounds = sanitized() ? 5 : 25; // of some 6 MB each
    for (int i = 0; i < 5; ++i) round();
    auto const before = resident_mb();
    for (int i = 0; i < rounds; ++i) round();
    if (!sanitized()) BOOST_TEST(resident_mb() - before < 64); // sanitizers keep what was freed
    for (int i = 0; i < 4 && good <= enough; ++i) (void)soon([&] { return good > enough; });
    stop = true;
    others.join();
    BOOST_TEST(good > enough);
    BOOST_TEST(bad == 0);
    auto const groups = served.client().pages(list_groups{}).next(); // accepted last: no other comes any more
    BOOST_TEST(groups->size() == 1u);                                // nothing hostile was created
    auto const gone = [&] { return served.server.server->connections() == 0; };
    for (int i = 0; i < 4 && !gone(); ++i) (void)soon(gone);
    BOOST_TEST(gone());
}

BOOST_AUTO_TEST_CASE(an_endless_body_is_cut_off)
{
    served_org served;
    raw_client c(served.server.port());
    c.send(served.head("POST /api/v1/users", "Transfer-Encoding: chunked\r\n"));
    std::string const chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    auto const end = std::chrono::steady_clock::now() + 20s;
    bool taken = true;
    while (taken && std::chrono::steady_clock::now() < end) taken = c.try_send(chunk);
    BOOST_TEST(!taken); // the server reads on for `linger_timeout`, and throws it away
    BOOST_TEST(served.client().call(get_user{.id = "me"}).has_value());
}

BOOST_AUTO_TEST_CASE(a_service_app_gets_tokens_from_the_endpoint)
{
    served_org served;
    auto const keys = sandbox::make_key_pair();
    sandbox::token_endpoint apps;
    apps.add({"0oa1", keys.key_id, keys.public_jwk, {"okta.users.read"}});
    sandbox::serve_tokens(served.org, std::move(apps));
    raw_client c(served.server.port());
    std::string const form = "grant_type=client_credentials&scope=okta.users.read";
    c.send("POST /oauth2/v1/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
           "Content-Length: " +
           std::to_string(form.size()) + "\r\n\r\n" + form);
    auto const reply = c.reply();
    BOOST_TEST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->status == 401); // without an assertion
    BOOST_TEST(reply->has("X-Okta-Request-Id: "));
    BOOST_TEST(boost::json::parse(reply->body).at("error") == "invalid_client");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace sandbox_server_test
