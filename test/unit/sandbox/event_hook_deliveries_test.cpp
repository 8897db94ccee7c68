#include "event_hook_support.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace event_hook_deliveries_test {
using namespace okta;
using namespace std::chrono_literals;
using okta::test::hook_fixture;

namespace {

using texts = std::vector<std::string>;
using sandbox::deliver;

/// The names of the groups whose events a delivery has.
texts groups_in(http_request const& r)
{
    texts names;
    for (auto const& e : hook_fixture::delivery_in(r).data.events)
        names.push_back(e.target->at(0).display_name.value());
    return names;
}

std::string const created = "group.lifecycle.create";

struct few_fixture : hook_fixture
{
    few_fixture() : hook_fixture({.gather = 100ms, .most_events = 3, .most_queued = 5}) {}
};

struct patient_fixture : hook_fixture
{
    patient_fixture() : hook_fixture({.gather = std::chrono::milliseconds::max()}) {}
};

struct closed_fixture : hook_fixture
{
    closed_fixture() : hook_fixture({.most_events = 0, .most_queued = 0}) {}
};

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_event_hook_deliveries)

BOOST_FIXTURE_TEST_CASE(events_may_be_gathered_for_ever, patient_fixture)
{
    make_hook({created});
    create_group_named("A");
    clock.advance(24h);
    create_group_named("B");
    BOOST_TEST(org.deliver_events(deliver::due) == 0u);
    BOOST_TEST(org.deliver_events(deliver::all) == 1u);
    BOOST_TEST_REQUIRE(requests.size() == 1u);
    BOOST_TEST(groups_in(requests.front()).size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_delivery_is_as_okta_sends_it, hook_fixture)
{
    auto const hook = make_hook({created, "user.lifecycle.create"});
    create_group_named("Analysts");
    BOOST_TEST(org.deliver_events(deliver::all) == 1u);
    BOOST_TEST_REQUIRE(requests.size() == 1u);
    auto const& r = requests.front();
    BOOST_TEST((r.method == method::post && r.url() == "https://hooks.example.com:8443/okta?x=1"));
    BOOST_TEST((r.timeout == 3s && r.anonymous));
    BOOST_TEST(r.fields.find("Content-Type").value() == "application/json");
    BOOST_TEST(r.fields.find("Authorization").value() == "Basic c2VjcmV0");
    BOOST_TEST(r.fields.find("X-Team").value() == "identity");
    auto const body = boost::json::parse(r.body).as_object();
    BOOST_TEST(body.at("eventType").as_string() == "com.okta.event_hook");
    BOOST_TEST(body.at("eventTypeVersion").as_string() == "1.0");
    BOOST_TEST(body.at("cloudEventsVersion").as_string() == "0.1");
    BOOST_TEST(body.at("source").as_string() == org.url() + "/api/v1/eventHooks/" + hook.id.text);
    BOOST_TEST(body.at("contentType").as_string() == "application/json");
    BOOST_TEST(body.at("eventId").as_string().size() == 36u);
    BOOST_TEST(body.size() == 8u);
    auto const d = delivery_in(r);
    BOOST_TEST((*d.event_time > *d.data.events.at(0).published));
    auto pages = client.pages(list_log_events{.filter = R"(eventType eq "group.lifecycle.create")"});
    BOOST_TEST((pages.next()->items.at(0) == d.data.events.at(0))); // what the System Log has
}

BOOST_FIXTURE_TEST_CASE(only_active_and_verified_hooks_get_what_they_asked_for, hook_fixture)
{
    auto const hook = client.call(hook_for({created})).value();
    create_group_named("before");
    BOOST_TEST(client.call(verify_event_hook{.event_hook_id = hook.id}).has_value());
    requests.clear();
    create("ada@example.com"); // of another type
    create_group_named("heard");
    BOOST_TEST(client.call(deactivate_event_hook{.event_hook_id = hook.id}).has_value());
    create_group_named("while it was off");
    BOOST_TEST(client.call(activate_event_hook{.event_hook_id = hook.id}).has_value());
    create_group_named("heard again");
    BOOST_TEST(org.deliver_events(deliver::all) == 1u);
    BOOST_TEST(groups_in(requests.at(0)) == texts{"heard again"});
    BOOST_TEST(org.delivery_counts().lost == 1u); // what waited when it was switched off
    BOOST_TEST(org.deliver_events(deliver::all) == 0u);
}

BOOST_FIXTURE_TEST_CASE(what_happens_within_a_short_time_goes_together_when_that_is_over, hook_fixture)
{
    make_hook({created});
    create_group_named("A");
    create_group_named("B");
    BOOST_TEST(org.deliver_events() == 0u); // not due
    clock.advance(200ms);
    create_group_named("C");
    BOOST_TEST(org.deliver_events() == 1u);
    BOOST_TEST(groups_in(requests.at(0)) == (texts{"A", "B"}));
    BOOST_TEST(org.delivery_counts().waiting == 1u);
    clock.advance(100ms);
    BOOST_TEST(org.deliver_events() == 1u);
    BOOST_TEST(groups_in(requests.at(1)) == texts{"C"});
}

BOOST_FIXTURE_TEST_CASE(every_hook_has_deliveries_of_its_own, hook_fixture)
{
    auto const first = make_hook({created}, "first");
    auto const second = make_hook({created, "user.lifecycle.create"}, "second");
    create_group_named("A");
    BOOST_TEST(org.deliver_events(deliver::all) == 2u);
    BOOST_TEST(delivery_in(requests.at(0)).source->ends_with(first.id.text));
    BOOST_TEST(delivery_in(requests.at(1)).source->ends_with(second.id.text));
    BOOST_TEST(*delivery_in(requests.at(0)).event_id != *delivery_in(requests.at(1)).event_id);
}

BOOST_FIXTURE_TEST_CASE(deliveries_and_the_queue_are_bounded, few_fixture)
{
    make_hook({created});
    for (auto const* const name : {"A", "B", "C"}) create_group_named(name);
    BOOST_TEST(org.deliver_events() == 1u); // full, so due
    for (auto const* const name : {"D", "E", "F", "G", "H", "I", "J"}) create_group_named(name);
    BOOST_TEST(org.delivery_counts().waiting == 5u);
    BOOST_TEST(org.delivery_counts().lost == 2u);
    BOOST_TEST(org.deliver_events(deliver::all) == 2u);
    BOOST_TEST(groups_in(requests.at(1)) == (texts{"F", "G", "H"}));
    BOOST_TEST(groups_in(requests.at(2)) == (texts{"I", "J"}));
}

BOOST_FIXTURE_TEST_CASE(a_queue_without_room_loses_all, closed_fixture)
{
    make_hook({created});
    create_group_named("A");
    BOOST_TEST(org.deliver_events(deliver::all) == 0u);
    BOOST_TEST((org.delivery_counts() == sandbox::delivery_counts{.lost = 1}));
}

BOOST_FIXTURE_TEST_CASE(a_failed_delivery_is_tried_once_more_unless_it_was_refused, hook_fixture)
{
    make_hook({created});
    struct row
    {
        std::deque<int> script;
        std::uint64_t requests, delivered, failed;
    };
    for (auto const& [script, sent, good, bad] : std::vector<row>{{{200}, 1, 1, 0},
                                                                  {{204}, 1, 1, 0},
                                                                  {{500, 204}, 2, 1, 0},
                                                                  {{0, 200}, 2, 1, 0},
                                                                  {{503, 502}, 2, 0, 1},
                                                                  {{0, 0}, 2, 0, 1},
                                                                  {{500, 400}, 2, 0, 1},
                                                                  {{400}, 1, 0, 1},
                                                                  {{401}, 1, 0, 1},
                                                                  {{429}, 1, 0, 1},
                                                                  {{302}, 1, 0, 1},
                                                                  {{201}, 1, 0, 1}}) {
        requests.clear();
        answers = script;
        auto const before = org.delivery_counts();
        create_group_named("A");
        BOOST_TEST(org.deliver_events(deliver::all) == 1u);
        auto const after = org.delivery_counts();
        BOOST_TEST_CONTEXT("first answer " << script.front())
        {
            BOOST_TEST(requests.size() == sent);
            BOOST_TEST(after.requests - before.requests == sent);
            BOOST_TEST(after.delivered - before.delivered == good);
            BOOST_TEST(after.failed - before.failed == bad);
            BOOST_TEST((requests.front().body == requests.back().body)); // the same eventId
        }
    }
    BOOST_TEST(std::ranges::count(events(), "event_hook.delivery") == 8);
}

BOOST_FIXTURE_TEST_CASE(an_answer_after_three_seconds_is_none, hook_fixture)
{
    make_hook({created});
    create_group_named("A");
    takes = 2'900ms;
    BOOST_TEST(org.deliver_events(deliver::all) == 1u);
    BOOST_TEST(org.delivery_counts().delivered == 1u);
    create_group_named("B");
    takes = 3'100ms;
    BOOST_TEST(org.deliver_events(deliver::all) == 1u);
    BOOST_TEST((requests.size() == 3u && org.delivery_counts().failed == 1u));
    auto pages = client.pages(list_log_events{.filter = R"(eventType eq "event_hook.delivery")"});
    auto const e = pages.next()->items.at(0);
    BOOST_TEST((*e.outcome->result == log_outcome_result::failure));
    BOOST_TEST(e.outcome->reason.value() == "Timeout");
    BOOST_TEST(e.target->at(0).display_name.value() == "hr");
}

BOOST_FIXTURE_TEST_CASE(deliveries_come_twice_when_asked_for, hook_fixture)
{
    make_hook({created});
    org.disturb_deliveries({.duplicates = 1, .repeats = 1});
    create_group_named("A");
    BOOST_TEST(org.deliver_events(deliver::all) == 3u);
    std::set<std::string> deliveries, events;
    for (auto const& r : requests) {
        auto const d = delivery_in(r);
        deliveries.insert(*d.event_id);
        events.insert(*d.data.events.at(0).uuid);
    }
    BOOST_TEST((deliveries.size() == 2u && events.size() == 1u));
    BOOST_TEST(*delivery_in(requests[0]).event_id == *delivery_in(requests[1]).event_id);
    create_group_named("B");
    BOOST_TEST(org.deliver_events(deliver::all) == 1u); // that is over
}

BOOST_FIXTURE_TEST_CASE(deliveries_come_in_reverse_when_asked_for, few_fixture)
{
    make_hook({created});
    org.disturb_deliveries({.reversed = true});
    for (auto const* const name : {"A", "B", "C", "D", "E"}) create_group_named(name);
    BOOST_TEST(org.deliver_events(deliver::all) == 2u);
    BOOST_TEST(groups_in(requests.at(0)) == (texts{"E", "D"}));
    BOOST_TEST(groups_in(requests.at(1)) == (texts{"C", "B", "A"}));
}

BOOST_FIXTURE_TEST_CASE(a_receiver_may_call_the_org_while_it_is_called, hook_fixture)
{
    make_hook({created});
    create_group_named("A");
    org.set_event_hook_sender([&](http_request const& r) {
        auto const name = groups_in(r).front();
        if (name.size() < 4) create_group_named(name + "A");
        return receive(r);
    });
    std::size_t sent = 0;
    for (int i = 0; i < 10; ++i) sent += org.deliver_events(deliver::all);
    BOOST_TEST(sent == 4u); // A, AA, AAA, AAAA: each in the call after the one that made it
}

BOOST_FIXTURE_TEST_CASE(without_a_sender_events_wait, hook_fixture)
{
    make_hook({created});
    org.set_event_hook_sender({});
    create_group_named("A");
    BOOST_TEST(org.deliver_events(deliver::all) == 0u);
    BOOST_TEST(org.delivery_counts().waiting == 1u);
    org.set_event_hook_sender([](http_request const&) -> transport_result { throw std::runtime_error("no network"); });
    BOOST_CHECK_THROW(org.deliver_events(deliver::all), std::runtime_error);
    BOOST_TEST(org.deliver_events(deliver::all) == 0u); // lost, as the documentation says
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace event_hook_deliveries_test
