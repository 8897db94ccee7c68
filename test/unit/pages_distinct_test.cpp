#include "fakes.hpp"

#include <okta/actions/groups.hpp>
#include <okta/actions/system_log.hpp>

#include <boost/test/unit_test.hpp>

// Lists that change while they are read, and cursors that the service loses.

namespace pages_distinct_test {
namespace {

using namespace okta::test;
using texts = std::vector<std::string>;

/// A page of items with these ids.
okta::transport_result page(std::initializer_list<char const*> ids, std::string const& next = {})
{
    std::string body;
    for (auto const* id : ids) body += (body.empty() ? "[{\"id\":\"" : "\"},{\"id\":\"") + std::string(id);
    auto a = answer(200, body.empty() ? "[]" : body + "\"}]");
    if (!next.empty()) a.fields.add("Link", "<https://o.okta.com/api/v1/groups?after=" + next + R"(>; rel="next")");
    return a;
}

okta::transport_result lost(int status = 400)
{
    return answer(status, R"({"errorCode":"E0000031","errorSummary":"Invalid search criteria."})");
}

struct row
{
    std::string_view id = {};
    okta::raw_json profile = {};
};
BOOST_DESCRIBE_STRUCT(row, (), (id, profile))

struct nameless
{
    okta::raw_json profile = {};
};
BOOST_DESCRIBE_STRUCT(nameless, (), (profile))

std::string const& text_of(okta::group const& g) { return g.id.text; }
std::string text_of(row const& r) { return std::string(r.id); }

/// A list of groups whose pages are as scripted, read by one of the ways.
template <class Way>
struct fixture
{
    template <class... Answers>
    explicit fixture(Answers... answers)
        : server(scripted(std::move(answers)...)),
          way(server),
          client(org, okta::api_token("t"), way.transport, {.retry = {.max_retries = 0}})
    {
    }
    auto list() { return client.pages(okta::list_groups{.limit = 2}); }

    /// Page by page: the ids, `[404]` for an error, and nothing at the end.
    texts read(auto pages, int most = 20)
    {
        texts all;
        while (most-- > 0) {
            auto const p = way.next(pages);
            if (p.at_end()) return all;
            if (p.failed()) {
                BOOST_TEST(pages.failure().has_value());
                all.push_back('[' + std::to_string(p.error().status) + ']');
                return all;
            }
            BOOST_TEST(!pages.failure());
            std::string ids;
            for (auto const& item : *p) ids += text_of(item);
            all.push_back(ids);
        }
        return all;
    }
    /// Where the requests started: `` for the first page.
    texts starts() const
    {
        texts all;
        for (auto const& r : server->seen())
            all.push_back(r.target == "/api/v1/groups?limit=2" ? "" : r.target.substr(r.target.find('=') + 1));
        return all;
    }

    std::shared_ptr<script> server;
    Way way;
    okta::client client;
};

constexpr auto each = boost::test_tools::per_element();

} // namespace

BOOST_AUTO_TEST_SUITE(pages_distinct)

BOOST_AUTO_TEST_CASE_TEMPLATE(an_item_that_moves_to_another_page_and_back_is_given_once, Way, ways)
{
    auto const moving = [] { // b moves to the end and back to the front
        return fixture<Way>(page({"a", "b"}, "1"), page({"c", "d"}, "2"), page({"b", "e"}, "3"), page({"b", "a"}, "4"),
                            page({"f"}));
    };
    auto plain = moving();
    BOOST_TEST(plain.read(plain.list()) == (texts{"ab", "cd", "be", "ba", "f"}), each);
    auto once = moving();
    BOOST_TEST(once.read(once.list().distinct()) == (texts{"ab", "cd", "e", "", "f"}), each);
    auto borrowed = moving();
    BOOST_TEST(borrowed.read(borrowed.list().template borrowed<row>().distinct()) == (texts{"ab", "cd", "e", "", "f"}),
               each);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_borrowed_page_keeps_items_and_their_json_together, Way, ways)
{
    auto const whole = R"([{"id":"a"},{"id":"b","profile":{"name":"B"}},{"id":"a"},{"id":"c"},{"id":3},{"id":"d"}])";
    fixture<Way> f(page({"c"}, "1"), okta::transport_result(answer(200, whole)));
    auto rows = f.list().template borrowed<row>().distinct();
    BOOST_TEST(f.way.next(rows)->size() == 1u);
    auto const p = f.way.next(rows);
    BOOST_TEST_REQUIRE((p && p->size() == 3));
    BOOST_TEST(((*p)[0].id == "a" && (*p)[1].id == "b" && (*p)[2].id == "d"));
    BOOST_TEST(((*p)[1].profile.text == R"({"name":"B"})" && p->json(2) == R"({"id":"d"})"));
    BOOST_TEST((p->own(1)->name() == "B" && p->own(2)->id.text == "d"));
    BOOST_TEST((p->bad_items().size() == 1 && p->bad_items()[0].index == 4));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(items_without_an_id_are_all_given, Way, ways)
{
    fixture<Way> f(okta::transport_result(answer(200, R"([{"type":"x"},{"type":"y"},{"id":""},{"id":"a"}])")));
    auto all = f.list().distinct();
    BOOST_TEST(f.way.next(all)->size() == 4u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lost_cursor_is_begun_again_and_gone_on_from, Way, ways)
{
    for (int const status : {400, 404, 410}) {
        fixture<Way> f(page({"a", "b"}, "1"), page({"c", "d"}, "2"), lost(status), page({"a", "b"}, "3"),
                       page({"x", "d"}, "4"), page({"e"}));
        BOOST_TEST(f.read(f.list().distinct()) == (texts{"ab", "cd", "", "x", "e"}), each); // c is gone, x is new
        BOOST_TEST(f.starts() == (texts{"", "1", "2", "", "3", "4"}), each);
        fixture<Way> borrowed(page({"a", "b"}, "1"), lost(status), page({"b", "a"}, "2"), page({"c"}));
        BOOST_TEST(borrowed.read(borrowed.list().template borrowed<row>().distinct()) == (texts{"ab", "", "c"}), each);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(without_being_asked_for_a_lost_cursor_is_an_error, Way, ways)
{
    fixture<Way> f(page({"a"}, "1"), lost());
    BOOST_TEST(f.read(f.list()) == (texts{"a", "[400]"}), each);
    BOOST_TEST(f.starts() == (texts{"", "1"}), each);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_cursor_that_is_lost_again_and_again_is_an_error_in_the_end, Way, ways)
{
    fixture<Way> f(page({"a"}, "1"), lost(), page({"a"}, "2"), lost(), page({"a"}, "3"), lost(404), page({"a"}, "4"),
                   lost(410));
    auto pages = f.list().distinct();
    BOOST_TEST((f.way.next(pages)->size() == 1 && pages.cursor().ends_with("=1")));
    for (auto const* cursor : {"=2", "=3", "=4"})
        BOOST_TEST((f.way.next(pages)->empty() && pages.cursor().ends_with(cursor)));
    BOOST_TEST(f.way.next(pages).error().status == 410);
    BOOST_TEST(f.way.next(pages).error().status == 410); // the same page again, as after other errors
    BOOST_TEST(f.starts() == (texts{"", "1", "", "2", "", "3", "", "4", "4"}), each);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(other_errors_and_those_of_the_first_page_stay_errors, Way, ways)
{
    for (auto const& other :
         {lost(403), lost(409), lost(500), okta::transport_result(okta::transport_error{asio::error::eof, "read"})}) {
        fixture<Way> f(page({"a"}, "1"), other, page({"a", "b"}));
        auto pages = f.list().distinct();
        BOOST_TEST(f.way.next(pages)->size() == 1u);
        BOOST_TEST(f.way.next(pages).failed());
        BOOST_TEST(f.way.next(pages)->size() == 1u);
        BOOST_TEST(f.starts() == (texts{"", "1", "1"}), each);
    }
    fixture<Way> refused(lost());
    BOOST_TEST(refused.read(refused.list().distinct()) == texts{"[400]"}, each);
    BOOST_TEST(refused.server->seen().size() == 1u);
    fixture<Way> twice(page({"a"}, "1"), lost(), lost(), page({"a", "b"})); // the beginning fails, too
    auto pages = twice.list().distinct();
    BOOST_TEST(twice.way.next(pages)->size() == 1u);
    BOOST_TEST(twice.way.next(pages).error().status == 400);
    BOOST_TEST(twice.read(pages) == texts{"b"}, each);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_was_not_read_from_the_first_page_on_does_not_begin_again, Way, ways)
{
    fixture<Way> resumed(page({"c"}, "2"), lost());
    auto const from = okta::resume_at{"/api/v1/groups?after=1"};
    BOOST_TEST(resumed.read(resumed.client.pages(okta::list_groups{.limit = 2}, from).distinct()) ==
                   (texts{"c", "[400]"}),
               each);
    fixture<Way> dead(lost());
    auto later = dead.list().distinct();
    later.resume(from);
    BOOST_TEST(dead.read(later) == texts{"[400]"}, each);
    BOOST_TEST(dead.server->seen().size() == 1u);
    fixture<Way> midway(page({"a"}, "1"), page({"a", "c"}, "2"), lost());
    auto list = midway.list();
    BOOST_TEST(midway.way.next(list)->size() == 1u);
    BOOST_TEST(midway.read(list.distinct()) == (texts{"ac", "[400]"}), each); // remembered from here on
}

BOOST_AUTO_TEST_CASE_TEMPLATE(borrowing_goes_on_with_what_is_remembered, Way, ways)
{
    auto const pages = [] { return fixture<Way>(page({"a", "b"}, "1"), lost(), page({"a", "b", "c"})); };
    auto f = pages();
    auto list = f.list().distinct();
    BOOST_TEST(f.way.next(list)->size() == 2u);
    BOOST_TEST(f.read(list.template borrowed<row>()) == texts{"c"}, each);
    auto without = list.template borrowed<nameless>();
    BOOST_TEST((f.way.next(without).error().kind == okta::error_kind::invalid_request));
    BOOST_TEST(without.failure()->summary.find("without their member `id`") != std::string::npos);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_page_in_a_circle_is_not_remembered, Way, ways)
{
    fixture<Way> f(page({"a"}, "1"), page({"b"}, "1"), page({"b"}, "2"), page({"c"}));
    auto pages = f.list().distinct();
    BOOST_TEST(f.way.next(pages)->size() == 1u);
    BOOST_TEST(f.way.next(pages).failed());
    BOOST_TEST(f.read(pages) == (texts{"b", "c"}), each);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_polled_list_does_not_begin_again, Way, ways)
{
    fixture<Way> f(okta::transport_result(
                       answer(200, "[]", {{"Link", R"(<https://o.okta.com/api/v1/logs?after=1>; rel="next")"}})),
                   lost());
    auto events = f.client.pages(okta::list_log_events{});
    BOOST_TEST((f.way.next(events) && f.way.next(events).error().status == 400));
    BOOST_TEST(f.server->seen().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_call_that_is_cancelled_as_it_begins_again_ends)
{
    asio::io_context io;
    int asked = 0;
    std::shared_ptr<script> server;
    server = std::make_shared<script>([&](okta::http_request const&) {
        if (++asked == 1) return page({"a"}, "1");
        server->hangs = true; // the next one
        return lost();
    });
    okta::client client(org, okta::api_token("t"), async_fake{server, io.get_executor()});
    auto pages = client.pages(okta::list_groups{}).distinct();
    pages.async_next([](auto p) { BOOST_TEST(p->size() == 1u); });
    io.run();
    asio::cancellation_signal signal;
    std::optional<okta::error> e;
    pages.async_next(asio::bind_cancellation_slot(signal.slot(), [&](auto p) { e = p.error(); }));
    io.restart();
    io.poll();
    BOOST_TEST((asked == 2 && !e));
    signal.emit(asio::cancellation_type::terminal);
    io.run();
    BOOST_TEST((e && e->kind == okta::error_kind::cancelled && pages.cursor() == "/api/v1/groups"));
}

BOOST_AUTO_TEST_CASE(ids_are_remembered_however_many_there_are)
{
    okta::detail::given_ids ids;
    constexpr int many = 100'000;
    int fresh = 0, again = 0;
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < many; ++i) {
            if (i % 200 == 0) ids.reserve(200);
            (ids.add("00u" + std::to_string(i)) ? fresh : again) += 1;
        }
    BOOST_TEST((fresh == many && again == many));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace pages_distinct_test
