#include "../codec/codec_support.hpp"

#include <okta/codec/decode.hpp>
#include <okta/codec/encode.hpp>
#include <okta/describe/small_map.hpp>
#include <okta/model/links.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using okta::test::by_dom;
using okta::test::by_reader;
using okta::test::is_read_directly;

namespace small_map_test {
namespace {

using counts = okta::small_map<std::int64_t>;

/// As many entries as that, `{"k0":0,…}`.
std::string of_size(std::size_t entries)
{
    std::string json = "{";
    for (std::size_t i = 0; i < entries; ++i)
        json += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":" + std::to_string(i);
    return json += '}';
}

struct brittle // may only be copied so often
{
    int value;
    static inline int copies_left = 100;

    explicit brittle(int v) : value(v) {}
    brittle(brittle const& other) : value(other.value)
    {
        if (copies_left-- == 0) throw std::runtime_error("no more copies");
    }
    brittle(brittle&&) noexcept = default;
    brittle& operator=(brittle const& other) { return *this = brittle(other); }
    brittle& operator=(brittle&&) noexcept = default;
};

struct branch
{
    std::vector<branch> in = {};
};
BOOST_DESCRIBE_STRUCT(branch, (), (in))

} // namespace

BOOST_AUTO_TEST_SUITE(small_map)

BOOST_AUTO_TEST_CASE(keeps_one_value_per_name_in_the_order_in_which_they_came)
{
    counts m{{"b", 1}, {"a", 2}, {"b", 3}};
    BOOST_TEST(okta::to_json(m) == R"({"b":1,"a":2})");
    BOOST_TEST(!m.emplace("a", 4).second);
    auto const [at, is_new] = m.emplace("c", 5);
    BOOST_TEST((is_new && at->first == "c" && at->second == 5));
    m["d"] = 6;
    ++m["b"];
    BOOST_TEST(okta::to_json(m) == R"({"b":2,"a":2,"c":5,"d":6})");
    BOOST_TEST(m.size() == 4u);
    BOOST_TEST((m.erase("a") == 1 && m.erase("a") == 0 && m.erase("") == 0));
    BOOST_TEST(okta::to_json(m) == R"({"b":2,"c":5,"d":6})");
    m.clear();
    BOOST_TEST((m.empty() && m == counts{} && m.begin() == m.end()));
}

BOOST_AUTO_TEST_CASE(finds_a_name_only_whole)
{
    counts const m{{"self", 1}, {"selfie", 2}, {"", 3}};
    BOOST_TEST((m.at("self") == 1 && m.at("selfie") == 2 && m.at("") == 3));
    BOOST_TEST((m.find("selfie") == m.begin() + 1 && m.find("sel") == m.end() && !m.contains("SELF")));
    BOOST_CHECK_EXCEPTION((void)m.at("users"), std::out_of_range, [](std::out_of_range const& e) {
        return std::string_view(e.what()) == "there is no entry named 'users'";
    });
}

BOOST_AUTO_TEST_CASE(is_equal_whatever_the_order)
{
    counts const m{{"a", 1}, {"b", 2}};
    BOOST_TEST((m == counts{{"b", 2}, {"a", 1}}));
    BOOST_TEST((m != counts{{"a", 1}, {"b", 3}}));
    BOOST_TEST((m != counts{{"a", 1}, {"c", 2}}));
    BOOST_TEST((m != counts{{"a", 1}}));
    BOOST_TEST((m != counts{{"a", 1}, {"b", 2}, {"c", 3}}));
    BOOST_TEST((counts{{"c", 0}, {"a", 1}, {"b", 2}} == counts{{"c", 0}, {"b", 2}, {"a", 1}}));
    BOOST_TEST((counts{{"c", 0}, {"a", 1}, {"b", 2}} != counts{{"c", 0}, {"b", 2}, {"d", 1}}));
}

BOOST_AUTO_TEST_CASE(assigns_all_or_nothing)
{
    okta::small_map<brittle> a{{"x", brittle{1}}, {"y", brittle{2}}};
    okta::small_map<brittle> const b{{"y", brittle{3}}, {"x", brittle{4}}};
    brittle::copies_left = 1;
    BOOST_CHECK_THROW(a = b, std::runtime_error);
    BOOST_TEST((a.size() == 2u && a.at("x").value == 1 && a.at("y").value == 2));
    brittle::copies_left = 100;
    a = b;
    BOOST_TEST((a.begin()->first == "y" && a.at("y").value == 3 && a.at("x").value == 4));
    a = std::as_const(a);
    BOOST_TEST((a.size() == 2u && a.at("x").value == 4));
}

BOOST_AUTO_TEST_CASE(takes_parts_of_itself)
{
    okta::small_map<std::string> m{{"a", "a text of more than fifteen characters"}};
    for (int i = 0; i < 40; ++i) m.emplace(std::to_string(i), m.at("a"));
    m.emplace(m.at("a"), m.at("a"));
    BOOST_TEST((m.size() == 42u && m.at("39") == m.at("a") && m.at(m.at("a")) == m.at("a")));
    BOOST_TEST((!m.insert_or_assign("39", "b").second && m.at("39") == "b" && m.insert_or_assign("c", "d").second));
}

BOOST_AUTO_TEST_CASE(is_read_as_the_dom_reads_it)
{
    for (std::string_view const json : {"{}", R"({"a":1})", R"( { "b" : 1 , "\u0061" : 2 } )", R"({"":0})"}) {
        BOOST_TEST(is_read_directly<counts>(json), json);
        BOOST_TEST(by_reader<counts>(json) == by_dom<counts>(json), json);
    }
    BOOST_TEST(by_reader<counts>(R"({"b":1,"a":null,"c":3})").told == R"({"b":1,"c":3})");
    for (std::string_view const json : {R"({"a":1,"b":2,"a":3})", R"({"a":1,"a":null})", R"({"a":null,"b":2,"a":1})",
                                        R"({"a":1,"b":"x"})", R"({"a":1,})", "[]", R"({"a":1)", R"({"a":1 "b":2})"}) {
        BOOST_TEST(!is_read_directly<counts>(json), json);
        BOOST_TEST(by_reader<counts>(json) == by_dom<counts>(json), json);
    }
    BOOST_TEST((okta::decode<counts>(R"({"a":1,"b":2,"a":3})").value() == counts{{"b", 2}, {"a", 3}}));
    BOOST_TEST(by_reader<counts>(R"({"a":1,"b":"x"})").told == "b: expected integer, found string (byte 11)");
}

BOOST_AUTO_TEST_CASE(a_large_one_is_read_without_comparing_all_names_with_all)
{
    for (std::size_t const size : {63u, 64u, 65u, 200u}) {
        auto const json = of_size(size);
        BOOST_TEST(is_read_directly<counts>(json) == (size <= 64));
        BOOST_TEST(okta::to_json(okta::decode<counts>(json).value()) == json);
    }
}

BOOST_AUTO_TEST_CASE(a_list_of_them_is_read_each_with_its_own_entries)
{
    using list = std::vector<counts>;
    auto const json = '[' + of_size(40) + ",{}," + of_size(1) + ',' + of_size(3) + ",{}]";
    BOOST_TEST(is_read_directly<list>(json));
    auto const all = okta::decode<list>(json).value();
    BOOST_TEST(okta::to_json(all) == json);
    std::size_t room = 0;
    for (auto const& m : all) room += m.capacity();
    BOOST_TEST(room <= 64u + 40u + 4u); // what the one before had, once
}

BOOST_AUTO_TEST_CASE(lists_within_lists_do_not_all_get_the_room_that_one_needed)
{
    constexpr int levels = 20;
    std::string wide = R"({"in":[{})", deep, ends;
    for (int i = 0; i < 99; ++i) wide += ",{}";
    for (int i = 0; i < levels; ++i) deep += R"({"in":[)", ends += "]}";
    auto const all = okta::decode<branch>(R"({"in":[)" + wide + "]}," + deep + "{}" + ends + "]}").value().in;
    BOOST_TEST(all.at(0).in.size() == 100u);
    std::size_t room = 0, depth = 0;
    for (auto const* at = &all.at(1); !at->in.empty(); at = &at->in.front(), ++depth) room += at->in.capacity();
    BOOST_TEST(depth == levels);
    BOOST_TEST(room <= 100u + levels);
}

BOOST_AUTO_TEST_CASE(a_map_that_is_sorted_is_read_directly_however_large)
{
    BOOST_TEST((is_read_directly<std::map<std::string, std::int64_t, std::less<>>>(of_size(65))));
}

BOOST_AUTO_TEST_CASE(may_hold_maps)
{
    using nested = okta::small_map<okta::small_map<std::string>>;
    constexpr std::string_view json = R"({"b":{"y":"1","x":"2"},"a":{}})";
    BOOST_TEST(is_read_directly<nested>(json));
    BOOST_TEST(okta::to_json(okta::decode<nested>(json).value()) == json);
}

BOOST_AUTO_TEST_CASE(links_come_in_okta_s_order_and_go_back_so)
{
    constexpr std::string_view json =
        R"({"self":{"href":"/g"},"logo":[{"href":"/l","name":"medium"}],"apps":{"href":"/a"}})";
    BOOST_TEST(is_read_directly<okta::links>(json));
    auto const links = okta::decode<okta::links>(json).value();
    BOOST_TEST(okta::to_json(links) == json);
    BOOST_TEST(okta::find_link(links, "logo")->name.value() == "medium");
    BOOST_TEST(!okta::find_link(links, "users"));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace small_map_test
