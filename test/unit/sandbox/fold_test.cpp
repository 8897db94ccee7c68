#include <okta/sandbox/fold.hpp>

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace fold_test {
using namespace okta::sandbox::detail;

namespace {

std::pair<std::string_view, std::string_view> const pairs[] = {
    {"A", "a"}, {"Z", "z"}, {"É", "é"}, {"À", "à"}, {"Þ", "þ"}, {"Ÿ", "ÿ"}, {"Ā", "ā"}, {"Ł", "ł"},
    {"Ő", "ő"}, {"Ž", "ž"}, {"Ş", "ş"}, {"Ș", "ș"}, {"Ơ", "ơ"}, {"Ế", "ế"}, {"ẞ", "ß"}, {"Ǆ", "ǆ"},
    {"ǅ", "ǆ"}, {"Α", "α"}, {"Ω", "ω"}, {"Ά", "ά"}, {"Ό", "ό"}, {"Σ", "ς"}, {"А", "а"}, {"Я", "я"},
    {"Ё", "ё"}, {"Ї", "ї"}, {"Ґ", "ґ"}, {"Ә", "ә"}, {"Ӏ", "ӏ"}, {"ſ", "S"}, {"İ", "i"}, {"µ", "Μ"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_fold)

BOOST_AUTO_TEST_CASE(logins_fold_without_case_and_diacritics)
{
    std::pair<std::string_view, std::string_view> const folded[] = {
        {"", ""},
        {"Ada.Lovelace+X@Example.COM", "ada.lovelace+x@example.com"},
        {"Łukasz.GROẞ", "lukasz.gross"},
        {"isáàc.bröck", "isaac.brock"},
        {"ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿ",
         "aaaaaaceeeeiiiinoooooouuuuyaaaaaaceeeeiiiinoooooouuuuyy"},
        {"ÆæŒœÞþÐðĲĳ", "aeaeoeoeththddijij"},
        {"ĀăĄćĈĊčĎđĒĔėęĚĜğĠģĤħĨīĬįİıĵĶĸĹļĽŀłŃņŇŉŋŌŎőŔŖřŚŝŞšŢťŧŨūŬůŰųŴŷŸŹżŽſ", "aaacccc"
                                                                              "ddeeeeegggghhiiiiiijkkllllln"
                                                                              "nnnnooorrrssssttt"
                                                                              "uuuuuuwyyzzzs"},
        {"Ș ț Ơ ư Nguyễn Ế", "s t o u nguyen e"},
        {"e\u0301 A\u030A", "e a"},
        {"×÷ ΆΣ ЁЖ 李 😀", "×÷ άσ ёж 李 😀"},
        {"a\xff\xc3", "a\xff\xc3"},
    };
    for (auto const& [text, expected] : folded) BOOST_TEST(fold(text) == expected);
    BOOST_TEST(fold(std::string_view("A\0B", 3)) == std::string_view("a\0b", 3));
    for (auto const& [text, expected] : folded) BOOST_TEST(fold(fold(text)) == fold(text));
}

BOOST_AUTO_TEST_CASE(letters_are_equal_to_their_other_case)
{
    for (auto const& [upper, lower] : pairs) {
        auto const a = "x" + std::string(upper) + "Y", b = "X" + std::string(lower) + "y";
        BOOST_TEST_CONTEXT(a << " and " << b)
        {
            BOOST_TEST((equal_ignoring_case(a, b) && equal_ignoring_case(b, a) && compare_ignoring_case(a, b) == 0));
            BOOST_TEST((starts_with_ignoring_case(a + "?", b) && ends_with_ignoring_case("?" + a, b)));
            BOOST_TEST((contains_ignoring_case("?" + a + "?", b) && contains_ignoring_case("?" + b + "?", a)));
            BOOST_TEST(!equal_ignoring_case(a, b + "z"));
            BOOST_TEST(!ends_with_ignoring_case(a, "z" + b));
        }
    }
}

BOOST_AUTO_TEST_CASE(diacritics_and_other_letters_count)
{
    for (auto const& [a, b] : {std::pair<std::string_view, std::string_view>{"isaac", "isáac"},
                               {"×", "÷"},
                               {"ß", "ss"},
                               {"@", "`"},
                               {"[", "{"},
                               {"ĸ", "Ĺ"},
                               {"i", "ı"},
                               {"", "a"},
                               {"Ā", "Ă"},
                               {"а", "a"},
                               {"\xff", "\xfe"},
                               {"\xc3", "\xc3\xa9"}})
        BOOST_TEST((!equal_ignoring_case(a, b) && !equal_ignoring_case(b, a)), a << " and " << b);
}

BOOST_AUTO_TEST_CASE(parts_are_found)
{
    BOOST_TEST((starts_with_ignoring_case("Engineering", "ENG") && starts_with_ignoring_case("x", "")));
    BOOST_TEST((!starts_with_ignoring_case("En", "ENG") && starts_with_ignoring_case("", "")));
    BOOST_TEST((ends_with_ignoring_case("user.token", "TOKEN") && ends_with_ignoring_case("x", "")));
    BOOST_TEST((!ends_with_ignoring_case("en", "ken") && ends_with_ignoring_case("", "")));
    BOOST_TEST((contains_ignoring_case("aaab", "AAB") && contains_ignoring_case("", "")));
    BOOST_TEST((!contains_ignoring_case("aaa", "aab") && !contains_ignoring_case("", "a")));
    // A part must not start within a letter: the bytes of é are C3 A9.
    BOOST_TEST((!ends_with_ignoring_case("é", "\xa9") && !contains_ignoring_case("é", "\xa9")));
}

BOOST_AUTO_TEST_CASE(the_order_is_by_code_point)
{
    std::vector<std::string_view> const ordered{"", "1", "Able", "able ", "Baker", "z", "é", "Ł", "α", "Я", "李", "😀"};
    for (std::size_t i = 0; i < ordered.size(); ++i)
        for (std::size_t j = 0; j < ordered.size(); ++j) {
            auto const order = compare_ignoring_case(ordered[i], ordered[j]);
            BOOST_TEST((order > 0) - (order < 0) == (i > j) - (i < j), ordered[i] << " and " << ordered[j]);
        }
}

BOOST_AUTO_TEST_CASE(any_bytes_are_taken)
{
    std::mt19937 random(7);
    auto const text = [&] {
        std::string s(random() % 8, '\0');
        for (auto& c : s) c = "aA\xc3\xa9\x89\xe1\xba\xbf\xf0\xff"[random() % 10];
        return s;
    };
    for (int i = 0; i < 20'000; ++i) {
        auto const a = text(), b = text();
        BOOST_REQUIRE(compare_ignoring_case(a, b) == -compare_ignoring_case(b, a));
        BOOST_REQUIRE(equal_ignoring_case(a, b) == (compare_ignoring_case(a, b) == 0));
        BOOST_REQUIRE(fold(fold(a)) == fold(a));
        if (equal_ignoring_case(a, b)) BOOST_REQUIRE(fold(a) == fold(b));
        if (starts_with_ignoring_case(a, b)) BOOST_REQUIRE(contains_ignoring_case(a, b));
    }
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace fold_test
