#include <okta/actions/groups.hpp>
#include <okta/codec/decode.hpp>
#include <okta/transport/call.hpp>

#include <boost/test/unit_test.hpp>

// From an HTTP answer to a result: facts, errors, next link.

namespace answer_test {
namespace {

okta::http_response answer(int status, std::string body, std::initializer_list<okta::http_fields::field> fields = {})
{
    okta::http_response r{.status = status, .body = std::move(body)};
    for (auto const& f : fields) r.fields.add(f.name, f.value);
    return r;
}

template <class A = okta::get_group>
okta::result<okta::result_of<A>> finished(okta::http_response r)
{
    okta::detail::exchange_outcome o;
    o.facts = okta::detail::facts_of(r);
    o.answer = std::move(r);
    return okta::detail::finish_as<okta::result_of<A>>{&okta::detail::info_of<A>()}(std::move(o), "https://o.okta.com",
                                                                                    {});
}

okta::error error_of(okta::http_response r) { return finished(std::move(r)).error(); }

std::string next_of(std::string_view link)
{
    auto const r = finished<okta::list_groups>(answer(200, "[]", {{"Link", link}}));
    return r ? r->next : r.error().summary;
}

} // namespace

BOOST_AUTO_TEST_SUITE(answer_facts)

BOOST_AUTO_TEST_CASE(the_facts_are_there_with_value_and_error)
{
    for (int const status : {200, 404}) {
        auto const r = finished(answer(status, "{}",
                                       {{"X-Okta-Request-Id", "req1"},
                                        {"ETag", "W/\"1\""},
                                        {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                        {"X-Rate-Limit-Limit", "600"},
                                        {"X-Rate-Limit-Remaining", "599"},
                                        {"X-Rate-Limit-Reset", "784111800"}}));
        BOOST_TEST(r.has_value() == (status == 200));
        auto const& f = r.facts();
        BOOST_TEST((f.status == status && f.request_id == "req1" && f.etag == "W/\"1\""));
        BOOST_TEST(f.date->time_since_epoch().count() == 784111777);
        BOOST_TEST((f.rate_limit->limit == 600 && f.rate_limit->remaining == 599));
        BOOST_TEST((f.rate_limit->reset - *f.date).count() == 23);
    }
}

BOOST_AUTO_TEST_CASE(of_repeated_rate_limits_the_smallest_counts)
{
    auto const f = okta::detail::facts_of(answer(200, "",
                                                 {{"X-Rate-Limit-Limit", "600"},
                                                  {"x-rate-limit-limit", "50"},
                                                  {"X-Rate-Limit-Remaining", "junk"},
                                                  {"X-Rate-Limit-Remaining", "0"},
                                                  {"X-Rate-Limit-Remaining", "9"},
                                                  {"X-Rate-Limit-Reset", "20"},
                                                  {"X-Rate-Limit-Reset", "10"}}));
    BOOST_TEST((f.rate_limit == okta::rate_limit{50, 0, std::chrono::sys_seconds{std::chrono::seconds{10}}}));
}

BOOST_AUTO_TEST_CASE(absurd_values_are_no_facts)
{
    for (auto const absurd : {"", "x", "1x", " 1", "1.5", "99999999999999999999", "0x10"}) {
        auto const f = okta::detail::facts_of(answer(
            200, "", {{"X-Rate-Limit-Limit", "1"}, {"X-Rate-Limit-Remaining", "1"}, {"X-Rate-Limit-Reset", absurd}}));
        BOOST_TEST(!f.rate_limit, absurd);
    }
    BOOST_TEST(!okta::detail::facts_of(answer(200, "", {{"Date", "now"}})).date);
    BOOST_TEST(!okta::detail::facts_of(answer(200, "", {{"X-Rate-Limit-Limit", "1"}})).rate_limit);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(answer_errors)

BOOST_AUTO_TEST_CASE(okta_s_own_error_is_read)
{
    auto const e = error_of(answer(400, R"({"errorCode":"E0000001","errorSummary":"Api validation failed: login",
        "errorLink":"E0000001","errorId":"oae1","errorCauses":[{"errorSummary":"login: taken"},{"x":1},null]})",
                                   {{"X-Okta-Request-Id", "req1"}}));
    BOOST_TEST((e.kind == okta::error_kind::service && e.code == "E0000001" && e.status == 400));
    BOOST_TEST((e.error_id == "oae1" && e.request_id == "req1" && e.raw_body.empty()));
    BOOST_TEST((e.causes == std::vector<std::string>{"login: taken", ""}));
    BOOST_TEST(error_of(answer(429, R"({"errorCode":"E0000047"})")).summary == "get_group was answered 429");
}

BOOST_AUTO_TEST_CASE(oauth_s_error_is_read)
{
    auto const e = error_of(answer(401, R"({"error":"invalid_token","error_description":"expired"})"));
    BOOST_TEST((e.kind == okta::error_kind::oauth && e.code == "invalid_token" && e.summary == "expired"));
}

BOOST_AUTO_TEST_CASE(without_a_body_the_challenge_is_read)
{
    auto const e = error_of(
        answer(400, "",
               {{"WWW-Authenticate", R"(Basic realm="error")"},
                {"WWW-Authenticate",
                 R"(DPoP algs="RS256", xerror="no", error="invalid_dpop_proof", error_description="used")"}}));
    BOOST_TEST((e.code == "invalid_dpop_proof" && e.summary == "used" && e.status == 400));
    auto const cut = error_of(answer(401, "", {{"WWW-Authenticate", R"(Bearer error="insuffi)"}}));
    BOOST_TEST(cut.code == "insuffi");
    auto const unquoted = error_of(answer(401, "", {{"WWW-Authenticate", "Bearer error=invalid_token, realm=x"}}));
    BOOST_TEST(unquoted.code == "invalid_token");
    auto const plain = error_of(answer(401, "", {{"WWW-Authenticate", "Bearer"}}));
    BOOST_TEST((plain.code.empty() && plain.summary == "get_group was answered 401"));
}

BOOST_AUTO_TEST_CASE(what_a_challenge_quotes_is_no_parameter)
{
    auto const code = [](std::string_view challenge) {
        return error_of(answer(401, "", {{"WWW-Authenticate", challenge}})).code;
    };
    BOOST_TEST(code(R"(Bearer realm="x, error=forged", error="real")") == "real");
    BOOST_TEST(code(R"(Bearer scope="a\", error=forged", Error = "real")") == "real"); // names in any case
    BOOST_TEST(code(R"(Bearer realm="x, error=forged)") == "");
    BOOST_TEST(code(R"(Basic YQ==, "error=forged", DPoP error=real)") == "real");
    BOOST_TEST(code(R"(Bearer xerror=forged, =, error="", error="late")") == "");
}

BOOST_AUTO_TEST_CASE(what_is_none_of_them_is_kept_and_bounded)
{
    auto const html = error_of(answer(502, "<html>Bad gateway</html>"));
    BOOST_TEST((html.kind == okta::error_kind::service && html.status == 502 && html.code.empty()));
    BOOST_TEST((html.raw_body == "<html>Bad gateway</html>" && html.summary == "get_group was answered 502"));
    BOOST_TEST(html.message().find("<html>") == std::string::npos);
    BOOST_TEST(error_of(answer(500, std::string(100'000, 'x'))).raw_body.size() == 4096u);
    BOOST_TEST(error_of(answer(500, "")).message() == "service: get_group was answered 500 [500]");
    BOOST_TEST(error_of(answer(500, R"({"errorCode":5})")).raw_body == R"({"errorCode":5})");
    BOOST_TEST(error_of(answer(500, "[]")).raw_body == "[]");
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_no_error_and_no_success_is_unexpected)
{
    for (int const status : {0, 100, 302, 304})
        BOOST_TEST((error_of(answer(status, "")).kind == okta::error_kind::unexpected_answer), status);
}

BOOST_AUTO_TEST_CASE(a_success_that_does_not_fit_is_unexpected)
{
    auto const e = error_of(answer(200, R"({"id":7})", {{"X-Okta-Request-Id", "r"}}));
    BOOST_TEST((e.kind == okta::error_kind::unexpected_answer && e.raw_body == R"({"id":7})"));
    BOOST_TEST((e.status == 200 && e.request_id == "r" && e.summary == "id: expected string, found number (byte 6)"));
    BOOST_TEST(error_of(answer(200, "")).summary.starts_with("not JSON: "));
    BOOST_TEST(error_of(answer(200, std::string(100'000, '['))).raw_body.size() == 4096u);
    BOOST_TEST(finished<okta::delete_group>(answer(204, "")).has_value());
    BOOST_TEST(finished<okta::delete_group>(answer(200, "whatever")).has_value()); // nobody asked for a body
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(next_link)

BOOST_AUTO_TEST_CASE(it_becomes_path_and_query_of_the_own_origin)
{
    BOOST_TEST(next_of(R"(<https://o.okta.com/api/v1/groups?after=a%2Cb&limit=2>; rel="next")") ==
               "/api/v1/groups?after=a%2Cb&limit=2");
    BOOST_TEST(next_of(R"(<https://O.OKTA.COM:443/g?after=1>; rel="next")") == "/g?after=1");
    BOOST_TEST(next_of(R"(</api/v1/groups?after=1>; rel="next")") == "/api/v1/groups?after=1");
    BOOST_TEST(next_of(R"(<https://o.okta.com/g>; rel="self")") == "");
}

BOOST_AUTO_TEST_CASE(a_path_that_looks_like_a_host_is_refused) // as it would be, where it is a stored cursor
{
    BOOST_TEST(next_of(R"(<https://o.okta.com//evil.com/g>; rel="next")") ==
               "the next link's path begins with two slashes");
}

BOOST_AUTO_TEST_CASE(another_origin_is_refused)
{
    for (auto const other : {"https://evil.com/g", "http://o.okta.com/g", "https://o.okta.com:8443/g",
                             "https://o.okta.com.evil.com/g", "//evil.com/g"})
        BOOST_TEST(next_of('<' + std::string(other) + R"(>; rel="next")")
                       .starts_with("the next link leads to another origin: "),
                   other);
    for (auto const bad : {"", "g?after=1", "?after=1", "https://o.okta.com@evil.com/g", "javascript:x", "https://"})
        BOOST_TEST(next_of('<' + std::string(bad) + R"(>; rel="next")") == "the next link is not a URL", bad);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace answer_test
