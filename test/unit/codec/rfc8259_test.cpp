#include "codec_support.hpp"

// What RFC 8259 says of a text's structure. Numbers and strings are in rfc8259_numbers_test.cpp and
// rfc8259_strings_test.cpp.

namespace rfc8259_test {
using namespace okta::test;
using namespace std::string_view_literals;

namespace {

template <class T>
outcome both(std::string_view json, okta::decode_limits const& limits = {})
{
    auto const o = by_reader<T>(json, limits);
    BOOST_TEST(o == by_dom<T>(json, limits), json.substr(0, 200));
    return o;
}

/// The tokens of a text that has them all, with `between` between any two and around all.
std::string spread(std::string_view between)
{
    std::string text(between);
    for (auto const token :
         {"{",   "\"text\"", ":",        "\"t\"", ",",    "\"whole\"", ":",       "7",         ",", "\"list\"", ":",
          "[",   "\"a\"",    ",",        "\"b\"", "]",    ",",         "\"x\"",   ":",         "{", "\"y\"",    ":",
          "[",   "]",        ",",        "\"z\"", ":",    "[",         "1",       ",",         "{", "}",        "]",
          "}",   ",",        "\"flag\"", ":",     "true", ",",         "\"map\"", ":",         "{", "\"k\"",    ":",
          "0.5", ",",        "\"l\"",    ":",     "1",    "}",         ",",       "\"inner\"", ":", "{",        "}",
          ",",   "\"open\"", ":",        "null",  ",",    "\"maybe\"", ":",       "null",      "}"})
        text.append(token).append(between);
    return text;
}

/// `levels` arrays and objects, one in the other; which is which by turns of `every`.
std::string nested(std::size_t levels, std::size_t every)
{
    std::string open, close;
    for (std::size_t i = 0; i < levels; ++i) {
        bool const object = i % every == every - 1;
        open += object ? "{\"a\":" : "[";
        close += object ? '}' : ']';
    }
    std::reverse(close.begin(), close.end());
    return open + '1' + close;
}

} // namespace

BOOST_AUTO_TEST_SUITE(rfc8259)

BOOST_AUTO_TEST_CASE(arrays_and_objects_of_every_form_are_taken)
{
    for (auto const good : {"[]",
                            "{}",
                            "[[]]",
                            "[{}]",
                            "{\"\":0}",
                            "{\"a\":[]}",
                            "[[],[]]",
                            "[{},{}]",
                            "[null]",
                            "[1,2]",
                            "[\"\"]",
                            "{\"a\":{\"b\":{}}}",
                            "{\"a\":1,\"b\":2}",
                            "[[[[[[]]]]]]",
                            "{\"a\":{},\"b\":[]}",
                            "[true,false,null,1,\"\"]",
                            "{\"\\u0000\":0}",
                            "{\"a\\\"b\":0}",
                            "[[1],[2,[3]]]",
                            "[{\"a\":[{\"a\":[]}]}]"})
        accepted(good);
}

BOOST_AUTO_TEST_CASE(a_bracket_comma_or_colon_too_few_is_refused)
{
    for (auto const bad : {"[",
                           "{",
                           "[1",
                           "[1 2]",
                           "[\"a\" \"b\"]",
                           "[[] []]",
                           "[{} {}]",
                           "[\"a\"true]",
                           "[[1]",
                           "{\"a\"",
                           "{\"a\":",
                           "{\"a\":1",
                           "{\"a\" 1}",
                           "{\"a\"}",
                           "{\"a\":1 \"b\":2}",
                           "{\"a\":}",
                           "{:1}",
                           "{1}",
                           "[1[2]]",
                           "[1{}]",
                           "{\"a\":{}\"b\":1}",
                           "{\"a\":[}",
                           "[{]",
                           "{[]}",
                           "[1}",
                           "{\"a\":1]",
                           "{{}}",
                           "{null}",
                           "[{\"a\":[1}]"})
        refused(bad);
}

BOOST_AUTO_TEST_CASE(a_bracket_comma_or_colon_too_many_is_refused)
{
    for (auto const bad : {"[1,]",       "[,1]",        "[,]",        "[1,,2]",     "[[],]",
                           "[1,\n]",     "{,}",         "{\"a\":1,}", "{,\"a\":1}", "{\"a\":1,,\"b\":2}",
                           "{\"a\"::1}", "{\"a\":1:2}", "{\"a\":,1}", "[1:2]",      "[:]",
                           "]",          "}",           ",",          ":",          "[]]",
                           "{}}",        "[1]]",        "1,",         "[],",        "{\"a\":\"b\",}"})
        refused(bad);
}

BOOST_AUTO_TEST_CASE(there_is_one_value_and_nothing_else)
{
    for (auto const bad : {"", " ", "\n\t\r ", "1 2", "1\n2", "[] []", "{}{}", "null null", "\"a\"\"b\"", "\"a\" 1",
                           "[]1", "{}a", "[]#", "1;", "{}/", "null,"})
        refused(bad);
}

BOOST_AUTO_TEST_CASE(names_are_strings)
{
    for (auto const bad : {"{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{true:1}", "{[]:1}", "{{}:1}", "{\"a:1}",
                           "{a\":1}", "{\"a\\\":1}", "{\"\\x\":1}", "{\"\n\":1}", "{\"\xFF\":1}", "{\"\\ud800\":1}"})
        refused(bad);
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_refused)
{
    for (auto const bad :
         {"\xEF\xBB\xBF", "\xEF\xBB\xBF{}", "\xEF\xBB\xBF 1", "\xEF\xBB{}", "{}\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE"})
        refused(bad);
    for (auto const wide : {"\xFE\xFF\0{\0}"sv, "\xFF\xFE{\0}\0"sv, "{\0}\0"sv, "\0{\0}"sv}) refused(wide);
}

BOOST_AUTO_TEST_CASE(comments_and_other_people_s_json_are_refused)
{
    for (auto const bad : {"/**/1", "1/**/", "// c\n1", "1 // c",     "[1/**/]", "# c\n1",    "{\"a\":/**/1}",
                           "'a'",   "['a']", "`a`",     "(1)",        "<a/>",    "undefined", "[undefined]",
                           "@",     "$",     "...",     "{\"a\":1;}", "[1;2]",   "a",         "\\u0031",
                           "[\\n]", "*",     "[*]",     "{\"a\":a}"})
        refused(bad);
}

BOOST_AUTO_TEST_CASE(the_three_words_are_taken_as_they_are_spelt_and_no_others)
{
    for (auto const good : {"true", "false", "null"}) accepted(good);
    for (auto const bad : {"True",
                           "TRUE",
                           "tRue",
                           "False",
                           "FALSE",
                           "Null",
                           "NULL",
                           "nil",
                           "none",
                           "t",
                           "tr",
                           "tru",
                           "truee",
                           "true1",
                           "truefalse",
                           "f",
                           "fals",
                           "falsee",
                           "n",
                           "nu",
                           "nul",
                           "nulll",
                           "null1",
                           "nullnull",
                           "yes",
                           "no",
                           "trve",
                           "fal\xC5\xBF"
                           "e",
                           "nu\0ll"})
        refused(bad);
    refused("true\0"sv);
    refused("nul\0"sv);
}

BOOST_AUTO_TEST_CASE(the_four_kinds_of_space_may_stand_between_all_tokens)
{
    auto const compact = both<known>(spread(""));
    BOOST_TEST_REQUIRE(compact.taken, compact);
    for (auto const space : {" ", "\t", "\n", "\r", "\r\n", "\t \n\r", "                    ",
                             "\n                                                                    "})
        BOOST_TEST(both<known>(spread(space)) == compact, "0x" << std::hex << int{space[0]});
    for (auto const space : {" ", "\t\n", "\r"}) {
        auto const in_keeper = both<keeper>(spread(space)), as_text = both<boost::json::value>(spread(space));
        BOOST_TEST((in_keeper.taken && in_keeper == both<keeper>(spread(""))));
        BOOST_TEST((as_text.taken && as_text == both<boost::json::value>(spread(""))));
        BOOST_TEST(both<bare>(spread(space)).told == "{}");
    }
}

BOOST_AUTO_TEST_CASE(no_other_byte_may_stand_between_tokens)
{
    for (auto const space : {"\f"sv, "\v"sv, "\0"sv, "\b"sv, "\x1F"sv, "\x7F"sv, "\x85"sv, "\xA0"sv, "\xC2\xA0"sv,
                             "\xE2\x80\xA8"sv, "\xE3\x80\x80"sv, "\xEF\xBB\xBF"sv, "\\n"sv, " \f "sv}) {
        for (auto const text : {"?1", "1?", "[?1]", "[1?]", "[1?,2]", "[1,?2]", "[?]", "{?}", "{?\"a\":1}",
                                "{\"a\"?:1}", "{\"a\":?1}", "{\"a\":1?}", "{\"a\":1?,\"b\":2}", "{\"a\":1,?\"b\":2}",
                                "{\"a\":\"b\"?}", "{\"a\":\"b\"?,\"c\":\"d\"}", "[[]?]", "[{}?]"}) {
            std::string bad(text);
            bad.replace(bad.find('?'), 1, space);
            refused(bad);
        }
        BOOST_TEST(!both<known>(spread(space)).taken, std::string(space));
    }
}

BOOST_AUTO_TEST_CASE(of_duplicate_names_the_last_wins)
{
    BOOST_TEST(both<known>(R"({"text":"1","text":"2"})").told == R"({"text":"2","open":null})");
    BOOST_TEST(both<known>(R"({"text":"1","text":null})").told == R"({"open":null})"); // as if the first had never been
    BOOST_TEST(both<known>(R"({"text":7,"text":"2"})").told == R"({"text":"2","open":null})");
    BOOST_TEST(both<known>(R"({"text":"1","te\u0078t":"2"})").told == R"({"text":"2","open":null})");
    BOOST_TEST(both<known>(R"({"list":["a"],"list":["b"]})").told == R"({"list":["b"],"open":null})");
    BOOST_TEST(both<known>(R"({"list":["a"],"id":"1","list":null})").told == R"({"open":null,"id":"1"})");
    BOOST_TEST(both<known>(R"({"map":{"a":1,"b":2,"a":3}})").told == R"({"map":{"a":3,"b":2},"open":null})");
    BOOST_TEST(both<known>(R"({"map":{"a":1,"a":null}})").told == R"({"map":{},"open":null})");
    BOOST_TEST(both<known>(R"({"map":{"a":null,"a":1}})").told == R"({"map":{"a":1},"open":null})");
    BOOST_TEST(both<known>(R"({"inner":{"id":"1"},"inner":{}})").told == R"({"inner":{},"open":null})");
    BOOST_TEST(both<known>(R"({"open":[1],"open":{"a":1,"a":2}})").told == R"({"open":{"a":2}})");
    BOOST_TEST(both<known>(R"({"text":"1","text":2})").told == "text: expected string, found number (byte 19)");
    BOOST_TEST(both<keeper>(R"({"a":1,"b":2,"a":3})").told == R"({"a":3,"b":2})");
    BOOST_TEST(both<keeper>(R"({"a":{"b":1},"id":"1","a":"c","a":[]})").told == R"({"id":"1","a":[]})");
    BOOST_TEST(both<keeper>(R"({"id":"1","a":1,"id":"2"})").told == R"({"id":"2","a":1})");
    BOOST_TEST(both<boost::json::value>(R"({"a":1,"a":{"b":1,"b":2}})").told == R"({"a":{"b":2}})");
    accepted(R"({"a":1,"a":2,"":3,"":4})");
}

BOOST_AUTO_TEST_CASE(nesting_is_taken_up_to_the_limit_and_no_further)
{
    for (std::size_t const limit : {1u, 2u, 3u, 10u, 63u, 64u, 65u, 100u, 1000u})
        for (std::size_t const every : {1u, 2u, 3u, 1000000u})
            for (auto const& p : open_places) {
                if (p.depth() >= limit) continue;
                okta::decode_limits const limits{.max_depth = limit};
                auto const deepest = p.around(nested(limit - p.depth(), every));
                auto const deeper = p.around(nested(limit - p.depth() + 1, every));
                auto const taken = p.reader(deepest, limits), refused = p.reader(deeper, limits);
                BOOST_TEST((taken.taken && taken == p.dom(deepest, limits)), limit << ": " << taken);
                BOOST_TEST((!refused.taken && refused == p.dom(deeper, limits)), limit << ": " << refused);
                BOOST_TEST(refused.told.starts_with("not JSON: too deep"), refused);
            }
}

BOOST_AUTO_TEST_CASE(of_no_depth_at_all_there_are_only_scalars)
{
    okta::decode_limits const flat{.max_depth = 0};
    for (auto const good : {"1", "\"a\"", "null", " true "})
        BOOST_TEST(both<boost::json::value>(good, flat).taken, good);
    for (auto const bad : {"[]", "{}"}) {
        BOOST_TEST(!both<boost::json::value>(bad, flat).taken, bad);
        BOOST_TEST(!both<bare>(bad, flat).taken, bad);
        BOOST_TEST(!both<std::vector<double>>(bad, flat).taken, bad);
    }
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_levels_are_refused_and_nothing_overflows)
{
    for (std::string const open : {"[", "{\"a\":", "[{\"a\":", "{\"text\":[", "{\"inner\":{\"id\":", "[[],[", " [ "}) {
        std::string deep;
        for (int i = 0; i < 100'000; ++i) deep += open;
        refused(deep);
        deep += '1';
        refused(deep);
    }
    refused(nested(100'000, 1'000'000));
    refused(nested(100'000, 1));
    refused(nested(100'000, 2));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace rfc8259_test
