#include "fakes.hpp"

#include <okta/create_once.hpp>
#include <okta/sandbox/faults.hpp>
#include <okta/sandbox/org.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

namespace create_once_test {
namespace {

using namespace okta::test;
namespace sandbox = okta::sandbox;
using namespace std::chrono_literals;

struct fixture
{
    sandbox::org sandboxed{{.clock = sandbox::system_clock{}}};
    sandbox::faulty<sandbox::org> transport{sandboxed, {.sleep = [](std::chrono::milliseconds) {}}};
    okta::client client{sandboxed.url(), okta::api_token{sandboxed.token()}, transport, {.retry = {.max_retries = 0}}};
    okta::create_user ada{
        .profile = {.login = "ada@example.com", .email = "ada@example.com", .first_name = "A", .last_name = "L"}};

    void inject(sandbox::fault f) { transport.inject(f, {.when = sandbox::on("POST", "/api/v1/users"), .times = 1}); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(create_once, fixture)

BOOST_AUTO_TEST_CASE(what_was_made_is_found)
{
    inject(sandbox::fault::lost_answer);
    auto const user = okta::create_once(client, ada);
    BOOST_TEST_REQUIRE(user.has_value());
    BOOST_TEST((user->profile.login == "ada@example.com" && sandboxed.find_user("ada@example.com")->id == user->id));
}

BOOST_AUTO_TEST_CASE(so_it_is_by_coroutine)
{
    inject(sandbox::fault::truncated_body);
    boost::asio::io_context io;
    bool found = false;
    auto const hire = [&]() -> boost::asio::awaitable<void> {
        auto const user = co_await okta::async_create_once(client, ada, boost::asio::use_awaitable);
        found = user.has_value();
    };
    boost::asio::co_spawn(io, hire(), boost::asio::detached);
    io.run_for(10s);
    BOOST_TEST(found);
}

BOOST_AUTO_TEST_CASE(what_was_not_made_is_surely_not)
{
    inject(sandbox::fault::html_page);
    auto const user = okta::create_once(client, ada);
    BOOST_TEST_REQUIRE(!user.has_value());
    BOOST_TEST((user.error().status == 502 && !user.error().may_have_happened && sandboxed.user_count() == 1));
}

BOOST_AUTO_TEST_CASE(what_may_be_under_way_is_not_surely_not)
{
    transport.inject(sandbox::fault::html_page,
                     {.when = sandbox::on("POST", "/api/v1/users"), .times = 1, .status = 504});
    auto const gateway = okta::create_once(client, ada);
    BOOST_TEST_REQUIRE(!gateway.has_value());
    BOOST_TEST((gateway.error().may_have_happened && sandboxed.user_count() == 1));

    auto const slow = std::make_shared<script>([](okta::http_request const& r) -> okta::transport_result {
        if (r.method == okta::method::get) return answer(404, "{}");
        return okta::transport_error{asio::error::timed_out, "read", okta::sent::perhaps_all};
    });
    okta::client unanswered(okta::test::org, okta::api_token{"t"}, blocking_fake{slow});
    BOOST_TEST(okta::create_once(unanswered, ada).error().may_have_happened);
}

BOOST_AUTO_TEST_CASE(somebody_elses_is_not_taken_for_ours)
{
    okta::timestamp const start{std::chrono::seconds{1'767'225'600}};
    sandbox::org old{{.clock = sandbox::stepping_clock(start, 1s)}};
    okta::client first(old.url(), okta::api_token{old.token()}, old);
    BOOST_TEST_REQUIRE(first.call(ada).has_value());
    for (int i = 0; i < 30; ++i) (void)first.call(okta::get_user{.id = "me"});
    sandbox::faulty<sandbox::org> faulty(old);
    faulty.inject(sandbox::fault::lost_answer, {.times = 1});
    okta::client client_of_old(old.url(), okta::api_token{old.token()}, faulty, {.retry = {.max_retries = 0}});
    auto const user = okta::create_once(client_of_old, ada);
    BOOST_TEST_REQUIRE(!user.has_value());
    BOOST_TEST(!user.error().may_have_happened);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_found_out_stays_unknown)
{
    inject(sandbox::fault::lost_answer);
    transport.inject(sandbox::fault::server_error, {.when = sandbox::on("GET", "/api/v1/users")});
    auto const user = okta::create_once(client, ada);
    BOOST_TEST_REQUIRE(!user.has_value());
    BOOST_TEST(user.error().may_have_happened);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace create_once_test
