#ifndef OKTA_TEST_UNIT_CODEC_SUPPORT_HPP
#define OKTA_TEST_UNIT_CODEC_SUPPORT_HPP

#include <okta/codec/decode.hpp>
#include <okta/codec/json_text.hpp>
#include <okta/model/timestamp.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A JSON text on both ways through the codec: by the reader that decode has, and by the DOM path, its reference.

namespace okta::test {

/// What became of a text: the value as it is written again, or the error.
struct outcome
{
    bool taken = false;
    std::string told = {};
    friend bool operator==(outcome const&, outcome const&) = default;
    friend std::ostream& operator<<(std::ostream& out, outcome const& o)
    {
        return out << (o.taken ? "taken: " : "refused: ") << o.told;
    }
};

template <class T>
outcome by_reader(std::string_view json, decode_limits const& limits = {})
{
    auto const r = decode<T>(json, limits);
    return {r.has_value(), r ? to_json(*r) : r.error().summary};
}

template <class T>
outcome by_dom(std::string_view json, decode_limits const& limits = {})
{
    auto value = detail::blank<T>();
    error e;
    bool const taken = detail::decode_text_by_dom(json, &value, detail::type_table<T>, e, limits);
    return {taken, taken ? to_json(value) : e.summary};
}

/// Whether the reader takes the text without the DOM path's help, and makes of it what that makes.
template <class T>
bool is_read_directly(std::string_view json)
{
    auto value = detail::blank<T>();
    detail::json_text_reader reader(decode_limits{}.max_depth, detail::unknown_members::ignore);
    return reader.read(json, &value, detail::type_table<T>) && outcome{true, to_json(value)} == by_dom<T>(json);
}

struct bare // knows nothing of what it is given
{
    std::string id = {};
};
BOOST_DESCRIBE_STRUCT(bare, (), (id))

struct keeper
{
    std::string id = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(keeper, (), (id, custom))

struct known
{
    std::string text = {};
    std::optional<std::string> maybe = {};
    std::optional<double> real = {};
    std::optional<std::int64_t> whole = {};
    std::optional<std::uint8_t> small = {};
    std::optional<bool> flag = {};
    std::optional<timestamp> time = {};
    std::optional<std::vector<std::string>> list = {};
    std::optional<std::map<std::string, double, std::less<>>> map = {};
    std::optional<bare> inner = {};
    boost::json::value open = {};
    std::string id = {};
};
BOOST_DESCRIBE_STRUCT(known, (), (text, maybe, real, whole, small, flag, time, list, map, inner, open, id))

/// Where a value stands in a text.
struct place
{
    std::string_view before, behind;
    outcome (*reader)(std::string_view, decode_limits const&);
    outcome (*dom)(std::string_view, decode_limits const&);

    [[nodiscard]] std::size_t depth() const
    {
        return static_cast<std::size_t>(std::ranges::count_if(before, [](char c) { return c == '[' || c == '{'; }) -
                                        std::ranges::count_if(before, [](char c) { return c == ']' || c == '}'; }));
    }
    [[nodiscard]] std::string around(std::string_view value) const
    {
        return std::string(before).append(value).append(behind);
    }
};

template <class T>
constexpr place in(std::string_view before, std::string_view behind)
{
    return {before, behind, by_reader<T>, by_dom<T>};
}

/// Where every value fits: as the text, in what is skipped, in what is kept, and with the text's end near and far.
inline constexpr std::array open_places{
    in<boost::json::value>("", ""),
    in<boost::json::value>(" ", "\n                                                        "),
    in<bare>(R"({"x":)", R"(,"id":"1"})"),
    in<bare>(R"({"id":"1","x":[{},{"y":)", R"(}],"z":"something longer than two vector registers at once"})"),
    in<keeper>(R"({"x":)", R"(,"id":"1"})"),
    in<keeper>(R"({"id":"1","x": )", R"( ,"z":"something longer than two vector registers at once"})"),
    in<keeper>(R"({"x":{"y":[0,)", R"(]}})"),
    in<known>(R"({"open":)", R"(,"id":"1"})"),
    in<std::vector<boost::json::value>>("[0,", ",1]"),
    in<std::map<std::string, boost::json::value, std::less<>>>(R"({"k":)", R"(,"l":1})")};

/// Where a value of one kind fits.
inline constexpr std::array typed_places{in<known>(R"({"text":)", R"(,"id":"1"})"),
                                         in<known>(R"({"maybe":)", R"(,"id":"1"})"),
                                         in<known>(R"({"real":)", R"(,"id":"1"})"),
                                         in<known>(R"({"whole":)", R"(,"id":"1"})"),
                                         in<known>(R"({"small":)", R"(,"id":"1"})"),
                                         in<known>(R"({"flag":)", R"(,"id":"1"})"),
                                         in<known>(R"({"time":)", R"(,"id":"1"})"),
                                         in<known>(R"({"list":)", R"(,"id":"1"})"),
                                         in<known>(R"({"map":)", R"(,"id":"1"})"),
                                         in<known>(R"({"inner":)", R"(,"id":"1"})"),
                                         in<known>(R"({"list":["a",)", R"(],"id":"1"})"),
                                         in<known>(R"({"map":{"k":)", R"(},"id":"1"})"),
                                         in<std::string>("", ""),
                                         in<double>("", ""),
                                         in<std::int64_t>("", ""),
                                         in<bool>("", "")};

/// The value in that place has the same outcome on both ways, which is returned.
inline outcome same_in(place const& p, std::string_view value)
{
    auto const text = p.around(value);
    auto const read = p.reader(text, {}), reference = p.dom(text, {});
    BOOST_TEST(read == reference, text << " | " << read << " | by the DOM " << reference);
    return read;
}

/// RFC 8259 takes it: so do both ways, wherever a value may stand, unless it is of another kind than the place wants.
inline void accepted(std::string_view value)
{
    for (auto const& p : open_places) {
        auto const o = same_in(p, value);
        BOOST_TEST(o.taken, p.around(value) << " | " << o);
    }
    for (auto const& p : typed_places) {
        auto const o = same_in(p, value);
        BOOST_TEST(!o.told.starts_with("not JSON: "), p.around(value) << " | " << o);
    }
}

/// RFC 8259 refuses it: so do both ways, with the same words, wherever it stands.
inline void refused(std::string_view value)
{
    auto const in_all = [&](auto const& places) {
        for (auto const& p : places) {
            auto const o = same_in(p, value);
            BOOST_TEST((!o.taken && o.told.starts_with("not JSON: ")), p.around(value) << " | " << o);
        }
    };
    in_all(open_places);
    in_all(typed_places);
}

} // namespace okta::test
#endif
