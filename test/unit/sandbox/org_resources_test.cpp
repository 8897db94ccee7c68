#include "sandbox_support.hpp"

namespace org_resources_test {
using namespace okta;
using okta::test::in_short;
using okta::test::sandbox_fixture;

BOOST_FIXTURE_TEST_SUITE(sandbox_resources, sandbox_fixture)

BOOST_AUTO_TEST_CASE(a_group_is_replaced_as_a_whole)
{
    auto const g =
        client.call(create_group{.profile = {.name = "A", .description = "B", .custom = {{"site", "x"}}}}).value();
    BOOST_TEST((g.type == group_type::okta_group));
    auto const r = client.call(update_group{.group_id = g.id, .profile = {.name = "C"}}).value();
    auto const& p = *r.profile.get_if<okta_group_profile>();
    BOOST_TEST(p.name == "C");
    BOOST_TEST(!p.description);
    BOOST_TEST(p.custom.empty());
    BOOST_TEST(in_short(client.call(create_group{.profile = {.name = ""}}).error()) ==
               "400 E0000001 name: The field cannot be left blank");
    BOOST_TEST(
        in_short(client.call(create_group{.profile = {.name = std::string(256, 'x')}}).error()).starts_with("400"));
}

BOOST_AUTO_TEST_CASE(only_groups_of_oktas_own_can_be_changed)
{
    auto const ada = create("ada@example.com");
    auto const everyone = client.pages(list_groups{.q = "Everyone"}).next()->items.at(0);
    okta::group from_app;
    from_app.type = group_type::app_group;
    from_app.profile = okta_group_profile{"From an app", {}, {}};
    auto const app = org.add_group(from_app);
    for (auto const& [id, change] : {std::pair{everyone.id, "403 E0000006"}, std::pair{app, "403 E0000023"}}) {
        BOOST_TEST(in_short(client.call(update_group{.group_id = id, .profile = {.name = "x"}}).error()) == change);
        BOOST_TEST(in_short(client.call(add_user_to_group{.group_id = id, .user_id = ada.id}).error()) == change);
        BOOST_TEST(in_short(client.call(remove_user_from_group{.group_id = id, .user_id = ada.id}).error()) == change);
    }
    BOOST_TEST(logins(list_group_members{.group_id = everyone.id}).size() == 2u); // all users
    BOOST_CHECK_THROW(org.add_group(client.call(get_group{.group_id = app}).value()), okta::exception);
    BOOST_TEST(in_short(client.call(delete_group{.group_id = everyone.id}).error()) == "403 E0000006");
    BOOST_TEST(client.call(delete_group{.group_id = app}).has_value()); // refused while an app pushes it only
}

BOOST_AUTO_TEST_CASE(membership_is_by_id_and_idempotent)
{
    auto const ada = create("ada@example.com");
    auto const g = create_group_named("A");
    auto const by_login = client.call(add_user_to_group{.group_id = g.id, .user_id = "ada@example.com"});
    BOOST_TEST(in_short(by_login.error()) == "404 E0000007");
    for (int i = 0; i < 2; ++i)
        BOOST_TEST(client.call(add_user_to_group{.group_id = g.id, .user_id = ada.id}).has_value());
    BOOST_TEST(logins(list_group_members{.group_id = g.id}).size() == 1u);
    for (int i = 0; i < 2; ++i)
        BOOST_TEST(client.call(remove_user_from_group{.group_id = g.id, .user_id = ada.id}).has_value());
    BOOST_TEST(logins(list_group_members{.group_id = g.id}).empty());
    auto const types = events();
    BOOST_TEST(std::ranges::count(types, "group.user_membership.add") == 1);
    BOOST_TEST(std::ranges::count(types, "group.user_membership.remove") == 1);
}

BOOST_AUTO_TEST_CASE(members_come_in_pages)
{
    auto const g = create_group_named("A");
    for (int i = 0; i < 7; ++i) {
        auto const user = create("user" + std::to_string(i) + "@example.com");
        BOOST_TEST(client.call(add_user_to_group{.group_id = g.id, .user_id = user.id}).has_value());
    }
    BOOST_TEST(logins(list_group_members{.group_id = g.id, .limit = 3}).size() == 7u);
    BOOST_TEST(client.call(delete_group{.group_id = g.id}).has_value());
    BOOST_TEST(in_short(client.call(get_group{.group_id = g.id}).error()) == "404 E0000007");
}

BOOST_AUTO_TEST_CASE(a_device_is_deactivated_before_it_goes)
{
    auto const ada = create("ada@example.com");
    okta::device d;
    d.profile.display_name = "Ada's laptop";
    d.profile.platform = device_platform::macos;
    auto const id = org.add_device(d, {ada.id});
    auto const with = [&](device_expand what) {
        return client.pages(list_devices{.expand = what}).next()->items.at(0).embedded->users->at(0).user.value();
    };
    BOOST_TEST(with(device_expand::user_).status.text() == "PROVISIONED");
    BOOST_TEST(with(device_expand::user_summary).status.empty());
    BOOST_TEST(in_short(client.call(delete_device{.device_id = id}).error()) == "403 E0000152");
    BOOST_TEST(client.call(activate_device{.device_id = id}).has_value()); // active already, as was seen
    BOOST_TEST(client.call(deactivate_device{.device_id = id}).has_value());
    auto const off = client.call(get_device{.device_id = id}).value();
    BOOST_TEST(find_link(*off.links, "self")->hints->allow == (std::vector<std::string>{"GET", "DELETE"}));
    BOOST_TEST(client.pages(list_devices{.expand = device_expand::user_}).next()->items.at(0).embedded->users->empty());
    BOOST_TEST(client.call(activate_device{.device_id = id}).has_value());
    BOOST_TEST(client.call(deactivate_device{.device_id = id}).has_value());
    BOOST_TEST(client.call(delete_device{.device_id = id}).has_value());
    BOOST_TEST(in_short(client.call(get_device{.device_id = id}).error()) == "404 E0000007");
    BOOST_TEST(events().back() == "device.lifecycle.delete");
}

BOOST_AUTO_TEST_CASE(realms_are_replaced_and_lists_lack_domains)
{
    auto const r =
        client.call(create_realm{.profile = {.name = "Car Co", .domains = std::vector<std::string>{"a.example.com"}}})
            .value();
    BOOST_TEST(r.profile.domains->size() == 1u);
    auto const all = client.pages(list_realms{}).next();
    BOOST_TEST(all->size() == 2u);
    for (auto const& listed : *all) BOOST_TEST(!listed.profile.domains);
    BOOST_TEST(
        client.call(update_realm{.realm_id = r.id, .profile = {.name = "Car Co"}}).value().profile.domains->empty());
    BOOST_TEST(
        in_short(client.call(create_realm{.profile = {.name = "Car Co"}}).error()).starts_with("400 E0000001 name:"));
    auto const usual = client.pages(list_realms{.search = R"(profile.name sw "Default")"}).next()->items.at(0);
    BOOST_TEST(in_short(client.call(delete_realm{.realm_id = usual.id}).error()) == "400 E0000178");
    BOOST_TEST(client.call(delete_realm{.realm_id = r.id}).has_value());
    sandbox_fixture small({.max_realms = 1});
    BOOST_TEST(in_short(small.client.call(create_realm{.profile = {.name = "x"}}).error()) == "403 E0000221");
}

BOOST_AUTO_TEST_CASE(user_types_have_fixed_names_and_an_undeletable_default)
{
    auto const t = client.call(create_user_type{.name = "partner", .display_name = "Partner"}).value();
    BOOST_TEST(client.call(update_user_type{.type_id = t.id, .description = "Them"}).value().display_name == "Partner");
    auto const replace = [&](std::string const& name) {
        return client.call(replace_user_type{.type_id = t.id, .name = name, .display_name = "P", .description = ""});
    };
    BOOST_TEST(replace("partner").value().display_name == "P");
    BOOST_TEST(in_short(replace("other").error()).starts_with("400 E0000001 name:"));
    for (auto const* const bad : {"1st", "with blank", "Ü", "partner"})
        BOOST_TEST(in_short(client.call(create_user_type{.name = bad, .display_name = "x"}).error())
                       .starts_with("400 E0000001 name:"));
    BOOST_TEST(client.call(get_user_type{.type_id = "default"}).value().is_default.value());
    BOOST_TEST(in_short(client.call(delete_user_type{.type_id = "default"}).error()) == "403 E0000142");
    for (int i = 2; i < 10; ++i)
        BOOST_TEST(client.call(create_user_type{.name = "t" + std::to_string(i), .display_name = "T"}).has_value());
    BOOST_TEST(
        !client.call(create_user_type{.name = "t10", .display_name = "T"}).has_value()); // nine besides the default
    BOOST_TEST(client.call(list_user_types{}).value().size() == 10u);
    BOOST_TEST(client.call(delete_user_type{.type_id = t.id}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace org_resources_test
