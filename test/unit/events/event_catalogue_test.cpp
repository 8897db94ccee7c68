#include <okta/events/catalogue.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace event_catalogue_test {
namespace {

using namespace okta::detail;

event_info const& named(std::string_view name)
{
    auto const* const found = find_event(name);
    BOOST_TEST_REQUIRE((found != nullptr), name);
    return *found;
}

event_member_info const& member(std::string_view event, std::string_view name)
{
    for (auto const& m : named(event).members)
        if (m.name == name) return m;
    BOOST_FAIL("there is no such member");
    throw 0;
}

} // namespace

BOOST_AUTO_TEST_SUITE(event_catalogue)

BOOST_AUTO_TEST_CASE(each_of_the_21_says_what_it_is)
{
    std::set<std::string_view> ids, types;
    for (auto const& info : event_table()) {
        BOOST_TEST_CONTEXT(info.id)
        {
            BOOST_TEST(ids.insert(info.id).second);
            BOOST_TEST(types.insert(info.event_type).second);
            BOOST_TEST(info.title.size() >= info.id.size());
            BOOST_TEST((info.summary.ends_with('.') && info.summary.size() > 10));
            BOOST_TEST_REQUIRE(!info.members.empty());
            for (auto const& m : info.members) BOOST_TEST(m.doc.ends_with('.'), m.name);
            BOOST_TEST((info.event_type.empty() || info.members.back().what == event_member_kind::details));
            BOOST_TEST((info.event_type.empty() || info.members.front().what == event_member_kind::target));
        }
    }
    BOOST_TEST(ids.size() == 21u);
    BOOST_TEST(types.contains("")); // the verification
}

BOOST_AUTO_TEST_CASE(ids_titles_and_types)
{
    BOOST_TEST(named("group_member_added").title == "Group Member Added");
    BOOST_TEST(named("group_member_added").event_type == "group.user_membership.add");
    BOOST_TEST(&named("group.user_membership.add") == &named("group_member_added"));
    BOOST_TEST(named("api_token_created").title == "API Token Created"); // says its own
    BOOST_TEST(named("app_sign_on_access_denied").title == "App Sign-On Access Denied");
    BOOST_TEST(named("active_check").event_type.empty());
    for (auto const* const wrong : {"", "group_member", "user.session.start", "User.lifecycle.create"})
        BOOST_TEST((find_event(wrong) == nullptr), wrong);
}

BOOST_AUTO_TEST_CASE(members)
{
    BOOST_TEST(named("app_user_assigned").members.size() == 4u);
    auto const& app_user = member("app_user_assigned", "app_user");
    BOOST_TEST(app_user.wire == "appUser");
    BOOST_TEST((app_user.what == event_member_kind::target));
    BOOST_TEST(app_user.target_type == "AppUser");
    BOOST_TEST(app_user.optional);
    BOOST_TEST(app_user.doc == "The app's account of the user.");

    auto const& user = member("app_user_assigned", "user");
    BOOST_TEST(user.target_type == "User");
    BOOST_TEST(!user.optional);

    auto const& apps = member("user_universal_logout", "app_instance_ids");
    BOOST_TEST(name_of(apps.what) == "texts");
    BOOST_TEST(apps.target_type.empty());
    BOOST_TEST(apps.doc == "The apps' ids, where the debug data names them.");

    BOOST_TEST(name_of(member("active_check", "verification").what) == "text");
    BOOST_TEST(member("api_token_revoked", "token").doc == "Its display name is the token's name.");
    BOOST_TEST(member("device_deleted", "device").doc == "The device.");
    BOOST_TEST(name_of(member("device_deleted", "details").what) == "details");
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace event_catalogue_test
