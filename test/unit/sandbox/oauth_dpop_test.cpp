#include "jwt_support.hpp"
#include "oauth_support.hpp"

#include <okta/actions/user_info.hpp>
#include <okta/actions/users.hpp>
#include <okta/auth/oauth.hpp>
#include <okta/auth/jwt.hpp>
#include <okta/codec/form.hpp>
#include <okta/model/token_request.hpp>
#include <okta/codec/decode.hpp>

// Tokens that are bound to a key (RFC 9449): our own clients, and proofs as anybody may write them.

namespace oauth_dpop_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;
using okta::method;

constexpr auto me = "/api/v1/users/me";

struct fixture : oauth_org
{
    /// A proof with other claims, or another header, than it should have; null leaves one out.
    std::string proof_of(std::string_view htm, std::string const& path, json::object const& more = {},
                         json::object const& more_header = {}, signer const* key = nullptr)
    {
        if (!key) key = &ec;
        json::object header{{"typ", "dpop+jwt"}, {"alg", "ES256"}, {"jwk", key->jwk()}};
        json::object claims{{"htm", htm},
                            {"htu", okta::sandbox::org::url() + path},
                            {"iat", now()},
                            {"jti", "j" + std::to_string(++jtis)},
                            {"nonce", nonce}};
        for (auto const& [name, value] : more) claims[name] = value;
        for (auto const& [name, value] : more_header) header[name] = value;
        for (auto* const o : {&claims, &header})
            for (auto it = o->begin(); it != o->end();) it = it->value().is_null() ? o->erase(it) : it + 1;
        return okta::test::token(*key, header, claims);
    }
    std::int64_t now() { return std::chrono::floor<std::chrono::seconds>(clock()).time_since_epoch().count(); }

    static okta::http_fields with(std::string const& proof)
    {
        okta::http_fields f;
        f.add("DPoP", proof);
        return f;
    }

    /// Asks for tokens with the fixture's nonce; what it brings is learnt.
    okta::http_response ask(form const& f, std::string const& p)
    {
        auto r = token(f, with(p));
        nonce = field(r, "DPoP-Nonce");
        return r;
    }
    okta::http_response ask(form const& f) { return ask(f, proof_of("POST", "/oauth2/v1/token")); }

    okta::http_response bound_tokens()
    {
        auto const f = exchange(code(request("0oaBound")), "0oaBound");
        if (nonce.empty()) BOOST_TEST(verdict(ask(f)) == "400 use_dpop_nonce");
        return ask(f);
    }

    /// A call of the API: the status, and the error of WWW-Authenticate.
    std::string call_with(std::string const& access, std::string const& p, std::string const& target = me,
                          std::string const& scheme = "DPoP")
    {
        auto fields = p.empty() ? okta::http_fields() : with(p);
        fields.add("Authorization", scheme + ' ' + access);
        auto const r = send(method::get, target, {}, std::move(fields));
        auto const challenge = field(r, "WWW-Authenticate");
        auto const at = challenge.find("error=\"");
        if (r.status == 200) return "200";
        if (at == challenge.npos || !challenge.starts_with(scheme + ' ')) return "no error in: " + challenge;
        return std::to_string(r.status) + ' ' + challenge.substr(at + 7, challenge.find('"', at + 7) - at - 7);
    }
    json::object ath(std::string const& access)
    {
        return {{"ath", base64url(okta::detail::sha256(access))}, {"nonce", nullptr}};
    }

    signer ec{"P-256"}, other{"P-256"};
    std::string nonce = {};
    int jtis = 0;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_oauth_dpop, fixture)

BOOST_AUTO_TEST_CASE(our_clients_sign_in_call_and_renew)
{
    okta::dpop const d;
    std::vector<okta::token_set> kept;
    auto const app = okta::oauth_client::without_secret("0oaBound");
    auto user = sign_in(app, {"openid", "profile", "offline_access", "okta.users.read"}, kept, d);
    BOOST_TEST(user.call(okta::get_user{.id = "me"}).value().profile.login == grace);
    BOOST_TEST(user.call(okta::get_user_info{}).has_value());
    BOOST_TEST(user.pages(okta::list_users{.limit = 2}).next()->size() == 2u); // a query is no part of htu
    clock.advance(4000s);
    BOOST_TEST(user.call(okta::get_user{.id = "me"}).has_value());
    BOOST_TEST_REQUIRE(kept.size() == 2u);
    BOOST_TEST((kept[0].dpop && kept[1].dpop));

    auto const refreshing = [&](std::optional<okta::dpop> with) {
        auto thief = as(okta::refresh_token(app, *kept[0].refresh_token, {},
                                            {.dpop = std::move(with), .environment = environment()}));
        auto const r = thief.call(okta::get_user{.id = "me"});
        return r ? std::string("good") : r.error().code;
    };
    BOOST_TEST(refreshing(d) == "good");
    BOOST_TEST(refreshing(okta::dpop()) == "invalid_grant");
    BOOST_TEST(refreshing({}) == "invalid_dpop_proof");
}

BOOST_AUTO_TEST_CASE(an_app_that_wants_no_proofs_gets_bearer_tokens_in_spite_of_them)
{
    std::vector<okta::token_set> kept;
    auto user = sign_in(okta::oauth_client::without_secret("0oaNative"),
                        {"openid", "offline_access", "okta.users.read"}, kept, okta::dpop());
    BOOST_TEST(user.call(okta::get_user{.id = "me"}).value().profile.login == grace);
    BOOST_TEST_REQUIRE(kept.size() == 1u);
    BOOST_TEST(!kept[0].dpop);
}

BOOST_AUTO_TEST_CASE(our_service_app_gets_bound_tokens)
{
    auto const key = okta::signing_key::generate();
    server.add(
        okta::sandbox::service_app{"0oaService", "", okta::to_json(key.public_jwk()), {"okta.users.read"}, true});
    auto const app = okta::oauth_client::with_key("0oaService", key);
    auto const call_as = [&](std::optional<okta::dpop> d) {
        auto c = as(okta::service_app(app, {"okta.users.read"}, {.dpop = std::move(d), .environment = environment()}));
        auto const r = c.call(okta::get_user{.id = grace});
        return r ? std::string("good") : r.error().code;
    };
    BOOST_TEST(call_as(okta::dpop()) == "good");
    BOOST_TEST(call_as(okta::dpop(okta::signing_key::generate(okta::signing_algorithm::rs256))) == "good");
    BOOST_TEST(call_as({}) == "invalid_dpop_proof");
    // Our client refuses to use one key for both, and so does Okta.
    okta::token_request_client_credentials request{.scope = "okta.users.read"};
    request.client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    okta::client_assertion_claims claims;
    claims.client_id = "0oaService";
    claims.audience = okta::sandbox::org::url() + "/oauth2/v1/token";
    claims.now = std::chrono::sys_seconds(std::chrono::seconds(now()));
    request.client_assertion = okta::make_client_assertion(key, claims);
    okta::dpop_claims const p{"POST", claims.audience, claims.now};
    auto const r = send(method::post, "/oauth2/v1/token", okta::to_form(request),
                        with(std::string(okta::make_dpop_proof(key, p).reveal())));
    BOOST_TEST(verdict(r) == "400 invalid_dpop_proof");
    BOOST_TEST(member(r, "error_description").find("must differ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_nonce_is_asked_for_and_grows_old)
{
    auto const f = exchange(code(request("0oaBound")), "0oaBound");
    BOOST_TEST(verdict(token(f)) == "400 invalid_dpop_proof"); // no proof at all
    BOOST_TEST(verdict(ask(f, proof_of("POST", "/oauth2/v1/token", {{"nonce", nullptr}}))) == "400 use_dpop_nonce");
    auto const first = nonce;
    nonce = "guessed";
    BOOST_TEST(verdict(ask(f)) == "400 use_dpop_nonce");
    BOOST_TEST(nonce == first);
    auto const got = ask(f); // the code was not used up
    BOOST_TEST((verdict(got) == "200 " && member(got, "token_type") == "DPoP"));

    form const refreshing{
        {"grant_type", "refresh_token"}, {"client_id", "0oaBound"}, {"refresh_token", member(got, "refresh_token")}};
    clock.advance(25h);
    BOOST_TEST(verdict(ask(refreshing)) == "200 "); // the old one is taken, and a new one told
    BOOST_TEST(nonce != first);
    nonce = first;
    clock.advance(46h);
    BOOST_TEST(verdict(ask(refreshing)) == "200 ");
    nonce = first;
    clock.advance(2h);
    BOOST_TEST(verdict(ask(refreshing)) == "400 use_dpop_nonce");
    BOOST_TEST(verdict(ask(refreshing)) == "200 ");
}

BOOST_AUTO_TEST_CASE(every_part_of_a_proof_counts)
{
    form f = exchange("unknown", "0oaBound"); // past the proof the code is refused
    constexpr auto path = "/oauth2/v1/token";
    BOOST_TEST(verdict(ask(f)) == "400 use_dpop_nonce");
    BOOST_TEST(verdict(ask(f)) == "400 invalid_grant");
    auto const refused = [&](json::object const& claims, json::object const& header = {}, signer const* key = nullptr) {
        auto const r = ask(f, proof_of("POST", path, claims, header, key));
        return verdict(r) == "400 invalid_dpop_proof" ? member(r, "error_description") : verdict(r);
    };
    auto const says = [](std::string const& text, char const* words) { return text.find(words) != std::string::npos; };
    auto const origin = okta::sandbox::org::url();
    for (auto const* wrong : {"GET", "post", ""}) BOOST_TEST(says(refused({{"htm", wrong}}), "its htm"), wrong);
    for (auto const& wrong : {origin + "/oauth2/v1/token?", origin + "/oauth2/v1/token/", origin + "/oauth2/v1/TOKEN",
                              "http" + origin.substr(5) + path, origin})
        BOOST_TEST(says(refused({{"htu", wrong}}), "its htu"), wrong);
    for (auto const& wrong : {json::value(now() - 400), json::value(now() + 400), json::value(1e300)})
        BOOST_TEST(says(refused({{"iat", wrong}}), "too far"), wrong);
    BOOST_TEST(says(refused({{"iat", "now"}}), "its iat is no number"));
    for (auto const* name : {"htm", "htu", "iat", "jti"}) BOOST_TEST(says(refused({{name, nullptr}}), name), name);
    for (auto const& typ : {json::value("JWT"), json::value(nullptr), json::value(1)})
        BOOST_TEST(says(refused({}, {{"typ", typ}}), "its typ"), typ);
    for (auto const* alg : {"none", "HS256", "PS256", "es256"})
        BOOST_TEST(!says(refused({}, {{"alg", alg}}), "200"), alg);
    BOOST_TEST(says(refused({}, {{"jwk", nullptr}}), "no jwk"));
    BOOST_TEST(says(refused({}, {{"jwk", other.jwk()}}), "its signature"));
    BOOST_TEST(says(refused({}, {{"alg", "ES384"}}), "its signature"));
    auto with_private = ec.jwk();
    with_private["d"] = "AAAA";
    BOOST_TEST(says(refused({}, {{"jwk", with_private}}), "private member"));
    BOOST_TEST(says(refused({}, {{"crit", json::array{"exp"}}}), "not a JWT"));

    auto const hs = signed_part({{"typ", "dpop+jwt"}, {"alg", "HS256"}, {"jwk", ec.jwk()}}, {{"htm", "POST"}});
    BOOST_TEST(verdict(ask(f, hs + '.' + base64url(hmac_sha256("k", hs)))) == "400 invalid_dpop_proof");
    BOOST_TEST(verdict(ask(f, "x")) == "400 invalid_dpop_proof");
    auto twice = with(proof_of("POST", path));
    twice.add("DPoP", proof_of("POST", path));
    BOOST_TEST(verdict(token(f, twice)) == "400 invalid_dpop_proof");

    auto const once = proof_of("POST", path);
    BOOST_TEST(verdict(ask(f, once)) == "400 invalid_grant");
    BOOST_TEST(says(member(ask(f, once), "error_description"), "already been used"));
    clock.advance(10min);
    BOOST_TEST(says(member(ask(f, once), "error_description"), "too far"));
}

BOOST_AUTO_TEST_CASE(a_code_may_be_bound_before)
{
    auto const thumbprint = base64url(okta::detail::sha256(
        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + std::string(other.jwk().at("x").as_string()) + "\",\"y\":\"" +
        std::string(other.jwk().at("y").as_string()) + "\"}"));
    (void)bound_tokens();
    auto r = request("0oaBound");
    r["dpop_jkt"] = thumbprint;
    BOOST_TEST(verdict(ask(exchange(code(r), "0oaBound"))) == "400 invalid_grant");
    auto const right = proof_of("POST", "/oauth2/v1/token", {}, {}, &other);
    BOOST_TEST(verdict(ask(exchange(code(r), "0oaBound"), right)) == "200 ");
    r["dpop_jkt"] = "short";
    BOOST_TEST(visit(org, url(r), grace).find("error=invalid_request") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_bound_token_needs_its_key)
{
    auto const access = member(bound_tokens(), "access_token");
    auto const good = ath(access);
    BOOST_TEST(org.find_token(access)->jkt.size() == 43u);
    BOOST_TEST(call_with(access, proof_of("GET", me, good)) == "200");
    BOOST_TEST(call_with(access, proof_of("GET", me, good), std::string(me) + "?a=b") == "200");
    BOOST_TEST(call_with(access, proof_of("GET", me, good), me, "Bearer") == "401 invalid_token");
    BOOST_TEST(call_with(access, "", me, "Bearer") == "401 invalid_token");
    BOOST_TEST(call_with(access, "") == "400 invalid_dpop_proof");
    BOOST_TEST(call_with(access, proof_of("GET", me, good, {}, &other)) == "401 invalid_token");
    BOOST_TEST(call_with(access, proof_of("GET", me, ath("another"))) == "400 invalid_dpop_proof");
    BOOST_TEST(call_with(access, proof_of("GET", me)) == "400 invalid_dpop_proof"); // no ath
    BOOST_TEST(call_with(access, proof_of("POST", me, good)) == "400 invalid_dpop_proof");
    BOOST_TEST(call_with(access, proof_of("GET", "/api/v1/users", good)) == "400 invalid_dpop_proof");
    auto const once = proof_of("GET", me, good);
    BOOST_TEST(call_with(access, once) == "200");
    BOOST_TEST(call_with(access, once) == "400 invalid_dpop_proof");
    BOOST_TEST(call_with(access, proof_of("GET", "/api/v1/groups", good), "/api/v1/groups") ==
               "403 insufficient_scope");
    auto const bearer = member(tokens(), "access_token");
    BOOST_TEST(call_with(bearer, proof_of("GET", me, ath(bearer))) == "401 invalid_token"); // is bound to none
    clock.advance(3601s);
    BOOST_TEST(call_with(access, proof_of("GET", me, good)) == "401 invalid_token");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace oauth_dpop_test
