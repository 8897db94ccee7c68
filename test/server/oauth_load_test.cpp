// Many calls over real connections with tokens that live two seconds.

#include "http_server_support.hpp"

#include <okta/actions/users.hpp>
#include <okta/auth/oauth.hpp>
#include <okta/client.hpp>
#include <okta/transport/asio_transport.hpp>

#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

namespace oauth_load_test {
namespace {

using namespace okta::test;
using okta::http_response;
using clock = std::chrono::steady_clock;

/// Gives out a token for two seconds and takes no other.
class short_lived_tokens
{
public:
    void operator()(okta::received_request r, okta::peer const&, okta::http_server::responder respond)
    {
        respond(r.request.target == "/oauth2/v1/token" ? token() : user(r.request));
    }

    std::atomic<int> tokens = 0, refused = 0;

private:
    http_response token()
    {
        std::this_thread::sleep_for(30ms); // so that others come meanwhile
        std::lock_guard lock(mutex_);
        auto const name = "t" + std::to_string(++tokens);
        ends_["Bearer " + name] = clock::now() + 2s;
        return {.status = 200, .body = R"({"access_token":")" + name + R"(","token_type":"Bearer","expires_in":2})"};
    }

    http_response user(okta::http_request const& request)
    {
        std::lock_guard lock(mutex_);
        auto const end = ends_.find(request.fields.find("Authorization").value_or(""));
        if (end != ends_.end() && clock::now() < end->second) return {.status = 200, .body = R"({"id":"00u1"})"};
        ++refused;
        return {.status = 401, .body = R"({"errorCode":"E0000011","errorSummary":"Invalid token provided"})"};
    }

    std::mutex mutex_;
    std::map<std::string, clock::time_point, std::less<>> ends_ = {}; // by Authorization
};

struct load
{
    okta::client client;
    clock::time_point end;
    std::atomic<int> started = 0, good = 0, failed = 0;
    std::mutex mutex = {};
    std::string first_failure = {};

    /// One call after another; each chain keeps one connection busy.
    void next()
    {
        if (clock::now() >= end && started >= 1000) return;
        ++started;
        okta::get_user const get{.id = "00u1"};
        client.async_call(get, [this](auto r) {
            ++(r ? good : failed);
            if (!r) {
                std::lock_guard lock(mutex);
                if (first_failure.empty()) first_failure = r.error().message();
            }
            next();
        });
    }

    [[nodiscard]] bool are_over() const
    {
        auto const longest = end + 120s;
        while (clock::now() < longest && (clock::now() < end || good + failed < started))
            std::this_thread::sleep_for(5ms);
        return good + failed == started;
    }
};

BOOST_AUTO_TEST_CASE(a_thousand_calls_on_64_connections_ask_for_one_token_per_expiry)
{
    auto const tokens = std::make_shared<short_lived_tokens>();
    running_server server(
        [tokens](okta::received_request r, okta::peer const& p, okta::http_server::responder respond) {
            (*tokens)(std::move(r), p, std::move(respond));
        });
    boost::asio::thread_pool threads(3);
    okta::asio_transport_options options;
    options.max_connections_per_origin = 64;
    okta::service_app const app(okta::oauth_client::with_key("0oa1", okta::signing_key::generate()),
                                {"okta.users.read"});
    auto const begin = clock::now();
    load all{{"http://127.0.0.1:" + std::to_string(server.port()), app,
              okta::asio_transport(threads.get_executor(), options)},
             begin + 5s};
    for (int i = 0; i < 64; ++i) all.next();
    BOOST_TEST_REQUIRE(all.are_over(), "calls hang");
    threads.stop();
    threads.join();
    std::chrono::duration<double> const took = clock::now() - begin;
    // A token is renewed a tenth to 15 % of its life before its end: at most every 1.7 s.
    auto const most = 1 + static_cast<int>(took.count() / 1.7);
    BOOST_TEST_MESSAGE(all.good << " calls, " << tokens->tokens << " tokens, " << tokens->refused
                                << " refused calls in " << took.count() << " s");
    BOOST_TEST(all.failed == 0, all.first_failure);
    BOOST_TEST(all.good >= 1000);
    BOOST_TEST(tokens->tokens >= static_cast<int>(took.count() / 2));
    BOOST_TEST(tokens->tokens <= most);
}

} // namespace
} // namespace oauth_load_test
