// From an event's type and targets to its struct.

#include <okta/codec/decode.hpp>
#include <okta/events/event.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace event_test {
namespace {

namespace events = okta::events;

okta::event typed(std::string_view json)
{
    auto details = okta::decode<okta::log_event>(json);
    BOOST_REQUIRE_MESSAGE(details.has_value(), json);
    return okta::to_event(std::move(*details));
}

template <class E>
E get(std::string_view json)
{
    auto made = typed(json);
    auto* const e = std::get_if<E>(&made);
    auto const* const u = std::get_if<events::unknown>(&made);
    BOOST_REQUIRE_MESSAGE(e, json << ": " << (u ? u->reason : "another type"));
    return std::move(*e);
}

} // namespace

BOOST_AUTO_TEST_SUITE(events_event)

BOOST_AUTO_TEST_CASE(a_membership_has_user_and_group_whatever_their_order)
{
    auto const e = get<events::group_member_added>(R"({"eventType":"group.user_membership.add","uuid":"u","target":[
        {"id":"00g1","type":"UserGroup","displayName":"Engineers","alternateId":"unknown"},
        {"id":"00u1","type":"User","alternateId":"ada@example.com","displayName":"Ada"}]})");
    BOOST_TEST(e.user.id.text == "00u1");
    BOOST_TEST(e.user.alternate_id == "ada@example.com");
    BOOST_TEST(e.user.display_name == "Ada");
    BOOST_TEST(e.group.id.text == "00g1");
    BOOST_TEST(e.group.display_name == "Engineers");
    BOOST_TEST(e.details.uuid.value() == "u");
    BOOST_TEST(e.details.target->size() == 2u);
}

BOOST_AUTO_TEST_CASE(an_assignment_has_the_app_and_the_account)
{
    auto const e = get<events::app_user_assigned>(R"({"eventType":"application.user_membership.add","target":[
        {"id":"0ua1","type":"AppUser"},{"id":"0oa1","type":"AppInstance","displayName":"Wiki"},{"id":"00u1","type":"User"}]})");
    BOOST_TEST(e.app.id.text == "0oa1");
    BOOST_TEST(e.user.id.text == "00u1");
    BOOST_REQUIRE(e.app_user.has_value());
    BOOST_TEST(e.app_user->id.text == "0ua1");
}

BOOST_AUTO_TEST_CASE(an_optional_target_may_be_missing)
{
    auto const e = get<events::app_sign_on_access_denied>(
        R"({"eventType":"application.policy.sign_on.deny_access","target":[{"id":"00u1","type":"User"}]})");
    BOOST_TEST(!e.app.has_value());
    auto const f = get<events::app_sign_on_access_denied>(
        R"({"eventType":"application.policy.sign_on.deny_access","target":[{"id":"00u1","type":"User"},
            {"id":"au1","type":"AppUser"},{"id":"0oa9","type":"PublicApp"}]})");
    BOOST_TEST(f.app.value().id.text == "0oa9");
}

BOOST_AUTO_TEST_CASE(types_that_no_recording_shows_are_found_by_a_hint)
{
    for (auto const* type : {"Device", "UDDevice", "device"}) {
        auto const json = std::string(R"({"eventType":"device.lifecycle.delete","target":[{"id":"u","type":"User"},)") +
                          R"({"id":"guo1","type":")" + type + "\"}]}";
        BOOST_TEST(get<events::device_deleted>(json).device.id.text == "guo1");
    }
    BOOST_TEST(get<events::api_token_revoked>(
                   R"({"eventType":"system.api_token.revoke","target":[{"id":"00T1","type":"ApiToken"}]})")
                   .token.id.text == "00T1");
}

BOOST_AUTO_TEST_CASE(a_preview_names_no_targets_and_still_has_its_type)
{
    for (auto const* target : {R"(,"target":null)", R"(,"target":[])", ""}) {
        auto const json = std::string(R"({"actor":null,"eventType":"group.user_membership.add")") + target + "}";
        auto const e = get<events::group_member_added>(json);
        BOOST_TEST(!e.user);
        BOOST_TEST(!e.group);
    }
}

BOOST_AUTO_TEST_CASE(the_reason_is_utf_8_on_one_line_whatever_the_types_are)
{
    auto const made = typed(
        R"({"eventType":"user.lifecycle.create","target":[{"id":"g","type":"a\n\u0000b"},{"type":")" +
        std::string(63, 'c') + R"(\u20ac"}]})");
    auto const* const u = std::get_if<events::unknown>(&made);
    BOOST_REQUIRE(u);
    BOOST_TEST(u->reason == "target: expected one of type User, found a  b, " + std::string(63, 'c') + " without id");
}

BOOST_AUTO_TEST_CASE(other_targets_make_it_unknown_and_say_why)
{
    auto made = typed(
        R"({"eventType":"user.lifecycle.create","uuid":"x","target":[{"id":"g","type":"UserGroup"},{"type":"User"}]})");
    auto const* const u = std::get_if<events::unknown>(&made);
    BOOST_REQUIRE(u);
    BOOST_TEST(u->reason == "target: expected one of type User, found UserGroup, User without id");
    BOOST_TEST(u->event_type == "user.lifecycle.create");
    BOOST_TEST(u->details.uuid.value() == "x");
    BOOST_TEST(okta::event_type_of(made) == "user.lifecycle.create");
    BOOST_TEST(okta::details_of(made) == &u->details);
}

BOOST_AUTO_TEST_CASE(other_types_are_unknown_and_keep_everything)
{
    auto const json =
        R"({"eventType":"user.session.start","uuid":"x","new":{"a":[1]},"target":[{"id":"u","type":"User","more":2}]})";
    auto made = typed(json);
    auto const* const u = std::get_if<events::unknown>(&made);
    BOOST_REQUIRE(u);
    BOOST_TEST(u->reason == "");
    BOOST_TEST(
        okta::to_json(u->details) ==
        R"({"eventType":"user.session.start","uuid":"x","target":[{"id":"u","type":"User","more":2}],"new":{"a":[1]}})");
    for (auto const* name :
         {"", "active_check", "user.lifecycle.creat", "user.lifecycle.create.", "USER.LIFECYCLE.CREATE"}) {
        okta::log_event e;
        e.event_type = name;
        BOOST_TEST(std::holds_alternative<events::unknown>(okta::to_event(e)), name);
    }
    BOOST_TEST(std::holds_alternative<events::unknown>(okta::to_event({})));
}

BOOST_AUTO_TEST_CASE(a_universal_logout_names_its_apps)
{
    auto const ids = [](std::string_view data) {
        auto const json =
            std::string(R"({"eventType":"user.authentication.universal_logout","target":[{"id":"u","type":"User"}],)") +
            R"("debugContext":{"debugData":)" + std::string(data) + "}}";
        return get<events::user_universal_logout>(json).app_instance_ids;
    };
    BOOST_TEST((ids(R"({"AppInstanceIds":["0oa1","0oa2",3]})") == std::vector<std::string>{"0oa1", "0oa2"}));
    BOOST_TEST((ids(R"({"appInstanceIds":"0oa1"})") == std::vector<std::string>{"0oa1"}));
    BOOST_TEST(ids("{}").empty());
    BOOST_TEST(ids("null").empty());
}

BOOST_AUTO_TEST_CASE(each_of_the_21_has_a_type_of_its_own)
{
    static_assert(boost::mp11::mp_size<events::all>::value == 21);
    static_assert(std::variant_size_v<okta::event> == 22);
    std::set<std::string_view> seen;
    std::size_t i = 0;
    for (auto const type : okta::detail::event_types_of_all) {
        BOOST_TEST(seen.insert(type).second);
        BOOST_TEST(okta::detail::all_events_index.find(type) == i++);
        if (type == "active_check") continue;
        okta::log_event e;
        e.event_type = type;
        auto const made = okta::to_event(e);
        BOOST_TEST(made.index() == i); // the variant begins with unknown
        BOOST_TEST(okta::event_type_of(made) == type);
        BOOST_REQUIRE(okta::details_of(made));
        BOOST_TEST(okta::details_of(made)->event_type.value() == type);
    }
    BOOST_TEST(!okta::details_of(events::active_check{}));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace event_test
