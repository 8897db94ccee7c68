#include "codec_support.hpp"

#include <okta/model/group.hpp>
#include <okta/model/links.hpp>
#include <okta/model/user.hpp>

#include <boost/json/parse.hpp>

// How the reader of decode takes lists, maps and one of several structs, and what it keeps from one text to the next.

namespace json_text_open_test {
using namespace okta::test;

namespace {

struct first_kind
{
    std::string name = {};
    okta::custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(first_kind, (), (name, custom))

struct second_kind
{
    std::string title = {};
    static constexpr okta::when_sibling chosen_by{"kind", "second"};
};
BOOST_DESCRIBE_STRUCT(second_kind, (), (title))

struct third_kind
{
    std::string label = {};
    static constexpr okta::when_sibling chosen_by{"kind", "third"};
};
BOOST_DESCRIBE_STRUCT(third_kind, (), (label))

using kinds = okta::one_of<first_kind, second_kind, third_kind>;

struct tells // by a member of its own
{
    kinds one = {};
    std::vector<std::string> kind = {};
    kinds two = {};
    std::optional<kinds> alone = {}; // not told by the sibling
    static constexpr okta::renamed wire{{{"one", "one"}, {"one", "uno"}}};
};
BOOST_DESCRIBE_STRUCT(tells, (), (one, kind, two, alone))

struct tells_openly // by a member that it does not have
{
    kinds one = {};
    okta::custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(tells_openly, (), (one, custom))

struct five_choices // more than wait at once
{
    kinds a = {}, b = {}, c = {}, d = {}, e = {};
    std::string kind = {};
};
BOOST_DESCRIBE_STRUCT(five_choices, (), (a, b, c, d, e, kind))

struct holds_objects // not blank when it is read, and under two names
{
    boost::json::object set = {{"before", 1}};
    boost::json::object twice = {};
    static constexpr okta::renamed wire{{{"twice", "old"}, {"twice", "new"}}};
};
BOOST_DESCRIBE_STRUCT(holds_objects, (), (set, twice))

struct lists
{
    std::vector<std::string> texts = {};
    std::vector<std::optional<std::string>> maybe = {};
    std::vector<boost::json::value> open = {};
    std::vector<std::vector<double>> matrix = {};
    std::vector<bare> inner = {};
    std::map<std::string, std::optional<double>, std::less<>> map = {};
    okta::one_or_many<bare> some = {};
    std::optional<okta::one_or_many<okta::link>> links = {};
};
BOOST_DESCRIBE_STRUCT(lists, (), (texts, maybe, open, matrix, inner, map, some, links))

template <class T>
outcome both(std::string_view json)
{
    auto const o = by_reader<T>(json), reference = by_dom<T>(json);
    BOOST_TEST(o == reference, json << " | " << o << " | by the DOM " << reference);
    return o;
}

template <class T>
std::string direct(std::string_view json)
{
    BOOST_TEST(is_read_directly<T>(json), json);
    return both<T>(json).told;
}

/// The page that both ways make of it.
template <class T>
okta::page<T> page_of(std::string_view json)
{
    okta::page<T> reference;
    okta::error e;
    BOOST_TEST(okta::detail::decode_text_by_dom(json, &reference, okta::detail::type_table<okta::page<T>>, e), json);
    auto page = okta::decode<okta::page<T>>(json).value();
    BOOST_TEST((page.bad_items == reference.bad_items), json);
    BOOST_TEST(okta::to_json(page) == okta::to_json(reference), json);
    return page;
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_text_choices)

BOOST_AUTO_TEST_CASE(a_sibling_tells_which_it_is_before_and_after)
{
    constexpr std::string_view one = R"("one":{"name":"n","title":"t","label":"l"})";
    struct
    {
        std::string_view kind, wanted;
    } const rows[] = {{R"(["second"])", R"({"title":"t"})"},
                      {R"(["x","third"])", R"({"label":"l"})"},
                      {R"(["third","second"])", R"({"title":"t"})"}, // the first alternative that fits
                      {R"(["secon","thirdd",""])", R"({"name":"n","title":"t","label":"l"})"},
                      {"[]", R"({"name":"n","title":"t","label":"l"})"},
                      {"null", R"({"name":"n","title":"t","label":"l"})"},
                      {R"(["s\u0065cond"])", R"({"title":"t"})"}};
    for (auto const& [kind, wanted] : rows) {
        auto const sibling = "\"kind\":" + std::string(kind);
        for (auto const& json :
             {'{' + std::string(one) + ',' + sibling + '}', '{' + sibling + ',' + std::string(one) + '}',
              "{\"x\":[], " + std::string(one) + " ,\"y\":{} , " + sibling + " }"})
            BOOST_TEST(direct<tells>(json).starts_with("{\"one\":" + std::string(wanted) + ",\"kind\":"), json);
    }
    BOOST_TEST(
        direct<tells>('{' + std::string(one) + '}').starts_with(R"({"one":{"name":"n","title":"t","label":"l"})"));
}

BOOST_AUTO_TEST_CASE(all_choices_of_an_object_are_told_by_its_sibling_and_no_other_object_s)
{
    BOOST_TEST(direct<tells>(
                   R"({"one":{"title":"1"},"alone":{"name":"n","title":"2"},"kind":["second"],"two":{"title":"3"}})") ==
               R"({"one":{"title":"1"},"kind":["second"],"two":{"title":"3"},"alone":{"name":"n","title":"2"}})");
    BOOST_TEST(direct<std::vector<tells>>(R"([{"one":{"label":"1"},"kind":["third"]},{"one":{"label":"2"}}])")
                   .ends_with(R"({"one":{"label":"2"},"kind":[],"two":{}}])"));
    BOOST_TEST(direct<tells>(R"({"one":null,"two":{"title":"x"},"kind":["second"]})") ==
               R"({"one":{},"kind":["second"],"two":{"title":"x"}})");
}

BOOST_AUTO_TEST_CASE(a_sibling_may_be_any_value_that_nobody_knows)
{
    for (auto const kind : {R"("second")", R"(["second"])", R"([["a",["second"]]])", R"([1,{"second":1},"second"])"})
        for (auto const& json : {std::string(R"({"one":{"title":"t"},"kind":)") + kind + "}",
                                 std::string(R"({"kind":)") + kind + R"(,"one":{"title":"t"}})"}) {
            auto const read = okta::decode<tells_openly>(json).value();
            BOOST_TEST((read.one.get_if<second_kind>() && read.custom.contains("kind")), json);
            direct<tells_openly>(json);
        }
    for (auto const kind : {"2", "null", "{\"second\":\"second\"}", "[]", "\"Second\"", "[{\"a\":\"second\"}]", "true"})
        for (auto const& json : {std::string(R"({"one":{"title":"t"},"kind":)") + kind + "}",
                                 std::string(R"({"kind":)") + kind + R"(,"one":{"title":"t"}})"}) {
            BOOST_TEST(okta::decode<tells_openly>(json).value().one.get_if<first_kind>(), json);
            direct<tells_openly>(json);
        }
    both<tells_openly>(R"({"kind":"second","one":{"title":"t"},"kind":"third"})");
    both<tells_openly>(R"({"kind":"second","one":{"title":5}})");
    both<tells_openly>(R"({"one":[],"kind":"second"})");
}

BOOST_AUTO_TEST_CASE(any_number_of_choices_may_wait_for_their_sibling)
{
    std::string json = "{";
    for (auto const name : {"a", "b", "c", "d", "e"}) {
        json.append(json.size() == 1 ? "\"" : ",\"").append(name).append(R"(":{"label":")").append(name).append("\"}");
        auto const wanted = json + R"(,"kind":"third"})";
        auto const read = okta::decode<five_choices>(wanted).value();
        BOOST_TEST(read.a.get_if<third_kind>(), wanted);
        BOOST_TEST(both<five_choices>(wanted).told.starts_with(json), wanted);
    }
}

BOOST_AUTO_TEST_CASE(of_a_choice_s_two_names_the_later_one_wins_wherever_the_sibling_is)
{
    for (auto const json : {R"({"one":{"title":"1"},"uno":{"title":"2"},"kind":["second"]})",
                            R"({"one":{"title":"1"},"kind":["second"],"uno":{"title":"2"}})",
                            R"({"kind":["second"],"one":{"title":"1"},"uno":{"title":"2"}})"})
        BOOST_TEST(both<tells>(json).told == R"({"one":{"title":"2"},"kind":["second"],"two":{}})", json);
}

BOOST_AUTO_TEST_CASE(a_member_may_tell_which_it_is)
{
    using okta::password;
    BOOST_TEST(direct<password>(R"({"value":"x","hash":{"algorithm":"MD5"}})") == R"({"hash":{"algorithm":"MD5"}})");
    BOOST_TEST(direct<password>(R"({"x":{"hash":1},"hook" : {"type":"default"}})") == R"({"hook":{"type":"default"}})");
    BOOST_TEST(direct<password>(R"({"h\u0061sh":{}})") == R"({"hash":{}})");
    BOOST_TEST(direct<password>(R"({"value":"hash"})") == R"({"value":"hash"})");
    BOOST_TEST(both<password>(R"({"hash":null})").told == both<password>(R"({"hash":null,"x":1})").told);
    for (auto const odd : {"null", "[]", "\"hash\"", "7"}) BOOST_TEST(!both<password>(odd).taken, odd);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(json_text_lists)

BOOST_AUTO_TEST_CASE(one_or_many_is_an_object_or_an_array)
{
    for (auto const some : {R"({"id":"1"})", R"([{"id":"1"}])", R"([{"id":"1"},{"id":"2"}])", "[]", "{}"}) {
        auto const read = direct<lists>("{\"some\":" + std::string(some) + "}");
        BOOST_TEST(read.ends_with("\"some\":" + std::string(some) + "}"), some); // written as it came
    }
    BOOST_TEST(direct<lists>(R"({"some":[null,{"id":"1"},null]})").ends_with(R"("some":[{"id":"1"}]})"));
    BOOST_TEST(
        direct<lists>(R"({"some":null,"links":{"href":"/","x":1}})").ends_with(R"("links":{"href":"/","x":1}})"));
    for (auto const bad : {R"({"some":"x"})", R"({"some":[[]]})", R"({"some":7})", R"({"some":{"id":1}})"})
        BOOST_TEST(!both<lists>(bad).taken, bad);
}

BOOST_AUTO_TEST_CASE(null_items_are_holes_unless_the_item_may_be_null)
{
    BOOST_TEST(direct<lists>(R"({"texts":[null,"a",null,null,"b",null],"inner":[null,{}],"matrix":[null,[null,1]]})") ==
               R"({"texts":["a","b"],"maybe":[],"open":[],"matrix":[[1]],"inner":[{}],"map":{},"some":[]})");
    BOOST_TEST(direct<lists>(R"({"maybe":[null,"a",null],"open":[null,1,null],"map":{"a":null,"b":1}})") ==
               R"({"texts":[],"maybe":[null,"a",null],"open":[null,1,null],"matrix":[],"inner":[],)"
               R"("map":{"a":null,"b":1},"some":[]})");
    BOOST_TEST(direct<std::vector<bare>>("[ null , null ]") == "[]");
    for (auto const bad : {"[nul]", "[null", "[null,]", "[nullnull]", "[null null]", "[n]"})
        BOOST_TEST(both<std::vector<bare>>(bad).told.starts_with("not JSON: "), bad);
}

BOOST_AUTO_TEST_CASE(lists_of_every_size_are_whole)
{
    okta::decoder decoder;
    for (std::size_t const size :
         {0u, 1u, 2u, 1000u, 3u, 0u, 5000u, 1u}) { // the room that one had does not stay the next one's
        std::string numbers, objects;
        for (std::size_t i = 0; i < size; ++i) {
            numbers.append(i == 0 ? "" : ",").append(std::to_string(i));
            objects.append(i == 0 ? "" : ",").append("{\"id\":\"" + std::string(i % 50, 'x') + "\"}");
        }
        auto const matrix = "[[" + numbers + "],[" + numbers + "]]";
        BOOST_TEST((okta::to_json(decoder.decode<std::vector<std::vector<double>>>(matrix).value()) == matrix), size);
        auto const list = decoder.decode<okta::page<bare>>('[' + objects + ']').value();
        BOOST_TEST((list.size() == size && (size < 3 || list[2].id == "xx")));
    }
}

BOOST_AUTO_TEST_CASE(a_bad_item_is_set_aside_with_its_error_and_its_byte)
{
    constexpr std::string_view json =
        R"([{"id":"1"}, {"x":{"id":1},"id":2}, null, "u",{"id":"3"},[{}], 7 ,{"id":"4"}])";
    auto const page = page_of<bare>(json);
    struct
    {
        std::size_t index;
        std::string_view what, at, raw;
    } const rows[] = {{1, "[1].id: expected string, found number", "2},", R"({"x":{"id":1},"id":2})"},
                      {3, "[3]: expected object, found string", "\"u\"", "\"u\""},
                      {5, "[5]: expected object, found array", "[{}]", "[{}]"},
                      {6, "[6]: expected object, found number", "7 ,", "7"}};
    BOOST_TEST_REQUIRE((page.size() == 3 && page.bad_items.size() == std::size(rows)));
    for (auto bad = page.bad_items.begin(); auto const& [index, what, at, raw] : rows) {
        BOOST_TEST((bad->index == index && bad->raw == raw), what);
        BOOST_TEST(bad++->error == std::string(what) + " (byte " + std::to_string(json.find(at)) + ")");
    }
    for (auto const items :
         {"[5]", " [ 5 , {} ] ", "[{\"id\":\"\\u0031\",\"i\\u0064\":[]}]", "[{\"id\":[\"]\"]},{\"id\":\"\"}]",
          "[\"a\",\"b\",\"c\"]", "[{\"x\":1e5,\"id\":1e5}]", "[-0.0]", "[{\"id\":\"1\",\"id\":2}]"})
        page_of<bare>(items);
    for (auto const bad :
         {"[5", "[{\"id\":5]", "[5,]", "[{\"id\":5},01]", "[5 5]", "[\"\\x\"]", "[{\"id\":{\"a\":}}]", "[5]]"})
        BOOST_TEST(both<okta::page<bare>>(bad).told.starts_with("not JSON: "), bad);
}

BOOST_AUTO_TEST_CASE(an_odd_item_is_good_and_leaves_the_others_alone)
{
    constexpr std::string_view json = R"([{"whole":1},{"whole":1e3},{"id":"1","id":"2"},{"map":{"a":1,"a":2}},
        {"whole":1.5},{"small":256},{"id":"z"}])";
    auto const page = page_of<known>(json);
    BOOST_TEST_REQUIRE((page.size() == 5 && page.bad_items.size() == 2));
    BOOST_TEST((page[1].whole == 1000 && page[2].id == "2" && page[3].map->at("a") == 2 && page[4].id == "z"));
    BOOST_TEST(page.bad_items[1].error == "[5].small: the number is outside the range of its member (byte " +
                                              std::to_string(json.find("256")) + ")");
    page_of<okta::group>(R"([{"profile":{"name":1},"objectClass":[]},{"objectClass":{}},{"id":"1"}])");
}

BOOST_AUTO_TEST_CASE(open_objects_are_what_a_dom_holds)
{
    auto const of = [](int members) {
        std::string object = "{";
        for (int i = 0; i < members; ++i)
            object.append(i == 0 ? "" : ",").append("\"k" + std::to_string(i) + "\":\"v" + std::to_string(i) + "\"");
        return object + "}";
    };
    std::string const rows[] = {
        "{}",
        "{ }",
        R"({"a":"b"})",
        R"({ "a" : "b" , "c" : null })",
        of(16),
        of(17),
        of(40),
        R"({"n":1,"d":1.5,"e":0e999,"u":18446744073709551615,"t":true,"f":false,"z":null,"s":""})",
        R"({"o":{"in":{"deeper":["x",{"y":[]}]}},"l":[1,{"a":"b"},[]],"last":"a text that no small string holds"})",
        R"({"esc\u0061ped":"one","plain":"two"})",
        R"({"plain":"t\u00e4xt \\ \" \n","other":"t\u00e4xt"})",
        "{\"\xC3\xA4\":\"\xC3\xA4\",\"b\":\"\xC3\xB6\"}",
        R"({"a":"first","b":"x","a":"second"})",
        R"({"a":{"b":1},"a":"text"})",
        R"({"a":"text","a":{"b":[2]}})",
        R"({"":"","":"x"})",
        R"({"a":[1.5],"b":1.5,"c":[2],"d":{"e":[-0.5]},"f":1e400,"g":-0,"h":1e000000001})"};
    for (auto const& json : rows) {
        BOOST_TEST(is_read_directly<boost::json::value>(json), json);
        BOOST_TEST(is_read_directly<std::optional<boost::json::object>>(json), json);
        BOOST_TEST(is_read_directly<keeper>(R"({"a":)" + json + R"(,"id":"i","b":)" + json + "}"), json);
        BOOST_TEST(is_read_directly<holds_objects>(R"({"set":)" + json + "}"), json);
        for (auto const& other : {std::string("{}"), of(1), of(17)})
            BOOST_TEST(is_read_directly<holds_objects>(R"({"old":)" + other + R"(,"new":)" + json + "}"), json);
        auto const whole = okta::decode<boost::json::value>(json);
        BOOST_TEST_REQUIRE(whole.has_value(), json);
        if (json.find("e999") == json.npos) // which Boost.JSON makes NaN of
            BOOST_TEST((whole.value() == boost::json::parse({json.data(), json.size()})), json);
    }
    for (auto const* json : {"{", "{\"a\"", "{\"a\":", "{\"a\":\"b", "{\"a\":\"b\"", "{\"a\":\"b\",", "{\"a\":\"b\",}",
                             "{,}", "{\"a\":\"\x01\"}", "{\"a\":\"\xC3\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"b\"]",
                             "{\"a\":[}", "{\"a\":\"b\" \"c\":\"d\"}", "{a:\"b\"}"})
        BOOST_TEST(!both<boost::json::value>(json).taken, json);
}

BOOST_AUTO_TEST_CASE(open_objects_are_as_deep_as_is_allowed)
{
    for (std::size_t i = 0; i < 21; ++i) {
        auto const levels = 1 + i / 3;
        std::string json, end;
        for (std::size_t level = 0; level < levels; ++level) {
            bool const array = i % 3 == 2 && level % 2 == 1;
            json += array ? "[" : "{\"a\":";
            end.insert(end.begin(), array ? ']' : '}');
        }
        json.append(i % 3 == 1 ? "1.5" : "\"b\"").append(end);
        for (std::size_t deepest = 1; deepest < 9; ++deepest) {
            okta::decode_limits const limits{.max_depth = deepest};
            auto const read = by_reader<boost::json::value>(json, limits);
            BOOST_TEST(read.taken == (levels <= deepest), json << ' ' << deepest);
            BOOST_TEST(read == by_dom<boost::json::value>(json, limits), json << ' ' << deepest);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace json_text_open_test
