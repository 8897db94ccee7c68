#include "codec_support.hpp"

#include <okta/model/group.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/user.hpp>

#include <boost/json/parse.hpp>

// How the reader of decode takes members: by the order it learned, under every name, known or not, null or not.

namespace json_text_test {
using namespace okta::test;

namespace {

struct five
{
    std::string a = {};
    std::optional<std::int32_t> b = {};
    std::optional<bare> c = {};
    std::vector<std::string> d = {};
    std::optional<okta::timestamp> e = {};
};
BOOST_DESCRIBE_STRUCT(five, (), (a, b, c, d, e))

/// Names around the sizes that the reader compares at once, alike but for an end.
struct long_names
{
    std::string n12 = {}, n13 = {}, n13b = {}, n14 = {}, n16 = {}, n17 = {}, n17b = {}, n29 = {}, n29b = {}, n30 = {},
                n32 = {}, n33 = {}, n33b = {}, n64 = {};
    static constexpr okta::renamed wire{{{"n12", "abcdefghijkl"},
                                         {"n13", "abcdefghijklm"},
                                         {"n13b", "bbcdefghijklm"},
                                         {"n14", "abcdefghijklmn"},
                                         {"n16", "abcdefghijklmnop"},
                                         {"n17", "abcdefghijklmnopq"},
                                         {"n17b", "abcdefghijklmnopr"},
                                         {"n29", "abcdefghijklmnopqrstuvwxyzabc"},
                                         {"n29b", "abcdefghijklmnopqrstuvwxyzabd"},
                                         {"n30", "abcdefghijklmnopqrstuvwxyzabcd"},
                                         {"n32", "abcdefghijklmnopqrstuvwxyzabcdef"},
                                         {"n33", "abcdefghijklmnopqrstuvwxyzabcdefg"},
                                         {"n33b", "abcdefghijklmnopqrstuvwxyzabcdefh"},
                                         {"n64", "abcdefghijklmnopqrstuvwxyzabcdefabcdefghijklmnopqrstuvwxyzabcdef"}}};
};
BOOST_DESCRIBE_STRUCT(long_names, (), (n12, n13, n13b, n14, n16, n17, n17b, n29, n29b, n30, n32, n33, n33b, n64))

/// One name that the reader does not take: it knows their sizes in a byte.
struct very_long_name
{
    std::string n252 = {}, n253 = {}; // quotes and colon make 255 and 256
    static constexpr auto letters = [] {
        std::array<char, 253> text;
        text.fill('x');
        return text;
    }();
    static constexpr okta::renamed wire{{{"n252", {letters.data(), 252}}, {"n253", {letters.data(), 253}}}};
};
BOOST_DESCRIBE_STRUCT(very_long_name, (), (n252, n253))

struct two_names
{
    std::string text = {};
    std::optional<std::int64_t> count = {};
    okta::required<std::string> title;
    static constexpr okta::renamed wire{{{"text", "text"},
                                         {"text", "aVeryLongSpellingOfTheSameName"},
                                         {"count", "count"},
                                         {"count", "cuont"},
                                         {"title", "title"},
                                         {"title", "titel"}}};
};
BOOST_DESCRIBE_STRUCT(two_names, (), (text, count, title))

struct every_presence
{
    std::string plain = {};
    double number = 3;
    bool flag = true;
    std::vector<double> list = {1};
    std::map<std::string, double, std::less<>> map = {};
    bare inner = {.id = "default"};
    boost::json::value open = {1};
    std::optional<std::string> maybe = "default";
    std::optional<bare> maybe_inner = {};
    okta::nullable<std::string> clearable = {};
    okta::nullable<double> ratio = {};
    okta::custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(every_presence, (),
                      (plain, number, flag, list, map, inner, open, maybe, maybe_inner, clearable, ratio, custom))

struct demanding
{
    okta::required<std::string> name;
    okta::required<double> number;
    okta::required<std::vector<double>> list;
    std::string other = {};
};
BOOST_DESCRIBE_STRUCT(demanding, (), (name, number, list, other))

struct lists_by_default
{
    std::vector<std::string> scopes = {"openid"};
    std::map<std::string, double, std::less<>> limits = {{"a", 1}};
    okta::one_or_many<bare> links = {bare{.id = "0"}};
    okta::page<bare> list = {.items = {{.id = "0"}}, .bad_items = {{0, "error", "raw"}}, .next = "/next"};
    std::optional<std::vector<double>> maybe = {{1}};
    static constexpr okta::renamed wire{{{"scopes", "scopes"},
                                         {"scopes", "scp"},
                                         {"limits", "limits"},
                                         {"limits", "limts"},
                                         {"links", "links"},
                                         {"links", "lniks"},
                                         {"list", "list"},
                                         {"list", "lsit"}}};
};
BOOST_DESCRIBE_STRUCT(lists_by_default, (), (scopes, limits, links, list, maybe))

/// Both ways agree; what became of it.
template <class T>
outcome both(std::string_view json)
{
    auto const o = by_reader<T>(json), reference = by_dom<T>(json);
    BOOST_TEST(o == reference, json << " | " << o << " | by the DOM " << reference);
    return o;
}

/// Both ways agree, the reader alone.
template <class T>
std::string direct(std::string_view json)
{
    BOOST_TEST(is_read_directly<T>(json), json);
    return both<T>(json).told;
}

/// All orders of the members that a bit of `there` is set for.
std::vector<std::string> orders(unsigned there)
{
    std::array<std::string, 5> const members{R"("a":"1")", R"("b":-7)", R"("c":{"id":"3"})", R"("d":["4",null,"5"])",
                                             R"("e":"2024-02-29T00:00:00.000Z")"};
    std::vector<std::string> all;
    std::array<std::size_t, 5> order{0, 1, 2, 3, 4};
    do {
        std::string text;
        for (auto const i : order)
            if ((there >> i & 1) != 0) text.append(text.empty() ? "{" : ",").append(members[i]);
        all.push_back((text.empty() ? "{" : text) + '}');
    } while (std::next_permutation(order.begin(), order.end()));
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_text)

BOOST_AUTO_TEST_CASE(good_documents_are_read_without_a_dom)
{
    direct<okta::user>(R"({"id":"00u1","status":"ACTIVE","created":"2013-06-24T16:39:18.000Z","realmId":"guo1",
        "transitioningToStatus":null,"type":{"id":"oty1"},"profile":{"login":"a@b.c","firstName":"J\u00fcrgen","x":[1]},
        "credentials":{"password":{},"recovery_question":{"question":"?"},"provider":{"type":"OKTA","name":"OKTA"}},
        "_links":{"self":{"href":"https://o/u"},"logo":[{"href":"/1","x":1},{"href":"/2"}]},"newMember":[1]})");
    direct<okta::group>(
        R"({"id":"1","profile":{"name":"n","dn":"d"},"objectClass":["okta:windows_security_principal"]})");
    direct<okta::log_event>(R"({"uuid":"a","published":"2013-06-24T16:39:18Z","target":[{"id":"1"}],"new":{"a":[{}]},
        "client":{"geographicalContext":{"geolocation":{"lat":37.7749,"lon":-122}}},"debugContext":{"debugData":{}}})");
    direct<okta::page<okta::user>>(R"([{"id":"1"} , null, {"id":"2","profile":{"x":1e5}}])");
    direct<std::vector<std::vector<double>>>("[[],[1],[-2.5e-3, 0 ]]");
    direct<every_presence>(R"({"plain":"\n","number":-1,"flag":false,"list":[],"map":{"":0},"inner":{},"open":[{}],
        "maybe":"","maybeInner":{"x":{}},"clearable":null,"ratio":0.5,"other":{"a":1}})");
    direct<two_names>(R"({"text":"\ud83d\ude42","count":-0,"title":"t"})");
    direct<bare>(" { } ");
}

BOOST_AUTO_TEST_CASE(what_is_odd_is_left_to_the_dom_and_may_be_good_all_the_same)
{
    for (auto const odd : {R"({"a":"1","a":"2"})", R"({"b":1e3})", R"({"b":1.0})", R"({"x":1e123456789})"}) {
        BOOST_TEST(!is_read_directly<five>(odd), odd);
        BOOST_TEST(both<five>(odd).taken, odd);
    }
}

BOOST_AUTO_TEST_CASE(members_may_come_in_any_order_and_in_another_every_time)
{
    okta::decoder decoder;
    auto const full = orders(31);
    auto const wanted = direct<five>(full.front());
    for (auto const& text : full) {
        BOOST_TEST(direct<five>(text) == wanted, text);
        BOOST_TEST(okta::to_json(decoder.decode<five>(text).value()) == wanted, text);
        BOOST_TEST(okta::to_json(decoder.decode<five>(full.front()).value()) == wanted, text); // and the first again
    }
    for (std::size_t i = 0; i < 1000; ++i) { // far steps, so that hardly anything learned holds
        auto const& text = full[i * 49 % full.size()];
        BOOST_TEST(okta::to_json(decoder.decode<five>(text).value()) == wanted, text);
    }
}

BOOST_AUTO_TEST_CASE(items_learn_from_each_other_and_differ_all_the_same)
{
    for (std::size_t const step : {1u, 7u, 53u, 1001u}) {
        std::string list = "[", wanted = "[";
        for (std::size_t i = 0; i < 640; ++i) {
            auto const all = orders(static_cast<unsigned>(i * step % 32)); // of some members only
            auto const& item = all[i * step % all.size()];
            list.append(i == 0 ? "" : ",").append(item);
            wanted.append(i == 0 ? "" : ",").append(by_dom<five>(item).told);
        }
        BOOST_TEST(direct<std::vector<five>>(list + ']') == wanted + ']');
        BOOST_TEST(direct<okta::page<five>>(list + ']') == wanted + ']');
    }
}

BOOST_AUTO_TEST_CASE(names_of_every_size_are_told_apart)
{
    std::string all, backwards;
    std::string const far(400, ' '); // the text's end is far
    auto const& members = okta::detail::type_table<long_names>.members;
    for (auto const& m : members) {
        auto const member = '"' + std::string(m.wire) + "\":\"" + std::string(m.name) + '"';
        all += (all.empty() ? "" : ",") + member;
        backwards = member + (backwards.empty() ? "" : ",") + backwards;
        auto const only = '{' + member + '}';
        BOOST_TEST(direct<long_names>(only) == only);
        BOOST_TEST(direct<long_names>(only + far) == only);
        BOOST_TEST(direct<long_names>("{\"" + std::string(m.wire) + "\" :\"" + std::string(m.name) + "\"}" + far) ==
                   only);
    }
    BOOST_TEST(direct<long_names>('{' + all + '}') == '{' + all + '}');
    BOOST_TEST(direct<long_names>('{' + backwards + '}') == '{' + all + '}');
    for (auto const& m : members)
        for (auto const& other : {std::string(m.wire) + 'X', std::string(m.wire.substr(0, m.wire.size() - 1)) + 'X',
                                  'X' + std::string(m.wire.substr(1)), std::string(m.wire) + "\\u0000"}) {
            BOOST_TEST(direct<long_names>("{\"" + other + "\":\"1\"}") == "{}", other);
            BOOST_TEST(direct<long_names>("{\"" + other + "\":\"1\"}" + far) == "{}", other);
            BOOST_TEST(direct<long_names>("{\"" + other + "\" : \"1\"}" + far) == "{}", other);
            BOOST_TEST(direct<long_names>('{' + all + ",\"" + other + "\":\"1\"}") == '{' + all + '}', other);
        }
    auto const longest = "{\"" + std::string(252, 'x') + R"(":"1",")" + std::string(253, 'x') + R"(":"2"})";
    BOOST_TEST(!is_read_directly<very_long_name>(longest));
    BOOST_TEST(both<very_long_name>(longest).told == longest);
}

BOOST_AUTO_TEST_CASE(each_of_a_member_s_names_is_read)
{
    constexpr std::string_view wanted = R"({"text":"1","count":2,"title":"3"})";
    for (auto const text : {"text", "aVeryLongSpellingOfTheSameName"})
        for (auto const count : {"count", "cuont"})
            for (auto const title : {"title", "titel"}) {
                auto const json = std::string("{\"") + text + "\":\"1\",\"" + title + "\":\"3\",\"" + count + "\":2}";
                BOOST_TEST(direct<two_names>(json) == wanted, json);
            }
    BOOST_TEST(both<two_names>(R"({"text":"1","aVeryLongSpellingOfTheSameName":"2","titel":"a","title":"b"})").told ==
               R"({"text":"2","title":"b"})"); // both: the later one
    BOOST_TEST(both<two_names>(R"({"aVeryLongSpellingOfTheSameName":"2","text":null,"title":"b"})").told ==
               R"({"text":"2","title":"b"})");
    BOOST_TEST(both<two_names>(R"({"text":"2"})").told == "the required member 'title' is missing (byte 0)");
}

BOOST_AUTO_TEST_CASE(names_may_be_escaped)
{
    BOOST_TEST(direct<five>(R"({"\u0061":"1","\u0062":2})") == R"({"a":"1","b":2,"d":[]})");
    BOOST_TEST(direct<two_names>(R"({"t\u0065xt":"1","titl\u0065":"2","x\/\"":3})") == R"({"text":"1","title":"2"})");
    BOOST_TEST(direct<keeper>(R"({"\u0069d":"1","a\nb":2,"\ud83d\ude42":3})") ==
               "{\"id\":\"1\",\"a\\nb\":2,\"\xF0\x9F\x99\x82\":3}");
    BOOST_TEST(direct<keeper>("{\"\xC3\xA9\":1,\"\\u00e8\":2}") == "{\"\xC3\xA9\":1,\"\xC3\xA8\":2}");
    BOOST_TEST(both<keeper>(R"({"\u00e9":1,"é":2})").told == R"({"é":2})"); // one name in two spellings
    BOOST_TEST(both<five>(R"({"a":"1","\u0061":"2"})").told == R"({"a":"2","d":[]})");
}

BOOST_AUTO_TEST_CASE(what_is_skipped_may_have_space_in_it_and_be_deep_but_must_be_json)
{
    for (std::string_view const json : {R"({"x":[1, 2 ,"a" , "b"],"y":{"a": 1, "b":"c" ,"d" :{ }, "e":[ ]} ,"id":"1"})",
                                        R"({"x":{"a":"b","c":"d"},"y":["a","b",["c"]],"z":[[],{}],"id":"1"})"})
        BOOST_TEST(is_read_directly<bare>(json), json);
    for (std::size_t const levels : {63u, 64u, 65u}) {
        auto const deep = [&](char last) {
            return R"({"x":)" + std::string(levels, '[') + '1' + std::string(levels - 1, ']') + last + R"(,"id":"1"})";
        };
        okta::decode_limits const limits{.max_depth = 100};
        BOOST_TEST(is_read_directly<bare>(deep(']')) == (levels < okta::decode_limits{}.max_depth));
        BOOST_TEST(by_reader<bare>(deep(']'), limits).taken);
        BOOST_TEST(!by_reader<bare>(deep('}'), limits).taken);
        auto const in_object = R"({"x":{"y":)" + std::string(levels, '[') + '1' + std::string(levels, ']');
        BOOST_TEST(by_reader<bare>(in_object + R"(},"id":"1"})", limits).taken);
        BOOST_TEST(!by_reader<bare>(in_object + R"(],"id":"1"})", limits).taken);
    }
}

BOOST_AUTO_TEST_CASE(members_nobody_knows_are_skipped_kept_or_refused)
{
    constexpr std::string_view text =
        R"({"z":{"a":[1,{"b":null}]},"id":"1","y":"\"}]","custom":2,"x":[[],[{}]],"w":-1.5e300,"":true})";
    BOOST_TEST(direct<bare>(text) == R"({"id":"1"})");
    auto const kept = okta::decode<keeper>(text).value();
    BOOST_TEST(kept.custom == (boost::json::object{{"z", {{"a", {1, {{"b", nullptr}}}}}},
                                                   {"y", "\"}]"},
                                                   {"custom", 2}, // the C++ name is no name on the wire
                                                   {"x", boost::json::parse("[[],[{}]]")},
                                                   {"w", -1.5e300},
                                                   {"", true}}));
    direct<keeper>(text);
    direct<keeper>(std::string(text) + std::string(400, ' ')); // where the text's end is far
    okta::error e;
    bare b;
    auto const& type = okta::detail::type_table<bare>;
    auto const refuse = okta::detail::unknown_members::refuse;
    BOOST_TEST(!okta::detail::decode_text(text, &b, type, e, {}, refuse));
    BOOST_TEST(e.summary == "unknown member 'z' (byte 0)");
    BOOST_TEST(okta::detail::decode_text(R"({"id":"2"})", &b, type, e, {}, refuse));
    BOOST_TEST(b.id == "2");
}

BOOST_AUTO_TEST_CASE(a_list_or_map_replaces_what_was_there)
{
    std::string const rest = R"("links":{"id":"0"},"list":[{"id":"0"}],"maybe":[1]})";
    auto const scopes = [&](std::string_view json) {
        auto told = direct<lists_by_default>(json);
        BOOST_TEST_REQUIRE(told.ends_with(rest), told);
        return told.erase(told.size() - rest.size());
    };
    BOOST_TEST(scopes(R"({"scopes":["a"]})") == R"({"scopes":["a"],"limits":{"a":1},)");
    BOOST_TEST(scopes(R"({"scopes":[]})") == R"({"scopes":[],"limits":{"a":1},)");
    BOOST_TEST(scopes(R"({"scopes":null,"limits":null})") == R"({"scopes":["openid"],"limits":{"a":1},)");
    BOOST_TEST(scopes(R"({"scp":["a"],"scopes":["b"]})") == R"({"scopes":["b"],"limits":{"a":1},)");
    BOOST_TEST(scopes(R"({"limits":{"b":2}})") == R"({"scopes":["openid"],"limits":{"b":2},)");
    BOOST_TEST(scopes(R"({"limits":{"a":2}})") == R"({"scopes":["openid"],"limits":{"a":2},)");
    BOOST_TEST(scopes(R"({"limits":{"b":2},"limts":{}})") == R"({"scopes":["openid"],"limits":{},)");
    BOOST_TEST(scopes(R"({"limits":{"b":2},"limts":{"b":null}})") == R"({"scopes":["openid"],"limits":{},)");

    for (std::string const json : {R"({"links":[{"id":"1"}],"list":[{"id":"2"}]})",
                                   R"({"lniks":{"id":"3"},"lsit":[4],"links":[{"id":"1"}],"list":[{"id":"2"}]})"}) {
        auto const o = both<lists_by_default>(json);
        BOOST_TEST(o.told.ends_with(R"("links":[{"id":"1"}],"list":[{"id":"2"}],"maybe":[1]})"), o);
        auto const value = okta::decode<lists_by_default>(json).value();
        BOOST_TEST((value.list.bad_items.empty() && value.list.next == "/next"), json);
    }
}

BOOST_AUTO_TEST_CASE(null_leaves_the_default_or_is_itself)
{
    auto const defaults = okta::to_json(every_presence{});
    for (auto const name : {"plain", "number", "flag", "list", "map", "inner"}) {
        BOOST_TEST(direct<every_presence>(std::string("{\"") + name + "\":null}") == defaults, name);
        BOOST_TEST(direct<every_presence>(std::string("{ \"") + name + "\" : null }") == defaults, name);
    }
    auto const all = okta::decode<every_presence>(
                         R"({"open":null,"maybe":null,"maybeInner":null,"clearable":null,"ratio":null,"x":null})")
                         .value();
    BOOST_TEST((all.open.is_null() && all.maybe == "default" && !all.maybe_inner)); // an empty optional is not touched
    BOOST_TEST((all.clearable.is_null() && all.ratio.is_null() && all.custom.at("x").is_null()));
    BOOST_TEST((okta::decode<every_presence>("{}").value().clearable.is_absent()));
    direct<every_presence>(R"({"open":null,"maybe":null,"maybeInner":null,"clearable":null,"ratio":null,"x":null})");
    for (auto const bad : {"nul", "nulL", "n", "nullx", "none"})
        BOOST_TEST(both<every_presence>(std::string("{\"plain\":") + bad + "}").told.starts_with("not JSON: "), bad);
}

BOOST_AUTO_TEST_CASE(required_members_are_there_and_not_null)
{
    BOOST_TEST(direct<demanding>(R"({"list":[],"number":0,"name":""})") == R"({"name":"","number":0,"list":[]})");
    BOOST_TEST(both<demanding>(R"({"list":[],"number":0})").told == "the required member 'name' is missing (byte 0)");
    BOOST_TEST(both<demanding>(R"({"name":"","number":0})").told == "the required member 'list' is missing (byte 0)");
    BOOST_TEST(both<demanding>("{}").told == "the required member 'name' is missing (byte 0)");
    for (auto const name : {"name", "number", "list"}) {
        auto const json = std::string(R"({"name":"","number":0,"list":[],"other":"x"})");
        auto const at = json.find(std::string("\"") + name) + std::string_view(name).size() + 3;
        auto const end = json.find(',', at);
        auto const bad = json.substr(0, at) + "null" + json.substr(end);
        BOOST_TEST(both<demanding>(bad).told ==
                       std::string(name) + ": null, but the member is required (byte " + std::to_string(at) + ")",
                   bad);
    }
    BOOST_TEST(both<std::vector<demanding>>(R"([{"name":"","number":0,"list":[]},{"name":""}])").told ==
               "[1]: the required member 'number' is missing (byte 34)");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace json_text_test
