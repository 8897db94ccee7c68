#include "token_flight.hpp"

// Keys that sign outside the process.

namespace remote_signer_test {
using namespace okta::test;

BOOST_AUTO_TEST_SUITE(remote_signer)

BOOST_AUTO_TEST_CASE(a_context_may_end_before_the_signer_answers)
{
    std::function<void(okta::result<std::string>)> late;
    auto const app = okta::oauth_client::with_signer("0oa1", okta::signing_algorithm::es256, "",
                                                     [&](auto, auto done) { late = std::move(done); });
    okta::service_app const shared(app, {"x"});
    okta::get_user const get{.id = "00u1"};
    bool called = false;
    {
        asio::io_context context;
        okta::client client(org, shared, held_transport{context.get_executor()});
        client.async_call(get, [&](auto) { called = true; });
        client.async_call(get, [&](auto) { called = true; });
        context.poll();
    }
    BOOST_TEST_REQUIRE(static_cast<bool>(late));
    late(client_key().sign("x"));
    late = nullptr;
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_CASE(what_a_signer_throws_is_an_error_without_its_text)
{
    auto const app = okta::oauth_client::with_signer("0oa1", okta::signing_algorithm::es256, "",
                                                     [](auto, auto) { throw std::runtime_error("tell-nobody"); });
    flight f({}, app);
    f.start();
    f.run();
    BOOST_TEST_REQUIRE(f.done() == 1u);
    BOOST_TEST((f.results[0]->error().kind == okta::error_kind::authorisation));
    BOOST_TEST(f.results[0]->error().message().find("tell-nobody") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_slow_signer_leaves_a_good_token)
{
    std::vector<std::function<void(okta::result<std::string>)>> kept;
    auto const app = okta::oauth_client::with_signer("0oa1", okta::signing_algorithm::es256, "",
                                                     [&](auto input, auto done) {
                                                         if (kept.empty()) done(client_key().sign(input));
                                                         kept.push_back(std::move(done));
                                                     });
    turned_clock clock;
    auto const server = std::make_shared<token_server>();
    auto const requests = std::make_shared<script>([server](okta::http_request const& r) { return (*server)(r); });
    okta::client client(org, okta::service_app(app, {"x"}, {.environment = clock.environment()}),
                        blocking_fake{requests}, {.timeout = std::chrono::milliseconds(20)});
    BOOST_TEST(client.call(okta::get_user{.id = "00u1"}).has_value());
    *clock.seconds += 3400;
    BOOST_TEST(client.call(okta::get_user{.id = "00u1"}).has_value());
    BOOST_TEST(kept.size() == 2u);
    BOOST_TEST(client.call(okta::get_user{.id = "00u1"}).has_value()); // and is not asked again at once
    BOOST_TEST(kept.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_key_elsewhere_signs_when_it_can)
{
    std::vector<std::pair<std::string, std::function<void(okta::result<std::string>)>>> asked;
    auto const app = okta::oauth_client::with_signer(
        "0oa1", okta::signing_algorithm::es256, "k1",
        [&](auto input, auto done) { asked.emplace_back(std::move(input), std::move(done)); });
    flight f({}, app);
    f.start();
    f.start();
    f.run();
    BOOST_TEST_REQUIRE(asked.size() == 1u);
    BOOST_TEST(f.transport.all->token.empty());
    asked[0].second(client_key().sign(asked[0].first));
    f.run();
    BOOST_TEST_REQUIRE(f.transport.all->token.size() == 1u);
    auto const assertion = form_of(f.transport.all->token[0]->request).at("client_assertion");
    auto const jwt = okta::detail::verify_jwt(assertion, client_key().public_jwk());
    BOOST_TEST_REQUIRE(fault_of(jwt) == "");
    BOOST_TEST(text_at(jwt->header, "kid") == "k1");
    f.answer_token(0, token());
    f.answer_calls();
    BOOST_TEST(f.done() == 2u);
}

BOOST_AUTO_TEST_CASE(a_signer_that_fails_or_gives_up_is_an_error)
{
    for (bool const answers : {true, false}) {
        auto const app = okta::oauth_client::with_signer("0oa1", okta::signing_algorithm::es256, "",
                                                         [&](auto, auto done) {
                                                             okta::error e;
                                                             e.kind = okta::error_kind::authorisation;
                                                             e.summary = "the HSM is away";
                                                             if (answers) done(e);
                                                         });
        flight f({}, app);
        f.start();
        f.run();
        BOOST_TEST_REQUIRE(f.done() == 1u);
        BOOST_TEST(f.results[0]->error().summary.find(answers ? "the HSM is away" : "gave up") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(waiting_has_an_end)
{
    auto const app = okta::oauth_client::with_signer(
        "0oa1", okta::signing_algorithm::es256, "",
        [kept = std::vector<std::function<void(okta::result<std::string>)>>()](auto, auto done) mutable {
            kept.push_back(std::move(done));
        });
    okta::client client(org, okta::service_app(app, {"x"}), blocking_fake{scripted(answer(200, "{}"))},
                        {.timeout = std::chrono::milliseconds(20)});
    auto const r = client.call(okta::get_user{.id = "00u1"});
    BOOST_TEST(r.error().summary == "no access token: the call's time ended while it waited for an access token: the "
                                    "token request, or a signer, takes longer");
    BOOST_TEST((r.error().transport_code == asio::error::timed_out));
    asio::io_context context;
    okta::client later(org, okta::service_app(app, {"x"}),
                       async_fake{scripted(answer(200, "{}")), context.get_executor()},
                       {.timeout = std::chrono::milliseconds(20)});
    std::string summary;
    okta::get_user const get{.id = "00u1"};
    later.async_call(get, [&](auto result) { summary = result.error().summary; });
    context.run();
    BOOST_TEST(summary == r.error().summary);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace remote_signer_test
