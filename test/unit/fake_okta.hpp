#ifndef OKTA_TEST_UNIT_FAKE_OKTA_HPP
#define OKTA_TEST_UNIT_FAKE_OKTA_HPP

#include <okta/auth/encoding.hpp>
#include <okta/auth/verification.hpp>
#include <okta/codec/uri.hpp>
#include <okta/transport/concepts.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

// An org where users sign in, as far as linked accounts see it: a transport.

namespace okta::test {

using parameters = std::map<std::string, std::string>;

inline parameters parse_form(std::string_view text)
{
    parameters all;
    while (!text.empty()) {
        auto const pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        auto const equals = pair.find('=');
        all[percent_decode(pair.substr(0, equals)).value()] = percent_decode(pair.substr(equals + 1)).value();
    }
    return all;
}

/// What the org knows. Refresh tokens rotate, and an old one is dead at once.
struct fake_okta
{
    // what may be set
    bool gives_refresh_token = true, wants_dpop = false;
    bool code_is_good = true;
    std::string device_error; ///< what the token endpoint says of the device's code; empty: the user has agreed
    int user_info_status = 200;
    std::string issuer = "https://o.okta.com";
    std::int64_t lifetime = 3600;
    std::function<void()> on_use; ///< of an access token at the API

    // what it saw
    std::vector<http_request> requests;
    std::vector<parameters> token_requests;
    std::vector<std::string> thumbprints; ///< of the keys that proofs came with
    std::string refresh_token, access_token;
    int issued = 0;
    parameters sign_in; ///< the authorisation request

    /// What a browser brings back for an authorisation URL.
    std::string authorize(std::string const& url)
    {
        std::lock_guard const lock(mutex);
        sign_in = parse_form(url.substr(url.find('?') + 1));
        return "code=the-code&state=" + sign_in["state"];
    }

    transport_result serve(http_request request)
    {
        std::lock_guard const lock(mutex);
        requests.push_back(request);
        if (auto const refused = check_proof(request)) return *refused;
        auto answer = request.target == "/oauth2/v1/token"              ? token(parse_form(request.body))
                      : request.target == "/oauth2/v1/device/authorize" ? codes()
                                                                        : use(request);
        answer.fields.add("Content-Type", "application/json");
        return answer;
    }

private:
    std::optional<http_response> check_proof(http_request const& request)
    {
        auto const proof = request.fields.find("DPoP");
        if (!wants_dpop || !proof) return std::nullopt;
        auto const jwt = detail::parse_jwt(*proof).value();
        auto const& jwk = jwt.header.at("jwk").as_object();
        thumbprints.push_back(jwk.at("x").as_string().c_str());
        if (jwt.claims.contains("nonce") || request.target != "/oauth2/v1/token") return std::nullopt;
        http_response refused{.status = 400, .body = R"({"error":"use_dpop_nonce"})"};
        refused.fields.add("DPoP-Nonce", "n-1");
        refused.fields.add("Content-Type", "application/json");
        return refused;
    }

    static http_response codes()
    {
        return {.status = 200,
                .body = R"({"device_code":"the-device","user_code":"ABCD-EFGH","interval":1,"expires_in":600,)"
                        R"("verification_uri":"https://o.okta.com/activate"})"};
    }

    http_response token(parameters fields)
    {
        bool const device = fields["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code";
        if (device && !device_error.empty()) return {.status = 400, .body = R"({"error":")" + device_error + R"("})"};
        token_requests.push_back(fields);
        auto const refused = http_response{.status = 400,
                                           .body = R"({"error":"invalid_grant","error_description":"no"})"};
        bool const first = fields["grant_type"] == "authorization_code";
        auto const challenge = detail::base64url_encode(detail::sha256(fields["code_verifier"]));
        bool const good = device  ? fields["device_code"] == "the-device"
                          : first ? code_is_good && fields["code"] == "the-code" &&
                                        challenge == sign_in["code_challenge"] &&
                                        fields["redirect_uri"] == sign_in["redirect_uri"]
                                  : !refresh_token.empty() && fields["refresh_token"] == refresh_token;
        if (!good) return refused;
        auto const n = std::to_string(++issued);
        access_token = "at-" + n;
        refresh_token = "rt-" + n;
        boost::json::object answer{{"access_token", access_token},
                                   {"token_type", wants_dpop ? "DPoP" : "Bearer"},
                                   {"expires_in", lifetime},
                                   {"scope", "openid offline_access okta.users.read"}};
        if (gives_refresh_token) answer["refresh_token"] = refresh_token;
        if (first) answer["id_token"] = id_token();
        return {.status = 200, .body = boost::json::serialize(answer)};
    }

    std::string id_token() const
    {
        boost::json::object const claims{
            {"iss", issuer}, {"aud", sign_in.at("client_id")}, {"nonce", sign_in.at("nonce")}, {"exp", 4'000'000'000}};
        return detail::base64url_encode(R"({"alg":"RS256"})") + '.' +
               detail::base64url_encode(boost::json::serialize(claims)) + ".c2ln";
    }

    http_response use(http_request const& request) const
    {
        auto const scheme = std::string(wants_dpop ? "DPoP " : "Bearer ");
        if (on_use) on_use();
        if (request.fields.find("Authorization") != scheme + access_token) return {.status = 401};
        return {.status = user_info_status, .body = R"({"sub":"00u1"})"};
    }

    std::mutex mutex;
};

struct fake_okta_transport
{
    std::shared_ptr<fake_okta> org;

    transport_result send(http_request request) { return org->serve(std::move(request)); }
};

} // namespace okta::test
#endif
