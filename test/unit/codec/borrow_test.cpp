#include <okta/codec/borrow.hpp>
#include <okta/model/group.hpp>
#include <okta/model/user.hpp>

#include <boost/test/unit_test.hpp>

namespace borrow_test {
namespace {

struct row_profile
{
    std::string_view login = {};
    std::optional<std::string_view> first_name = {};
    okta::nullable<std::string_view> title = {};
};
BOOST_DESCRIBE_STRUCT(row_profile, (), (login, first_name, title))

struct row
{
    std::string_view id = {};
    okta::open_enum<okta::user_status> status = {};
    std::optional<okta::timestamp> last_login = {};
    row_profile profile = {};
    okta::raw_json links = {};
    static constexpr okta::renamed wire{{{"links", "_links"}}};
};
BOOST_DESCRIBE_STRUCT(row, (), (id, status, last_login, profile, links))

struct strict_row
{
    okta::required<std::string_view> name;
    std::vector<std::string_view> tags = {};
    std::optional<okta::raw_json> more = {};
    std::optional<std::int32_t> level = {};
    static constexpr okta::renamed wire{{{"name", "name"}, {"name", "Name"}}};
};
BOOST_DESCRIBE_STRUCT(strict_row, (), (name, tags, more, level))

/// It may hold others of its kind: its own table is needed to make its table.
struct node
{
    std::string_view name = {};
    std::vector<node> children = {};
};
BOOST_DESCRIBE_STRUCT(node, (), (name, children))

struct plain_node
{
    std::vector<plain_node> children = {};
};
BOOST_DESCRIBE_STRUCT(plain_node, (), (children))

static_assert(okta::detail::holds_views<okta::page<row>>());
static_assert(okta::detail::holds_views<strict_row>());
static_assert(okta::detail::holds_views<node>());
static_assert(okta::detail::holds_views<okta::one_of<okta::user, row_profile>>());
static_assert(!okta::detail::holds_views<plain_node>());
static_assert(!okta::detail::holds_views<okta::page<okta::user>>());
static_assert(!okta::detail::holds_views<okta::group>());

bool within(std::string_view part, std::string_view whole)
{
    std::less_equal<char const*> const before;
    return before(whole.data(), part.data()) && before(part.data() + part.size(), whole.data() + whole.size());
}

using page = okta::borrowed_page<row, okta::user>;

template <class T>
T taken(okta::result<T> r)
{
    BOOST_TEST_REQUIRE(r.has_value(), (r ? "" : r.error().summary));
    return std::move(*r);
}

template <class T>
std::string refusal(std::string json, okta::decode_limits const& limits = {})
{
    auto const r = okta::borrow<T>(std::move(json), limits);
    return r ? "not refused" : r.error().summary;
}

std::string const two = R"([{"id":"00u1","status":"ACTIVE","lastLogin":"2013-06-24T16:39:18.000Z",
    "profile":{"login":"a@b.c","firstName":"Ad\u0061","title":null,"badge":7},"_links":{"self": {"href": "\u0061"}}},
    null, {"status":"DOZING","profile":{"login":"\u00e9 \"x\"","title":"Dr"},"id":"2"}])";

} // namespace

BOOST_AUTO_TEST_SUITE(borrow)

BOOST_AUTO_TEST_CASE(texts_are_views_into_the_body)
{
    auto const p = taken(page::parse(two));
    BOOST_TEST_REQUIRE(p.size() == 2u);
    row const& first = p[0];
    BOOST_TEST((first.id == "00u1" && first.status == okta::user_status::active && first.profile.login == "a@b.c"));
    BOOST_TEST((okta::to_string(*first.last_login) == "2013-06-24T16:39:18.000Z" && first.profile.title.is_null()));
    BOOST_TEST(first.links.text == R"({"self": {"href": "\u0061"}})"); // as it came
    for (auto const text : {first.id, first.profile.login, first.links.text, p[1].id, *p[1].profile.title})
        BOOST_TEST(within(text, p.body()), text);
    BOOST_TEST((p[1].status.text() == "DOZING" && p[1].links.empty() && !p[1].last_login));
    BOOST_TEST((p.bad_items().empty() && p.next().empty() && !p.empty()));
}

BOOST_AUTO_TEST_CASE(escaped_texts_are_kept_beside_it)
{
    auto const p = taken(page::parse(two));
    BOOST_TEST((*p[0].profile.first_name == "Ada" && !within(*p[0].profile.first_name, p.body())));
    BOOST_TEST((p[1].profile.login == "\xC3\xA9 \"x\"" && !within(p[1].profile.login, p.body())));
    std::string many = "[";
    for (int i = 0; i < 3000; ++i) many += R"({"id":"\u0041)" + std::to_string(i) + "\"},";
    many.back() = ']';
    auto const all = taken(page::parse(many)); // in more than one block of memory
    BOOST_TEST_REQUIRE(all.size() == 3000u);
    for (std::size_t i = 0; i < all.size(); ++i) BOOST_TEST_REQUIRE(all[i].id == "A" + std::to_string(i));
}

BOOST_AUTO_TEST_CASE(moving_and_copying_change_no_address)
{
    auto made = okta::borrow<row>(R"({"id":"1"})"); // so short that a string would take its bytes along
    auto one = taken(std::move(made));
    auto const* const at = one->id.data();
    auto const moved = std::move(one);
    BOOST_TEST((moved->id == "1" && moved->id.data() == at && within(moved->id, moved.body())));
    auto copy = std::make_unique<okta::borrowed<row>>(moved);
    BOOST_TEST((*copy)->id.data() == at);
    auto kept = *copy;
    copy.reset();
    BOOST_TEST((*kept).id == "1");

    std::vector<page> pages;
    for (int i = 0; i < 5; ++i) pages.push_back(taken(page::parse(two)));
    for (auto const& p : pages) BOOST_TEST((within(p[0].id, p.body()) && p[0].id == "00u1"));
}

BOOST_AUTO_TEST_CASE(an_item_is_owned_when_it_is_wanted_whole)
{
    std::optional<page> p = taken(page::parse(two));
    BOOST_TEST(within(p->json(1), p->body()));
    auto const own = taken(p->own(1));
    auto const profile = taken(p->own<okta::group>(0));
    p.reset();
    BOOST_TEST((own.id.text == "2" && own.profile.login == "\xC3\xA9 \"x\"" && own.profile.title == "Dr"));
    BOOST_TEST(profile.id.text == "00u1");
    auto const all = taken(okta::decode<okta::page<okta::user>>(two));
    for (std::size_t i = 0; i < all.size(); ++i) BOOST_TEST((taken(taken(page::parse(two)).own(i)) == all[i]));
}

BOOST_AUTO_TEST_CASE(what_the_whole_type_does_not_take_is_told_by_own)
{
    auto const p = taken(page::parse(R"([{"id":"1","created":"yesterday"}])")); // a row has no such member
    auto const own = p.own(0);
    BOOST_TEST_REQUIRE(!own);
    BOOST_TEST(own.error().summary == "created: expected timestamp, found another string (byte 20)");
}

BOOST_AUTO_TEST_CASE(bad_and_odd_items_are_those_of_decode)
{
    std::string const json = R"([{"id":"1"},{"id":2,"x":[1]},{"id":"first","id":"\u0032","_links":{"a":  {}},
        "profile":{"login":"twice","login":"l"}},"u",{"profile":{"login":{}}},{"id":"5"}])";
    auto const owned = taken(okta::decode<okta::page<okta::user>>(json));
    auto const p = taken(page::parse(json));
    BOOST_TEST((p.bad_items() == owned.bad_items && p.bad_items().size() == 3));
    BOOST_TEST_REQUIRE(p.size() == 3u);
    BOOST_TEST((p[0].id == "1" && p[2].id == "5" && p[1].id == "2" && p[1].profile.login == "l")); // the last wins
    BOOST_TEST(p[1].links.text == R"({"a":{}})");                                                  // through a DOM
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST((within(p.json(i), p.body()) && p.own(i).value() == owned[i]));
        BOOST_TEST(p[i].id == owned[i].id.text);
    }
}

BOOST_AUTO_TEST_CASE(a_page_that_only_a_dom_understands)
{
    auto const p = taken(page::parse(R"([{"id":"a","x":1e0000000001,"_links":{ }},{"id":7},{"id":"b"}])"));
    BOOST_TEST_REQUIRE(p.size() == 2u);
    BOOST_TEST((p[0].id == "a" && p[0].links.text == "{}" && p[1].id == "b" && p.bad_items().size() == 1));
    BOOST_TEST((taken(p.own(0)).id.text == "a" && taken(p.own(1)).id.text == "b"));
}

BOOST_AUTO_TEST_CASE(required_members_and_other_names)
{
    auto const one = taken(
        okta::borrow<strict_row>(R"({"Name":"n","tags":["a",null,"\tb"],"more":[null],"level":1e1})"));
    BOOST_TEST((one->name == "n" && one->tags == std::vector<std::string_view>{"a", "\tb"} && one->level == 10));
    BOOST_TEST(one->more->text == "[null]");
    BOOST_TEST(!taken(okta::borrow<strict_row>(R"({"name":"n","more":null})"))->more);
    BOOST_TEST(refusal<strict_row>("{}") == "the required member 'name' is missing (byte 0)");
    BOOST_TEST(refusal<strict_row>(R"({"name":null})") == "name: null, but the member is required (byte 8)");
    BOOST_TEST(refusal<strict_row>(R"({"name":"n","tags":[1]})") == "tags[0]: expected string, found number (byte 20)");
    BOOST_TEST(refusal<strict_row>(R"({"name":"n","more":[01]})").starts_with("not JSON: "));
    BOOST_TEST(refusal<okta::page<row>>("{}") == "expected array, found object (byte 0)");
    BOOST_TEST(refusal<row>(R"({"id":"1"})", {.max_bytes = 9}) == "the JSON has 10 bytes, more than the 9 allowed");
    BOOST_TEST(refusal<row>(R"({"_links":[[1]]})", {.max_depth = 2}).starts_with("not JSON: "));
    auto const tree = taken(okta::borrow<node>(R"({"name":"a","children":[{"name":"b"}]})"));
    BOOST_TEST(tree->children.at(0).name == "b");
}

BOOST_AUTO_TEST_CASE(any_json_may_be_left_unread)
{
    for (auto const text : {"null", "true", "-1.50", R"("a\/b")", "[]", R"({"a":{"b":[ 1 ]}})"}) {
        auto const one = taken(okta::borrow<row>(std::string(R"({"_links": )") + text + " }"));
        BOOST_TEST(one->links.text == text);
        BOOST_TEST(okta::to_json(*one) == std::string(R"({"profile":{},"_links":)") + text + '}');
        BOOST_TEST(taken(okta::borrow<okta::raw_json>(text))->text == text);
        auto const all = taken(okta::borrow<std::vector<okta::raw_json>>(std::string("[1,") + text + "]"));
        BOOST_TEST((all->size() == 2 && all->at(1).text == text));
    }
}

BOOST_AUTO_TEST_CASE(what_was_borrowed_is_written_again)
{
    std::string const json = R"({"id":"1","status":"ACTIVE","profile":{"login":"\"","title":null},"_links":{"a": 1}})";
    BOOST_TEST(okta::to_json(*taken(okta::borrow<row>(json))) == json);
    BOOST_TEST(okta::to_json(row{}) == R"({"profile":{}})");
    BOOST_TEST(okta::to_json(std::vector<okta::raw_json>(1)) == "[null]");
    auto const named = strict_row{.name = "n", .tags = {"a\n"}};
    BOOST_TEST(okta::to_json(named) == R"({"name":"n","tags":["a\n"]})");
}

BOOST_AUTO_TEST_CASE(a_view_without_a_text_is_refused_by_tables_too)
{
    row r;
    okta::error e;
    using namespace okta::detail;
    BOOST_TEST(decode_text(R"({"id":"plain"})", &r, type_table<row>, e)); // a view into the literal
    BOOST_TEST(!decode_text(R"({"id":"\u0041"})", &r, type_table<row>, e));
    BOOST_TEST(e.summary == "id: a view needs a text to be borrowed from (byte 6)");
    BOOST_TEST(!decode_value({{"_links", 1}}, &r, type_table<row>, e));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace borrow_test
