#include "codec_support.hpp"

#include <okta/codec/json_number.hpp>
#include <okta/model/group.hpp>

#include <boost/json/parse.hpp>

#include <charconv>
#include <cmath>
#include <limits>

// What RFC 8259 says of numbers.

namespace rfc8259_numbers_test {
using namespace okta::test;
using namespace std::string_view_literals;

namespace {

/// The double that the text is, as a member, an item and the whole text.
void is_double(std::string_view json, double wanted)
{
    auto const same = [&](double d) { return d == wanted && std::signbit(d) == std::signbit(wanted); };
    std::string const text(json);
    BOOST_TEST(same(okta::decode<double>(text).value()), json);
    BOOST_TEST(same(okta::decode<known>("{\"real\":" + text + "}").value().real.value()), json);
    BOOST_TEST(same(okta::decode<std::vector<double>>("[" + text + "]").value().front()), json);
}

/// What is written and read without std::to_chars and std::from_chars is what these make of it.
void is_standard(double number)
{
    char standard[32], text[16];
    auto const size = std::to_chars(standard, standard + 32, number).ptr - standard;
    std::string_view const wanted(standard, static_cast<std::size_t>(size));
    if (auto const* const end = okta::detail::write_short_decimal(text, number)) {
        std::string_view const written(text, static_cast<std::size_t>(end - text));
        if (written != wanted) BOOST_ERROR("written " << written << ": " << wanted);
    }
    double read = 0;
    if (okta::detail::read_short_decimal(wanted.data(), wanted.data() + wanted.size(), read) && read != number)
        BOOST_ERROR("read " << read << ": " << wanted);
}

} // namespace

BOOST_AUTO_TEST_SUITE(rfc8259_numbers)

BOOST_AUTO_TEST_CASE(numbers_of_every_form_are_taken)
{
    for (auto const good : {"0",          "-0",
                            "1",          "-1",
                            "10",         "120",
                            "0.0",        "-0.0",
                            "0.5",        "-0.5",
                            "1.0",        "10.01",
                            "0e0",        "0e1",
                            "0E5",        "1e0",
                            "1e5",        "1E5",
                            "1e+2",       "1E+2",
                            "1e-2",       "1E-2",
                            "1e00",       "1e+02",
                            "1e-007",     "0.1e1",
                            "0.0e-1",     "-1.5e3",
                            "123.456e78", "1.7976931348623157e308",
                            "5e-324",     "0.000000000000000000000000000000000000001",
                            "1e22"})
        accepted(good);
}

BOOST_AUTO_TEST_CASE(numbers_beyond_every_type_are_numbers_all_the_same)
{
    for (auto const good :
         {"9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
          "18446744073709551615", "18446744073709551616", "123456789012345678901234567890", "1e308", "1e309", "-1e309",
          "1e400", "1e-324", "1e-400", "1e9999", "1e-9999", "1e99999999", "1e-99999999", "1e999999999", "1e-999999999"})
        accepted(good);
    accepted(std::string(1000, '9'));
    accepted("0." + std::string(1000, '0') + "1");
    accepted("1" + std::string(400, '0') + "e-400");
}

BOOST_AUTO_TEST_CASE(what_is_nearly_a_number_is_refused)
{
    for (auto const bad : {"00",       "01",    "-01",          "-00",       "012",       "0123.5",
                           "00.5",     "+1",    "+0",           "++1",       "-",         "--1",
                           "-+1",      "- 1",   "1-",           "1-2",       "1+2",       ".5",
                           "-.5",      ".",     "-.",           "1.",        "-1.",       "0.",
                           "1.e1",     "0.e1",  "1..2",         "1.2.3",     "1,5.",      ".1e1",
                           "1e",       "1E",    "1e+",          "1e-",       "1E+",       "0e",
                           "0e+",      "1ee2",  "1e2e3",        "1e+-2",     "1e 2",      "1 e2",
                           "1e2.5",    "1e.5",  "e1",           "-e1",       "1.5e",      "1 .5",
                           "1. 5",     "1a",    "1e1a",         "0x1",       "0x",        "0X1F",
                           "-0x1",     "0b1",   "0o7",          "1f",        "1L",        "1u",
                           "1_000",    "1'000", "1/2",          "NaN",       "nan",       "-NaN",
                           "Inf",      "-Inf",  "Infinity",     "-Infinity", "+Infinity", "inf",
                           "infinity", "1#INF", "\xEF\xBC\x91", "\xD9\xA1",  "1\xC2\xA0", "-\xEF\xBC\x91",
                           "1%",       "$1",    "1\\u0030",     "-a",        "-\"1\"",    "-[]",
                           "-true",    "1true", "1null"})
        refused(bad);
    refused("1\0"sv);
    refused("-\0"sv);
    refused("1\0002"sv);
    refused("1e\0"sv);
}

BOOST_AUTO_TEST_CASE(a_number_is_the_nearest_double)
{
    is_double("0", 0.0);
    is_double("-0", 0.0); // the integer
    is_double("-0.0", -0.0);
    is_double("0e999", 0.0);
    is_double("1E+2", 100.0);
    is_double("1e-007", 1e-7);
    is_double("-1.5e3", -1500.0);
    is_double("0.1", 0.1);
    is_double("9223372036854775807", 9223372036854775807.0);
    is_double("18446744073709551616", 18446744073709551616.0);
    is_double("1.7976931348623157e308", std::numeric_limits<double>::max());
    is_double("2.2250738585072014e-308", std::numeric_limits<double>::min());
    is_double("5e-324", std::numeric_limits<double>::denorm_min());
    is_double("9007199254740993.0", 9007199254740992.0); // a tie, to even
    is_double("37.7749", 37.7749);
    is_double("-122.4194", -122.4194);
    is_double("0.00000000000001", 1e-14); // 15 digits and more
    is_double("1.0000000000002", 1.0000000000002);
    is_double("999999999999.99", 999999999999.99);
    is_double("9999999999999.99", 9999999999999.99);
    is_double("-1.234567890123", -1.234567890123);
    is_double("0.10000000000000000", 0.1);
}

BOOST_AUTO_TEST_CASE(short_decimals_are_written_and_read_as_the_standard_library_does)
{
    std::uint64_t random = 1;
    for (int i = 0; i < 200'000; ++i) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        auto const digits = static_cast<double>(random >> 14) / std::pow(10.0, static_cast<double>(random % 18));
        for (double const number : {static_cast<double>(i) / 1e6, static_cast<double>(i), digits, -digits,
                                    static_cast<double>(static_cast<std::int64_t>(random >> 27)) / 1e6,
                                    static_cast<double>(static_cast<std::int64_t>(random >> 30)) / 1e7,
                                    std::nextafter(static_cast<double>(i) / 1e3, 1e9)})
            is_standard(number);
    }
    for (double const number : {0.0, -0.0, 0.001, 0.00099999, 0.002, 99'999.999999, 99'999.9999999, 100'000.0, 10'000.0,
                                20'000.0, 1e300, 5e-324, -0.5, -99'999.5})
        is_standard(number);
    char text[16];
    auto const size = okta::detail::write_short_decimal(text, -99'999.999999) - text;
    BOOST_TEST(std::string_view(text, static_cast<std::size_t>(size)) == "-99999.999999"); // the longest
    BOOST_TEST(!okta::detail::write_short_decimal(text, std::numeric_limits<double>::quiet_NaN()));
    BOOST_TEST(!okta::detail::write_short_decimal(text, std::numeric_limits<double>::infinity()));
}

BOOST_AUTO_TEST_CASE(integers_are_whole_to_the_last_digit)
{
    auto const whole = [](std::string_view json) { return okta::decode<std::int64_t>(json); };
    BOOST_TEST(whole("9223372036854775807").value() == INT64_MAX);
    BOOST_TEST(whole("-9223372036854775808").value() == INT64_MIN);
    BOOST_TEST(whole("9007199254740993").value() == 9007199254740993);
    BOOST_TEST(whole("-0").value() == 0);
    for (auto const beyond : {"9223372036854775808", "-9223372036854775809", "18446744073709551616", "1e19", "1e400",
                              "-1e99999999", "100000000000000000000000000000000"}) {
        BOOST_TEST(by_reader<std::int64_t>(beyond) == by_dom<std::int64_t>(beyond), beyond);
        BOOST_TEST(whole(beyond).error().summary == "the number is outside the range of its member (byte 0)", beyond);
    }
}

// Boost.JSON 1.81, whose word the DOM path is, holds exponents in an int: RFC 8259 would have these.
BOOST_AUTO_TEST_CASE(exponents_beyond_int_are_refused)
{
    for (auto const odd :
         {"1e2147483648", "1e-2147483648", "0e9999999999", "1e99999999999999999999", "-1.5E+4294967296"})
        refused(odd);
    for (auto const even : {"1e0000000000000000001", "1e-0000000000", "1e+000000000"}) accepted(even);
}

// And it makes no number of zero with a large exponent where any JSON is kept: zero times infinity.
BOOST_AUTO_TEST_CASE(zero_may_have_any_exponent)
{
    for (auto const zero : {"0e400", "0E99999999", "0.0e999", "0e918443649"}) {
        accepted(zero);
        BOOST_TEST(okta::decode<double>(zero).value() == 0.0, zero);
        BOOST_TEST(okta::decode<std::int64_t>(zero).value() == 0, zero);
        auto const kept = okta::decode<boost::json::value>("{\"a\":[" + std::string(zero) + "]}").value();
        BOOST_TEST(okta::to_json(kept) == R"({"a":[0E0]})", zero);
    }
}

BOOST_AUTO_TEST_CASE(a_bad_item_is_kept_as_json_even_with_a_number_beyond_every_range)
{
    auto const page = okta::decode<okta::page<okta::group>>(R"([{"id":1,"n":[1e999,0e999,-1e999]},{"id":"00g1"}])");
    BOOST_TEST_REQUIRE(page.has_value());
    BOOST_TEST(page->size() == 1u);
    BOOST_TEST_REQUIRE(page->bad_items.size() == 1u);
    boost::system::error_code ec;
    boost::json::parse(page->bad_items[0].raw, ec);
    BOOST_TEST(!ec, page->bad_items[0].raw);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace rfc8259_numbers_test
