#include "../fakes.hpp"
#include "bulk_support.hpp"

#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>
#include <okta/bulk.hpp>
#include <okta/model/token_response.hpp>
#include <okta/sandbox/faults.hpp>
#include <okta/sandbox/org.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>

namespace bulk_test {
namespace {

using namespace okta::test;
namespace sandbox = okta::sandbox;

/// An action whose answer is a token.
struct give_token
{
    using endpoint = okta::post<"/oauth2/v1/token", okta::token_response, okta::form_body>;
};
BOOST_DESCRIBE_STRUCT(give_token, (), ())

/// A range without end, which counts how much of it was read.
struct endless
{
    struct iterator
    {
        using value_type = okta::get_user;
        using difference_type = std::ptrdiff_t;

        okta::get_user operator*() const { return {.id = "me"}; }
        iterator& operator++() { return ++*read, *this; }
        void operator++(int) { ++*read; }
        bool operator==(std::default_sentinel_t) const { return false; }

        int* read;
    };

    iterator begin() const { return {read}; }
    std::default_sentinel_t end() const { return {}; }

    int* read;
};

struct fixture
{
    sandbox::org org;
    sandbox::faulty<sandbox::org> transport{org, {.seed = 3, .sleep = [](std::chrono::milliseconds) {}}};
    temporary_file journal;
    okta::client client{org.url(), okta::api_token{org.token()}, transport, {.retry = {.max_retries = 0}}};

    auto hire(int count, okta::bulk_options o = {}) { return all_of(okta::for_each(client, people(count), o)); }
    auto journaled() const { return okta::bulk_options{.journal = journal.path}; }

    std::size_t people_there() const { return org.user_count() - 1; } // the administrator
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(bulk, fixture)

BOOST_AUTO_TEST_CASE(results_come_in_the_order_of_the_requests)
{
    auto const all = hire(100, {.parallel = 7});
    BOOST_TEST_REQUIRE(all.size() == 100u);
    for (std::size_t i = 0; i < all.size(); ++i) {
        BOOST_TEST(all[i].index == i);
        BOOST_TEST_REQUIRE(all[i].outcome.has_value());
        BOOST_TEST(all[i].outcome->profile.login == person(static_cast<int>(i)).profile.login);
    }
    BOOST_TEST(people_there() == 100u);
}

BOOST_AUTO_TEST_CASE(or_as_they_are_completed_each_once)
{
    auto all = hire(100, {.parallel = 10, .order = okta::bulk_order::as_completed});
    BOOST_TEST_REQUIRE(all.size() == 100u);
    std::ranges::sort(all, {}, [](auto const& r) { return r.index; });
    for (std::size_t i = 0; i < all.size(); ++i) BOOST_TEST(all[i].index == i);
}

BOOST_AUTO_TEST_CASE(no_more_are_under_way_than_asked_for_and_the_range_is_read_as_needed)
{
    auto const server = scripted(answer(200, R"({"id":"00u1"})"));
    server->hangs = true;
    running_context io;
    okta::client slow(okta::test::org, okta::api_token("t"), async_fake{server, io.context.get_executor()});
    int read = 0;
    auto run = okta::for_each(slow, endless{&read}, {.parallel = 5});
    std::thread stopper([&run] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        run.stop();
    });
    int cancelled = 0;
    while (auto const r = run.next()) cancelled += r->outcome.error().kind == okta::error_kind::cancelled;
    stopper.join();
    BOOST_TEST(read == 5);
    BOOST_TEST(cancelled == 5);
}

BOOST_AUTO_TEST_CASE(errors_are_results_and_the_run_goes_on)
{
    auto requests = people(20);
    requests[3].profile.login = ""; // cannot be encoded as a login: refused by the service
    requests[7] = person(5);        // taken already, or takes it
    okta::bulk_progress last;
    auto const all = all_of(
        okta::for_each(client, requests, {.parallel = 1, .progress = [&](auto const& p) { last = p; }}));
    BOOST_TEST_REQUIRE(all.size() == 20u);
    BOOST_TEST((!all[3].outcome && !all[7].outcome && all[8].outcome && all[19].outcome));
    BOOST_TEST((last.begun == 20 && last.succeeded == 18 && last.failed == 2 && last.unknown == 0));
}

BOOST_AUTO_TEST_CASE(a_range_may_hold_different_actions)
{
    using request = std::variant<okta::list_groups, okta::create_user, okta::create_group>;
    std::vector<request> const mixed{person(1), okta::create_group{.profile = {.name = "g"}}, okta::list_groups{}};
    auto const all = all_of(okta::for_each(client, mixed, {.parallel = 1}));
    BOOST_TEST_REQUIRE(all.size() == 3u);
    BOOST_TEST(std::get<1>(all[0].outcome)->profile.login == "p1@example.com");
    BOOST_TEST(!std::get<2>(all[1].outcome)->id.text.empty());
    BOOST_TEST(std::get<0>(all[2].outcome).has_value());
}

BOOST_AUTO_TEST_CASE(coroutines_take_results_too)
{
    asio::io_context io;
    int good = 0;
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            auto run = okta::for_each(client, people(30));
            for (;;) {
                auto const r = co_await run.async_next(asio::use_awaitable);
                if (!r) break;
                good += r->outcome.has_value();
            }
        },
        asio::detached);
    io.run_for(std::chrono::seconds(20));
    BOOST_TEST(good == 30);
}

BOOST_AUTO_TEST_CASE(an_empty_range_has_no_results)
{
    BOOST_TEST(hire(0).empty());
    BOOST_TEST(hire(0, journaled()).empty());
}

BOOST_AUTO_TEST_CASE(what_is_done_is_not_done_again)
{
    auto const first = hire(25, journaled());
    BOOST_TEST(std::ranges::count(first, false, [](auto const& r) { return r.resumed; }) == 25);
    auto const again = hire(25, journaled());
    BOOST_TEST_REQUIRE(again.size() == 25u);
    for (std::size_t i = 0; i < 25; ++i) {
        BOOST_TEST(again[i].resumed);
        BOOST_TEST_REQUIRE(again[i].outcome.has_value());
        BOOST_TEST((again[i].outcome->id == first[i].outcome->id));
    }
    BOOST_TEST(people_there() == 25u);
}

BOOST_AUTO_TEST_CASE(what_failed_is_tried_again)
{
    transport.inject(sandbox::fault::server_error,
                     {.when = sandbox::on("POST", "/api/v1/users"), .times = 1, .status = 501});
    BOOST_TEST(std::ranges::count(hire(5, journaled()), false, [](auto const& r) { return r.outcome.has_value(); }) ==
               1);
    BOOST_TEST(journal.lines_with("\"failed\"") == 1u);
    auto const again = hire(5, journaled());
    BOOST_TEST(std::ranges::count(again, true, [](auto const& r) { return r.outcome.has_value(); }) == 5);
    BOOST_TEST(std::ranges::count(again, true, [](auto const& r) { return r.resumed; }) == 4);
    BOOST_TEST(people_there() == 5u);
}

BOOST_AUTO_TEST_CASE(a_user_whose_creation_was_not_answered_is_found_not_made_twice)
{
    transport.inject(sandbox::fault::lost_answer, {.when = sandbox::on("POST", "/api/v1/users"), .times = 3});
    auto const first = hire(10, journaled());
    BOOST_TEST(std::ranges::count(
                   first, true, [](auto const& r) { return !r.outcome && r.outcome.error().may_have_happened; }) == 3);
    BOOST_TEST(journal.lines_with("\"unknown\"") == 3u);
    auto const again = hire(10, journaled());
    for (auto const& r : again) BOOST_TEST((r.resumed && r.outcome && !r.outcome->id.text.empty()));
    BOOST_TEST(people_there() == 10u);
}

BOOST_AUTO_TEST_CASE(a_user_whose_creation_never_arrived_is_made)
{
    transport.inject(sandbox::fault::html_page,
                     {.when = sandbox::on("POST", "/api/v1/users"), .times = 3, .status = 504});
    hire(10, journaled());
    BOOST_TEST(people_there() == 7u);
    auto const again = hire(10, journaled());
    BOOST_TEST(std::ranges::count(again, true, [](auto const& r) { return r.outcome && r.resumed; }) == 7);
    BOOST_TEST(people_there() == 10u);
}

BOOST_AUTO_TEST_CASE(a_deletion_that_was_not_answered_is_not_one_for_good)
{
    auto const hired = hire(6);
    std::vector<okta::delete_user> requests;
    for (auto const& r : hired) requests.push_back({.id = r.outcome->id});
    transport.inject(sandbox::fault::lost_answer, {.when = sandbox::on("DELETE", "/api/v1/users"), .times = 4});
    for (int run = 0; run < 3; ++run) all_of(okta::for_each(client, requests, journaled()));
    BOOST_TEST(people_there() == 6u); // deactivated, not gone
    for (auto const& r : hired)
        BOOST_TEST((org.find_user(r.outcome->id.text)->status == okta::user_status::deprovisioned));
}

BOOST_AUTO_TEST_CASE(a_group_whose_creation_was_not_answered_is_found_by_its_name)
{
    std::vector<okta::create_group> const one{{.profile = {.name = "a \"b\""}}};
    transport.inject(sandbox::fault::lost_answer, {.when = sandbox::on("POST", "/api/v1/groups"), .times = 1});
    auto const groups = [&] {
        auto const all = client.call(okta::list_groups{.search = "profile.name eq \"a \\\"b\\\"\""});
        return all.value().size();
    };
    all_of(okta::for_each(client, one, journaled()));
    BOOST_TEST(groups() == 1u);
    BOOST_TEST(all_of(okta::for_each(client, one, journaled()))[0].outcome.has_value());
}

BOOST_AUTO_TEST_CASE(a_group_that_is_not_found_is_made_once_the_search_can_be_relied_on)
{
    okta::timestamp const start{std::chrono::seconds{1'767'225'600}};
    sandbox::stepping_clock const clock(start);
    sandbox::org late{{.clock = clock}};
    sandbox::faulty<sandbox::org> faulty(late, {.clock = clock});
    faulty.inject(sandbox::fault::html_page,
                  {.when = sandbox::on("POST", "/api/v1/groups"), .times = 1, .status = 504});
    okta::client slow(late.url(), okta::api_token{late.token()}, faulty, {.retry = {.max_retries = 0}});
    std::vector<okta::create_group> const one{{.profile = {.name = "g"}}};
    okta::bulk_options const options{.journal = journal.path, .settle_after = std::chrono::seconds(10)};
    auto const once = [&] { return all_of(okta::for_each(slow, one, options))[0].outcome; };
    BOOST_TEST(once().error().may_have_happened);
    auto const early = once();
    BOOST_TEST_REQUIRE(!early.has_value());
    BOOST_TEST(early.error().summary.find("less than 10 s ago") != std::string::npos);
    clock.advance(std::chrono::seconds(12));
    auto const late_enough = once();
    BOOST_TEST(late_enough.has_value(), (late_enough ? "" : late_enough.error().message()));
}

BOOST_AUTO_TEST_CASE(other_requests_with_the_same_journal_are_refused)
{
    hire(3, journaled());
    auto requests = people(3);
    requests[1] = person(77);
    auto const all = all_of(okta::for_each(client, requests, journaled()));
    BOOST_TEST((all[0].outcome && !all[1].outcome && all[2].outcome));
    BOOST_TEST(all[1].outcome.error().summary == "request 1 is not the one that the journal knows by that number");
    BOOST_TEST(people_there() == 3u);
}

BOOST_AUTO_TEST_CASE(no_secret_gets_into_the_journal)
{
    auto one = person(1);
    one.credentials.emplace().password = okta::password_value{okta::secret("Tr0ub4dor&3x")};
    all_of(okta::for_each(client, std::vector{one}, journaled()));
    BOOST_TEST(journal.text().find("Tr0ub4dor") == std::string::npos);
    BOOST_TEST(journal.lines_with("\"done\"") == 1u);
    BOOST_TEST((std::filesystem::status(journal.path).permissions() ==
                (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)));
}

BOOST_AUTO_TEST_CASE(tokens_do_not_get_into_a_journal)
{
    auto const all = all_of(okta::for_each(client, std::vector<give_token>(1), journaled()));
    BOOST_TEST_REQUIRE(!all[0].outcome.has_value());
    BOOST_TEST(all[0].outcome.error().summary ==
               "give_token answers tokens, which do not go into a journal: call it without one");
    BOOST_TEST(journal.text() == "");
}

BOOST_AUTO_TEST_CASE(a_thread_that_would_wait_for_itself_is_told_so)
{
    asio::io_context io;
    auto const server = scripted(answer(200, R"({"id":"00u1"})"));
    okta::client own(okta::test::org, okta::api_token("t"), async_fake{server, io.get_executor()});
    std::optional<okta::error> told;
    asio::post(io,
               [&] { told = okta::for_each(own, std::vector<okta::get_user>{{.id = "me"}}).next()->outcome.error(); });
    io.run_for(std::chrono::seconds(5));
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_TEST((told->transport_code == boost::system::errc::resource_deadlock_would_occur));
    BOOST_TEST(server->seen().empty());
}

BOOST_AUTO_TEST_CASE(bounds_are_checked)
{
    BOOST_CHECK_THROW((void)okta::for_each(client, people(1), {.parallel = 0}), okta::exception);
    BOOST_CHECK_THROW((void)okta::for_each(client, people(1), {.parallel = 1'001}), okta::exception);
    BOOST_CHECK_THROW((void)okta::for_each(client, people(1), {.journal = "/nowhere/x"}), okta::exception);
    for (auto const s : {-1, 3'601})
        BOOST_CHECK_THROW((void)okta::for_each(client, people(1), {.settle_after = std::chrono::seconds(s)}),
                          okta::exception);
    auto const running = okta::for_each(client, people(1), journaled());
    BOOST_CHECK_EXCEPTION((void)okta::for_each(client, people(1), journaled()), okta::exception,
                          [](okta::exception const& e) {
                              return e.error().summary.find("is in use by another run") != std::string::npos;
                          });
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace bulk_test
