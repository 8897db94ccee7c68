#include "token_server.hpp"

#include <boost/test/unit_test.hpp>

// Every attempt has credentials of its own.

namespace retried_credentials_test {
namespace {

using namespace okta::test;
using namespace std::chrono_literals;

/// Asks for other credentials when its first ones are refused.
struct learning
{
    std::optional<okta::error> authorise(okta::http_request& request)
    {
        request.fields.set("Authorization", "Token " + std::to_string(++*asked));
        return std::nullopt;
    }
    bool is_bearer() const { return true; }
    bool learn(okta::http_request const&, okta::http_response const& a) const { return a.status == 401; }

    std::shared_ptr<std::atomic<int>> asked = std::make_shared<std::atomic<int>>(0);
};

okta::transport_result good() { return answer(200, R"({"id":"00u1"})"); }

okta::client_options retrying(int retries)
{
    return {.retry = {.max_retries = retries}, .clock = simulated_time().clock()};
}

std::string jti(std::string_view jwt)
{
    return std::string(okta::detail::parse_jwt(jwt).value().claims.at("jti").as_string());
}

std::vector<std::string> all_of(std::vector<okta::http_request> const& requests, std::string_view field)
{
    std::vector<std::string> all;
    for (auto const& r : requests) all.emplace_back(r.fields.find(field).value_or(""));
    return all;
}

using texts = std::vector<std::string>;
constexpr auto per_element = boost::test_tools::per_element();

/// A service app's calls to a server that answers 503 to as many requests for tokens, and of the API, as it is told.
template <class Way>
struct app
{
    explicit app(std::optional<okta::dpop> dpop = {})
        : requests(std::make_shared<script>([s = server, d = down](okta::http_request const& r) {
              auto& left = r.target.starts_with("/oauth2/") ? d->first : d->second;
              if (left-- <= 0) return (*s)(r);
              return okta::transport_result(answer(503, ""));
          })),
          way(requests),
          client(org,
                 okta::service_app(okta::oauth_client::with_key("0oa1", client_key()), {"okta.users.read"},
                                   {.dpop = std::move(dpop), .environment = clock.environment()}),
                 way.transport, retrying(2))
    {
    }

    std::vector<okta::http_request> to(std::string_view path) const
    {
        auto all = requests->seen();
        std::erase_if(all, [&](auto const& r) { return !r.target.starts_with(path); });
        return all;
    }

    turned_clock clock;
    std::shared_ptr<token_server> server = std::make_shared<token_server>();
    std::shared_ptr<std::pair<int, int>> down = std::make_shared<std::pair<int, int>>();
    std::shared_ptr<script> requests;
    Way way;
    okta::client client;
};

} // namespace

BOOST_AUTO_TEST_SUITE(retried_credentials)

BOOST_AUTO_TEST_CASE_TEMPLATE(refused_credentials_are_no_retry, Way, ways)
{
    auto const server = scripted(answer(401, ""), answer(503, ""), good());
    Way way(server);
    okta::client client(org, learning{}, way.transport, retrying(1));
    auto const r = way.call(client, okta::get_user{.id = "me"});
    BOOST_TEST((r.has_value() && r.facts().attempts == 3));
    BOOST_TEST(all_of(server->seen(), "Authorization") == (texts{"Token 1", "Token 2", "Token 3"}), per_element);
    BOOST_TEST(all_of(server->seen(), "X-Okta-Retry-Count") == (texts{"", "", "1"}), per_element);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(credentials_are_asked_for_anew_without_retries_and_for_what_is_not_idempotent, Way, ways)
{
    auto const server = scripted(answer(401, ""), answer(401, ""), good());
    Way way(server);
    okta::client client(org, learning{}, way.transport, retrying(0));
    BOOST_TEST(way.call(client, okta::delete_user{.id = "00u1"}).facts().attempts == 3);
    auto const refused = scripted(answer(401, ""));
    Way other(refused);
    okta::client never(org, learning{}, other.transport, retrying(3));
    auto const r = other.call(never, okta::delete_user{.id = "00u1"});
    BOOST_TEST((!r && r.error().status == 401 && r.facts().attempts == 3 && !r.error().may_have_happened));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_repeated_request_has_a_proof_of_its_own, Way, ways)
{
    app<Way> a{okta::dpop()};
    a.down->second = 2;
    auto const r = a.way.call(a.client, okta::get_user{.id = "00u1"});
    BOOST_TEST_REQUIRE(fault_of(r) == "");
    BOOST_TEST((r.facts().attempts == 3 && a.to("/oauth2/").size() == 1));
    auto const seen = a.to("/api/");
    BOOST_TEST(all_of(seen, "Authorization") == texts(3, "DPoP access-1"), per_element);
    std::set<std::string> proofs;
    for (auto const& proof : all_of(seen, "DPoP")) proofs.insert(jti(proof));
    BOOST_TEST(proofs.size() == 3u);
    for (auto const& q : seen) BOOST_TEST(q.fields.all("DPoP").size() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_repeated_token_request_has_an_assertion_of_its_own, Way, ways)
{
    app<Way> a;
    a.down->first = 1;
    auto const r = a.way.call(a.client, okta::delete_user{.id = "00u1"}); // it was not sent, so it may be
    BOOST_TEST_REQUIRE(fault_of(r) == "");
    BOOST_TEST(r.facts().attempts == 1);
    auto const seen = a.to("/oauth2/");
    BOOST_TEST_REQUIRE(seen.size() == 2u);
    auto const assertion = [](okta::http_request const& q) { return jti(form_of(q).at("client_assertion")); };
    BOOST_TEST(assertion(seen[0]) != assertion(seen[1]));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace retried_credentials_test
