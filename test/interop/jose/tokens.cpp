// Prints assertions and proofs by the keys that keys.mjs made, and verifies the tokens that it made, too.
// usage: tokens <folder>

#include <okta/auth/dpop_proof.hpp>
#include <okta/auth/jwt.hpp>
#include <okta/auth/verification.hpp>
#include <okta/codec/decode.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

namespace json = boost::json;

std::string const client_id = "0oa1b2c3d4", audience = "https://example.okta.com/oauth2/v1/token";
auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
auto const iat = now.time_since_epoch().count();

std::string read(std::string const& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + " cannot be opened");
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A key as it is used, and how the lines call it.
struct named_key
{
    std::string algorithm, form;
    okta::signing_key key;
};

void print(named_key const& k, char const* kind, okta::secret const& jwt, json::object expected)
{
    auto const jwk = json::parse(okta::to_json(k.key.public_jwk()));
    std::cout << json::object{{"kind", kind},
                              {"algorithm", k.algorithm},
                              {"form", k.form},
                              {"jwt", jwt.reveal()},
                              {"jwk", jwk},
                              {"thumbprint", k.key.thumbprint()},
                              {"expected", std::move(expected)}}
              << '\n';
}

void print_assertion(named_key const& k)
{
    okta::client_assertion_claims const claims{.client_id = client_id,
                                               .audience = audience,
                                               .now = now,
                                               .lifetime = std::chrono::seconds(120),
                                               .jti = k.algorithm + "-\"jti\""};
    print(k, "assertion", okta::make_client_assertion(k.key, claims),
          {{"client_id", client_id}, {"audience", audience}, {"iat", iat}, {"exp", iat + 120}, {"jti", claims.jti}});
}

void print_proofs(named_key const& k)
{
    auto const origin = "https://example.okta.com";
    okta::dpop_claims claims{
        .htm = "POST", .htu = okta::dpop_htu(origin, "/oauth2/v1/token"), .now = now, .jti = k.form + "-1"};
    print(k, "proof", okta::make_dpop_proof(k.key, claims),
          {{"htm", "POST"}, {"htu", audience}, {"iat", iat}, {"jti", claims.jti}});
    claims = {.htm = "GET",
              .htu = okta::dpop_htu(origin, "/api/v1/users/a%2Fb/?limit=2#c"),
              .now = now,
              .jti = k.form + "-2",
              .nonce = "nonce-é",
              .access_token = "access.token"};
    print(k, "proof", okta::make_dpop_proof(k.key, claims),
          {{"htm", "GET"},
           {"htu", "https://example.okta.com/api/v1/users/a%2Fb/"},
           {"iat", iat},
           {"jti", claims.jti},
           {"nonce", claims.nonce},
           {"access_token", "access.token"}});
}

void print_tokens(std::string const& folder, okta::signing_algorithm a)
{
    auto const name = std::string(okta::open_enum<okta::signing_algorithm>(a).text());
    auto const public_jwk = okta::decode<okta::json_web_key>(read(folder + '/' + name + ".public")).value();
    auto const theirs = okta::detail::verify_jwt(read(folder + '/' + name + ".jwt"), public_jwk).value();
    if (theirs.claims.at("made_by") != "jose") throw std::runtime_error("jose's token has other claims");
    for (std::string const form : {"pkcs8.pem", "traditional.pem", "json"}) {
        auto const path = folder + '/' + name + '.' + form;
        named_key const k{name, form, okta::signing_key::parse(okta::secret(path), {.algorithm = a}).value()};
        print_assertion(k);
        print_proofs(k);
    }
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc != 2) throw std::runtime_error("usage: tokens <folder>");
    using enum okta::signing_algorithm;
    for (auto const a : {rs256, rs384, rs512, es256, es384, es512}) print_tokens(argv[1], a);
} catch (std::exception const& e) {
    std::cerr << "tokens: " << e.what() << '\n';
    return 1;
}
