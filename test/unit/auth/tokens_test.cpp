#include <okta/auth/tokens.hpp>

#include <boost/test/unit_test.hpp>

namespace tokens_test {
namespace {

std::string header_of(auto const& auth)
{
    okta::http_request request;
    request.fields.add("authorization", "stale");
    BOOST_TEST(!auth.authorise(request).has_value());
    BOOST_TEST(!auth.authorise(request).has_value()); // the second attempt
    BOOST_TEST(request.fields.size() == 1u);          // replaced, not added
    return std::string(request.fields.find("Authorization").value_or(""));
}

template <class Token>
std::string refusal(std::string const& text)
{
    try {
        Token{okta::secret(text)};
    } catch (okta::exception const& e) {
        BOOST_TEST((e.error().kind == okta::error_kind::invalid_request));
        return e.what();
    }
    return "not refused";
}

struct refusing
{
    std::optional<okta::error> authorise(okta::http_request&) { return okta::error{.code = "no_key"}; }
    bool is_bearer() const { return true; }
};

struct counting
{
    std::optional<okta::error> authorise(okta::http_request&) { return ++*calls, std::nullopt; }
    bool is_bearer() const { return false; }
    std::shared_ptr<int> calls = std::make_shared<int>(0);
};

bool is_authorised(okta::authorisation const& a) { return std::holds_alternative<okta::authorised>(a); }

} // namespace

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(each_has_its_scheme)
{
    BOOST_TEST(header_of(okta::api_token("00abc")) == "SSWS 00abc");
    BOOST_TEST(header_of(okta::bearer_token("ey.J-_~+/=")) == "Bearer ey.J-_~+/=");
    BOOST_TEST((!okta::api_token::is_bearer() && okta::bearer_token::is_bearer()));
}

BOOST_AUTO_TEST_CASE(what_a_header_cannot_carry_is_refused_and_not_shown)
{
    for (std::string const bad : {"sec ret", "sec\r\nX: y", "sec\tret",
                                  "s\xC3\xA4"
                                  "c",
                                  "sec\x7f", " sec", "sec\n"}) {
        BOOST_TEST(refusal<okta::api_token>(bad) ==
                   "invalid_request: the API token holds blanks, control or non-ASCII characters");
        BOOST_TEST(refusal<okta::bearer_token>(bad).find("sec") == std::string::npos);
    }
    BOOST_TEST(refusal<okta::api_token>("") == "invalid_request: the API token is empty");
    BOOST_TEST(refusal<okta::bearer_token>("") == "invalid_request: the access token is empty");
}

BOOST_AUTO_TEST_CASE(any_authoriser_holds_any_and_copies_share_it)
{
    static_assert(okta::authoriser<okta::any_authoriser> && okta::authoriser<okta::api_token>);
    static_assert(!okta::authoriser<int> && !std::is_convertible_v<int, okta::any_authoriser>);
    okta::http_request request;
    okta::any_authoriser no = refusing{};
    BOOST_TEST((std::get<okta::error>(no.authorise(request)).code == "no_key" && no.is_bearer()));
    counting const c;
    okta::any_authoriser a = c, b = a;
    BOOST_TEST((is_authorised(a.authorise(request)) && is_authorised(b.authorise(request)) && !b.is_bearer()));
    BOOST_TEST(*c.calls == 2);
    okta::any_authoriser token = okta::api_token("t");
    BOOST_TEST((is_authorised(token.authorise(request)) && *request.fields.find("Authorization") == "SSWS t"));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace tokens_test
