#include <okta/codec/form.hpp>
#include <okta/codec/http.hpp>
#include <okta/codec/http_date.hpp>
#include <okta/codec/link_header.hpp>
#include <okta/codec/uri.hpp>
#include <okta/model/credentials.hpp>

#include <boost/test/unit_test.hpp>

namespace http_test {
namespace {

std::string next_of(std::initializer_list<std::string_view> lines)
{
    okta::http_fields fields;
    for (auto const line : lines) fields.add("link", line);
    return okta::find_link(fields, "next").value_or("none");
}

struct token_form
{
    std::string grant_type = {};
    std::optional<std::string> scope = {};
    std::optional<bool> flag = {};
    std::optional<std::int64_t> count = {};
    std::optional<okta::secret> assertion = {};
    static constexpr okta::snake_case naming{};
};
BOOST_DESCRIBE_STRUCT(token_form, (), (grant_type, scope, flag, count, assertion))

} // namespace

BOOST_AUTO_TEST_SUITE(http)

BOOST_AUTO_TEST_CASE(fields_keep_order_and_repeated_lines)
{
    okta::http_fields f;
    f.add("Link", "a");
    f.add("X", "");
    f.add("LINK", "b");
    BOOST_TEST((f.size() == 3 && f[0].name == "Link" && f[2].name == "LINK" && f[2].value == "b"));
    BOOST_TEST(*f.find("link") == "a");
    BOOST_TEST((f.all("lInK") == std::vector<std::string_view>{"a", "b"}));
    BOOST_TEST(*f.find("x") == "");
    BOOST_TEST((!f.find("y") && f.all("y").empty() && !f.find("")));
    BOOST_CHECK_THROW((void)f[3], std::out_of_range);
}

BOOST_AUTO_TEST_CASE(set_replaces_and_remove_removes_every_line)
{
    okta::http_fields f;
    f.add("a", "1");
    f.add("b", "2");
    f.add("A", "3");
    f.set("a", "4");
    BOOST_TEST((f.all("a") == std::vector<std::string_view>{"4"}));
    BOOST_TEST(*f.find("b") == "2");
    f.set("c", "5");
    f.remove("B");
    f.remove("absent");
    BOOST_TEST((f.size() == 2 && !f.find("b") && *f.find("c") == "5"));
    f.remove("a");
    f.remove("c");
    BOOST_TEST(f.empty());
}

BOOST_AUTO_TEST_CASE(names_compare_in_ascii)
{
    BOOST_TEST(okta::equal_ignoring_case("If-Match", "iF-mATCH"));
    BOOST_TEST(!okta::equal_ignoring_case("a", "ab"));
    BOOST_TEST(!okta::equal_ignoring_case("[", "{"));
    BOOST_TEST(!okta::equal_ignoring_case("\xC4", "\xE4"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(http_date)

BOOST_AUTO_TEST_CASE(imf_fixdate_is_read)
{
    auto const seconds = [](std::string_view text) {
        auto const t = okta::parse_http_date(text);
        return t ? t->time_since_epoch().count() : -1;
    };
    BOOST_TEST(seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);
    BOOST_TEST(seconds("Thu, 29 Feb 2024 23:59:60 GMT") == 1709251200);
    for (auto const bad :
         {"", "Sun, 06 Nov 1994 08:49:37", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
          "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 anF 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 6 Nov 1994 08:49:37 GMT ", "Sun, 06 Nov 1994 -8:49:37 GMT"})
        BOOST_TEST(seconds(bad) == -1, bad);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(link_header)

BOOST_AUTO_TEST_CASE(several_lines_and_joined_lines_are_alike)
{
    BOOST_TEST(next_of({R"(<https://o/a?limit=1>; rel="self")", R"(<https://o/a?after=x>; rel="next")"}) ==
               "https://o/a?after=x");
    BOOST_TEST(next_of({R"(<https://o/a>; rel="self", <https://o/b>; rel="next")"}) == "https://o/b");
    BOOST_TEST(next_of({R"(<1>; rel="next", <2>; rel="next")", R"(<3>; rel="next")"}) == "1");
    BOOST_TEST(next_of({}) == "none");
    BOOST_TEST(next_of({R"(<https://o/a>; rel="self")"}) == "none");
}

BOOST_AUTO_TEST_CASE(commas_and_semicolons_may_be_inside)
{
    BOOST_TEST(next_of({R"(</s?f=a,b;c>; rel="self", </n?f=a,b;c>; rel="next")"}) == "/n?f=a,b;c");
    BOOST_TEST(next_of({R"(</s>; title="a, <b>; rel=\"next\""; rel="self", </n>; rel="next")"}) == "/n");
}

BOOST_AUTO_TEST_CASE(rel_is_a_token_or_quoted_and_may_hold_several)
{
    BOOST_TEST(next_of({"</n>; rel=next"}) == "/n");
    BOOST_TEST(next_of({"</n>;rel=next;x"}) == "/n");
    BOOST_TEST(next_of({R"(</n> ; REL = "prev NEXT last")"}) == "/n");
    BOOST_TEST(next_of({R"(</n>; title="t"; rel="next")"}) == "/n");
    BOOST_TEST(next_of({R"(</n>; rel="nextish")"}) == "none");
    BOOST_TEST(next_of({R"(</n>; rel="self"; rel="next")"}) == "none"); // the second is ignored (RFC 8288 3.3)
    BOOST_TEST(next_of({R"(</n>; xrel="next")"}) == "none");
    BOOST_TEST(next_of({R"(</n>)"}) == "none");
}

BOOST_AUTO_TEST_CASE(garbage_is_not_read_past)
{
    for (auto const bad : {"", " ", ",", ",,,", "<", "</n", "garbage", "</n; rel=next", R"(x </n>; rel="next")",
                           R"(</a>; rel="self" junk </n>; rel="next")", ">", R"(rel="next")", "</n>; =; rel"})
        BOOST_TEST(next_of({bad}) == "none", bad);
    BOOST_TEST(next_of({"garbage", R"(, ,</n>; rel="next")"}) == "/n"); // a bad line does not spoil the others
    BOOST_TEST(next_of({R"(</n>; rel="next)"}) == "/n");                // unterminated, yet plain
    BOOST_TEST(next_of({R"(<>; rel="next")"}) == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(uri)

BOOST_AUTO_TEST_CASE(every_byte_is_encoded_but_the_unreserved_ones)
{
    std::string const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        std::string out;
        okta::percent_encode(std::string(1, c), out);
        char expected[4];
        std::snprintf(expected, sizeof expected, "%%%02X", static_cast<unsigned>(byte));
        bool const plain = unreserved.find(c) != std::string::npos;
        BOOST_TEST(out == (plain ? std::string(1, c) : expected));
    }
}

BOOST_AUTO_TEST_CASE(urls_are_taken_apart)
{
    auto const parts = okta::parse_url("HTTPS://Example.Okta.com:443/a/b?c=d#e");
    BOOST_TEST_REQUIRE(parts.has_value());
    BOOST_TEST((parts->scheme == "https" && parts->host == "example.okta.com" && parts->port == 443));
    BOOST_TEST((parts->target == "/a/b?c=d" && parts->origin() == "https://example.okta.com"));
    BOOST_TEST(okta::parse_url("http://[::1]:8080?x")->origin() == "http://[::1]:8080");
    BOOST_TEST(okta::parse_url("http://[::1]:8080?x")->target == "/?x");
    BOOST_TEST(okta::parse_url("http://[::1]")->is_loopback());
    for (auto const bad : {"http://[[]", "http://[]", "http://[o]", "http://[::1%25eth0]", "http://o]", "http://[::g]"})
        BOOST_TEST(!okta::parse_url(bad).has_value(), bad);
    BOOST_TEST(okta::parse_url("https://o")->target == "/");
}

BOOST_AUTO_TEST_CASE(a_parameter_is_found_however_it_is_encoded)
{
    constexpr auto query = "a=1&%73tate=x+y%21&state=2&my+key=3&bad%zz=4&worse=%zz&empty&a%3Db=5&";
    BOOST_TEST((okta::query_parameter(query, "state") == "x y!")); // the first
    BOOST_TEST((okta::query_parameter(query, "a") == "1"));
    BOOST_TEST((okta::query_parameter(query, "my key") == "3"));
    BOOST_TEST((okta::query_parameter(query, "a=b") == "5"));
    BOOST_TEST((okta::query_parameter(query, "empty") == ""));
    for (auto const none : {"b", "%73tate", "bad%zz", "worse"}) BOOST_TEST(!okta::query_parameter(query, none), none);
}

BOOST_AUTO_TEST_CASE(what_is_no_url_is_refused)
{
    for (auto const bad : {"",
                           "o.com",
                           "//o.com",
                           "/a",
                           "ftp://o",
                           "https://",
                           "https:///a",
                           "https://u:p@o",
                           "https://o:0",
                           "https://o:",
                           "https://o:65536",
                           "https://o:1x",
                           "https://o b",
                           "https://o/a b",
                           "https://o/\r\nX: y",
                           "https://[::1",
                           "https://[]",
                           "https://[::1]o",
                           "https://a:b:c",
                           "https://o.com\\@evil",
                           "http s://o"})
        BOOST_TEST(!okta::parse_url(bad), bad);
}

BOOST_AUTO_TEST_CASE(loopback_is_told_from_names_that_look_like_it)
{
    for (auto const host : {"localhost", "127.0.0.1", "127.9.9.9", "::1"}) BOOST_TEST(okta::is_loopback_host(host));
    for (auto const host : {"127.0.0.1.evil.com", "localhost.evil.com", "127.evil.com", "126.0.0.1", "::2", ""})
        BOOST_TEST(!okta::is_loopback_host(host), host);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(form)

BOOST_AUTO_TEST_CASE(members_are_encoded_and_absent_ones_left_out)
{
    token_form f{.grant_type = "client_credentials", .scope = "okta.users.read openid"};
    BOOST_TEST(okta::to_form(f) == "grant_type=client_credentials&scope=okta.users.read%20openid");
    f.scope = "";
    f.flag = false;
    f.count = -3;
    f.assertion = okta::secret("a+b=&");
    BOOST_TEST(okta::to_form(f) == "grant_type=client_credentials&scope=&flag=false&count=-3&assertion=a%2Bb%3D%26");
    BOOST_TEST(okta::to_form(token_form{}) == "");
    using namespace okta::detail;
    f = {.assertion = okta::secret("hunter2")};
    BOOST_TEST(encode_form(&f, type_table<token_form>, secrets::redact) == "assertion=%2A%2A%2A");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace http_test
