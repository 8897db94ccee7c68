#include "fakes.hpp"

#include <okta/actions/devices.hpp>
#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>

#include <boost/test/unit_test.hpp>

// What a client repeats, as its user sees it, whatever the way of calling. Time is simulated.

namespace client_retry_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
using okta::sent;

okta::transport_result good() { return answer(200, R"({"id":"1"})"); }
okta::transport_result unavailable() { return answer(503, R"({"errorCode":"E0000010"})"); }
okta::transport_result unavailable_for(char const* seconds) { return answer(503, "", {{"Retry-After", seconds}}); }
okta::transport_result cut_off()
{
    return okta::transport_error{asio::error::connection_reset, "read", sent::perhaps_all};
}
okta::transport_result not_connected()
{
    return okta::transport_error{asio::error::connection_refused, "connect", sent::nothing};
}

template <class Way>
struct fixture
{
    explicit fixture(std::shared_ptr<script> s, okta::client_options options = {})
        : server(s), way(s), client(org, okta::api_token("t"), way.transport, at(time, std::move(options)))
    {
    }
    static okta::client_options at(simulated_time const& t, okta::client_options o)
    {
        o.clock = t.clock();
        return o;
    }
    template <class A>
    auto call(A const& request)
    {
        return way.call(client, request);
    }
    auto get() { return call(okta::get_user{.id = "me"}); }
    auto create() { return call(okta::create_group{.profile = {.name = "g"}}); }

    /// What each request was given, in milliseconds.
    std::vector<std::int64_t> timeouts() const
    {
        std::vector<std::int64_t> all;
        for (auto const& r : server->seen()) all.push_back(r.timeout.count());
        return all;
    }

    simulated_time time;
    std::shared_ptr<script> server;
    Way way;
    okta::client client;
};

using numbers = std::vector<std::int64_t>;
constexpr auto per_element = boost::test_tools::per_element();

} // namespace

BOOST_AUTO_TEST_SUITE(client_retry)

BOOST_AUTO_TEST_CASE_TEMPLATE(hours_of_backoff_pass_in_no_time, Way, ways)
{
    fixture<Way> f(scripted(answer(429, "")), {.retry = {.max_retries = 100,
                                                         .max_elapsed = 0ms,
                                                         .first_delay = 1h,
                                                         .longest_delay = 1h,
                                                         .longest_window = 1h},
                                               .governor = {}});
    auto const start = std::chrono::steady_clock::now();
    auto const r = f.get();
    BOOST_TEST((!r && r.error().status == 429 && r.facts().attempts == 101 && f.server->seen().size() == 101));
    BOOST_TEST(r.error().causes.back() == "not repeated: 101 attempts were made");
    BOOST_TEST((std::chrono::milliseconds(*f.time.milliseconds) > 1h));
    BOOST_TEST((std::chrono::steady_clock::now() - start < 20s));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_would_pass_the_call_s_deadline_fails_at_once_with_what_was_answered, Way, ways)
{
    auto const window = answer(429, R"({"errorCode":"E0000047"})",
                               {{"X-Rate-Limit-Limit", "600"},
                                {"X-Rate-Limit-Remaining", "0"},
                                {"X-Rate-Limit-Reset", "1795694430"},
                                {"Date", "Thu, 26 Nov 2026 12:00:00 GMT"}});
    fixture<Way> busy(scripted(window), {.call_timeout = 31s});
    auto const refused = busy.create();
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().status == 429 && refused.error().code == "E0000047"));
    BOOST_TEST(refused.error().causes.back() ==
               "not repeated: the next attempt could be made in 31000 ms, after the call's deadline");
    BOOST_TEST((*busy.time.milliseconds == 0 && busy.server->seen().size() == 1));
    fixture<Way> down(scripted(unavailable_for("40")), {.call_timeout = 30s});
    auto const failed = down.get();
    BOOST_TEST_REQUIRE(!failed.has_value());
    BOOST_TEST((failed.error().status == 503 && failed.facts().attempts == 1 && *down.time.milliseconds == 0));
    BOOST_TEST(failed.error().causes.back().starts_with("not repeated: "));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_attempt_gets_what_is_left_of_the_call, Way, ways)
{
    auto const answers = [] { return scripted(unavailable_for("10"), unavailable_for("25"), good()); };
    fixture<Way> f(answers(), {.call_timeout = 60s});
    BOOST_TEST(f.get().has_value());
    BOOST_TEST(f.timeouts() == (numbers{30'000, 30'000, 25'000}), per_element);
    fixture<Way> own(answers(), {.timeout = 55s, .call_timeout = 60s});
    BOOST_TEST(own.get().has_value());
    BOOST_TEST(own.timeouts() == (numbers{55'000, 50'000, 25'000}), per_element);
    fixture<Way> unbounded(answers());
    BOOST_TEST(unbounded.get().has_value());
    BOOST_TEST(unbounded.timeouts() == (numbers{0, 0, 0}), per_element); // the transport's own
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_error_tells_whether_it_may_have_happened_all_the_same, Way, ways)
{
    auto const told = [](auto const& request, auto... answers) {
        fixture<Way> f(scripted(okta::transport_result(answers)...));
        auto const r = f.call(request);
        BOOST_TEST_REQUIRE(!r.has_value());
        BOOST_TEST(static_cast<std::size_t>(r.facts().attempts) == f.server->seen().size());
        return std::pair(r.error().may_have_happened, r.facts().attempts);
    };
    okta::create_group const create{.profile = {.name = "g"}};
    okta::delete_user const remove_user{.id = "00u1"};
    okta::delete_group const remove_group{.group_id = "00g1"};
    okta::add_user_to_group const put{.group_id = "00g1", .user_id = "00u1"};
    okta::get_user const get{.id = "me"};
    auto const not_found = answer(404, "");
    BOOST_TEST((told(create, unavailable()) == std::pair(true, 1)));
    BOOST_TEST((told(create, not_connected(), cut_off()) == std::pair(true, 2)));
    BOOST_TEST((told(create, not_connected()) == std::pair(false, 4)));
    BOOST_TEST((told(create, answer(429, ""), answer(400, "")) == std::pair(false, 2)));
    BOOST_TEST((told(remove_user, cut_off()) == std::pair(true, 1)));
    BOOST_TEST((told(remove_group, unavailable(), not_found) == std::pair(true, 2))); // it was there before
    BOOST_TEST((told(remove_group, not_found) == std::pair(false, 1)));
    BOOST_TEST((told(put, unavailable()) == std::pair(true, 4)));
    BOOST_TEST((told(get, unavailable(), cut_off()) == std::pair(false, 4)));
    BOOST_TEST((told(create, answer(200, "[")) == std::pair(true, 1))); // it did, whatever the answer means
}

BOOST_AUTO_TEST_CASE_TEMPLATE(with_other_options_it_is_the_same_client, Way, ways)
{
    fixture<Way> f(scripted(unavailable()), {.user_agent = "app/1", .timeout = 1500ms, .retry = {.max_retries = 2}});
    auto once = f.client.with({.call_timeout = 1s, .retry = okta::retry_options{.max_retries = 0}});
    BOOST_TEST(f.way.call(once, okta::get_user{.id = "me"}).facts().attempts == 1);
    BOOST_TEST(f.get().facts().attempts == 3);
    auto quick = once.with({.timeout = 10ms});
    BOOST_TEST(f.way.call(quick, okta::get_user{.id = "me"}).facts().attempts == 1);
    BOOST_TEST(f.timeouts() == (numbers{1000, 1500, 1500, 1500, 10}), per_element);
    auto const seen = f.server->seen();
    for (auto const& r : seen) {
        BOOST_TEST(r.fields.find("Authorization").value_or("") == "SSWS t");
        BOOST_TEST((r.fields.find("User-Agent") == seen[0].fields.find("User-Agent")));
    }
}

BOOST_AUTO_TEST_CASE(options_out_of_bounds_throw_and_are_named)
{
    fixture<blocking_way> f(scripted(good()));
    auto const thrown = [](auto make) {
        try {
            (void)make();
        } catch (okta::exception const& e) {
            return e.error().kind == okta::error_kind::invalid_request ? e.error().summary : "another kind";
        }
        return std::string("nothing");
    };
    auto const with = [&](okta::call_options const& o) { return thrown([&] { return f.client.with(o); }); };
    auto const made = [&](okta::client_options const& o) {
        return thrown([&] { return okta::client(org, okta::api_token("t"), f.way.transport, o); });
    };
    BOOST_TEST((with({}) == "nothing" && made({}) == "nothing"));
    BOOST_TEST(with({.timeout = -1ms}) == "client_options::timeout is negative");
    BOOST_TEST(with({.call_timeout = -1ms}) == "client_options::call_timeout is negative");
    BOOST_TEST(with({.retry = okta::retry_options{.max_retries = 101}}) ==
               "retry_options::max_retries is not within 0 and 100");
    BOOST_TEST(made({.call_timeout = -1ms}) == "client_options::call_timeout is negative");
    BOOST_TEST(made({.retry = {.longest_window = 0ms}}) ==
               "retry_options::longest_window is not within a second and an hour");
}

BOOST_AUTO_TEST_CASE(of_requests_of_one_s_own_a_get_is_repeated_after_an_unknown_outcome)
{
    auto const sent_times = [](okta::method m, okta::transport_result first) {
        fixture<blocking_way> f(scripted(std::move(first), good()));
        auto const r = f.client.send({.method = m, .target = "/api/v1/apps"});
        BOOST_TEST(static_cast<std::size_t>(r.facts().attempts) == f.server->seen().size());
        return std::tuple(r.facts().attempts, r.has_value(), !r && r.error().may_have_happened);
    };
    using okta::method;
    for (auto const& unknown : {unavailable(), cut_off()}) {
        BOOST_TEST((sent_times(method::get, unknown) == std::tuple(2, true, false)));
        for (auto const m : {method::post, method::put, method::del}) {
            auto const [attempts, answered, perhaps] = sent_times(m, unknown);
            BOOST_TEST((attempts == 1 && answered == unknown.has_value() && perhaps == !answered));
        }
    }
    for (auto const& nothing : {okta::transport_result(answer(429, "")), not_connected()})
        for (auto const m : {method::get, method::post, method::put, method::del})
            BOOST_TEST((sent_times(m, nothing) == std::tuple(2, true, false)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_observer_sees_every_attempt, Way, ways)
{
    struct seen
    {
        int number, status;
        bool last, refused;
        std::int64_t waited, next;
        bool operator==(seen const&) const = default;
    };
    std::vector<seen> all; // by one thread at a time: the call's
    std::vector<std::string> urls;
    auto const look = [&](okta::attempt const& a) {
        auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(a.waited).count();
        all.push_back({a.number, a.status, a.last, a.failure != nullptr, ms, a.next_wait.count()});
        urls.push_back(std::string(a.action) + ' ' + std::string(a.url));
    };
    fixture<Way> f(scripted(unavailable_for("7"), not_connected(), answer(200, "[]")),
                   {.retry = {.first_delay = 0ms}, .observer = okta::any_observer(look)});
    BOOST_TEST(f.call(okta::list_users{.search = "profile.login eq \"a\""}).has_value());
    BOOST_TEST((all == std::vector<seen>{{1, 503, false, false, 0, 7'000},
                                         {2, 0, false, true, 7'000, 1},
                                         {3, 200, true, false, 1, 0}}));
    for (auto const& url : urls) BOOST_TEST(url == "list_users https://o.okta.com/api/v1/users?search=***");
    auto unseen = f.client.with({.observer = okta::any_observer()});
    BOOST_TEST(f.way.call(unseen, okta::list_users{}).has_value());
    BOOST_TEST(all.size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace client_retry_test
