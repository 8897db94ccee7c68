#include "fakes.hpp"

#include <okta/actions/groups.hpp>

#include <boost/test/unit_test.hpp>

namespace pages_test {
namespace {

using namespace okta::test;

okta::http_response page(std::string body, std::string next = {})
{
    auto a = answer(200, std::move(body), {{"Link", R"(<https://o.okta.com/api/v1/groups>; rel="self")"}});
    if (!next.empty()) a.fields.add("Link", '<' + next + R"(>; rel="next")");
    return a;
}

template <class Way>
struct fixture
{
    explicit fixture(std::shared_ptr<script> s, int retries = 0)
        : server(s),
          way(s),
          client(org, okta::api_token("t"), way.transport,
                 {.retry = {.max_retries = retries}, .clock = simulated_time().clock()})
    {
    }

    std::vector<std::string> targets() const
    {
        std::vector<std::string> all;
        for (auto const& r : server->seen()) all.push_back(r.target);
        return all;
    }
    auto next() { return way.next(pages); }

    std::shared_ptr<script> server;
    Way way;
    okta::client client;
    okta::pages<okta::list_groups> pages = client.pages(okta::list_groups{.limit = 2});
};

struct row
{
    std::string_view id = {};
    okta::raw_json profile = {};
};
BOOST_DESCRIBE_STRUCT(row, (), (id, profile))

/// The same list borrowed.
template <class Way>
struct borrowing : fixture<Way>
{
    using fixture<Way>::fixture;
    auto next() { return this->way.next(rows); }

    okta::borrowed_pages<okta::list_groups, row> rows = this->pages.template borrowed<row>();
};

using texts = std::vector<std::string>;
constexpr auto url = "https://o.okta.com/api/v1/groups?after=";

} // namespace

BOOST_AUTO_TEST_SUITE(pages)

BOOST_AUTO_TEST_CASE_TEMPLATE(pages_come_one_at_a_time_until_no_next_link, Way, ways)
{
    fixture<Way> f(scripted(page(R"([{"id":"1"},{"id":"2"}])", std::string(url) + "a"), page(R"([{"id":"3"}])")));
    BOOST_TEST(f.server->seen().empty()); // nothing before the first is asked for
    BOOST_TEST(f.pages.cursor() == "/api/v1/groups?limit=2");
    auto const first = f.next();
    BOOST_TEST_REQUIRE(static_cast<bool>(first));
    BOOST_TEST((first->size() == 2 && first.facts().status == 200 && !first.failed() && !first.at_end()));
    BOOST_TEST(f.server->seen().size() == 1u); // nor the second before it is
    auto const second = f.next();
    BOOST_TEST((second && (*second)[0].id.text == "3" && f.pages.cursor().empty()));
    for (int i = 0; i < 2; ++i) {
        auto const end = f.next();
        BOOST_TEST((!end && end.at_end() && !end.failed()));
    }
    BOOST_TEST(f.targets() == (texts{"/api/v1/groups?limit=2", "/api/v1/groups?after=a"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_empty_page_is_not_the_end, Way, ways)
{
    fixture<Way> f(scripted(page("[]", std::string(url) + "a"), page(R"([{"id":"1"}])")));
    auto const empty = f.next();
    BOOST_TEST((empty && empty->empty()));
    BOOST_TEST(f.next()->size() == 1u);
    BOOST_TEST(f.next().at_end());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_relative_next_link_is_followed, Way, ways)
{
    fixture<Way> f(scripted(page("[]", "/api/v1/groups?after=r"), page("[]")));
    BOOST_TEST((f.next() && f.next()));
    BOOST_TEST((f.targets().back() == "/api/v1/groups?after=r" && f.server->seen().back().origin == org));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_next_link_elsewhere_is_an_error_and_not_followed, Way, ways)
{
    fixture<Way> f(scripted(page("[]", "https://evil.com/api/v1/groups?after=a")));
    auto const p = f.next();
    BOOST_TEST_REQUIRE(p.failed());
    BOOST_TEST((p.error().kind == okta::error_kind::unexpected_answer));
    BOOST_TEST(p.error().summary.find("https://evil.com") != std::string::npos);
    BOOST_TEST(f.next().failed());
    for (auto const& r : f.server->seen()) BOOST_TEST(r.origin == org);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_page_that_leads_to_itself_is_an_error, Way, ways)
{
    fixture<Way> f(scripted(page("[]", std::string(url) + "a"), page("[]", std::string(url) + "a")));
    BOOST_TEST(!f.next().failed());
    auto const p = f.next();
    BOOST_TEST_REQUIRE(p.failed());
    BOOST_TEST((p.error().kind == okta::error_kind::unexpected_answer && p.facts().status == 200));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_longer_circle_is_noticed_too, Way, ways)
{
    // a → b → c → b → c → …: a client that follows links only would never end
    auto const to = [](char const* cursor) { return page("[]", std::string(url) + cursor); };
    fixture<Way> f(scripted(to("a"), to("b"), to("c"), to("b"), to("c"), to("b"), to("c"), to("b"), to("c"), to("b"),
                            to("c"), to("b"), to("c"), to("b")));
    int good = 0;
    while (good < 13 && f.next()) ++good;
    BOOST_TEST((good >= 3 && good < 12));
    BOOST_TEST(f.pages.failure()->summary.find("circle") != std::string::npos);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_page_that_failed_is_asked_for_again, Way, ways)
{
    fixture<Way> f(scripted(page("[]", std::string(url) + "a"), answer(503, ""), page(R"([{"id":"1"}])")));
    BOOST_TEST(!f.next().failed());
    auto const failed = f.next();
    BOOST_TEST((failed.failed() && !failed && !failed.at_end() && failed.error().status == 503));
    BOOST_TEST(f.pages.cursor() == "/api/v1/groups?after=a");
    BOOST_TEST(f.next()->size() == 1u);
    BOOST_TEST((f.targets()[1] == f.targets()[2] && f.next().at_end()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_page_that_fails_in_passing_is_the_same_page, Way, ways)
{
    fixture<Way> f(scripted(page("[]", std::string(url) + "a"), answer(503, ""),
                            okta::transport_error{asio::error::connection_reset, "read", okta::sent::perhaps_all},
                            page(R"([{"id":"1"}])")),
                   2);
    BOOST_TEST(!f.next().failed());
    auto const second = f.next();
    BOOST_TEST_REQUIRE(bool(second));
    BOOST_TEST((second->size() == 1u && second.facts().attempts == 3));
    BOOST_TEST((f.targets()[1] == f.targets()[2] && f.targets()[2] == f.targets()[3] && f.next().at_end()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_stored_cursor_is_gone_on_from, Way, ways)
{
    fixture<Way> f(scripted(page(R"([{"id":"1"}])")));
    f.pages = f.client.pages(okta::list_groups{.limit = 2}, okta::resume_at{"/api/v1/groups?after=b&limit=2"});
    BOOST_TEST(f.next()->size() == 1u);
    BOOST_TEST((f.targets() == texts{"/api/v1/groups?after=b&limit=2"} && f.next().at_end()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_cursor_that_is_none_is_refused, Way, ways)
{
    fixture<Way> f(scripted(page("[]")));
    for (auto const bad : {"", "b", "https://evil.com/", "@evil.com/", "/a b", "/a\r\nX: y", "//evil.com/", "/a#b"}) {
        f.pages = f.client.pages(okta::list_groups{}, okta::resume_at{bad});
        auto const p = f.next();
        BOOST_TEST((p.failed() && p.error().kind == okta::error_kind::invalid_request), bad);
    }
    BOOST_TEST(f.server->seen().empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_first_request_that_cannot_be_encoded_is_an_error, Way, ways)
{
    fixture<Way> f(scripted(page("[]")));
    f.pages = f.client.pages(okta::list_groups{.limit = 0});
    for (int i = 0; i < 2; ++i) BOOST_TEST(f.next().failed());
    f.pages.resume({"/api/v1/groups?after=a"}); // a cursor does not heal it
    BOOST_TEST((f.next().error().kind == okta::error_kind::invalid_request && f.server->seen().empty()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(bad_items_stay_with_their_page, Way, ways)
{
    fixture<Way> f(scripted(page(R"([{"id":1},{"id":"2"}])")));
    auto const p = f.next();
    BOOST_TEST((p && p->size() == 1 && p->bad_items.size() == 1));
    BOOST_TEST(p->bad_items[0].raw == R"({"id":1})");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_borrowed_page_views_its_answer, Way, ways)
{
    borrowing<Way> f(
        scripted(page(R"([{"id":"1","profile":{"name": "n"}},{"id":2},{"id":"\u0033"}])", std::string(url) + "a"),
                 page(R"([{"id":"4"}])")));
    auto first = f.next();
    BOOST_TEST_REQUIRE(static_cast<bool>(first));
    BOOST_TEST((first.facts().status == 200 && first->next() == "/api/v1/groups?after=a"));
    auto const kept = *first; // the page outlives what it came in
    first = {};
    auto second = f.next();
    BOOST_TEST((second && (*second)[0].id == "4" && f.rows.cursor().empty() && f.next().at_end()));
    BOOST_TEST_REQUIRE(kept.size() == 2u);
    BOOST_TEST((kept[0].id == "1" && kept[0].profile.text == R"({"name": "n"})" && kept[1].id == "3"));
    BOOST_TEST((kept.bad_items().size() == 1 &&
                kept.bad_items()[0].error == "[1].id: expected string, found number " + std::string("(byte 42)")));
    BOOST_TEST((kept.own(0)->name() == "n" && kept.own(1)->id.text == "3")); // a group, since groups were listed
    BOOST_TEST(f.targets() == (texts{"/api/v1/groups?limit=2", "/api/v1/groups?after=a"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(borrowed_pages_go_on_where_the_list_was, Way, ways)
{
    fixture<Way> f(scripted(page("[]", std::string(url) + "a"), page(R"([{"id":"2"}])"), page(R"([{"id":"2"}])")));
    BOOST_TEST(!f.next().failed());
    auto rows = f.pages.template borrowed<row>();
    BOOST_TEST((f.way.next(rows)->size() == 1 && rows.cursor().empty()));
    BOOST_TEST((f.pages.cursor() == "/api/v1/groups?after=a" && f.next()->size() == 1)); // by itself
    rows.resume({"/x y"});
    BOOST_TEST(f.way.next(rows).error().summary.starts_with("the cursor is not one"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_borrowed_page_fails_as_another_does, Way, ways)
{
    auto const error = R"({"errorCode":"E0000047","errorSummary":"s"})";
    borrowing<Way> f(scripted(answer(400, error), page("[{]"), page("[]", "https://evil.com/"),
                              page("[]", std::string(url) + "a"), page("[]", std::string(url) + "a")));
    auto p = f.next();
    BOOST_TEST((p.failed() && p.error().code == "E0000047" && p.facts().status == 400 && f.rows.failure()));
    p = f.next();
    BOOST_TEST((p.failed() && p.error().kind == okta::error_kind::unexpected_answer && p.error().status == 200));
    BOOST_TEST((p.error().summary.starts_with("not JSON: ") && p.error().raw_body == "[{]"));
    p = f.next();
    BOOST_TEST((p.failed() && p.error().summary.find("https://evil.com") != std::string::npos));
    BOOST_TEST((f.next() && !f.rows.failure() && f.rows.cursor() == "/api/v1/groups?after=a"));
    p = f.next();
    BOOST_TEST((p.failed() && p.error().summary.find("circle") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace pages_test
