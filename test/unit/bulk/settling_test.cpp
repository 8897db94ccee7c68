#include "../fakes.hpp"
#include "bulk_support.hpp"

#include <okta/actions/event_hooks.hpp>
#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>
#include <okta/bulk.hpp>
#include <okta/codec/http_date.hpp>

#include <boost/test/unit_test.hpp>

// What a run does about calls whose outcome an earlier run left unknown.

namespace settling_test {
namespace {

using namespace okta::test;
using namespace bulk_test;
using namespace std::chrono_literals;

/// An org that answers by `serve`, and whose clock is set by hand.
struct fixture
{
    std::shared_ptr<script> server = std::make_shared<script>([this](okta::http_request const& r) {
        asked.push_back(std::string(okta::to_string(r.method)));
        auto said = serve(r);
        if (said) said->fields.add("Date", okta::to_http_date(start + seconds));
        return said;
    });
    std::function<okta::transport_result(okta::http_request const&)> serve;
    blocking_way way{server};
    okta::client client{okta::test::org, okta::api_token{"t"}, way.transport, {.retry = {.max_retries = 0}}};
    temporary_file journal;
    std::vector<std::string> asked = {};
    std::chrono::sys_seconds start{1'795'694'400s};
    std::chrono::seconds seconds{0};

    static okta::transport_error lost() { return {asio::error::timed_out, "read", okta::sent::perhaps_all}; }
    std::string time(std::chrono::milliseconds of) const { return okta::to_string(okta::timestamp{start} + of); }

    template <class Request>
    auto once(Request const& request)
    {
        asked.clear();
        return std::move(all_of(okta::for_each(client, std::vector{request}, {.journal = journal.path})).at(0).outcome);
    }
};

using names = std::vector<std::string>;
okta::create_group const a_group{.profile = {.name = "g"}};

} // namespace

BOOST_FIXTURE_TEST_SUITE(settling_, fixture)

BOOST_AUTO_TEST_CASE(a_deletion_that_may_be_under_way_is_not_sent_again)
{
    serve = [](okta::http_request const& r) {
        return r.method == okta::method::get ? answer(200, R"({"id":"00u1","status":"ACTIVE"})")
                                             : answer(504, "<html>");
    };
    okta::delete_user const leaver{.id = "00u1"};
    BOOST_TEST(once(leaver).error().may_have_happened);
    BOOST_TEST((asked == names{"GET", "DELETE"}));
    seconds = 10s; // it is carried out only later, and a second one would delete for good
    auto const early = once(leaver);
    BOOST_TEST((asked == names{"GET"}));
    BOOST_TEST_REQUIRE(!early.has_value());
    BOOST_TEST(early.error().may_have_happened);
    BOOST_TEST(early.error().summary.find("less than 30 s ago") != std::string::npos);
    seconds = 40s;
    serve = [](okta::http_request const& r) {
        return r.method == okta::method::get ? answer(200, R"({"id":"00u1","status":"ACTIVE"})") : answer(204, "");
    };
    BOOST_TEST(once(leaver).has_value());
    BOOST_TEST((asked == names{"GET", "DELETE"}));
}

BOOST_AUTO_TEST_CASE(of_a_run_that_was_killed_nobody_knows_when_it_sent)
{
    serve = [](okta::http_request const& r) {
        return r.method == okta::method::get ? answer(200, R"({"id":"00u1","status":"ACTIVE"})") : answer(204, "");
    };
    okta::delete_user const leaver{.id = "00u1"};
    BOOST_TEST(once(leaver).has_value());
    auto const text = journal.text();
    std::ofstream(journal.path, std::ios::trunc) << text.substr(0, text.find('\n') + 1); // killed before the answer
    seconds = 3'600s;
    BOOST_TEST(once(leaver).error().may_have_happened);
    BOOST_TEST((asked == names{"GET"}));
    seconds += 29s;
    BOOST_TEST(!once(leaver).has_value());
    seconds += 2s;
    BOOST_TEST(once(leaver).has_value());
    BOOST_TEST((asked == names{"GET", "DELETE"}));
}

BOOST_AUTO_TEST_CASE(a_group_counts_from_when_it_was_sent_last)
{
    simulated_time waited;
    okta::client patient(okta::test::org, okta::api_token{"t"}, way.transport, {.clock = waited.clock()});
    bool refused = false;
    serve = [&](okta::http_request const& r) -> okta::transport_result {
        if (r.method == okta::method::get) return answer(200, "[]"); // not in the index yet
        if (!std::exchange(refused, true))
            return answer(
                429, R"({"errorCode":"E0000047"})",
                {{"X-Rate-Limit-Limit", "600"}, {"X-Rate-Limit-Remaining", "0"}, {"X-Rate-Limit-Reset", "1795694431"}});
        seconds = 32s;
        return lost();
    };
    auto const run = [&] { return all_of(okta::for_each(patient, std::vector{a_group}, {.journal = journal.path})); };
    server->serve({}); // the clock of the org is known by the look before
    BOOST_TEST(run()[0].outcome.error().may_have_happened);
    asked.clear();
    seconds = 34s; // more than 30 s after it began
    BOOST_TEST(!run()[0].outcome.has_value());
    BOOST_TEST((asked == names{"GET"}));
}

BOOST_AUTO_TEST_CASE(a_namesake_made_at_about_that_time_is_not_taken_for_anothers)
{
    std::string list = "[]";
    serve = [&](okta::http_request const& r) -> okta::transport_result {
        if (r.method == okta::method::get) return answer(200, list);
        return lost();
    };
    BOOST_TEST(once(a_group).error().may_have_happened);
    seconds = 60s;
    auto const made = [&](std::chrono::milliseconds when) {
        list = R"([{"id":"00g1","created":")" + time(when) + R"(","profile":{"name":"g"}}])";
    };
    made(-300ms); // by a server whose clock is behind
    auto const unclear = once(a_group);
    BOOST_TEST((asked == names{"GET"}));
    BOOST_TEST(unclear.error().may_have_happened);
    BOOST_TEST(unclear.error().summary.find("one of that name was made at about that time") != std::string::npos);
    made(100ms);
    BOOST_TEST(once(a_group)->id.text == "00g1");
    BOOST_TEST((asked == names{"GET"}));
}

BOOST_AUTO_TEST_CASE(a_user_who_appears_late_is_found_when_the_service_refuses_a_second_one)
{
    serve = [&](okta::http_request const& r) -> okta::transport_result {
        return r.method == okta::method::get ? answer(404, "{}") : okta::transport_result(lost());
    };
    BOOST_TEST(once(person(1)).error().may_have_happened);
    seconds = 1s;
    bool there = false;
    serve = [&](okta::http_request const& r) {
        if (r.method == okta::method::post) {
            there = true; // now the first one is carried out
            return answer(400, R"({"errorCode":"E0000001","errorSummary":"Api validation failed: login"})");
        }
        return there ? answer(200, R"({"id":"00u1","created":")" + time(900ms) + "\"}") : answer(404, "{}");
    };
    auto const found = once(person(1));
    BOOST_TEST((asked == names{"GET", "POST", "GET"}));
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->id.text == "00u1");
    BOOST_TEST(once(person(1))->id.text == "00u1");
    BOOST_TEST(asked.empty());
}

BOOST_AUTO_TEST_CASE(what_is_refused_for_another_reason_has_not_happened)
{
    serve = [&](okta::http_request const& r) -> okta::transport_result {
        return r.method == okta::method::get ? answer(404, "{}") : okta::transport_result(lost());
    };
    BOOST_TEST(once(person(1)).error().may_have_happened);
    serve = [&](okta::http_request const& r) {
        return r.method == okta::method::get ? answer(404, "{}") : answer(400, R"({"errorCode":"E0000001"})");
    };
    auto const refused = once(person(1));
    BOOST_TEST((asked == names{"GET", "POST", "GET"}));
    BOOST_TEST(refused.error().status == 400);
    BOOST_TEST(!refused.error().may_have_happened);
}

BOOST_AUTO_TEST_CASE(an_outcome_stays_unknown_when_the_next_attempt_does_not_arrive)
{
    okta::delete_group const unmake{.group_id = {"00g1"}};
    serve = [&](okta::http_request const&) { return lost(); };
    BOOST_TEST(once(unmake).error().may_have_happened);
    serve = [](okta::http_request const&) {
        return okta::transport_error{asio::error::connection_refused, "connect", okta::sent::nothing};
    };
    BOOST_TEST(once(unmake).error().may_have_happened);
    serve = [](okta::http_request const&) { return answer(404, R"({"errorCode":"E0000007"})"); };
    BOOST_TEST(once(unmake).has_value()); // it is gone, by us
}

BOOST_AUTO_TEST_CASE(an_event_hook_is_found_by_its_name)
{
    okta::create_event_hook const hook{
        .name = "h",
        .events = {.items = {{"user.lifecycle.create"}}},
        .channel = {.config = {.uri = {"https://example.com"}}},
    };
    std::string list = "[]";
    serve = [&](okta::http_request const& r) -> okta::transport_result {
        if (r.method == okta::method::get) return answer(200, list);
        list = R"([{"id":"who1","name":"h","created":")" + time(100ms) + "\"}]";
        return lost();
    };
    BOOST_TEST(once(hook).error().may_have_happened);
    BOOST_TEST(once(hook)->id.text == "who1");
    BOOST_TEST((asked == names{"GET"}));
}

BOOST_AUTO_TEST_CASE(what_only_reads_is_read_again)
{
    serve = [](okta::http_request const&) {
        return answer(200, R"([{"id":"00u1"}])",
                      {{"Link", "<https://o.okta.com/api/v1/users?after=1>; rel=\"next\""}, {"ETag", "\"1\""}});
    };
    for (int run = 0; run < 2; ++run) {
        auto const page = once(okta::list_users{});
        BOOST_TEST((asked == names{"GET"}));
        BOOST_TEST(page->next == "/api/v1/users?after=1");
    }
    BOOST_TEST(journal.text() == "");
}

BOOST_AUTO_TEST_CASE(a_journal_is_one_orgs)
{
    serve = [](okta::http_request const&) { return answer(200, R"({"id":"00u1"})"); };
    BOOST_TEST(once(person(1)).has_value());
    okta::client const other("https://other.okta.com", okta::api_token{"t"}, way.transport);
    auto const all = all_of(okta::for_each(other, people(2), {.journal = journal.path}));
    BOOST_TEST(all[1].outcome.has_value());
    auto const again = all_of(okta::for_each(client, people(2), {.journal = journal.path}));
    BOOST_TEST(again[1].outcome.error().summary == "request 1 is not the one that the journal knows by that number");
}

BOOST_AUTO_TEST_CASE(a_journal_that_cannot_be_written_is_told_for_every_request)
{
    if (!std::filesystem::exists("/dev/full") || !okta::detail::journal::open("/dev/full")) return; // no right to it
    serve = [](okta::http_request const&) { return answer(200, R"({"id":"00u1"})"); };
    auto run = okta::for_each(client, people(40), {.parallel = 8, .journal = "/dev/full"});
    std::size_t told = 0;
    while (auto const r = run.next())
        if (!r->outcome && r->outcome.error().summary.find("cannot be written") != std::string::npos) ++told;
    BOOST_TEST(told == 40u);
    BOOST_TEST(run.failure().has_value());
    BOOST_TEST(std::ranges::count(asked, "POST") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace settling_test
