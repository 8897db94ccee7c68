#include "jwt_support.hpp"

#include <okta/codec/form.hpp>
#include <okta/model/token_request.hpp>

#include <boost/test/unit_test.hpp>

// The client_credentials grant: what is granted, and every way of being refused.

namespace service_app_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
namespace sandbox = okta::sandbox;

constexpr auto url = "https://sandbox.example.com/oauth2/v1/token";
constexpr auto assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
constexpr okta::timestamp now{1'767'225'600'500ms};
constexpr std::int64_t now_seconds = 1'767'225'600;

signer const& rsa()
{
    static signer const key("RSA");
    return key;
}

struct fixture
{
    fixture()
    {
        endpoint.add({"0oa1", "key1", json::serialize(rsa().jwk()), {"okta.users.read", "okta.groups.manage"}});
        endpoint.add({"0oa2", "", json::serialize(ec.jwk()), {"okta.logs.read"}});
    }

    using answer = std::variant<sandbox::token_endpoint::granted, sandbox::token_endpoint::refused>;

    answer ask_form(std::string_view body, okta::timestamp at = now) { return endpoint.grant(body, url, at); }

    /// As the library's own client writes it.
    answer ask(std::string assertion, std::string scope = "okta.users.read", okta::timestamp at = now)
    {
        okta::token_request_client_credentials request{.scope = std::move(scope)};
        request.client_assertion_type = assertion_type;
        request.client_assertion = std::move(assertion);
        return ask_form(okta::to_form(request), at);
    }

    std::string signed_with(json::object const& h, json::object const& c) { return token(rsa(), h, c); }

    /// `invalid_client` with these words.
    void refuses(std::string assertion, std::string_view words, okta::timestamp at = now)
    {
        check_refused(ask(std::move(assertion), "okta.users.read", at), 401, "invalid_client", words);
    }

    void check_refused(answer const& a, int status, std::string_view error, std::string_view words)
    {
        auto const* const r = std::get_if<1>(&a);
        BOOST_TEST_REQUIRE(r, "granted where this was to come: " << words);
        BOOST_TEST((r->status == status && r->error == error), r->status << r->error);
        BOOST_TEST(r->description.find(words) != std::string::npos, r->description << " has not: " << words);
    }

    json::object header = {{"alg", "RS256"}, {"kid", "key1"}};
    json::object claims = {
        {"iss", "0oa1"}, {"sub", "0oa1"}, {"aud", url}, {"exp", now_seconds + 300}, {"iat", now_seconds}};

    std::string with(char const* claim, json::value value)
    {
        auto changed = claims;
        changed[claim] = std::move(value);
        return signed_with(header, changed);
    }
    std::string without(char const* claim)
    {
        auto changed = claims;
        changed.erase(claim);
        return signed_with(header, changed);
    }

    signer ec{"P-384"};
    sandbox::token_endpoint endpoint;
};

bool granted(fixture::answer const& a) { return a.index() == 0; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_service_app, fixture)

BOOST_AUTO_TEST_CASE(a_signed_assertion_is_granted)
{
    auto const a = ask(signed_with(header, claims), "okta.users.read  okta.groups.manage okta.users.read");
    BOOST_TEST_REQUIRE(granted(a));
    auto const& g = std::get<0>(a);
    BOOST_TEST(
        (g.client_id == "0oa1" && g.scopes == std::vector<std::string>{"okta.users.read", "okta.groups.manage"}));

    for (auto const* alg : {"RS384", "RS512"})
        BOOST_TEST(granted(ask(signed_with({{"alg", alg}, {"typ", "JWT"}}, claims))), alg); // without a kid
    json::object const own = {{"iss", "0oa2"}, {"sub", "0oa2"}, {"aud", {"x", url}}, {"exp", now_seconds + 3600}};
    BOOST_TEST(granted(ask(token(ec, {{"alg", "ES384"}}, own), "okta.logs.read")));
}

BOOST_AUTO_TEST_CASE(a_made_key_pair_is_good_for_an_app)
{
    auto const pair = sandbox::make_key_pair();
    endpoint.add({"0oa3", pair.key_id, pair.public_jwk, {"okta.users.read"}});
    claims["iss"] = claims["sub"] = "0oa3";
    header["kid"] = pair.key_id;
    BOOST_TEST(granted(ask(token(signer::from_private_jwk(pair.private_jwk.reveal()), header, claims))));
}

BOOST_AUTO_TEST_CASE(the_form_is_checked_first)
{
    auto const good = "client_assertion_type=" + std::string(assertion_type) +
                      "&client_assertion=" + signed_with(header, claims) + "&scope=okta.users.read";
    BOOST_TEST(granted(ask_form("grant_type=client_credentials&" + good)));
    BOOST_TEST(granted(ask_form("grant%5ftype=client%5Fcredentials&client_id=0oa1&client_secret=&a=b&&" + good)));
    BOOST_TEST(granted(ask_form("grant_type=client_credentials&" + good + "+okta.groups.manage")));
    auto const refused = [&](std::string const& body, std::string_view words) {
        check_refused(ask_form(body), 400, "invalid_request", words);
    };
    refused("", "'grant_type' parameter is required");
    refused(good, "'grant_type' parameter is required");
    refused("grant_type=client_credentials&grant_type=client_credentials&" + good,
            "'grant_type' parameter is repeated");
    refused("grant_type=client_credentials%&" + good, "x-www-form-urlencoded");
    refused("grant_type=client_credentials%4&" + good, "x-www-form-urlencoded");
    refused("grant_type=client_credentials&%zz=1&" + good, "x-www-form-urlencoded");
    refused("grant_type=client_credentials&client_secret=s&" + good, "multiple client credentials");
    refused("grant_type=client_credentials&client_assertion=x.y.z&client_assertion_type=saml", "client_assertion_type");
    refused("grant_type=client_credentials&client_assertion=x.y.z", "client_assertion_type is invalid");
    refused("grant_type=client_credentials&client_assertion_type=" + std::string(assertion_type), "'client_assertion'");
    refused("grant_type=client_credentials&" + good + "&x=" + std::string(16 * 1024, 'x'), "longer than 16 KiB");
    check_refused(ask_form("grant_type=password&" + good), 400, "unsupported_grant_type", "isn't supported");
    check_refused(ask_form("grant_type=client_credentials"), 401, "invalid_client", "No client credentials found");
    check_refused(ask_form("grant_type=client_credentials&client_id=0oa1&client_secret=s"), 401, "invalid_client",
                  "must use the private_key_jwt");
    check_refused(ask_form("grant_type=client_credentials&client_id=0oa2&" + good), 401, "invalid_client",
                  "Invalid value for 'client_id' parameter.");
}

BOOST_AUTO_TEST_CASE(a_malformed_token_is_refused)
{
    auto const good = signed_with(header, claims);
    auto const part = [](std::string_view t) { return base64url(t); };
    for (auto const& t : {std::string("x"), std::string("a.b"), good + ".x", std::string("..") + "."})
        refuses(t, "not three parts");
    for (auto const& t : {good + "=", " " + good, part("{}") + "." + part("{}") + ".@"}) refuses(t, "not base64url");
    for (auto const& t : {std::string(".."), part("[]") + "." + part("{}") + ".", part("{}") + "." + part("1") + ".",
                          part(R"({"alg":)" + std::string(100, '[')) + "." + part("{}") + ".",
                          part("{\"a\":\"\xff\"}") + "." + part("{}") + "."})
        refuses(t, "not a JSON object");
    header["crit"] = json::array{"exp"};
    refuses(signed_with(header, claims), "crit");
}

BOOST_AUTO_TEST_CASE(only_the_app_s_own_signature_counts)
{
    auto const good = signed_with(header, claims);
    for (std::size_t const from_end : {2u, 40u, 300u}) {
        auto tampered = good;
        auto& c = tampered[tampered.size() - from_end];
        c = c == 'A' ? 'B' : 'A';
        refuses(tampered, "signature is invalid");
    }
    claims["scope"] = "more"; // another payload under the same signature
    refuses(signed_part(header, claims) + good.substr(good.rfind('.')), "signature is invalid");
    refuses(signed_part(header, claims) + '.', "signature is invalid");
    refuses(token(signer("RSA"), header, claims), "The client_assertion signature is invalid.");
    refuses(token(ec, {{"alg", "ES384"}}, claims), "alg ES384 is not one of the app's key");
    header["kid"] = "key2";
    refuses(signed_with(header, claims), "The client_assertion JWT kid is invalid.");
    header["kid"] = 7;
    refuses(signed_with(header, claims), "kid is invalid");
}

BOOST_AUTO_TEST_CASE(no_other_algorithm_counts)
{
    auto const with_alg = [&](json::value alg) {
        header["alg"] = std::move(alg);
        return signed_part(header, claims);
    };
    for (auto const* alg : {"none", "None", "NONE", "nOnE", "HS256", "PS256", "EdDSA", "rs256", ""})
        refuses(with_alg(alg) + '.', "must be signed with RS256, RS384");
    refuses(with_alg(nullptr) + '.', "not with nothing.");
    refuses(with_alg("<script>\"\n") + ".AA", "not with <script>??.");
    // The key is public: whoever may take it for an HMAC's secret signs as he likes.
    auto const hs = with_alg("HS256");
    refuses(hs + '.' + base64url(hmac_sha256(json::serialize(rsa().jwk()), hs)), "must be signed with");
}

BOOST_AUTO_TEST_CASE(who_it_is_must_be_certain)
{
    for (auto const* claim : {"iss", "sub"}) {
        refuses(without(claim), "issuer and subject");
        refuses(with(claim, "0oa2"), "issuer and subject");
        refuses(with(claim, 1), "issuer and subject");
    }
    claims["iss"] = claims["sub"] = "0oa9";
    refuses(signed_with(header, claims), "Invalid value for 'client_id' parameter.");
}

BOOST_AUTO_TEST_CASE(the_audience_is_the_endpoint)
{
    constexpr auto words = "The audience claim for client_assertion must be the endpoint invoked for the request.";
    for (auto const& aud : {json::value("https://sandbox.example.com"), json::value(std::string(url) + '/'),
                            json::value(json::array{}), json::value(json::array{1, "x"}), json::value(nullptr)})
        refuses(with("aud", aud), words);
    refuses(without("aud"), words);
}

BOOST_AUTO_TEST_CASE(it_ends_within_the_hour)
{
    refuses(without("exp"), "exp");
    refuses(with("exp", "1767225900"), "exp");
    for (auto const& past :
         {json::value(now_seconds), json::value(0), json::value(-1e300), json::value(now_seconds + 0.5)})
        refuses(with("exp", past), "The client_assertion token is expired.");
    for (auto const& far : {json::value(now_seconds + 3601), json::value(UINT64_MAX), json::value(1e300)})
        refuses(with("exp", far), "has an expiration too far into the future.");
    for (auto const& good :
         {json::value(now_seconds + 3600), json::value(now_seconds + 0.6), json::value(now_seconds + 1)})
        BOOST_TEST(granted(ask(with("exp", good))));
    refuses(signed_with(header, claims), "expired", now + 300s);
    for (auto const* claim : {"iat", "nbf"}) {
        refuses(with(claim, "now"), claim);
        refuses(with(claim, now_seconds + 62), "is in the future");
        BOOST_TEST((granted(ask(with(claim, now_seconds + 60))) && granted(ask(with(claim, 0)))));
    }
    BOOST_TEST(granted(ask(without("iat"))));
}

BOOST_AUTO_TEST_CASE(a_jti_is_good_for_one_use)
{
    constexpr auto words = "The client_assertion token has already been used.";
    BOOST_TEST((granted(ask(signed_with(header, claims))) && granted(ask(signed_with(header, claims))))); // has none
    auto const once = with("jti", "a");
    BOOST_TEST(granted(ask(once)));
    refuses(once, words);
    refuses(once, words, now + 299s);
    BOOST_TEST(granted(ask(with("jti", "b"))));
    refuses(with("jti", ""), "jti");
    refuses(with("jti", 1), "jti");

    // It is used up by a refusal for another reason, too; not by a request that did not prove who sent it.
    check_refused(ask(with("jti", "c"), ""), 400, "invalid_scope", "No scopes were requested.");
    refuses(with("jti", "c"), words);
    refuses(token(signer("RSA"), header, json::object{{"iss", "0oa1"}, {"sub", "0oa1"}, {"jti", "d"}}), "signature");
    BOOST_TEST(granted(ask(with("jti", "d"))));

    claims["exp"] = now_seconds + 900; // after the first one's end its jti may come again
    BOOST_TEST(granted(ask(with("jti", "a"), "okta.users.read", now + 301s)));
    json::object const others = {
        {"iss", "0oa2"}, {"sub", "0oa2"}, {"aud", url}, {"exp", now_seconds + 9}, {"jti", "b"}};
    BOOST_TEST(granted(ask(token(ec, {{"alg", "ES384"}}, others), "okta.logs.read"))); // another app's own
}

BOOST_AUTO_TEST_CASE(scopes_are_those_of_the_app)
{
    auto const refused = [&](std::string scope, std::string_view words) {
        check_refused(ask(signed_with(header, claims), std::move(scope)), 400, "invalid_scope", words);
    };
    for (auto const* none : {"", " ", "   "}) refused(none, "No scopes were requested.");
    refused("okta.logs.read", "not configured for the authorization server resource: okta.logs.read.");
    refused("okta.users.read okta.users.manage", "okta.users.manage");
    refused("okta.groups.read", "okta.groups.read"); // okta.groups.manage is another scope
    refused("okta.users.read,okta.groups.manage", "okta.users.read,okta.groups.manage");
    refused("okta.users.read\tx\x01", "okta.users.read?x?");
}

BOOST_AUTO_TEST_CASE(an_app_that_will_not_do_is_told_why)
{
    auto const message = [&](sandbox::service_app app) -> std::string {
        try {
            endpoint.add(std::move(app));
        } catch (std::invalid_argument const& e) {
            return e.what();
        }
        return "(accepted)";
    };
    auto jwk = rsa().jwk();
    auto const text = json::serialize(jwk);
    BOOST_TEST(message({"", "", text, {}}) == "okta::sandbox::token_endpoint: app : it has no client id");
    BOOST_TEST(message({"0oa1", "", text, {}}) == "okta::sandbox::token_endpoint: app 0oa1: it is known already");
    BOOST_TEST(message({"0oa4", "", "{}", {}}) ==
               "okta::sandbox::token_endpoint: app 0oa4: the JWK's kty is not RSA or EC");
    BOOST_TEST(message({"0oa4", "", text, {"okta.users.read okta.x"}}).find("the scope okta.users.read?okta.x") !=
               std::string::npos);
    BOOST_TEST(message({"0oa4", "", text, {""}}).find("the scope") != std::string::npos);
    jwk["kid"] = "a";
    BOOST_TEST(message({"0oa4", "b", json::serialize(jwk), {}}).find("key_id is b, but its JWK's kid is a") !=
               std::string::npos);
    BOOST_TEST(message({"0oa4", "", json::serialize(jwk), {"okta.users.read"}}) ==
               "(accepted)"); // none was kept before
    claims["iss"] = claims["sub"] = "0oa4";
    header["kid"] = "a";
    BOOST_TEST(granted(ask(signed_with(header, claims))));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace service_app_test
