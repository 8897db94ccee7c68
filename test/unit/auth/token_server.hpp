#ifndef OKTA_TEST_UNIT_AUTH_TOKEN_SERVER_HPP
#define OKTA_TEST_UNIT_AUTH_TOKEN_SERVER_HPP

#include "../fakes.hpp"

#include <okta/actions/oauth.hpp>
#include <okta/actions/users.hpp>
#include <okta/auth/oauth.hpp>
#include <okta/auth/scopes.hpp>
#include <okta/auth/verification.hpp>
#include <okta/codec/uri.hpp>

#include <map>
#include <set>

// An authorization server in a few lines, and a clock that a test turns.

namespace okta::test {

struct turned_clock
{
    std::shared_ptr<std::atomic<std::int64_t>> seconds = std::make_shared<std::atomic<std::int64_t>>(1'700'000'000);

    [[nodiscard]] oauth_environment environment() const
    {
        oauth_environment e;
        e.now = [s = seconds] { return std::chrono::system_clock::time_point(std::chrono::seconds(s->load())); };
        e.jitter = [] { return 0.; };
        return e;
    }
};

/// Empty: there is none.
template <class T>
std::string fault_of(result<T> const& r)
{
    return r ? "" : r.error().message();
}

inline std::string text_at(boost::json::object const& o, std::string_view name)
{
    return std::string(o.at(name).as_string());
}

inline std::int64_t number_at(boost::json::object const& o, std::string_view name)
{
    return o.at(name).to_number<std::int64_t>();
}

using form = std::map<std::string, std::string, std::less<>>;

inline form form_of(http_request const& r)
{
    form f;
    for (std::string_view rest = r.body; !rest.empty();) {
        auto const pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        f[percent_decode(pair.substr(0, pair.find('='))).value()] =
            percent_decode(pair.substr(pair.find('=') + 1)).value();
    }
    return f;
}

/// Answers the token endpoint with access-1, access-2, … and everything else with a user, if it has the latest token.
struct token_server
{
    transport_result operator()(http_request const& r)
    {
        if (!r.target.starts_with("/oauth2/v1/token")) return api(r);
        token_requests.push_back(r);
        if (refuse_tokens.status != 0) return refuse_tokens;
        auto const f = form_of(r);
        if (auto const jti = assertion_jti(f); !jti.empty() && !seen_jti.insert(jti).second)
            return answer(
                401,
                R"({"error":"invalid_client","error_description":"The client_assertion token has already been used."})");
        if (!nonce.empty() && proof_nonce(r) != nonce)
            return answer(
                400,
                R"({"error":"use_dpop_nonce","error_description":"Authorization server requires nonce in DPoP proof."})",
                {{"DPoP-Nonce", nonce}});
        ++tokens;
        auto body = R"({"access_token":"access-)" + std::to_string(tokens) + R"(","token_type":")" +
                    (r.fields.find("DPoP") ? "DPoP" : "Bearer") + R"(","expires_in":)" + std::to_string(lifetime);
        if (rotates) body += R"(,"refresh_token":"refresh-)" + std::to_string(tokens) + '"';
        return answer(200, body + more + "}");
    }

    transport_result api(http_request const& r)
    {
        calls.push_back(r);
        if (refuse_calls.status != 0) return refuse_calls;
        auto const wanted = (r.fields.find("DPoP") ? "DPoP access-" : "Bearer access-") + std::to_string(tokens);
        if (!api_nonce.empty() && proof_nonce(r) != api_nonce)
            return answer(401, "", {{"DPoP-Nonce", api_nonce}, {"WWW-Authenticate", R"(DPoP error="use_dpop_nonce")"}});
        if (r.fields.find("Authorization") != wanted || revoked.contains(std::string(wanted)))
            return answer(401, R"({"errorCode":"E0000011","errorSummary":"Invalid token provided"})");
        return answer(200, R"({"id":"00u1"})");
    }

    static std::string assertion_jti(form const& f)
    {
        auto const at = f.find("client_assertion");
        if (at == f.end()) return {};
        return std::string(detail::parse_jwt(at->second).value().claims.at("jti").as_string());
    }

    static std::string proof_nonce(http_request const& r)
    {
        auto const proof = detail::parse_jwt(r.fields.find("DPoP").value_or("")).value();
        auto const* const n = proof.claims.if_contains("nonce");
        return n ? std::string(n->as_string()) : std::string();
    }

    int tokens = 0, lifetime = 3600;
    bool rotates = false;
    std::string nonce = {}, api_nonce = {}, more = {};
    http_response refuse_tokens = {}, refuse_calls = {};
    std::set<std::string> revoked = {}, seen_jti = {};
    std::vector<http_request> token_requests = {}, calls = {};
};

/// A server, its script, and a client of either way.
template <class Way, class Auth>
struct oauth_fixture
{
    oauth_fixture(std::shared_ptr<token_server> s, Auth auth)
        : server(s),
          requests(std::make_shared<script>([s](http_request const& r) { return (*s)(r); })),
          way(requests),
          client(org, std::move(auth), way.transport, {.retry = {.max_retries = 0}})
    {
    }
    auto call() { return way.call(client, okta::get_user{.id = "00u1"}); }

    std::shared_ptr<token_server> server;
    std::shared_ptr<script> requests;
    Way way;
    okta::client client;
};

inline signing_key const& client_key()
{
    static auto const key = signing_key::generate();
    return key;
}

} // namespace okta::test
#endif
