#include "codec_support.hpp"

#include <okta/model/timestamp.hpp>

#include <chrono>

// Timestamps: the form that Okta writes, which is read on a way of its own, and all the others of RFC 3339.

namespace json_timestamp_test {
using namespace okta::test;
using namespace std::chrono;

namespace {

std::string two(unsigned n) { return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; }

std::string date_text(int y, unsigned m, unsigned d)
{
    return two(static_cast<unsigned>(y) / 100) + two(static_cast<unsigned>(y) % 100) + '-' + two(m) + '-' + two(d);
}

/// What every way to read it makes of it; nothing when it is refused.
std::optional<okta::timestamp> read(std::string const& text)
{
    auto const parsed = okta::parse_timestamp(text);
    auto const json = '"' + text + '"';
    auto const member = okta::decode<known>("{\"time\":" + json + "}");
    auto const alone = okta::decode<okta::timestamp>(json);
    BOOST_TEST((member.has_value() == parsed.has_value() && alone.has_value() == parsed.has_value()), text);
    if (member && alone) BOOST_TEST((member->time == parsed && *alone == *parsed), text);
    BOOST_TEST(by_reader<known>("{\"time\":" + json + "}") == by_dom<known>("{\"time\":" + json + "}"), text);
    return parsed;
}

/// The same by the way of the other forms: an offset in place of the Z.
std::optional<okta::timestamp> read_slowly(std::string text)
{
    text.replace(text.size() - 1, 1, "+00:00");
    return okta::parse_timestamp(text);
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_timestamps)

BOOST_AUTO_TEST_CASE(every_day_is_the_calendar_s)
{
    std::size_t wrong = 0, days_seen = 0, refused = 0;
    for (int y = 0; y <= 9999; ++y) {
        bool const all = y < 5 || y > 9995 || y % 100 == 0 || (y > 1967 && y < 1973) || (y > 2022 && y < 2026);
        for (unsigned m = all ? 0 : 2; m <= 13; m += all ? 1 : 10) {
            auto const last = static_cast<unsigned>(year_month_day_last(year{y}, month_day_last{month{m}}).day());
            for (unsigned d = all ? 0 : 28; d <= 32; ++d) {
                auto const text = date_text(y, m, d) + "T23:59:58.999Z";
                okta::timestamp usual;
                bool const taken = okta::detail::read_usual_form(text, usual);
                bool const there = m >= 1 && m <= 12 && d >= 1 && d <= last;
                wrong += taken != there || okta::parse_timestamp(text).has_value() != there;
                (there ? days_seen : refused) += 1;
                if (!there || !taken) continue;
                auto const t = sys_days{year{y} / month{m} / day{d}} + 23h + 59min + 58s + 999ms;
                wrong += usual != t || okta::to_string(t) != text || read_slowly(text) != t;
            }
        }
    }
    BOOST_TEST(wrong == 0u);
    BOOST_TEST((days_seen > 50'000 && refused > 10'000));
}

BOOST_AUTO_TEST_CASE(every_time_of_a_day_is_the_clock_s)
{
    std::size_t wrong = 0;
    auto const date = sys_days{2024y / February / 29};
    for (unsigned h = 0; h < 100; ++h)
        for (unsigned min = 0; min < 100; min += h < 24 ? 1 : 13)
            for (unsigned const s : {0u, 1u, 30u, 59u, 60u, 61u, 99u}) {
                auto const text = "2024-02-29T" + two(h) + ':' + two(min) + ':' + two(s) + ".007Z";
                auto const parsed = okta::parse_timestamp(text);
                bool const there = h < 24 && min < 60 && s < 61; // 60: a leap second
                wrong += parsed.has_value() != there || read_slowly(text) != parsed;
                if (parsed) wrong += *parsed != date + hours{h} + minutes{min} + seconds{s} + 7ms;
                if (parsed && s < 60) wrong += okta::to_string(*parsed) != text;
            }
    for (int ms = 0; ms < 1000; ++ms) {
        auto const t = date + milliseconds{ms};
        wrong += okta::parse_timestamp(okta::to_string(t)) != t;
    }
    BOOST_TEST(wrong == 0u);
}

BOOST_AUTO_TEST_CASE(the_usual_form_is_read_as_the_others_are_whatever_a_byte_becomes)
{
    constexpr std::string_view good = "2024-02-29T23:59:58.123Z";
    std::size_t wrong = 0, taken = 0;
    for (std::size_t at = 0; at + 1 < good.size(); ++at)
        for (int c = 0; c < 256; ++c)
            for (std::size_t other = at; other + 1 < good.size(); ++other) {
                std::string text(good);
                text[at] = static_cast<char>(c);
                text[other] = static_cast<char>(text[other] ^ (other == at ? 0 : 1)); // and one more, nearby
                auto const parsed = okta::parse_timestamp(text);
                taken += parsed.has_value();
                wrong += parsed != read_slowly(text);
            }
    BOOST_TEST(wrong == 0u);
    BOOST_TEST(taken > 500u);
    for (int c = 0; c < 256; ++c) {
        std::string text(good);
        text.back() = static_cast<char>(c);
        BOOST_TEST(okta::parse_timestamp(text).has_value() == (c == 'Z' || c == 'z'), c);
    }
}

BOOST_AUTO_TEST_CASE(the_other_forms_are_read)
{
    struct
    {
        std::string text, wanted;
    } const rows[] = {{"2013-06-24T16:39:18Z", "2013-06-24T16:39:18.000Z"},
                      {"2013-06-24t16:39:18z", "2013-06-24T16:39:18.000Z"},
                      {"2013-06-24t16:39:18.000Z", "2013-06-24T16:39:18.000Z"},
                      {"2013-06-24T16:39:18.000z", "2013-06-24T16:39:18.000Z"},
                      {"2013-06-24T16:39:18.5Z", "2013-06-24T16:39:18.500Z"},
                      {"2013-06-24T16:39:18.05Z", "2013-06-24T16:39:18.050Z"},
                      {"2013-06-24T16:39:18.1234Z", "2013-06-24T16:39:18.123Z"},
                      {"2013-06-24T16:39:18.12399Z", "2013-06-24T16:39:18.123Z"}, // cut, not rounded
                      {"2013-06-24T16:39:18.999999Z", "2013-06-24T16:39:18.999Z"},
                      {"2013-06-24T16:39:18.0009999Z", "2013-06-24T16:39:18.000Z"},
                      {"2013-06-24T16:39:18.12345678Z", "2013-06-24T16:39:18.123Z"},
                      {"2013-06-24T16:39:18.123456789Z", "2013-06-24T16:39:18.123Z"},
                      {"2013-06-24T16:39:18.123456789012345678901234567890Z", "2013-06-24T16:39:18.123Z"},
                      {"2013-06-24T16:39:18+02:00", "2013-06-24T14:39:18.000Z"},
                      {"2013-06-24T16:39:18.250-08:30", "2013-06-25T01:09:18.250Z"},
                      {"2013-06-24T16:39:18+0200", "2013-06-24T14:39:18.000Z"},
                      {"2013-06-24T16:39:18-00:00", "2013-06-24T16:39:18.000Z"},
                      {"2024-02-29T00:00:00+23:59", "2024-02-28T00:01:00.000Z"},
                      {"2023-12-31T23:59:60Z", "2024-01-01T00:00:00.000Z"}, // a leap second
                      {"2016-12-31T23:59:60.500Z", "2017-01-01T00:00:00.500Z"},
                      {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"},
                      {"0000-01-01T00:00:00.000Z", "0000-01-01T00:00:00.000Z"},
                      {"0000-02-29T00:00:00.000Z", "0000-02-29T00:00:00.000Z"}, // a leap year
                      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
                      {"9999-12-31T23:59:59.999-00:00", "9999-12-31T23:59:59.999Z"},
                      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"}};
    for (auto const& [text, wanted] : rows) {
        auto const t = read(text);
        BOOST_TEST_REQUIRE(t.has_value(), text);
        BOOST_TEST(okta::to_string(*t) == wanted, text);
    }
    BOOST_TEST((okta::decode<known>(R"({"time":"2013-06-24T16:39:18.00\u0030Z"})").value().time ==
                okta::parse_timestamp("2013-06-24T16:39:18Z"))); // an escape in between
}

BOOST_AUTO_TEST_CASE(what_is_no_timestamp_is_refused)
{
    for (std::string const bad : {"",
                                  "Z",
                                  "T",
                                  "now",
                                  "1372091958",
                                  "2013-06-24",
                                  "16:39:18Z",
                                  "2013-06-24T16:39Z",
                                  "2013-06-24T16:39:18",
                                  "2013-06-24 16:39:18Z",
                                  "2013-06-24T16:39:18.Z",
                                  "2013-06-24T16:39:18.+01:00",
                                  "2013-06-24T16:39:18,000Z",
                                  "2013-06-24T16:39:18.000",
                                  "2013-06-24T16:39:18.000ZZ",
                                  "2013-06-24T16:39:18.000Z ",
                                  " 2013-06-24T16:39:18.000Z",
                                  "2013-06-24T16:39:18.000+2:00",
                                  "2013-06-24T16:39:18.000+24:00",
                                  "2013-06-24T16:39:18.000+01:60",
                                  "2013-06-24T16:39:18.000+01",
                                  "2013-06-24T16:39:18.000+",
                                  "2013-06-24T16:39:18.000UTC",
                                  "2013-06-24T16:39:18.-00Z",
                                  "2013-6-24T16:39:18.000Z",
                                  "2013-06-24T6:39:18.000Z",
                                  "13-06-24T16:39:18.000Z",
                                  "+2013-06-24T16:39:18.000Z",
                                  "-013-06-24T16:39:18.000Z",
                                  "12013-06-24T16:39:18Z",
                                  "2013/06/24T16:39:18.000Z",
                                  "20130624T163918.000Z",
                                  "2013-175T16:39:18.0000Z",
                                  "2013-W26-1T16:39:18.000Z",
                                  "2013-00-24T16:39:18.000Z",
                                  "2013-13-24T16:39:18.000Z",
                                  "2013-06-00T16:39:18.000Z",
                                  "2013-06-31T16:39:18.000Z",
                                  "2013-02-29T16:39:18.000Z",
                                  "2100-02-29T16:39:18.000Z",
                                  "2013-06-24T24:00:00.000Z",
                                  "2013-06-24T16:60:18.000Z",
                                  "2013-06-24T16:39:61.000Z",
                                  "2013-06-24T16:39:61Z",
                                  "0000-01-01T00:00:00+00:01",
                                  "9999-12-31T23:59:00-00:01",
                                  "9999-12-31T23:59:60Z"}) // beyond what is written
        BOOST_TEST(!read(bad).has_value(), bad);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace json_timestamp_test
