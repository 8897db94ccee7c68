#include <okta/actions/event_hooks.hpp>
#include <okta/codec/decode.hpp>
#include <okta/codec/encode.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace actions_event_hooks_test {
namespace {

using namespace okta;
namespace json = boost::json;

new_event_hook_channel channel(std::string uri = "https://hooks.example.com/okta")
{
    return {.config = {.uri = std::move(uri),
                       .headers = {{{.key = "X-Team", .value = "identity"}}},
                       .auth_scheme = {{.key = "Authorization", .value = "Basic c2VjcmV0"}}}};
}

json::value const expected = json::parse(R"({
    "name": "hr",
    "events": {"type": "EVENT_TYPE", "items": ["user.lifecycle.create", "user.lifecycle.deactivate"],
               "filter": {"eventFilterMap": [{"event": "user.lifecycle.create",
                                              "condition": {"expression": "event.actor.type eq 'User'"}}]}},
    "channel": {"type": "HTTP", "version": "1.0.0",
                "config": {"uri": "https://hooks.example.com/okta",
                           "headers": [{"key": "X-Team", "value": "identity"}],
                           "authScheme": {"type": "HEADER", "key": "Authorization", "value": "Basic c2VjcmV0"}}}})");

new_event_subscriptions subscriptions()
{
    return {.items = {"user.lifecycle.create", "user.lifecycle.deactivate"},
            .filter = {{.event_filter_map = {{.event = "user.lifecycle.create",
                                              .condition = {.expression = "event.actor.type eq 'User'"}}}}}};
}

template <class F>
void for_each_hook_action(F f)
{
    [&]<class... A>(boost::mp11::mp_list<A...>) { (f(std::type_identity<A>{}), ...); }(event_hook_actions{});
}

} // namespace

BOOST_AUTO_TEST_SUITE(event_hook_actions_)

BOOST_AUTO_TEST_CASE(a_hook_is_created_as_okta_describes_it)
{
    auto const http = encode(create_event_hook{.name = "hr", .events = subscriptions(), .channel = channel()}).value();
    BOOST_TEST((http.method == method::post));
    BOOST_TEST(http.target == "/api/v1/eventHooks");
    BOOST_TEST(json::parse(http.body) == expected);
}

BOOST_AUTO_TEST_CASE(a_hook_is_replaced_by_its_id_and_the_same_body)
{
    replace_event_hook const request{.event_hook_id = "who/1",
                                     .name = "hr",
                                     .description = "for HR",
                                     .events = subscriptions(),
                                     .channel = channel()};
    auto const http = encode(request).value();
    BOOST_TEST((http.method == method::put));
    BOOST_TEST(http.target == "/api/v1/eventHooks/who%2F1");
    auto body = json::parse(http.body).as_object();
    BOOST_TEST(body.at("description").as_string() == "for HR");
    body.erase("description");
    BOOST_TEST(json::value(body) == expected);
}

BOOST_AUTO_TEST_CASE(the_others_have_an_id_and_no_body)
{
    auto const line = [](auto const& request) {
        auto const http = encode(request).value();
        BOOST_TEST(http.body.empty());
        return std::string(to_string(http.method)) + ' ' + http.target;
    };
    BOOST_TEST(line(list_event_hooks{}) == "GET /api/v1/eventHooks");
    BOOST_TEST(line(get_event_hook{.event_hook_id = "who1"}) == "GET /api/v1/eventHooks/who1");
    BOOST_TEST(line(delete_event_hook{.event_hook_id = "who1"}) == "DELETE /api/v1/eventHooks/who1");
    BOOST_TEST(line(activate_event_hook{.event_hook_id = "who1"}) == "POST /api/v1/eventHooks/who1/lifecycle/activate");
    BOOST_TEST(line(deactivate_event_hook{.event_hook_id = "who1"}) ==
               "POST /api/v1/eventHooks/who1/lifecycle/deactivate");
    BOOST_TEST(line(verify_event_hook{.event_hook_id = "who1"}) == "POST /api/v1/eventHooks/who1/lifecycle/verify");
    BOOST_TEST(!encode(get_event_hook{.event_hook_id = ""}).has_value());
}

BOOST_AUTO_TEST_CASE(only_the_creation_may_not_be_repeated)
{
    for_each_hook_action([]<class A>(std::type_identity<A>) {
        BOOST_TEST(detail::info_of<A>().idempotent != (std::is_same_v<A, create_event_hook>), detail::info_of<A>().id);
    });
}

BOOST_AUTO_TEST_CASE(reading_and_managing_have_scopes_of_their_own)
{
    BOOST_TEST(list_event_hooks::endpoint::scope_texts[0] == "okta.eventHooks.read");
    BOOST_TEST(get_event_hook::endpoint::scope_texts[0] == "okta.eventHooks.read");
    BOOST_TEST(verify_event_hook::endpoint::scope_texts[0] == "okta.eventHooks.manage");
    BOOST_TEST(delete_event_hook::endpoint::scope_texts[0] == "okta.eventHooks.manage");
    BOOST_TEST(covers(create_event_hook::endpoint::scope_texts[0], list_event_hooks::endpoint::scope_texts[0]));
}

BOOST_AUTO_TEST_CASE(every_parameter_is_documented)
{
    for_each_hook_action([]<class A>(std::type_identity<A>) {
        auto const& info = detail::info_of<A>();
        BOOST_TEST(info.summary.ends_with('.'), info.id);
        for (auto const& p : info.parameters) BOOST_TEST(p.doc.ends_with('.'), p.wire);
    });
}

BOOST_AUTO_TEST_CASE(an_answer_has_what_is_read_only_and_no_secret)
{
    auto const hook = decode<event_hook>(std::string_view(R"({
        "id": "who1", "status": "ACTIVE", "verificationStatus": "UNVERIFIED", "name": "hr", "description": null,
        "created": "2023-07-07T13:41:56.000Z", "createdBy": "00u1", "lastUpdated": "2023-07-07T13:43:03.000Z",
        "events": {"type": "EVENT_TYPE", "items": ["group.user_membership.add"], "filter": null},
        "channel": {"type": "HTTP", "version": "1.0.0", "config": {"uri": "https://h.example.com/x", "method": "POST",
                    "headers": [{"key": "X-Team", "value": "identity"}],
                    "authScheme": {"type": "HEADER", "key": "authorization"}}},
        "_links": {"self": {"href": "https://example.com/api/v1/eventHooks/who1"}}})"));
    BOOST_TEST_REQUIRE(hook.has_value());
    BOOST_TEST((*hook->status == event_hook_status::active));
    BOOST_TEST((*hook->verification_status == event_hook_verification_status::unverified));
    BOOST_TEST(hook->channel.config.method.value() == "POST");
    BOOST_TEST(hook->channel.config.auth_scheme->key.value() == "authorization");
    BOOST_TEST(!hook->channel.config.auth_scheme->value.has_value());
    BOOST_TEST(!hook->events.filter.has_value());
    auto const wrong = decode<event_hook>(std::string_view(R"({"events": {"items": "group.user_membership.add"}})"));
    BOOST_TEST_REQUIRE(!wrong.has_value());
    BOOST_TEST(wrong.error().summary.find("events.items") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace actions_event_hooks_test
