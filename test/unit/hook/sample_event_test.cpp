#include <okta/codec/decode.hpp>
#include <okta/hook/delivery.hpp>
#include <okta/hook/sample_event.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <set>
#include <stdexcept>

namespace sample_event_test {
namespace {

using namespace okta;

/// Calls f with every event that has samples, in both families and as a preview.
template <class F>
void for_each_sample(F f)
{
    std::size_t n = 0;
    for (auto const& info : detail::event_table()) {
        if (info.event_type.empty()) continue;
        for (auto const family : {event_family::delivery, event_family::system_log})
            for (bool const preview : {false, true}) {
                sample_options options;
                options.family = family;
                options.preview = preview;
                BOOST_TEST_CONTEXT(info.id << (preview ? ", preview" : "")) { f(info, options); }
                ++n;
            }
    }
    BOOST_TEST(n == 80u);
}

/// Every target that the struct of `e` has is filled, optional ones too; or none is.
void check_targets(event const& e, detail::event_info const& info, bool filled)
{
    std::visit(
        [&]<class E>(E const& one) {
            if constexpr (known_event<E>) {
                BOOST_TEST(detail::type_name<E>() == info.id);
                auto const written = boost::json::parse(to_json(one)).as_object();
                for (auto const& m : info.members) {
                    if (m.what != detail::event_member_kind::target) continue;
                    auto const* const target = written.if_contains(m.wire);
                    auto const* const id = target ? target->as_object().if_contains("id") : nullptr;
                    BOOST_TEST((id != nullptr) == filled, m.name);
                    if (id) BOOST_TEST(id->as_string().size() == 20u);
                }
            } else BOOST_ERROR("it has no type: " << one.reason);
        },
        e);
}

} // namespace

BOOST_AUTO_TEST_SUITE(samples)

BOOST_AUTO_TEST_CASE(each_is_of_its_type_with_all_targets)
{
    for_each_sample([](detail::event_info const& info, sample_options const& options) {
        auto const e = to_event(sample_event(info.event_type, options));
        BOOST_TEST(event_type_of(e) == info.event_type);
        check_targets(e, info, !options.preview);
    });
}

BOOST_AUTO_TEST_CASE(each_is_read_and_written_without_loss)
{
    for_each_sample([](detail::event_info const& info, sample_options const& options) {
        auto const made = sample_event(info.id, options); // by its name as well
        auto const text = to_json(made);
        auto const read = decode<log_event>(text);
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST((*read == made));
        BOOST_TEST(read->custom.empty());
        BOOST_TEST(to_json(*read) == text);
    });
}

BOOST_AUTO_TEST_CASE(the_family_says_where_the_addresses_are)
{
    for_each_sample([](detail::event_info const& info, sample_options const& options) {
        auto const e = sample_event(info.id, options);
        bool const delivered = options.family == event_family::delivery;
        BOOST_TEST(e.client->ip_chain.has_value() == delivered);
        BOOST_TEST(e.request.has_value() == !delivered);
        BOOST_TEST(e.actor.has_value() == !options.preview);
        BOOST_TEST(e.debug_context.has_value() == !options.preview);
        BOOST_TEST(e.outcome->result->text() == (options.preview ? "Success" : "SUCCESS"));
    });
}

BOOST_AUTO_TEST_CASE(deliveries_of_them_are_split_and_decoded)
{
    for_each_sample([](detail::event_info const& info, sample_options const& options) {
        log_event const two[] = {sample_event(info.id, options), sample_event(info.id, options)};
        auto const body = sample_delivery(two);
        auto const events = split_delivery(body);
        BOOST_TEST_REQUIRE(events.has_value());
        BOOST_TEST_REQUIRE(events->size() == 2u);
        for (std::size_t i = 0; i < 2; ++i) {
            BOOST_TEST((*events)[i].key == *two[i].uuid);
            auto const e = decode_event((*events)[i]);
            BOOST_TEST_REQUIRE((details_of(e) != nullptr));
            BOOST_TEST((*details_of(e) == two[i]));
            check_targets(e, info, !options.preview);
        }
        auto const first = boost::json::parse(body).at("data").at("events").at(0).as_object();
        for (auto const* const name : {"actor", "target", "debugContext"}) {
            BOOST_TEST_REQUIRE(first.contains(name), name); // null, where it is a preview
            BOOST_TEST(first.at(name).is_null() == options.preview, name);
        }
    });
}

BOOST_AUTO_TEST_CASE(what_is_given_is_in_it)
{
    timestamp const then{std::chrono::milliseconds{1'750'000'000'123}};
    sample_options options;
    options.user_id = "00uMine";
    options.login = "grace@example.com";
    options.app_id = "0oaMine";
    options.published = then;
    auto const e = to_event(sample_event("application.user_membership.add", options));
    auto const& assigned = std::get<events::app_user_assigned>(e);
    BOOST_TEST(assigned.user.id.text == "00uMine");
    BOOST_TEST(assigned.user.alternate_id == "grace@example.com");
    BOOST_TEST(assigned.app.id.text == "0oaMine");
    BOOST_TEST_REQUIRE(assigned.app_user.has_value());
    BOOST_TEST((assigned.details.published == then));
    std::string types;
    for (auto const& t : *assigned.details.target) types += *t.type + ' ';
    BOOST_TEST(types == "AppUser AppInstance User "); // as recorded

    auto const logout = to_event(sample_event("user_universal_logout", options));
    auto const& ids = std::get<events::user_universal_logout>(logout).app_instance_ids;
    BOOST_TEST((ids == std::vector<std::string>{"0oaMine"}));
}

BOOST_AUTO_TEST_CASE(uuids_are_fresh)
{
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        auto const uuid = *sample_event("group_created").uuid;
        BOOST_TEST(uuid.size() == 36u);
        BOOST_TEST(seen.insert(uuid).second);
    }
}

BOOST_AUTO_TEST_CASE(deliveries)
{
    auto const none = boost::json::parse(sample_delivery({}));
    BOOST_TEST(none.at("data").at("events").as_array().empty());
    BOOST_TEST(none.at("eventId").as_string().size() == 36u);

    log_event const blank[1] = {};
    sample_delivery_options options{.org = "https://o.okta.com", .hook_id = "who1", .event_id = "again", .sent = {}};
    auto const one = boost::json::parse(sample_delivery(blank, options));
    BOOST_TEST(one.at("data").at("events").at(0).as_object().size() == 3u); // the nulls
    BOOST_TEST(one.at("source").as_string() == "https://o.okta.com/api/v1/eventHooks/who1");
    BOOST_TEST(one.at("eventId").as_string() == "again");
    BOOST_TEST(one.at("eventType").as_string() == "com.okta.event_hook");
}

BOOST_AUTO_TEST_CASE(there_is_no_sample_of_what_is_no_event)
{
    for (auto const* const wrong : {"", "active_check", "user.session.start"})
        BOOST_CHECK_THROW((void)sample_event(wrong), std::invalid_argument);
    auto const says = [](std::invalid_argument const& e) {
        return std::string_view(e.what()).find("did you mean 'user_created'?") != std::string_view::npos;
    };
    BOOST_CHECK_EXCEPTION((void)sample_event("user_craeted"), std::invalid_argument, says);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace sample_event_test
