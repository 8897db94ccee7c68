#include <okta/codec/decode.hpp>
#include <okta/model/secret.hpp>
#include <okta/model/timestamp.hpp>

#include <boost/test/unit_test.hpp>

#include <ostream>

namespace model_test {
namespace {

std::string rewritten(std::string_view text)
{
    auto const t = okta::parse_timestamp(text);
    return t ? okta::to_string(*t) : "refused";
}

struct login
{
    std::optional<okta::secret> password = {};
    std::string name = {};
};
BOOST_DESCRIBE_STRUCT(login, (), (password, name))

} // namespace

BOOST_AUTO_TEST_SUITE(timestamp)

BOOST_AUTO_TEST_CASE(okta_s_form_round_trips)
{
    for (auto const text : {"2013-06-24T16:39:18.000Z", "0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z",
                            "1969-12-31T23:59:59.999Z", "2024-02-29T12:00:00.050Z"})
        BOOST_TEST(rewritten(text) == text);
    BOOST_TEST(okta::parse_timestamp("1970-01-01T00:00:01.002Z")->time_since_epoch().count() == 1002);
}

BOOST_AUTO_TEST_CASE(fractions_are_cut_to_milliseconds)
{
    BOOST_TEST(rewritten("2020-01-01T00:00:00Z") == "2020-01-01T00:00:00.000Z");
    BOOST_TEST(rewritten("2020-01-01T00:00:00.1Z") == "2020-01-01T00:00:00.100Z");
    BOOST_TEST(rewritten("2020-01-01T00:00:00.12Z") == "2020-01-01T00:00:00.120Z");
    BOOST_TEST(rewritten("2020-01-01T00:00:00.9999999999999999999Z") == "2020-01-01T00:00:00.999Z");
}

BOOST_AUTO_TEST_CASE(offsets_are_brought_to_utc)
{
    BOOST_TEST(rewritten("2020-01-01T00:30:00+01:00") == "2019-12-31T23:30:00.000Z");
    BOOST_TEST(rewritten("2019-12-31T23:30:00-0130") == "2020-01-01T01:00:00.000Z");
    BOOST_TEST(rewritten("2020-01-01t00:00:00z") == "2020-01-01T00:00:00.000Z");
    BOOST_TEST(rewritten("2020-01-01T00:00:00-00:00") == "2020-01-01T00:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(a_leap_second_is_the_next_minute_s_first)
{
    BOOST_TEST(rewritten("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00.000Z");
    BOOST_TEST(rewritten("2016-12-31T23:59:61Z") == "refused");
}

BOOST_AUTO_TEST_CASE(what_is_none_is_refused)
{
    for (auto const bad : {"",
                           "2020",
                           "2020-01-01",
                           "2020-01-01T00:00Z",
                           "2020-01-01T00:00:00",
                           "2020-13-01T00:00:00Z",
                           "2020-00-01T00:00:00Z",
                           "2023-02-29T00:00:00Z",
                           "2020-01-32T00:00:00Z",
                           "2020-01-01T24:00:00Z",
                           "2020-01-01T00:60:00Z",
                           "2020-01-01T00:00:00.Z",
                           "2020-01-01T00:00:00.12",
                           "2020-01-01 00:00:00Z",
                           "2020-01-01T00:00:00+24:00",
                           "2020-01-01T00:00:00+01:60",
                           "2020-01-01T00:00:00+1",
                           "2020-01-01T00:00:00Zx",
                           " 2020-01-01T00:00:00Z",
                           "2020/01/01T00:00:00Z",
                           "+020-01-01T00:00:00Z",
                           "2020-1-01T00:00:00Z",
                           "20200101T000000Z",
                           "1577836800",
                           "2020-01-01T00:00:00,5Z"})
        BOOST_TEST(!okta::parse_timestamp(bad), bad);
    // Within the years, but not once it is UTC: it could not be written.
    BOOST_TEST(rewritten("0000-01-01T00:00:00+00:01") == "refused");
    BOOST_TEST(rewritten("9999-12-31T23:59:59-00:01") == "refused");
}

BOOST_AUTO_TEST_CASE(writing_is_clamped_to_four_digits)
{
    BOOST_TEST(okta::to_string(okta::timestamp::max()) == "9999-12-31T23:59:59.999Z");
    BOOST_TEST(okta::to_string(okta::timestamp::min()) == "0000-01-01T00:00:00.000Z");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(secret)

template <class T>
concept streamable = requires(std::ostream& out, T const& t) { out << t; };

BOOST_AUTO_TEST_CASE(it_cannot_be_shown_by_accident)
{
    static_assert(!streamable<okta::secret>);
    static_assert(!streamable<std::optional<okta::secret>>);
    static_assert(!streamable<login>);
    static_assert(!std::is_convertible_v<okta::secret, std::string>);
    static_assert(!std::is_convertible_v<okta::secret, std::string_view>);
    BOOST_TEST(okta::secret("hunter2").reveal() == "hunter2");
}

BOOST_AUTO_TEST_CASE(it_is_sent_but_redacted_in_a_dry_run)
{
    login const l{.password = okta::secret("hunter2"), .name = "ada"};
    BOOST_TEST(okta::to_json(l) == R"({"password":"hunter2","name":"ada"})");
    std::string out;
    okta::detail::json_writer(out, okta::detail::secrets::redact).write(&l, okta::detail::type_table<login>);
    BOOST_TEST(out == R"({"password":"***","name":"ada"})");
}

BOOST_AUTO_TEST_CASE(its_bytes_are_overwritten)
{
    auto const all_zero = [](char const* p, std::size_t n) { return std::all_of(p, p + n, [](char c) { return !c; }); };
    okta::secret moved_from("short"); // within the object itself, so that it may be looked at afterwards
    auto const* p = moved_from.reveal().data();
    okta::secret const to = std::move(moved_from);
    BOOST_TEST(all_zero(p, 5));
    BOOST_TEST((to.reveal() == "short" && moved_from.empty()));

    okta::secret assigned("short");
    p = assigned.reveal().data();
    assigned = okta::secret("a");
    BOOST_TEST(p[0] == 'a');
    BOOST_TEST(all_zero(p + 1, 4));
}

BOOST_AUTO_TEST_CASE(it_copies_and_compares)
{
    okta::secret a("x");
    okta::secret const b = a;
    BOOST_TEST((a == b));
    a = b;
    auto& itself = a;
    a = std::move(itself);
    BOOST_TEST(a.reveal() == "x");
    BOOST_TEST((okta::secret("x") != okta::secret("y")));
    BOOST_TEST((okta::secret().empty() && !b.empty()));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(error)

BOOST_AUTO_TEST_CASE(the_message_is_one_line)
{
    okta::error e;
    e.code = "E0000001";
    e.summary = "Api validation\r\nfailed:\tlogin";
    e.causes = {"login: taken\n", "email: odd"};
    e.status = 400;
    e.request_id = "req1";
    BOOST_TEST(e.message() ==
               "service: E0000001 Api validation  failed: login (login: taken ; email: odd) [400, request req1]");
}

BOOST_AUTO_TEST_CASE(what_is_missing_leaves_no_trace)
{
    okta::error e;
    e.kind = okta::error_kind::transport;
    e.summary = "connect: refused";
    BOOST_TEST(e.message() == "transport: connect: refused");
    e.request_id = "r";
    BOOST_TEST(e.message() == "transport: connect: refused [request r]");
    e.request_id.clear();
    e.status = 502;
    BOOST_TEST(e.message() == "transport: connect: refused [502]");
    BOOST_TEST(okta::to_string(okta::error_kind::unexpected_answer) == "unexpected_answer");
    BOOST_TEST(okta::to_string(okta::error_kind::authorisation) == "authorisation");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(result)

BOOST_AUTO_TEST_CASE(it_holds_a_value_or_an_error_and_always_the_facts)
{
    okta::result<std::string> good("x", {.status = 200, .request_id = "r1"});
    BOOST_TEST((good && good.has_value() && *good == "x" && good->size() == 1 && good.value() == "x"));
    BOOST_TEST((good.facts().status == 200 && good.facts().request_id == "r1"));
    okta::error e;
    e.code = "E1";
    okta::result<std::string> bad(e, {.status = 404});
    BOOST_TEST((!bad && bad.error().code == "E1" && bad.facts().status == 404));
    BOOST_TEST(std::move(good).value() == "x");
}

BOOST_AUTO_TEST_CASE(only_value_throws_and_what_it_throws_holds_the_error)
{
    okta::error e;
    e.code = "E0000007";
    e.summary = "Not found";
    e.status = 404;
    okta::result<int> const bad(e);
    BOOST_CHECK_EXCEPTION((void)bad.value(), okta::exception, [](okta::exception const& x) {
        return x.error().code == "E0000007" && x.what() == std::string("service: E0000007 Not found [404]");
    });
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace model_test
