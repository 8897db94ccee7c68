#include "codec_support.hpp"

#include <okta/codec/json_write.hpp>
#include <okta/model/links.hpp>
#include <okta/model/secret.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <bit>
#include <cmath>
#include <limits>

// json_writer, and above all where its stage of 4,096 bytes ends.

namespace json_write_test {
using namespace okta::test;

namespace {

constexpr std::size_t stage = 4096;

struct everything
{
    std::string pad = {};
    bare empty = {};
    std::vector<double> none = {};
    std::map<std::string, std::int64_t, std::less<>> nothing = {};
    std::vector<bare> items = {bare{"1"}, bare{}, bare{"3"}};
    std::map<std::string, std::vector<std::int64_t>, std::less<>> map = {{"a", {}}, {"b", {1, -2}}};
    std::optional<keeper> inner = keeper{"i", boost::json::object{{"x", {{"y", {1, "z"}}}}}};
    okta::one_or_many<bare> one = {bare{"s"}};
    bool flag = true;
    std::int64_t number = INT64_MIN;
    double real = -0.5;
    okta::timestamp time = {};
    okta::nullable<std::string> null = okta::null;
    std::string last = "\n";
};
BOOST_DESCRIBE_STRUCT(everything, (),
                      (pad, empty, none, nothing, items, map, inner, one, flag, number, real, time, null, last))

constexpr std::string_view behind_pad =
    R"(,"empty":{},"none":[],"nothing":{},"items":[{"id":"1"},{},{"id":"3"}],"map":{"a":[],"b":[1,-2]},)"
    R"("inner":{"id":"i","x":{"y":[1,"z"]}},"one":{"id":"s"},"flag":true,"number":-9223372036854775808,"real":-0.5,)"
    R"("time":"1970-01-01T00:00:00.000Z","null":null,"last":"\n"})";

struct confidential
{
    okta::secret plain = {};
    std::optional<okta::secret> maybe = {};
    std::vector<okta::secret> list = {};
    std::string open = {};
};
BOOST_DESCRIBE_STRUCT(confidential, (), (plain, maybe, list, open))

std::string quoted(std::string_view text) { return boost::json::serialize(boost::json::string(text)); }

/// What each way of writing a text makes of it is what Boost.JSON does.
void is_written(std::string const& text)
{
    auto const wanted = quoted(text);
    BOOST_TEST(okta::to_json(std::vector<std::string>{text, text}) == '[' + wanted + ',' + wanted + ']');
    BOOST_TEST(okta::to_json(boost::json::value(text)) == wanted);
    BOOST_TEST((okta::to_json(std::map<std::string, bool, std::less<>>{{text, true}}) == '{' + wanted + ":true}"));
    if (!text.empty()) BOOST_TEST(okta::to_json(bare{text}) == "{\"id\":" + wanted + '}');
    BOOST_TEST(okta::decode<std::string>(wanted).has_value());
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_writer)

BOOST_AUTO_TEST_CASE(texts_of_every_size_are_escaped_wherever_they_must_be)
{
    for (std::size_t size = 0; size <= 100; ++size) {
        std::string const plain(size, 'x');
        is_written(plain);
        for (std::size_t at = 0; at < size; ++at)
            for (std::string const special :
                 {"\"", "\\", "\n", "\x01", "\x1F", "\x7F", "\xC3\xA9", "\xF4\x8F\xBF\xBF", "/"}) {
                auto text = plain;
                text.replace(at, 1, special);
                is_written(text);
            }
    }
}

BOOST_AUTO_TEST_CASE(every_character_is_written_as_boost_json_does)
{
    for (int c = 0; c < 0x80; ++c)
        for (std::size_t const size : {0u, 3u, 7u, 15u, 16u, 40u})
            is_written(std::string(size, 'x') + static_cast<char>(c) + std::string(size, static_cast<char>(c)));
}

BOOST_AUTO_TEST_CASE(wherever_the_stage_ends_nothing_is_lost)
{
    auto const whole = std::string("{\"pad\":\"") + '"' + std::string(behind_pad);
    auto const first = 2 * whole.size(); // so that the stage's end passes over every byte
    for (std::size_t const stages : {1u, 2u, 5u})
        for (std::size_t pad = stages * stage - first; pad < stages * stage + 20; ++pad) {
            std::string const text(pad, 'x');
            auto const wanted = "{\"pad\":\"" + text + '"' + std::string(behind_pad);
            BOOST_TEST((okta::to_json(everything{.pad = text}) == wanted), pad);
            std::string quotes(pad / 2, '"'), escaped; // twice as large
            for (std::size_t i = 0; i < pad / 2; ++i) escaped += "\\\"";
            BOOST_TEST(
                (okta::to_json(everything{.pad = quotes}) == "{\"pad\":\"" + escaped + '"' + std::string(behind_pad)),
                pad);
        }
}

BOOST_AUTO_TEST_CASE(brackets_are_right_on_either_side_of_a_flush)
{
    for (std::size_t pad = stage - 40; pad < stage + 10; ++pad) {
        std::string const text(pad, 'x');
        for (std::size_t const size : {0u, 1u, 2u, 3000u, 9000u}) { // the opening one gone with a flush, or still there
            std::vector<std::vector<std::int64_t>> lists{{}, {}};
            std::map<std::string, std::map<std::string, double, std::less<>>, std::less<>> maps{{text, {}}};
            std::string list, map;
            for (std::size_t i = 0; i < size; ++i) {
                auto const n = static_cast<std::int64_t>(10000 + i);
                lists[1].push_back(n);
                maps[text][std::to_string(n)] = 7;
                list.append(i == 0 ? "" : ",").append(std::to_string(n));
                map.append(i == 0 ? "\"" : ",\"").append(std::to_string(n)).append("\":7");
            }
            BOOST_TEST((okta::to_json(lists) == "[[],[" + list + "]]"), size);
            BOOST_TEST((okta::to_json(maps) == "{\"" + text + "\":{" + map + "}}"), pad << ' ' << size);
            boost::json::array array{text, boost::json::array{}, boost::json::object{}};
            array.emplace_back(boost::json::parse('[' + list + ']'));
            array.emplace_back(boost::json::parse('{' + map + '}'));
            BOOST_TEST((okta::to_json(boost::json::value(array)) == boost::json::serialize(array)), pad << ' ' << size);
            if (size > 2 && pad % 8 != 0) break;
        }
    }
}

BOOST_AUTO_TEST_CASE(names_and_texts_may_be_longer_than_the_stage)
{
    for (std::size_t const size :
         {stage - 3, stage - 2, stage - 1, stage, stage + 1, 2 * stage, 3 * stage + 7, std::size_t{1} << 20}) {
        is_written(std::string(size, 'x'));
        is_written(std::string(size, 'x') + '\\');
        is_written('\x01' + std::string(size, 'x'));
        is_written(std::string(size / 2, '\n') + "\xC3\xA9" + std::string(size / 2, '"'));
        std::string const name(size, 'n');
        BOOST_TEST((okta::to_json(std::map<std::string, bare, std::less<>>{{name, {}}, {name + 'o', bare{name}}}) ==
                    "{\"" + name + "\":{},\"" + name + "o\":{\"id\":\"" + name + "\"}}"));
    }
}

BOOST_AUTO_TEST_CASE(numbers_come_back_the_same_to_the_last_bit)
{
    using limits = std::numeric_limits<double>;
    std::vector<double> numbers{limits::min(),
                                limits::max(),
                                limits::lowest(),
                                limits::denorm_min(),
                                limits::epsilon(),
                                0.1,
                                1e21,
                                123456789012345680.0,
                                5e-324,
                                -1e-7,
                                9007199254740993.0};
    std::uint64_t bits = 1;
    for (int i = 0; i < 20'000; ++i) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        if (auto const d = std::bit_cast<double>(bits); std::isfinite(d)) numbers.push_back(d);
    }
    auto const json = okta::to_json(numbers);
    BOOST_TEST((okta::decode<std::vector<double>>(json).value() == numbers));
    BOOST_TEST(boost::json::parse(json).as_array().size() == numbers.size()); // and it is JSON
    std::vector<std::int64_t> const integers{INT64_MIN, INT64_MIN + 1, -1,       0, 1, 9, 10, 99,
                                             100,       INT64_MAX - 1, INT64_MAX};
    BOOST_TEST((okta::decode<std::vector<std::int64_t>>(okta::to_json(integers)).value() == integers));
    BOOST_TEST(okta::to_json(std::int64_t{INT64_MIN}) == "-9223372036854775808");
    BOOST_TEST(okta::to_json(std::uint32_t{UINT32_MAX}) == "4294967295");
    BOOST_TEST(okta::to_json(boost::json::value(UINT64_MAX)) == "18446744073709551615");
}

BOOST_AUTO_TEST_CASE(what_is_no_number_in_json_is_null)
{
    for (double const odd : {HUGE_VAL, -HUGE_VAL, std::nan("")}) {
        BOOST_TEST(okta::to_json(std::vector{odd, 1.0}) == "[null,1]");
        BOOST_TEST(okta::to_json(known{.real = odd}) == R"({"real":null,"open":null})");
        BOOST_TEST(okta::to_json(boost::json::value(odd)) == "null");
        BOOST_TEST((okta::to_json(keeper{"1", boost::json::object{{"x", boost::json::array{odd}}}}) ==
                    R"({"id":"1","x":[null]})"));
    }
    BOOST_TEST(okta::to_json(okta::decode<keeper>(R"({"x":1e999})").value()) == R"({"x":null})");
}

BOOST_AUTO_TEST_CASE(timestamps_are_clamped_to_four_digit_years)
{
    using okta::timestamp;
    using namespace std::chrono;
    auto const written = [](timestamp t) { return okta::to_json(std::vector{t}); };
    constexpr std::string_view first = R"(["0000-01-01T00:00:00.000Z"])", last = R"(["9999-12-31T23:59:59.999Z"])";
    auto const begin = timestamp{sys_days{year{0} / 1 / 1}}, end = timestamp{sys_days{year{10000} / 1 / 1}};
    for (auto const t : {timestamp::min(), begin - 1ms, begin}) BOOST_TEST(written(t) == first);
    for (auto const t : {timestamp::max(), end, end - 1ms}) BOOST_TEST(written(t) == last);
    BOOST_TEST(written(begin + 1ms) == R"(["0000-01-01T00:00:00.001Z"])");
    BOOST_TEST(written(end - 2ms) == R"(["9999-12-31T23:59:59.998Z"])");
    BOOST_TEST(written(timestamp{-1ms}) == R"(["1969-12-31T23:59:59.999Z"])");
}

BOOST_AUTO_TEST_CASE(secrets_are_only_written_when_they_are_to_be)
{
    confidential const c{
        okta::secret("hush\""), okta::secret("hush"), {okta::secret("hush"), okta::secret("")}, "open"};
    auto const written = [&](okta::detail::secrets s) {
        std::string out;
        okta::detail::json_writer(out, s).write(&c, okta::detail::type_table<confidential>);
        return out;
    };
    BOOST_TEST(written(okta::detail::secrets::reveal) ==
               R"({"plain":"hush\"","maybe":"hush","list":["hush",""],"open":"open"})");
    BOOST_TEST(written(okta::detail::secrets::redact) ==
               R"({"plain":"***","maybe":"***","list":["***","***"],"open":"open"})");
    BOOST_TEST(okta::to_json(c) == written(okta::detail::secrets::reveal));
}

BOOST_AUTO_TEST_CASE(a_custom_attribute_named_like_a_member_is_left_out_and_told)
{
    std::string out;
    okta::detail::json_writer writer(out);
    keeper const k{"1", boost::json::object{{"a", 1}, {"id", "2"}, {"custom", 3}, {"ID", 4}}};
    writer.write(&k, okta::detail::type_table<keeper>);
    BOOST_TEST(out == R"({"id":"1","a":1,"custom":3,"ID":4})");
    BOOST_TEST(writer.clash() == "id");
    std::string other;
    okta::detail::json_writer good(other);
    keeper const fine{"1", boost::json::object{{"a", 1}}};
    good.write(&fine, okta::detail::type_table<keeper>);
    BOOST_TEST(good.clash() == "");
}

BOOST_AUTO_TEST_CASE(json_of_any_depth_is_written)
{
    for (std::size_t const depth : {1u, 62u, 63u, 64u, 65u, 66u, 1000u}) {
        boost::json::value v = "deepest";
        for (std::size_t i = 0; i < depth; ++i)
            v = i % 3 == 0 ? boost::json::value(boost::json::array{1, std::move(v), "\n"})
                           : boost::json::value(boost::json::object{{"a\"", std::move(v)}, {"b", 2}});
        auto const wanted = boost::json::serialize(v);
        BOOST_TEST((okta::to_json(v) == wanted), depth);
        auto const as_item = okta::to_json(std::vector<boost::json::value>{1, v, 2});
        BOOST_TEST((as_item == "[1," + wanted + ",2]"), depth);
        BOOST_TEST((okta::to_json(keeper{"1", boost::json::object{{"x", v}}}) == "{\"id\":\"1\",\"x\":" + wanted + "}"),
                   depth);
    }
}

BOOST_AUTO_TEST_CASE(what_the_buffer_had_before_stays_in_front)
{
    for (std::size_t const before : {0u, 1u, 100u, 4095u, 4096u, 5000u})
        for (std::size_t const size : {0u, 1u, 4090u, 4096u, 10'000u}) {
            std::string const front(before, '['), text(size, 'x');
            std::vector<std::vector<std::string>> const value{{}, {text, text}, {"a"}};
            auto const& type = okta::detail::type_table<std::vector<std::vector<std::string>>>;
            auto const wanted = okta::to_json(value);
            auto out = front;
            okta::detail::json_writer writer(out);
            writer.write(&value, type);
            BOOST_TEST((out == front + wanted), before << ' ' << size);
            writer.write(&value, type); // and once more
            BOOST_TEST((out == front + wanted + wanted), before << ' ' << size);
        }
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace json_write_test
