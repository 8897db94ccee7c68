// From a delivery's body to its events.

#include <okta/hook/delivery.hpp>

#include <boost/test/unit_test.hpp>

namespace delivery_test {
namespace {

using okta::split_delivery;

std::string delivery(std::string_view events, std::string_view id = R"("eventId":"d1",)")
{
    std::string body = R"({"eventType":"com.okta.event_hook","eventTypeVersion":"1.0",)";
    return body.append(id).append(R"("data":{"events":)").append(events).append("}}");
}

std::string refusal(std::string body, okta::delivery_limits const& limits = {})
{
    auto const r = split_delivery(std::move(body), limits);
    return r ? "taken" : r.error().message();
}

} // namespace

BOOST_AUTO_TEST_SUITE(hook_delivery)

BOOST_AUTO_TEST_CASE(events_are_kept_as_they_came)
{
    auto const r = split_delivery(
        delivery(R"([{"uuid":"a", "eventType":"user.lifecycle.create"},{"uuid":"b","x":[1, 2]}])"));
    BOOST_REQUIRE(r.has_value());
    BOOST_REQUIRE(r->size() == 2u);
    BOOST_TEST((*r)[0].key == "a");
    BOOST_TEST((*r)[0].event_type == "user.lifecycle.create");
    BOOST_TEST((*r)[0].delivery_id == "d1");
    BOOST_TEST((*r)[0].json == R"({"uuid":"a", "eventType":"user.lifecycle.create"})");
    BOOST_TEST((*r)[1].json == R"({"uuid":"b","x":[1, 2]})");
}

BOOST_AUTO_TEST_CASE(an_event_without_uuid_is_known_by_its_delivery_and_place)
{
    auto const r = split_delivery(delivery(R"([{"uuid":"a"},{},{"uuid":""},{"uuid":7},5])"));
    BOOST_REQUIRE(r.has_value());
    BOOST_TEST((*r)[1].key == "d1#1");
    BOOST_TEST((*r)[2].key == "d1#2");
    BOOST_TEST((*r)[3].key == "d1#3");
    BOOST_TEST((*r)[4].key == "d1#4");
}

BOOST_AUTO_TEST_CASE(without_both_it_is_known_by_its_digest)
{
    auto const first = split_delivery(delivery(R"([{"x":1},{"x":2}])", "")),
               again = split_delivery(delivery(R"([{"x":1}])", ""));
    BOOST_REQUIRE(first && again);
    BOOST_TEST((*first)[0].key == (*again)[0].key);
    BOOST_TEST((*first)[0].key != (*first)[1].key);
    BOOST_TEST((*first)[0].key.starts_with("sha256:"));
    auto const long_uuid = split_delivery(delivery(std::string(R"([{"uuid":")") + std::string(5'000, 'u') + "\"}]"));
    BOOST_TEST((*long_uuid)[0].key.size() <= 256u);
}

BOOST_AUTO_TEST_CASE(the_spelling_of_2019_is_read_too)
{
    auto const r = split_delivery(delivery("[{}]", R"("eventID":"old",)"));
    BOOST_REQUIRE(r.has_value());
    BOOST_TEST(r->front().delivery_id == "old");
}

BOOST_AUTO_TEST_CASE(what_is_no_delivery_is_refused_and_named)
{
    BOOST_TEST(refusal("{}") == "unexpected_answer: this is no delivery of an event hook: eventType: expected "
                                "com.okta.event_hook, found nothing");
    BOOST_TEST(
        refusal(R"({"eventType":"com.okta.event_hook"})").ends_with("data.events: expected an array, found nothing"));
    BOOST_TEST(refusal(R"({"eventType":"com.okta.event_hook","data":{"events":null}})").ends_with("found nothing"));
    BOOST_TEST(refusal(delivery("{}")).find("data.events: expected array, found object") != std::string::npos);
    BOOST_TEST(refusal("[]").find("expected object, found array") != std::string::npos);
    BOOST_TEST(refusal("") != "taken");
    BOOST_TEST(refusal(delivery("[{}]") + "x") != "taken");
    BOOST_TEST(refusal(delivery("[{}")) != "taken");
    BOOST_TEST(refusal(delivery("[]")) == "taken");
}

BOOST_AUTO_TEST_CASE(bounds_hold)
{
    okta::delivery_limits const limits{.max_bytes = 1'000, .max_depth = 8, .max_events = 2};
    BOOST_TEST(refusal(delivery("[{},{}]"), limits) == "taken");
    BOOST_TEST(refusal(delivery("[{},{},{}]"), limits).ends_with("data.events: 3 events, at most 2"));
    BOOST_TEST(refusal(delivery("[{\"x\":[[[[[[[[1]]]]]]]]}]"), limits) != "taken");
    BOOST_TEST(refusal(delivery(std::string("[{\"x\":\"") + std::string(1'000, 'x') + "\"}]"), limits) != "taken");
}

BOOST_AUTO_TEST_CASE(one_bad_event_loses_none_of_its_neighbours)
{
    auto const r = split_delivery(delivery(R"([5,{"eventType":"user.lifecycle.create","target":7},
        {"eventType":"user.lifecycle.create","target":[{"id":"u","type":"User"}]}])"));
    BOOST_REQUIRE(r.has_value());
    okta::event_decoder decode;
    auto const a = decode((*r)[0]), b = decode((*r)[1]), c = decode((*r)[2]);
    auto const* const no_object = std::get_if<okta::events::unknown>(&a);
    auto const* const misfit = std::get_if<okta::events::unknown>(&b);
    BOOST_REQUIRE(no_object && misfit);
    BOOST_TEST(no_object->raw == "5");
    BOOST_TEST(no_object->reason.find("expected object, found number") != std::string::npos);
    BOOST_TEST(misfit->event_type == "user.lifecycle.create");
    BOOST_TEST(misfit->reason.find("target: expected array, found number") != std::string::npos);
    BOOST_TEST(misfit->raw == (*r)[1].json);
    BOOST_TEST(std::holds_alternative<okta::events::user_created>(c));
}

BOOST_AUTO_TEST_CASE(a_delivered_event_is_no_verification_and_keeps_its_members)
{
    auto const r = split_delivery(delivery(R"([{"uuid":"a","eventType":"active_check","verification":"x"}])"));
    BOOST_REQUIRE(r.has_value());
    auto const e = okta::decode_event((*r)[0]);
    auto const* const u = std::get_if<okta::events::unknown>(&e);
    BOOST_REQUIRE(u);
    BOOST_TEST((u->event_type == "active_check" && u->reason == "it is no event of the System Log"));
    BOOST_TEST(okta::to_json(u->details) == R"({"eventType":"active_check","uuid":"a","verification":"x"})");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_utf_8_on_one_line)
{
    auto const of = [](std::string type) { return refusal(R"({"eventType":")" + type + R"(","data":{"events":[]}})"); };
    BOOST_TEST(of(std::string(63, 'a') + "\u20ac").ends_with("found " + std::string(63, 'a')));
    BOOST_TEST(of(std::string(61, 'a') + "\u20acb").ends_with("aaa\u20ac"));
    BOOST_TEST(of("a\\nb").ends_with("found a b"));
}

BOOST_AUTO_TEST_CASE(an_event_of_the_log_has_the_key_of_its_delivery)
{
    auto const e = okta::decode<okta::log_event>(R"({"uuid":"a","eventType":"user.lifecycle.create","odd":1})");
    auto const in = okta::to_incoming(*e);
    BOOST_TEST(in.key == "a");
    BOOST_TEST(in.event_type == "user.lifecycle.create");
    BOOST_TEST(in.json == R"({"eventType":"user.lifecycle.create","uuid":"a","odd":1})");
    BOOST_TEST(std::holds_alternative<okta::events::user_created>(okta::decode_event(in)));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace delivery_test
