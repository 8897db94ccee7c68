#include "../fakes.hpp"

#include <okta/actions/groups.hpp>
#include <okta/actions/users.hpp>
#include <okta/sandbox/clock.hpp>
#include <okta/sandbox/faults.hpp>

#include <boost/test/unit_test.hpp>

// Faults on demand: which requests they hit, what each does, as the client sees it.

namespace faults_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
namespace sandbox = okta::sandbox;
using sandbox::fault;

constexpr auto ada = R"({"id":"00u1","status":"ACTIVE"})";
constexpr auto start = okta::timestamp{1'767'225'600s}; // 2026-01-01T00:00:00Z, a Thursday

/// A faulty transport and what is needed to watch it; no test but one waits for real.
template <class Transport>
struct watched
{
    explicit watched(Transport inner, std::uint64_t seed = 7)
        : transport(std::move(inner), {.seed = seed,
                                       .clock = sandbox::stepping_clock{start, 0ms},
                                       .sleep = [slept = slept](auto t) { slept->push_back(t); }}),
          client(org, okta::api_token("t"), transport, {.retry = {.max_retries = 0}})
    {
    }

    std::shared_ptr<std::vector<std::chrono::milliseconds>> slept =
        std::make_shared<std::vector<std::chrono::milliseconds>>();
    sandbox::faulty<Transport> transport;
    okta::client client;
};

struct blocking : watched<blocking_fake>
{
    explicit blocking(std::shared_ptr<script> s = scripted(answer(200, ada)), std::uint64_t seed = 7)
        : watched(blocking_fake{s}, seed), server(std::move(s))
    {
    }

    std::shared_ptr<script> server;
};

std::string field(okta::http_response const& r, std::string_view name)
{
    return std::string(r.fields.find(name).value_or("(none)"));
}

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_faults)

BOOST_AUTO_TEST_CASE(it_models_what_the_inner_one_models)
{
    using over_blocking = sandbox::faulty<blocking_fake>;
    using over_async = sandbox::faulty<async_fake>;
    using over_any = sandbox::faulty<okta::any_transport>;
    static_assert(okta::blocking_transport<over_blocking> && !okta::async_transport<over_blocking>);
    static_assert(!okta::blocking_transport<over_async> && okta::async_transport<over_async>);
    static_assert(okta::blocking_transport<over_any> && okta::async_transport<over_any>);
    static_assert(okta::transport<sandbox::faulty<over_any>>);
}

BOOST_AUTO_TEST_CASE(without_a_rule_nothing_changes)
{
    blocking b;
    auto const u = b.client.call(okta::get_user{.id = "me"});
    BOOST_TEST((u.has_value() && u->id.text == "00u1" && b.transport.injected() == 0 && b.slept->empty()));
    b.transport.inject(fault::server_error);
    BOOST_TEST(!b.client.call(okta::get_user{.id = "me"}).has_value());
    b.transport.clear();
    BOOST_TEST(b.client.call(okta::get_user{.id = "me"}).has_value());
    BOOST_TEST((b.transport.injected() == 1 && b.server->seen().size() == 2));
}

BOOST_AUTO_TEST_CASE(latency_passes_the_request_on_after_a_while)
{
    blocking b;
    b.transport.inject(fault::latency, {.times = 1, .delay = 250ms});
    BOOST_TEST(b.client.call(okta::get_user{.id = "me"}).has_value());
    BOOST_TEST(b.client.call(okta::get_user{.id = "me"}).has_value());
    BOOST_TEST((*b.slept == std::vector{250ms} && b.server->seen().size() == 2));
    BOOST_TEST(b.transport.injected(fault::latency) == 1u);
}

BOOST_AUTO_TEST_CASE(latency_counts_towards_the_timeout)
{
    blocking b;
    b.transport.inject(fault::latency, {.delay = 250ms});
    auto const late = b.transport.send({.origin = org, .target = "/", .timeout = 200ms});
    BOOST_TEST_REQUIRE(late.has_error());
    BOOST_TEST((late.error().code == asio::error::timed_out && late.error().sent == okta::sent::perhaps_all));
    BOOST_TEST(b.server->seen().empty());
    BOOST_TEST(b.transport.send({.origin = org, .target = "/", .timeout = 1000ms}).has_value());
    BOOST_TEST((b.server->seen().at(0).timeout == 750ms));
    BOOST_TEST((*b.slept == std::vector{200ms, 250ms}));
}

BOOST_AUTO_TEST_CASE(by_default_a_delay_is_slept)
{
    sandbox::faulty transport{blocking_fake{scripted(answer(200, ada))}};
    transport.inject(fault::latency, {.delay = 30ms});
    auto const begun = std::chrono::steady_clock::now();
    BOOST_TEST(transport.send({}).has_value());
    BOOST_TEST((std::chrono::steady_clock::now() - begun >= 30ms));
}

BOOST_AUTO_TEST_CASE(a_used_up_window_says_when_to_try_again)
{
    blocking b;
    b.transport.inject(fault::rate_limit, {.limit = 50, .reset_in = 20s});
    auto const u = b.client.call(okta::get_user{.id = "me"});
    BOOST_TEST_REQUIRE(!u.has_value());
    BOOST_TEST((u.error().kind == okta::error_kind::service && u.error().status == 429));
    BOOST_TEST((u.error().code == "E0000047" && u.error().summary.find("too many requests") != std::string::npos));
    BOOST_TEST((!u.error().error_id.empty() && !u.error().request_id.empty()));
    auto const& facts = u.facts();
    BOOST_TEST_REQUIRE((facts.rate_limit && facts.date));
    BOOST_TEST((*facts.rate_limit == okta::rate_limit{50, 0, *facts.date + 20s} && *facts.date == start));
    BOOST_TEST(b.server->seen().empty());
    BOOST_TEST(field(*b.transport.send({}), "Date") == "Thu, 01 Jan 2026 00:00:00 GMT");
}

BOOST_AUTO_TEST_CASE(too_many_at_once_has_a_limit_of_0)
{
    blocking b;
    b.transport.inject(fault::concurrency_limit);
    auto const u = b.client.call(okta::get_user{.id = "me"});
    BOOST_TEST_REQUIRE((!u.has_value() && u.facts().rate_limit));
    BOOST_TEST((u.error().status == 429 && u.error().code == "E0000047"));
    BOOST_TEST((*u.facts().rate_limit == okta::rate_limit{0, 0, *u.facts().date + 114s}));
    BOOST_TEST(b.server->seen().empty());
}

BOOST_AUTO_TEST_CASE(a_server_error_has_okta_s_body)
{
    struct
    {
        int status, seen;
        std::string_view code;
    } const cases[] = {{0, 500, "E0000009"}, {501, 501, "E0000060"}, {503, 503, "E0000010"}, {504, 504, "E0000009"}};
    for (auto const& c : cases) {
        blocking b;
        b.transport.inject(fault::server_error, {.status = c.status});
        auto const u = b.client.call(okta::get_user{.id = "me"});
        BOOST_TEST_REQUIRE(!u.has_value());
        BOOST_TEST((u.error().kind == okta::error_kind::service && u.error().status == c.seen));
        BOOST_TEST((u.error().code == c.code && u.error().raw_body.empty() && !u.error().error_id.empty()));
        BOOST_TEST((u.facts().date == start && b.server->seen().empty()));
        BOOST_TEST(field(*b.transport.send({}), "Content-Type") == "application/json");
    }
}

BOOST_AUTO_TEST_CASE(an_html_page_is_no_error_of_okta_s)
{
    for (int const status : {0, 503}) {
        blocking b;
        b.transport.inject(fault::html_page, {.status = status});
        auto const u = b.client.call(okta::get_user{.id = "me"});
        BOOST_TEST_REQUIRE(!u.has_value());
        BOOST_TEST(u.error().status == (status ? status : 502));
        BOOST_TEST((u.error().code.empty() && u.error().raw_body.starts_with("<html>")));
        BOOST_TEST((u.error().request_id.empty() && b.server->seen().empty()));
        BOOST_TEST(field(*b.transport.send({}), "Content-Type") == "text/html");
    }
}

BOOST_AUTO_TEST_CASE(a_reset_comes_before_anything_was_sent)
{
    blocking b;
    b.transport.inject(fault::connection_reset);
    auto const u = b.client.call(okta::get_user{.id = "me"});
    BOOST_TEST_REQUIRE(!u.has_value());
    BOOST_TEST((u.error().kind == okta::error_kind::transport && b.server->seen().empty()));
    BOOST_TEST((u.error().transport_code == asio::error::connection_reset && u.facts().status == 0));
    BOOST_TEST(u.error().summary.find(org) != std::string::npos);
    BOOST_TEST((b.transport.send({}).error().sent == okta::sent::nothing));
}

BOOST_AUTO_TEST_CASE(a_lost_answer_leaves_the_deed)
{
    blocking b;
    b.transport.inject(fault::lost_answer, {.when = sandbox::on("POST", "/api/v1/users"), .times = 1});
    okta::create_user const request{.profile = {.login = "ada@example.com", .email = "ada@example.com"}};
    auto const lost = b.client.call(request);
    BOOST_TEST_REQUIRE(!lost.has_value());
    BOOST_TEST((lost.error().kind == okta::error_kind::transport && lost.error().status == 0));
    BOOST_TEST(lost.error().transport_code == asio::error::connection_reset);
    BOOST_TEST(b.server->seen().size() == 1u);
    BOOST_TEST(b.client.call(request).has_value()); // whoever repeats it has made two
    BOOST_TEST((b.server->seen().size() == 2u && b.server->seen()[0].body == b.server->seen()[1].body));
    b.transport.inject(fault::lost_answer);
    BOOST_TEST((b.transport.send({}).error().sent == okta::sent::perhaps_all));
}

BOOST_AUTO_TEST_CASE(an_error_of_the_inner_transport_stays_as_it_is)
{
    for (auto const kind : {fault::lost_answer, fault::truncated_body, fault::garbage}) {
        blocking b(std::make_shared<script>(std::initializer_list<okta::transport_result>{}));
        b.transport.inject(kind);
        auto const r = b.transport.send({});
        BOOST_TEST((r.error().code == asio::error::connection_refused && r.error().sent == okta::sent::nothing));
    }
}

BOOST_AUTO_TEST_CASE(a_spoiled_body_is_an_unexpected_answer)
{
    for (auto const kind : {fault::truncated_body, fault::garbage}) {
        blocking b(scripted(answer(200, ada, {{"ETag", "W/\"1\""}})));
        b.transport.inject(kind);
        auto const u = b.client.call(okta::get_user{.id = "me"});
        BOOST_TEST_REQUIRE(!u.has_value());
        BOOST_TEST((u.error().kind == okta::error_kind::unexpected_answer && u.error().status == 200));
        BOOST_TEST((u.facts().etag == "W/\"1\"" && b.server->seen().size() == 1));
        auto const body = b.transport.send({})->body;
        if (kind == fault::truncated_body) BOOST_TEST(body == std::string_view(ada).substr(0, body.size()));
        BOOST_TEST(body.size() == (kind == fault::garbage ? 256u : std::string_view(ada).size() / 2));
    }
    blocking empty(scripted(answer(204, "")));
    empty.transport.inject(fault::truncated_body);
    BOOST_TEST(empty.transport.send({})->body.empty());
}

BOOST_AUTO_TEST_CASE(a_delay_goes_with_any_fault)
{
    blocking b;
    b.transport.inject(fault::connection_reset, {.delay = 5ms});
    BOOST_TEST((b.transport.send({}).has_error() && *b.slept == std::vector{5ms}));
}

BOOST_AUTO_TEST_CASE(copies_share_rules_and_counters)
{
    sandbox::faulty transport{okta::any_transport(blocking_fake{scripted(answer(200, ada))}), {.seed = 7}};
    okta::client client{
        "https://sandbox.example.com", okta::api_token{"..."}, transport, {.retry = {.max_retries = 0}}};
    transport.inject(fault::server_error, {.times = 1});
    auto copy = transport;
    BOOST_TEST(!client.call(okta::get_user{.id = "me"}).has_value());
    BOOST_TEST((copy.send({})->status == 200 && copy.injected() == 1));
    BOOST_TEST(copy.async_send({}, asio::use_future).get()->status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace faults_test
