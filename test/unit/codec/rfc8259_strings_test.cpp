#include "codec_support.hpp"

#include <charconv>
#include <cctype>

// What RFC 8259 says of strings, and RFC 3629 of the UTF-8 in them.

namespace rfc8259_strings_test {
using namespace okta::test;
using namespace std::string_view_literals;

namespace {

/// The string that the text is, wherever a string may stand, names included.
void is_string(std::string_view json, std::string_view wanted)
{
    std::string const text(json), far(64, ' ');
    auto const member = [&](std::string_view name) { return std::string("{\"").append(name).append("\":") + text; };
    BOOST_TEST(okta::decode<std::string>(text).value() == wanted, json);
    BOOST_TEST(okta::decode<std::string>(text + far).value() == wanted, json);
    BOOST_TEST(okta::decode<known>(member("text") + "}").value().text == wanted, json);
    BOOST_TEST(okta::decode<known>(member("text") + "," + far + "\"id\":\"1\"}").value().text == wanted, json);
    BOOST_TEST(okta::decode<known>(member("maybe") + "}").value().maybe.value() == wanted, json);
    BOOST_TEST((okta::decode<known>(member("open") + "}").value().open == boost::json::string_view(wanted)), json);
    BOOST_TEST((okta::decode<keeper>(member("x") + "}").value().custom.at("x") == boost::json::string_view(wanted)),
               json);
    BOOST_TEST((okta::decode<keeper>("{" + text + ":1}").value().custom.contains(wanted)), json);
    BOOST_TEST((okta::decode<known>("{\"map\":{" + text + ":1}}").value().map->contains(wanted)), json);
}

} // namespace

BOOST_AUTO_TEST_SUITE(rfc8259_strings)

BOOST_AUTO_TEST_CASE(strings_of_every_form_are_taken)
{
    for (auto const good : {R"("")",
                            R"("a")",
                            R"(" ")",
                            R"("\"")",
                            R"("\\")",
                            R"("\/")",
                            R"("/")",
                            R"("\b\f\n\r\t")",
                            R"("\u0000")",
                            R"("\u001f")",
                            R"("\u0041")",
                            R"("\u00e9\u00E9")",
                            R"("\uffff")",
                            R"("\uFFFE")",
                            R"("\ud7ff\ue000")",
                            R"("\ud83d\ude42")",
                            R"("\uD800\uDC00")",
                            R"("\uDBFF\uDFFF")",
                            R"("\\u0041")",
                            R"("\\\"")",
                            R"("'")",
                            R"("[{,:}]")",
                            R"("//")",
                            R"("a\u0000b")",
                            "\"\x7F\"",
                            "\"\xC3\xA9\"",
                            "\"\xE2\x82\xAC\"",
                            "\"\xF0\x9F\x99\x82\"",
                            "\"\xEF\xBB\xBF\"",
                            "\"\xE2\x80\xA8\"",
                            "\"\xC2\x80\"",
                            "\"\xEF\xBF\xBF\""})
        accepted(good);
}

BOOST_AUTO_TEST_CASE(a_string_has_two_quotes)
{
    for (auto const bad : {"\"", "\"a", "a\"", "\"a\\\"", "\"\\", "\"\\\\\\\"", "'a'", "\"a'", "\"a\"b\"", "\"a\"\"",
                           "\"[", "\"{\"a\":\"}"})
        refused(bad);
    for (std::size_t size = 0; size < 70; ++size) refused('"' + std::string(size, 'x'));
}

BOOST_AUTO_TEST_CASE(escapes_mean_their_characters)
{
    is_string(R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t");
    is_string(R"("\u0041\u007f\u0080\u07ff")", "A\x7F\xC2\x80\xDF\xBF");
    is_string(R"("\u0800\ud7ff\ue000\uFFFF")", "\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF");
    is_string(R"("\ud800\udc00\uDBFF\uDFFF\ud83d\ude42")", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\xF0\x9F\x99\x82");
    is_string(R"("a\u0000b")", "a\0b"sv);
    is_string(R"("\u00e9\u00E9")", "\xC3\xA9\xC3\xA9");
    is_string("\"\xF0\x9F\x99\x82\\n\xC3\xA9\x7F\"", "\xF0\x9F\x99\x82\n\xC3\xA9\x7F");
    for (std::size_t before = 0; before < 40; ++before) {
        auto const plain = std::string(before, 'x');
        is_string('"' + plain + "\\n" + plain + '"', plain + '\n' + plain);
        is_string('"' + plain + "\xC3\xA9" + plain + '"', plain + "\xC3\xA9" + plain);
    }
}

BOOST_AUTO_TEST_CASE(no_other_escape_is_known)
{
    for (int c = 0; c < 256; ++c) {
        auto const escaped = std::string("\\") + static_cast<char>(c);
        if ("\"\\/bfnrt"sv.find(static_cast<char>(c)) != std::string_view::npos) accepted('"' + escaped + '"');
        else refused('"' + escaped + '"');
    }
}

BOOST_AUTO_TEST_CASE(a_u_has_four_hexadecimal_digits_behind_it)
{
    for (auto const bad : {R"("\u")", R"("\u1")", R"("\u12")", R"("\u123")", R"("\u 123")", R"("\U0041")",
                           R"("\u{41}")", R"("\u+041")", R"("\u-041")", R"("\u0x41")", R"("\u12\u0041")",
                           "\"\\u00\xC3\xA9\"", "\"\\u", "\"\\u0", "\"\\u00", "\"\\u004", "\"\\u0041"})
        refused(bad);
    for (std::size_t digit = 2; digit < 6; ++digit)
        for (int c = 0; c < 256; ++c) {
            std::string text = R"(\u0041)";
            text[digit] = static_cast<char>(c);
            if (std::isxdigit(c)) accepted('"' + text + '"');
            else refused('"' + text + '"');
        }
}

BOOST_AUTO_TEST_CASE(half_a_surrogate_pair_is_refused)
{
    for (auto const bad : {R"("\ud800")",       R"("\udbff")",       R"("\udc00")",       R"("\udfff")",
                           R"("\uDEAD")",       R"("\ud800x")",      R"("\ud800\n")",     R"("\ud800\\udc00")",
                           R"("\ud800\ud800")", R"("\ud800\udbff")", R"("\ud800\ue000")", R"("\ud800\u0041")",
                           R"("\udc00\ud800")", R"("\udc00\udc00")", R"("\udfff\udfff")", R"("\ud83d\ude42\ud83d")",
                           R"("\ud83dude42")",  R"("\ud83d\ude4")",  R"("\ud83d\ude4g")", R"("\ud83d \ude42")",
                           "\"\\ud83d",         "\"\\ud83d\\",       "\"\\ud83d\\u",      "\"\\ud83d\\ude4",
                           "\"\\ud83d\\ude42"})
        refused(bad);
}

BOOST_AUTO_TEST_CASE(control_characters_must_be_escaped)
{
    for (int c = 0; c < 0x20; ++c) {
        for (std::size_t const before : {0u, 1u, 7u, 15u, 16u, 31u, 32u, 50u}) {
            auto const plain = std::string(before, 'x');
            refused('"' + plain + static_cast<char>(c) + plain + '"');
        }
        refused("\"\\n" + std::string(1, static_cast<char>(c)) + '"'); // behind an escape as well
        char code[] = R"("\u0000")";
        std::to_chars(code + (c < 16 ? 6 : 5), code + 7, c, 16);
        is_string(code, std::string(1, static_cast<char>(c)));
    }
    is_string("\"\x7F\"", "\x7F");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rfc8259_utf8)

BOOST_AUTO_TEST_CASE(what_is_not_utf8_is_refused)
{
    std::pair<char const*, std::vector<std::string_view>> const classes[] = {
        {"alone", {"\x80", "\xBF", "\xC0", "\xC1", "\xC2", "\xF5", "\xF8", "\xFC", "\xFE", "\xFF"}},
        {"overlong",
         {"\xC0\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF"}},
        {"surrogates", {"\xED\xA0\x80", "\xED\xAF\xBF", "\xED\xB0\x80", "\xED\xBF\xBF", "\xED\xA0\xBD\xED\xB9\x82"}},
        {"beyond U+10FFFF", {"\xF4\x90\x80\x80", "\xF4\xBF\xBF\xBF", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80"}},
        {"cut", {"\xC3", "\xE2", "\xE2\x82", "\xF0", "\xF0\x9F", "\xF0\x9F\x99", "\xE2\x82\\n", "\xC3\\n"}},
        {"interrupted", {"\xC3\xC3\xA9", "\xC3x", "\xE2\x82x", "\xF0\x9F\x99x", "\xE2x\x82", "\xE2\x28\xA1"}},
        {"too long", {"\xC3\xA9\xA9", "\xE2\x82\xAC\x80", "\xF0\x9F\x99\x82\x82"}}};
    for (auto const& [why, sequences] : classes)
        for (auto const sequence : sequences) {
            BOOST_TEST_INFO_SCOPE(why);
            refused("\"\\n" + std::string(sequence) + '"'); // behind an escape as well
            for (std::size_t const before : {0u, 15u, 31u, 40u})
                for (std::size_t const behind : {0u, 1u, 40u}) {
                    auto const inside = std::string(before, 'x').append(sequence).append(behind, 'y');
                    refused('"' + inside + '"');
                    refused('"' + inside);
                    refused("{\"" + inside + "\":1}");
                }
        }
}

BOOST_AUTO_TEST_CASE(every_sequence_of_bytes_is_judged_as_utf8_is_defined)
{
    // RFC 3629's grammar, by the code point that the bits say.
    auto const size_of = [](std::array<unsigned char, 4> const& b) -> std::size_t {
        std::size_t const size = (b[0] & 0xE0) == 0xC0 ? 2 : (b[0] & 0xF0) == 0xE0 ? 3 : (b[0] & 0xF8) == 0xF0 ? 4 : 0;
        if (size == 0) return 0;
        auto code = static_cast<std::uint32_t>(b[0] & (0x7F >> size));
        for (std::size_t i = 1; i < size; ++i) {
            if ((b[i] & 0xC0) != 0x80) return 0;
            code = code << 6 | (b[i] & 0x3Fu);
        }
        std::uint32_t const least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
        return code < least || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0 : size;
    };
    std::size_t wrong = 0, good = 0;
    for (unsigned first = 0x80; first < 0x100; ++first)
        for (unsigned second = 0; second < 0x100; ++second)
            for (unsigned const third : {0x00u, 0x22u, 0x7Fu, 0x80u, 0xBFu, 0xC0u, 0xFFu})
                for (unsigned const fourth : {0x00u, 0x22u, 0x7Fu, 0x80u, 0xBFu, 0xC0u, 0xFFu}) {
                    std::array<unsigned char, 4> const bytes{
                        static_cast<unsigned char>(first), static_cast<unsigned char>(second),
                        static_cast<unsigned char>(third), static_cast<unsigned char>(fourth)};
                    auto const* const at = reinterpret_cast<char const*>(bytes.data());
                    auto const wanted = size_of(bytes);
                    good += wanted != 0;
                    wrong += okta::detail::utf8_sequence(at, at + 4) != wanted;
                    for (std::size_t cut = 1; cut < 4; ++cut) // what is cut off counts as not there
                        wrong += okta::detail::utf8_sequence(at, at + cut) != (wanted <= cut ? wanted : 0);
                }
    BOOST_TEST(wrong == 0u);
    BOOST_TEST(good > 50'000u);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace rfc8259_strings_test
