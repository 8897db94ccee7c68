#include "codec_support.hpp"

#include <okta/model/group.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/user.hpp>

#include <ctime>
#include <limits>
#include <utility>

// What okta::decoder and its reader keep from text to text, and what bounds them.

namespace json_decoder_test {
using namespace okta::test;

namespace {

template <class T>
struct boxed_number
{
    std::optional<T> n = {};
    BOOST_DESCRIBE_CLASS(boxed_number, (), (n), (), ())
};

/// A type of its own for each number.
template <std::size_t>
struct numbered
{
    std::string a = {};
    std::string b = {};
    BOOST_DESCRIBE_CLASS(numbered, (), (a, b), (), ())
};

struct many_members
{
    std::string a = {}, b = {}, c = {}, d = {}, e = {}, f = {}, g = {}, h = {};
};
BOOST_DESCRIBE_STRUCT(many_members, (), (a, b, c, d, e, f, g, h))

struct few_members
{
    many_members inner = {};
    std::string x = {};
};
BOOST_DESCRIBE_STRUCT(few_members, (), (inner, x))

/// few_members' table, but with rows behind the last member: whoever looks at them gets an `x`.
struct trap
{
    static inline bool sprung = false;
    static bool spring(okta::detail::json_text_reader& in, void*)
    {
        sprung = true;
        std::string_view text;
        return in.string(text);
    }
    static okta::detail::field const* fields(void const* p)
    {
        auto const* const right = okta::detail::type_table<few_members>.fields(p);
        static std::array<okta::detail::field, 128> rows{};
        rows.fill(right[1]);
        rows[0] = right[0];
        for (std::size_t i = 2; i < rows.size(); ++i) rows[i].read = spring, rows[i].shape = okta::detail::shape::other;
        return rows.data();
    }
    static bool read(okta::detail::json_text_reader& in, void* to) { return in.structure(to, table()); }
    static okta::detail::type_info const& table()
    {
        static auto const changed = [] {
            auto t = okta::detail::type_table<few_members>;
            t.fields = fields;
            t.read = read;
            return t;
        }();
        return changed;
    }
};

template <class T>
outcome by(okta::decoder& decoder, std::string_view json)
{
    auto const r = decoder.decode<T>(json);
    return {r.has_value(), r ? okta::to_json(*r) : r.error().summary};
}

template <class T>
void borders_are_exact()
{
    using limits = std::numeric_limits<T>;
    auto const text = [](std::string_view n) { return "{\"n\":" + std::string(n) + "}"; };
    auto const more = [](std::string n) { // by one, in digits; the last one is never 9
        ++n.back();
        return n;
    };
    auto const lowest = std::to_string(limits::min()), highest = std::to_string(limits::max());
    for (auto const& good : {lowest, highest, std::string("0"), std::string("1"), std::string("-0")}) {
        BOOST_TEST(is_read_directly<boxed_number<T>>(text(good)), good);
        BOOST_TEST(okta::decode<boxed_number<T>>(text(good)).value().n.value() == std::stoll(good));
    }
    for (auto const& bad :
         {limits::min() == 0 ? "-1" : more(lowest), more(highest), highest + '0', '-' + highest + '0'}) {
        auto const o = by_reader<boxed_number<T>>(text(bad));
        BOOST_TEST(o == by_dom<boxed_number<T>>(text(bad)), bad);
        BOOST_TEST(o.told == "n: the number is outside the range of its member (byte 5)", bad);
    }
    for (auto const kind : {"\"1\"", "true", "[1]", "{}", "1.5"})
        BOOST_TEST((by_reader<boxed_number<T>>(text(kind)) == by_dom<boxed_number<T>>(text(kind))), kind);
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_decoder)

BOOST_AUTO_TEST_CASE(integers_are_exact_to_their_borders)
{
    borders_are_exact<std::int8_t>();
    borders_are_exact<std::uint8_t>();
    borders_are_exact<std::int16_t>();
    borders_are_exact<std::uint16_t>();
    borders_are_exact<std::int32_t>();
    borders_are_exact<std::uint32_t>();
    borders_are_exact<std::int64_t>();
}

BOOST_AUTO_TEST_CASE(one_decoder_reads_texts_of_all_types_by_turns)
{
    okta::decoder decoder;
    constexpr std::string_view texts[] = {
        R"({"id":"1","status":"ACTIVE","profile":{"login":"l","x":[1,{"y":null}]},"_links":{"self":{"href":"/"}}})",
        R"({"profile":{"name":"n","dn":"d"},"id":"1","objectClass":["okta:windows_security_principal"]})",
        R"({"id":"2","objectClass":["okta:user_group"],"profile":{"dn":"d","name":"n"}})",
        R"({"uuid":"a","target":[{"id":"1","x":{}}],"client":{"ipChain":[{"ip":"::1"}]},"y":[[]]})",
        R"({"target":[],"uuid":"b","published":"2024-01-01T00:00:00Z"})",
        R"({"id":"3"})",
        "{}",
        R"({"id":"\u0031","x":"\ud83d\ude42"})"};
    for (int turn = 0; turn < 5; ++turn)
        for (auto const json : texts) {
            BOOST_TEST(by<okta::user>(decoder, json) == by_dom<okta::user>(json), json);
            BOOST_TEST(by<okta::group>(decoder, json) == by_dom<okta::group>(json), json);
            BOOST_TEST(by<okta::log_event>(decoder, json) == by_dom<okta::log_event>(json), json);
            BOOST_TEST(by<keeper>(decoder, json) == by_dom<keeper>(json), json);
            BOOST_TEST(by<boost::json::value>(decoder, json) == by_dom<boost::json::value>(json), json);
            auto const list = "[" + std::string(json) + "," + std::string(json) + "]";
            BOOST_TEST(by<okta::page<okta::user>>(decoder, list) == by_dom<okta::page<okta::user>>(list), list);
        }
}

BOOST_AUTO_TEST_CASE(an_error_leaves_nothing_behind)
{
    okta::decoder decoder;
    constexpr std::string_view good =
        R"({"text":"1","list":["a"],"map":{"b":1},"open":[{}],"inner":{"id":"2"},"id":"3"})";
    auto const wanted = by_dom<known>(good);
    BOOST_TEST_REQUIRE(wanted.taken, wanted);
    for (std::size_t size = 0; size < good.size(); ++size) { // everywhere in the middle
        auto const cut = good.substr(0, size);
        BOOST_TEST(by<known>(decoder, cut) == by_dom<known>(cut), cut);
        BOOST_TEST(by<known>(decoder, good) == wanted, cut);
        auto broken = std::string(good);
        broken[size] = '\x01';
        BOOST_TEST(by<known>(decoder, broken) == by_dom<known>(broken), broken);
        BOOST_TEST(by<known>(decoder, good) == wanted, broken);
        BOOST_TEST(by<keeper>(decoder, cut) == by_dom<keeper>(cut), cut);
        BOOST_TEST(by<keeper>(decoder, good) == by_dom<keeper>(good), cut);
    }
}

BOOST_AUTO_TEST_CASE(what_the_reader_gave_up_is_not_in_the_value)
{
    // Each gives up with something read already; then the DOM path takes it all.
    BOOST_TEST(
        by_reader<known>(R"({"text":"a","list":["b"],"map":{"c":1},"maybe":"d","list":null,"text":null})").told ==
        R"({"maybe":"d","map":{"c":1},"open":null})");
    BOOST_TEST((by_reader<std::vector<known>>(R"([{"id":"1"},{"whole":1e2},{"id":"3"}])") ==
                by_dom<std::vector<known>>(R"([{"id":"1"},{"whole":1e2},{"id":"3"}])")));
    auto const map = R"({"a":[1],"b":[2],"a":[3]})";
    using lists = std::map<std::string, std::vector<double>, std::less<>>;
    BOOST_TEST(by_reader<lists>(map).told == R"({"a":[3],"b":[2]})");
    BOOST_TEST(by_reader<std::optional<std::vector<std::int64_t>>>("[1,2,1e1]").told == "[1,2,10]");
    BOOST_TEST(by_reader<okta::one_or_many<known>>(R"({"id":"1","whole":1e0})").told ==
               R"({"whole":1,"open":null,"id":"1"})");
    BOOST_TEST(by_reader<okta::page<known>>(R"([5,{"id":"1"},{"x":1e123456789}])").told ==
               R"([{"open":null,"id":"1"},{"open":null}])");
    auto const page = okta::decode<okta::page<known>>(R"([5,{"id":"1"},{"x":1e123456789}])").value();
    BOOST_TEST((page.bad_items.size() == 1 && page.bad_items[0].index == 0)); // once, not once more
}

BOOST_AUTO_TEST_CASE(size_and_depth_are_bounded_by_the_decoder_s_own_limits)
{
    okta::decoder decoder({.max_bytes = 20, .max_depth = 2});
    okta::decode_limits const limits{.max_bytes = 20, .max_depth = 2};
    for (auto const json : {R"({"id":"12345678901"})", R"({"id":"123456789012"})", R"({"x":[]})", R"({"x":[[]]})",
                            R"({"x":{"y":{}}})", "[[1]]", "[[[1]]]", "                    1", "                   1"}) {
        BOOST_TEST(by<keeper>(decoder, json) == by_reader<keeper>(json, limits), json);
        BOOST_TEST(by<bare>(decoder, json) == by_dom<bare>(json, limits), json);
        BOOST_TEST(by<boost::json::value>(decoder, json) == by_dom<boost::json::value>(json, limits), json);
    }
    BOOST_TEST(by<bare>(decoder, R"({"id":"12345678901"})").taken);
    BOOST_TEST(by<bare>(decoder, R"({"id":"123456789012"})").told == "the JSON has 21 bytes, more than the 20 allowed");
    BOOST_TEST(by<keeper>(decoder, R"({"x":[]})").taken);
    BOOST_TEST(by<keeper>(decoder, R"({"x":[[]]})").told.starts_with("not JSON: too deep"));
}

BOOST_AUTO_TEST_CASE(more_types_than_it_remembers_are_read_all_the_same)
{
    okta::decoder decoder;
    auto const all = [&]<std::size_t... I>(std::index_sequence<I...>) {
        bool good = true;
        for (std::string_view const json : {R"({"a":"1","b":"2"})", R"({"b":"2","x":0,"a":"1"})"})
            ((good = good && by<numbered<I>>(decoder, json).told == R"({"a":"1","b":"2"})"), ...);
        return good;
    };
    BOOST_TEST(all(std::make_index_sequence<64>{}));
    BOOST_TEST(all(std::make_index_sequence<64>{}));
}

BOOST_AUTO_TEST_CASE(types_beyond_those_remembered_do_not_take_each_other_s_members)
{
    okta::detail::json_text_reader reader(64, okta::detail::unknown_members::ignore);
    auto const fill = [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto const read = [&](auto value, auto const& type) { return reader.read(R"({"a":"1"})", &value, type); };
        return (read(numbered<I>{}, okta::detail::type_table<numbered<I>>) && ...);
    };
    BOOST_TEST_REQUIRE(fill(std::make_index_sequence<64>{}));
    few_members value; // the inner one's order must not be the outer one's
    BOOST_TEST(reader.read(R"({"inner":{"a":"1","c":"2"},"x":"3"})", &value, trap::table()));
    BOOST_TEST(!trap::sprung);
    BOOST_TEST((value.inner.c == "2" && value.x == "3"));
}

BOOST_AUTO_TEST_CASE(what_one_object_held_does_not_make_the_next_ones_large)
{
    std::string large = "{\"id\":\"1\"";
    for (int i = 0; i < 20'000; ++i) large += ",\"a" + std::to_string(i) + "\":1";
    large += '}';
    auto const page = okta::decode<okta::page<keeper>>("[" + large + R"(,{"x":1},)" + large + R"(,{"x":1}])").value();
    BOOST_TEST((page.size() == 4 && page[0].custom.size() == 20'000 && page[2].custom.size() == 20'000));
    BOOST_TEST(page[1].custom.capacity() < 1000u);
    BOOST_TEST(page[3].custom.capacity() < 1000u);
    okta::decoder decoder;
    BOOST_TEST(decoder.decode<keeper>(large).has_value());
    BOOST_TEST(decoder.decode<keeper>(R"({"x":1})").value().custom.capacity() < 1000u);
    std::string numbers = "[[0";
    for (int i = 0; i < 20'000; ++i) numbers += ",1";
    auto const matrix = decoder.decode<std::vector<std::vector<double>>>(numbers + "],[1,2]]").value();
    BOOST_TEST((matrix[0].size() == 20'001 && matrix[1].capacity() < 1000));
}

BOOST_AUTO_TEST_CASE(the_time_that_bad_items_take_grows_as_their_number_does)
{
    auto const seconds = [](std::size_t items, std::string_view last) {
        std::string json = "[";
        for (std::size_t i = 0; i < items; ++i) json += "{\"id\":5},";
        json.append(last).append("]");
        auto best = std::numeric_limits<std::clock_t>::max();
        for (int turn = 0; turn < 3; ++turn) {
            auto const start = std::clock();
            BOOST_TEST((okta::decode<okta::page<bare>>(json).value().bad_items.size() == items));
            best = std::min(best, std::clock() - start);
        }
        return static_cast<double>(best) / CLOCKS_PER_SEC;
    };
    for (auto const last : {"{}", R"({"x":1e123456789})"}) // read alone, and with the whole text left to the DOM
        BOOST_TEST(seconds(4000, last) < 9 * seconds(1000, last), last); // were it the square, it would be 16
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace json_decoder_test
