#include "event_hook_support.hpp"

#include <okta/codec/encode.hpp>

namespace sandbox_event_hooks_test {
using namespace okta;
using okta::test::hook_fixture;
using okta::test::in_short;

BOOST_AUTO_TEST_SUITE(sandbox_event_hooks)

BOOST_FIXTURE_TEST_CASE(a_new_hook_is_active_and_unverified_and_never_tells_its_secret, hook_fixture)
{
    auto const hook = client.call(hook_for({"user.lifecycle.create"})).value();
    BOOST_TEST((*hook.status == event_hook_status::active));
    BOOST_TEST((*hook.verification_status == event_hook_verification_status::unverified));
    BOOST_TEST(hook.id.text.starts_with("who"));
    BOOST_TEST(hook.channel.config.method.value() == "POST");
    BOOST_TEST(hook.channel.config.auth_scheme->key.value() == "authorization"); // as Okta answers it
    BOOST_TEST(hook.created_by.value() == org.find_user("admin@example.com")->id.text);
    BOOST_TEST(find_link(*hook.links, "verify")->href.ends_with("/lifecycle/verify"));
    BOOST_TEST(find_link(*hook.links, "deactivate")->hints->allow.at(0) == "POST");
    auto const raw = send(method::get, "/api/v1/eventHooks").body +
                     send(method::get, "/api/v1/eventHooks/" + hook.id.text).body;
    BOOST_TEST(raw.find("c2VjcmV0") == std::string::npos);
    BOOST_TEST(client.call(list_event_hooks{}).value().size() == 1u);
    BOOST_TEST((client.call(get_event_hook{.event_hook_id = hook.id}).value() == hook));
    BOOST_TEST((events() == std::vector<std::string>{"event_hook.created"}));
}

BOOST_FIXTURE_TEST_CASE(what_okta_does_not_take_is_refused_with_the_place, hook_fixture)
{
    auto const refusal = [&](auto change) {
        auto request = hook_for({"user.lifecycle.create"});
        change(request);
        auto const r = client.call(request);
        return r ? "not refused" : in_short(r.error());
    };
    using request = create_event_hook;
    BOOST_TEST(refusal([](request& r) { r.name = ""; }).find("E0000001 name: ") != std::string::npos);
    BOOST_TEST(refusal([](request& r) { r.events.items.clear(); }).starts_with("400 E0000001 events.items: "));
    BOOST_TEST(refusal([](request& r) { r.events.items.assign(301, "x"); }).find("301 event types, 300 at most") !=
               std::string::npos);
    BOOST_TEST(refusal([](request& r) { r.events.items.assign(300, "x"); }) == "not refused");
    BOOST_TEST(refusal([](request& r) {
                   r.channel.config.uri = "http://hooks.example.com/";
               }).starts_with("400 E0000001 channel.config.uri: "));
    BOOST_TEST(refusal([](request& r) { r.channel.config.uri.append(1'024, 'x'); }).find("1,024") != std::string::npos);
    BOOST_TEST(refusal([](request& r) { r.channel.version = "2.0.0"; }).find("channel.version: ") != std::string::npos);
    BOOST_TEST(refusal([](request& r) {
                   r.channel.config.auth_scheme->value = "a\r\nX-Evil: 1";
               }).find("channel.config.authScheme: ") != std::string::npos);
    BOOST_TEST(refusal([](request& r) {
                   r.channel.config.headers->front().key = "";
               }).find("channel.config.headers: ") != std::string::npos);
    BOOST_TEST(okta::test::code_of(send(method::post, "/api/v1/eventHooks", R"({"name": "x"})")) == "400 E0000001");
}

BOOST_FIXTURE_TEST_CASE(a_verified_hook_stays_so_until_its_channel_changes, hook_fixture)
{
    auto const hook = make_hook({"user.lifecycle.create"});
    BOOST_TEST((*hook.verification_status == event_hook_verification_status::verified));
    auto const made = hook_for({"user.lifecycle.create", "user.lifecycle.deactivate"});
    replace_event_hook other{.event_hook_id = hook.id, .name = "HR", .events = made.events, .channel = made.channel};
    auto replaced = client.call(other).value();
    BOOST_TEST(replaced.name == "HR");
    BOOST_TEST(replaced.events.items.size() == 2u);
    BOOST_TEST((*replaced.verification_status == event_hook_verification_status::verified));
    other.channel.config.auth_scheme->value = "Basic b3RoZXI=";
    replaced = client.call(other).value();
    BOOST_TEST((*replaced.verification_status == event_hook_verification_status::unverified));
    BOOST_TEST(client.call(verify_event_hook{.event_hook_id = hook.id}).has_value());
    BOOST_TEST(requests.back().fields.find("authorization").value() == "Basic b3RoZXI=");
    other.channel.config.uri = "https://other.example.com/";
    replaced = client.call(other).value();
    BOOST_TEST((*replaced.verification_status == event_hook_verification_status::unverified));
}

BOOST_FIXTURE_TEST_CASE(the_challenge_is_a_get_with_one_more_try, hook_fixture)
{
    auto const hook = client.call(hook_for({"user.lifecycle.create"})).value();
    verify_event_hook const verify{.event_hook_id = hook.id};
    challenge_answers = {500};
    BOOST_TEST(client.call(verify).has_value());
    BOOST_TEST_REQUIRE(requests.size() == 2u);
    auto const& r = requests.front();
    BOOST_TEST((r.method == method::get && r.origin == "https://hooks.example.com:8443" && r.target == "/okta?x=1"));
    BOOST_TEST((r.timeout == std::chrono::seconds(3) && r.anonymous && r.body.empty()));
    BOOST_TEST(r.fields.find("x-okta-verification-challenge")->size() == 48u);
    BOOST_TEST(r.fields.find("Authorization").value() == "Basic c2VjcmV0");
    BOOST_TEST(r.fields.find("X-Team").value() == "identity");
    for (auto const& script : {std::deque<int>{0, 0}, {404, 503}, {204, 204}}) {
        challenge_answers = script;
        auto const failed = client.call(verify);
        BOOST_TEST_REQUIRE(!failed.has_value());
        BOOST_TEST(in_short(failed.error()).starts_with("400 E0000001 verification: The receiver "));
        BOOST_TEST(challenge_answers.empty());
    }
    takes = std::chrono::seconds(4);
    auto const slow = client.call(verify);
    BOOST_TEST(slow.error().causes.at(0).find("three seconds") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(another_answer_than_the_challenge_is_refused_at_once, hook_fixture)
{
    auto const hook = client.call(hook_for({"user.lifecycle.create"})).value();
    int asked = 0;
    for (char const* const body : {"", "x", "[]", "{}", R"({"verification":7})", R"({"verification":"other"})"}) {
        org.set_event_hook_sender([&](http_request const&) {
            ++asked;
            return http_response{.status = 200, .body = body};
        });
        BOOST_TEST(!client.call(verify_event_hook{.event_hook_id = hook.id}).has_value(), body);
    }
    BOOST_TEST(asked == 6);
    org.set_event_hook_sender({});
    auto const nobody = client.call(verify_event_hook{.event_hook_id = hook.id});
    BOOST_TEST(nobody.error().causes.at(0).find("set_event_hook_sender") != std::string::npos);
    BOOST_TEST((*client.call(get_event_hook{.event_hook_id = hook.id})->verification_status ==
                event_hook_verification_status::unverified));
}

BOOST_FIXTURE_TEST_CASE(a_receiver_may_call_the_org_and_even_change_the_hook, hook_fixture)
{
    auto const hook = client.call(hook_for({"user.lifecycle.create"})).value();
    org.set_event_hook_sender([&](http_request const& r) {
        auto made = hook_for({"user.lifecycle.create"});
        made.channel.config.uri = "https://moved.example.com/";
        BOOST_TEST(client
                       .call(replace_event_hook{
                           .event_hook_id = hook.id, .name = "hr", .events = made.events, .channel = made.channel})
                       .has_value());
        return receive(r);
    });
    auto const moved = client.call(verify_event_hook{.event_hook_id = hook.id});
    BOOST_TEST(moved.error().causes.at(0).find("changed while") != std::string::npos);
    org.set_event_hook_sender([&](http_request const& r) {
        (void)client.call(deactivate_event_hook{.event_hook_id = hook.id});
        (void)client.call(delete_event_hook{.event_hook_id = hook.id});
        (void)org.revoke_token(org.token());
        return receive(r);
    });
    auto const gone = client.call(verify_event_hook{.event_hook_id = hook.id});
    BOOST_TEST(gone.error().status == 404);
}

BOOST_FIXTURE_TEST_CASE(an_active_hook_cannot_be_deleted, hook_fixture)
{
    auto const hook = make_hook({"user.lifecycle.create"});
    auto const refused = client.call(delete_event_hook{.event_hook_id = hook.id});
    BOOST_TEST(in_short(refused.error()).starts_with("400 E0000001 status: Only an inactive event hook"));
    auto const off = client.call(deactivate_event_hook{.event_hook_id = hook.id}).value();
    BOOST_TEST((*off.status == event_hook_status::inactive && find_link(*off.links, "activate") != nullptr));
    BOOST_TEST(client.call(deactivate_event_hook{.event_hook_id = hook.id}).has_value()); // once more
    auto const on = client.call(activate_event_hook{.event_hook_id = hook.id}).value();
    BOOST_TEST((*on.verification_status == event_hook_verification_status::verified));
    BOOST_TEST(client.call(deactivate_event_hook{.event_hook_id = hook.id}).has_value());
    BOOST_TEST(client.call(delete_event_hook{.event_hook_id = hook.id}).has_value());
    BOOST_TEST(in_short(client.call(delete_event_hook{.event_hook_id = hook.id}).error()) == "404 E0000007");
    BOOST_TEST(in_short(client.call(verify_event_hook{.event_hook_id = hook.id}).error()) == "404 E0000007");
    BOOST_TEST(
        (events() == std::vector<std::string>{"event_hook.created", "event_hook.verified", "event_hook.deactivated",
                                              "event_hook.activated", "event_hook.deactivated", "event_hook.deleted"}));
}

BOOST_FIXTURE_TEST_CASE(an_org_has_25_active_hooks_at_most, hook_fixture)
{
    std::vector<event_hook> hooks;
    for (int i = 0; i < 25; ++i) hooks.push_back(client.call(hook_for({"x"}, std::to_string(i))).value());
    BOOST_TEST(in_short(client.call(hook_for({"x"}, "26th")).error()).find("25 active") != std::string::npos);
    BOOST_TEST(client.call(deactivate_event_hook{.event_hook_id = hooks[0].id}).has_value());
    BOOST_TEST(client.call(hook_for({"x"}, "25th")).has_value());
    BOOST_TEST(!client.call(activate_event_hook{.event_hook_id = hooks[0].id}).has_value());
}

BOOST_FIXTURE_TEST_CASE(the_calls_need_their_scopes, hook_fixture)
{
    org.add_token("reader", {.kind = sandbox::grant::scheme::access_token,
                             .scopes = std::vector<std::string>{"okta.eventHooks.read"}});
    auto reader = as(bearer_token{"reader"});
    BOOST_TEST(reader.call(list_event_hooks{}).has_value());
    BOOST_TEST(reader.call(hook_for({"x"})).error().status == 403);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace sandbox_event_hooks_test
