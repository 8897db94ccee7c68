#include <okta/hook/log_position.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace log_position_test {
namespace {

using namespace std::chrono_literals;
using okta::detail::log_position;
using okta::timestamp;

constexpr auto noon = timestamp{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};
constexpr char a1[] = "/api/v1/logs?after=a1";

okta::log_event event(std::string uuid, timestamp published = noon, std::string type = "user.session.start")
{
    return {.event_type = std::move(type), .published = published, .uuid = std::move(uuid)};
}

okta::page<okta::log_event> page(std::vector<okta::log_event> events, std::string next = a1)
{
    return {.items = std::move(events), .next = std::move(next)};
}

okta::response_facts answered(int status, std::optional<timestamp> date = noon)
{
    okta::response_facts f{.status = status};
    if (date) f.date = std::chrono::floor<std::chrono::seconds>(*date);
    return f;
}

/// How many of a page are given.
std::size_t given(log_position& p, okta::page<okta::log_event> came, okta::response_facts const& f = answered(200))
{
    okta::error e;
    BOOST_TEST_REQUIRE(p.take(came, f, e));
    return came.size();
}

bool refuses(okta::log_poll_options o, std::string const& word)
{
    try {
        log_position const p(std::move(o));
        return false;
    } catch (std::invalid_argument const& e) {
        return std::string(e.what()).starts_with("log_poll_options: " + word);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(log_positions)

BOOST_AUTO_TEST_CASE(options_out_of_bounds_are_named)
{
    BOOST_TEST((refuses({.limit = 0}, "limit") && refuses({.limit = 1'001}, "limit")));
    BOOST_TEST((refuses({.interval = 99ms}, "interval") && refuses({.interval = 25h}, "interval")));
    BOOST_TEST((refuses({.max_backoff = 1s}, "max_backoff") && refuses({.max_backoff = 25h}, "max_backoff")));
    BOOST_TEST((refuses({.overlap = -1ms}, "overlap") && refuses({.overlap = 25h}, "overlap")));
    BOOST_TEST(refuses({.max_remembered = 0}, "max_remembered"));
}

BOOST_AUTO_TEST_CASE(what_is_no_checkpoint_is_refused)
{
    for (char const* bad :
         {"after=a1", "https://evil.example.com/api/v1/logs", "//evil.example.com/", "/a b", "/a#",
          "/a#b#2026-03-01T12:00:00.000Z,cbf29ce484222325", "/a#2026", "/a#2026-03-01T12:00:00.000Z",
          "/a#2026-03-01T12:00:00.000Z,0123", "/a#2026-03-01T12:00:00.000Z,012345678901234g",
          "/a#2026-03-01T12:00:00.000Z;0123456789012345", "#2026-03-01T12:00:00.000Z,0123456789012345",
          "/a#2026-99-01T12:00:00.000Z,0123456789012345"})
        BOOST_TEST(refuses({.checkpoint = bad}, "checkpoint"), bad);
    BOOST_TEST(refuses({.checkpoint = '/' + std::string(20'000, 'a')}, "checkpoint"));
}

BOOST_AUTO_TEST_CASE(the_first_query_is_a_polling_one)
{
    log_position const p({.types = {"a"}, .since = noon, .limit = 7});
    auto const r = p.request();
    BOOST_TEST((p.cursor().empty() && p.checkpoint().empty() && !p.caught_up()));
    BOOST_TEST((r.since == noon && r.limit == 7 && r.filter == R"(eventType eq "a")"));
    BOOST_TEST((!r.until && !r.after && r.sort_order == okta::log_order::ascending));
    BOOST_TEST((!log_position({}).request().filter && !log_position({}).request().since));
}

BOOST_AUTO_TEST_CASE(a_checkpoint_is_the_next_link_and_what_helps_when_it_is_lost)
{
    log_position p({.since = noon - 1h});
    BOOST_TEST(given(p, page({event("1", noon), event("2", noon - 5min)})) == 2u);
    BOOST_TEST((p.cursor() == a1 && !p.caught_up()));
    BOOST_TEST(p.checkpoint().starts_with(a1 + std::string("#2026-03-01T12:00:00.000Z,")));

    log_position later({.since = noon - 9h, .checkpoint = p.checkpoint()});
    BOOST_TEST((later.cursor() == a1 && later.checkpoint() == p.checkpoint()));
    BOOST_TEST((later.begin_again(answered(404, noon + 1h)) && later.cursor().empty()));
    BOOST_TEST((later.request().since == noon - 10min && later.checkpoint() == p.checkpoint()));
    BOOST_TEST(log_position({.checkpoint = a1}).cursor() == a1); // a bare link is good as well
}

BOOST_AUTO_TEST_CASE(a_link_that_no_checkpoint_may_hold_is_not_gone_on_from)
{
    log_position p({});
    (void)given(p, page({event("1")}));
    auto const before = p.checkpoint();
    for (auto const& next :
         {std::string("//evil.example.com/"), "/a" + std::string(20'000, 'a'), std::string("/a#b")}) {
        okta::error e;
        auto came = page({event("2")}, next);
        BOOST_TEST((!p.take(came, answered(200), e) && e.kind == okta::error_kind::unexpected_answer));
        BOOST_TEST((p.checkpoint() == before && p.cursor() == a1));
    }
    auto const longest = '/' + std::string(16 * 1024 - 1, 'a');
    (void)given(p, page({event("2")}, longest));
    BOOST_TEST(log_position({.checkpoint = p.checkpoint()}).cursor() == longest);
}

BOOST_AUTO_TEST_CASE(a_checkpoint_for_other_types_begins_again_since_its_link_asks_for_those)
{
    log_position p({.types = {"user.session.start"}});
    (void)given(p, page({event("1")}));
    log_position same({.types = {"user.session.start"}, .checkpoint = p.checkpoint()});
    BOOST_TEST(same.cursor() == a1);
    log_position other({.types = {"user.session.start", "b"}, .checkpoint = p.checkpoint()});
    BOOST_TEST((other.cursor().empty() && other.request().since == noon - 10min));
    BOOST_TEST(other.checkpoint() == p.checkpoint());
    // It may be too old for Okta, which says so: then from where there are events at all.
    BOOST_TEST(other.begin_again(answered(400, noon + 200 * 24h)));
    BOOST_TEST((other.request().since == noon + 110 * 24h));
    BOOST_TEST(!other.begin_again(answered(400, noon + 200 * 24h)));
}

BOOST_AUTO_TEST_CASE(what_was_given_is_left_out_after_a_lost_cursor)
{
    log_position p({});
    BOOST_TEST(given(p, page({event("1"), event("2")})) == 2u);
    for (int const status : {0, 200, 401, 403, 429, 500}) BOOST_TEST(!p.begin_again(answered(status)));
    BOOST_TEST(p.begin_again(answered(410)));
    BOOST_TEST(given(p, page({event("2"), event("3"), event("3"), event("1")})) == 1u);
    BOOST_TEST(!p.caught_up()); // there may be more, though all of it was known
    BOOST_TEST(given(p, page({event(""), okta::log_event{}, event("")})) == 3u); // who has no uuid is not known
    BOOST_TEST((given(p, page({})) == 0u && p.caught_up()));
}

BOOST_AUTO_TEST_CASE(a_cursor_that_is_always_lost_ends_in_an_error_once_in_a_while)
{
    log_position p({});
    (void)given(p, page({event("1")}));
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(p.begin_again(answered(400)));
        BOOST_TEST(!p.begin_again(answered(400))); // the query itself is refused: that is another mistake
        (void)given(p, page({event("1")}));
    }
    BOOST_TEST((!p.begin_again(answered(400)) && p.cursor() == a1));
    BOOST_TEST(p.begin_again(answered(400))); // the next poll's
    (void)given(p, page({event("2")}));
    (void)given(p, page({event("3")})); // by a cursor: all is well
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(p.begin_again(answered(400)));
        (void)given(p, page({}));
    }
}

BOOST_AUTO_TEST_CASE(it_goes_back_to_what_okta_keeps_and_no_clock_is_trusted_that_is_ahead)
{
    log_position p({.since = noon});
    (void)given(p, page({}));
    BOOST_TEST((p.begin_again(answered(400, noon + 100 * 24h)) && p.request().since == noon + 10 * 24h));

    log_position ahead({});
    (void)given(ahead, page({event("1", noon + 3h)}));
    BOOST_TEST((ahead.begin_again(answered(400, noon)) && ahead.request().since == noon - 10min));

    log_position quiet({}); // nothing was ever seen: where Okta began
    (void)given(quiet, page({}), answered(200, noon));
    BOOST_TEST((quiet.begin_again(answered(400, noon + 20 * 24h)) && quiet.request().since == noon - 7 * 24h - 10min));

    log_position dateless({});
    (void)given(dateless, page({}), answered(200, {}));
    BOOST_TEST((dateless.checkpoint() == a1 && dateless.begin_again(answered(400, {}))));
    BOOST_TEST(!dateless.request().since);
}

BOOST_AUTO_TEST_CASE(a_page_without_next_link_changes_nothing)
{
    log_position p({});
    (void)given(p, page({event("1")}));
    auto const before = p.checkpoint();
    auto bad = page({event("2", noon + 1h)}, "");
    okta::error e;
    BOOST_TEST(!p.take(bad, answered(200), e));
    BOOST_TEST((e.kind == okta::error_kind::unexpected_answer && e.summary.find("next link") != std::string::npos));
    BOOST_TEST((p.checkpoint() == before && p.cursor() == a1 && given(p, page({event("2")})) == 1u));
}

BOOST_AUTO_TEST_CASE(what_is_remembered_is_bounded_and_the_oldest_goes_first)
{
    log_position p({.max_remembered = 2});
    BOOST_TEST(given(p, page({event("1"), event("2"), event("3")})) == 3u);
    BOOST_TEST(given(p, page({event("3"), event("2")})) == 0u);
    BOOST_TEST(given(p, page({event("1")})) == 1u);
}

BOOST_AUTO_TEST_CASE(only_wanted_types_are_given_whatever_the_answer_holds)
{
    log_position p({.types = {"b"}});
    BOOST_TEST(given(p, page({event("1", noon, "a"), event("2", noon, "b"), okta::log_event{}})) == 1u);
}

BOOST_AUTO_TEST_CASE(rests_get_longer_after_failures_up_to_a_bound)
{
    okta::detail::pace pace(10s, 60s);
    for (auto const want : {10s, 20s, 40s, 60s, 60s}) BOOST_TEST((pace.failed() == want));
    for (int i = 0; i < 100; ++i) BOOST_TEST((pace.failed() == 60s));
    pace.good();
    BOOST_TEST((pace.failed() == 10s));
}

BOOST_AUTO_TEST_CASE(which_failures_may_pass)
{
    auto const of = [](okta::error_kind k, int status = 0) {
        okta::error e;
        e.kind = k;
        e.status = status;
        return okta::detail::may_pass(e);
    };
    using kind = okta::error_kind;
    BOOST_TEST((of(kind::transport) && of(kind::unexpected_answer, 200)));
    for (int const s : {408, 429, 500, 503}) BOOST_TEST(of(kind::service, s));
    for (int const s : {400, 401, 403, 404}) BOOST_TEST(!of(kind::service, s));
    BOOST_TEST((!of(kind::invalid_request) && !of(kind::authorisation) && !of(kind::cancelled)));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace log_position_test
