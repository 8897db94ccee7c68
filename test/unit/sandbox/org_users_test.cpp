#include "sandbox_support.hpp"

namespace org_users_test {
using namespace okta;
using okta::test::in_short;
using okta::test::sandbox_fixture;

namespace {

std::string const taken = "400 E0000001 login: An object with this field already exists in the current organization";

new_user_profile person(std::string const& login) { return {.login = login, .email = login}; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_users, sandbox_fixture)

BOOST_AUTO_TEST_CASE(what_a_new_user_is_depends_on_password_and_activation)
{
    auto const status = [&](create_user const& a) { return std::string(client.call(a).value().status.text()); };
    user_credentials const with_password{.password = password_value{"correct horse"}};
    user_credentials const federated{.provider = authentication_provider{authentication_provider_type::federation, {}}};
    BOOST_TEST(status({.profile = person("a1@example.com")}) == "PROVISIONED");
    BOOST_TEST(status({.profile = person("a2@example.com"), .activate = false}) == "STAGED");
    BOOST_TEST(status({.profile = person("a3@example.com"), .credentials = with_password}) == "ACTIVE");
    BOOST_TEST(status({.profile = person("a4@example.com"), .credentials = with_password, .activate = false}) ==
               "STAGED");
    BOOST_TEST(status({.profile = person("a5@example.com"), .credentials = federated, .provider = true}) == "ACTIVE");
    BOOST_TEST(status({.profile = person("a6@example.com"),
                       .credentials = with_password,
                       .next_login = user_next_login::change_password}) == "PASSWORD_EXPIRED");
    auto const no_password = client.call(
        create_user{.profile = person("a7@example.com"), .next_login = user_next_login::change_password});
    BOOST_TEST(in_short(no_password.error()) == "400 E0000124");
    auto const weak = client.call(create_user{.profile = person("a8@example.com"),
                                              .credentials = user_credentials{.password = password_value{"short"}}});
    BOOST_TEST(in_short(weak.error()) == "403 E0000080");
    sandbox_fixture lenient({.password_optional = true});
    BOOST_TEST((lenient.create("b@example.com").status == user_status::active));
}

BOOST_AUTO_TEST_CASE(logins_are_unique_ignoring_case_and_diacritics)
{
    create("Łukasz@example.com");
    for (auto const* const same : {"łukasz@example.com", "LUKASZ@EXAMPLE.COM", "lukasz@example.com"})
        BOOST_TEST(in_short(client.call(create_user{.profile = person(same)}).error()) == taken);
    auto const other = create("other@example.com");
    auto const renamed = client.call(
        update_user{.id = other.id, .profile = user_profile_update{.login = "lukasz@example.com"}});
    BOOST_TEST(in_short(renamed.error()) == taken);
    auto const own = client.call(
        update_user{.id = other.id, .profile = user_profile_update{.login = "OTHER@example.com"}});
    BOOST_TEST(own.value().profile.login == "OTHER@example.com");
}

BOOST_AUTO_TEST_CASE(a_profile_is_checked_whole)
{
    auto const r = client.call(
        create_user{.profile = {.login = "ada", .email = "", .first_name = std::string(51, 'x')}});
    std::vector<std::string> const causes = {"login: String is too short: 5 to 100 characters",
                                             "email: The field cannot be left blank",
                                             "firstName: String is too long: 50 characters at most"};
    BOOST_TEST(r.error().causes == causes, boost::test_tools::per_element());
    BOOST_TEST(in_short(client.call(create_user{.profile = person("no-address")}).error()) ==
               "400 E0000001 login: Username must be in the form of an email address");
}

BOOST_AUTO_TEST_CASE(a_user_is_found_by_id_login_short_name_and_me)
{
    auto const ada = create("ada@example.com");
    for (auto const& id : {ada.id.text, std::string("ADA@example.com"), std::string("ada")})
        BOOST_TEST(client.call(get_user{.id = id}).value().id.text == ada.id.text);
    create("ada@example.org"); // the short name is ambiguous from now on
    BOOST_TEST(in_short(client.call(get_user{.id = "ada"}).error()) == "404 E0000007");
    BOOST_TEST(client.call(get_user{.id = "me"}).value().profile.login == "admin@example.com");
    create("odd+name#1%@example.com");
    BOOST_TEST(client.call(get_user{.id = "odd+name#1%@example.com"}).value().profile.login ==
               "odd+name#1%@example.com");
}

BOOST_AUTO_TEST_CASE(a_partial_update_keeps_sets_and_clears)
{
    auto const ada = create("ada@example.com", {.login = "",
                                                .email = "",
                                                .first_name = "Ada",
                                                .title = "Countess",
                                                .custom = {{"badge", 7}, {"tags", {"a", "b"}}}});
    auto const r = client.call(update_user{
        .id = ada.id,
        .profile = user_profile_update{.first_name = null, .city = "London", .custom = {{"badge", nullptr}}}});
    auto const& p = r.value().profile;
    BOOST_TEST(!p.first_name);
    BOOST_TEST(p.title.value() == "Countess");
    BOOST_TEST(p.city.value() == "London");
    BOOST_TEST(!p.custom.contains("badge"));
    BOOST_TEST(p.custom.at("tags") == boost::json::value({"a", "b"}));
    auto const blank = client.call(update_user{.id = ada.id, .profile = user_profile_update{.email = null}});
    BOOST_TEST(in_short(blank.error()) == "400 E0000001 email: The field cannot be left blank");
}

BOOST_AUTO_TEST_CASE(a_replacement_deletes_what_is_left_out)
{
    auto const ada = create("ada@example.com", {.login = "", .email = "", .title = "Countess"});
    auto const r = client.call(
        replace_user{.id = ada.id, .profile = user_profile{.login = "ada@example.com", .email = "ada@example.com"}});
    BOOST_TEST(!r.value().profile.title);
    auto const none = client.call(replace_user{.id = ada.id, .profile = user_profile{.email = "ada@example.com"}});
    BOOST_TEST(in_short(none.error()) == "400 E0000001 login: The field cannot be left blank");
}

BOOST_AUTO_TEST_CASE(etags_guard_changes)
{
    auto const ada = create("ada@example.com");
    auto const read = client.call(get_user{.id = ada.id});
    auto const etag = read.facts().etag;
    BOOST_TEST(etag.starts_with("W/\""));
    auto const change = [&](std::string const& title, std::string const& if_match) {
        return client.call(
            update_user{.id = ada.id, .profile = user_profile_update{.title = title}, .if_match = if_match});
    };
    auto const first = change("One", etag);
    BOOST_TEST(first.has_value());
    BOOST_TEST(first.facts().etag.empty()); // Get User only
    BOOST_TEST(in_short(change("Two", etag).error()) == "412 E0000231");
    BOOST_TEST(client.call(get_user{.id = ada.id}).value().profile.title.value() == "One");
    BOOST_TEST(client.call(get_user{.id = ada.id}).facts().etag != etag);
}

BOOST_AUTO_TEST_CASE(deleting_takes_two_steps)
{
    auto const ada = create("ada@example.com");
    auto const group = create_group_named("Analysts");
    BOOST_TEST(client.call(add_user_to_group{.group_id = group.id, .user_id = ada.id}).has_value());
    BOOST_TEST(client.call(delete_user{.id = ada.id}).has_value());
    BOOST_TEST((client.call(get_user{.id = ada.id}).value().status == user_status::deprovisioned));
    BOOST_TEST(logins(list_users{}).size() == 1u); // without the deactivated one
    BOOST_TEST(logins(list_users{.search = "status eq \"DEPROVISIONED\""}).size() == 1u);
    auto const update = client.call(update_user{.id = ada.id, .profile = user_profile_update{.title = "x"}});
    BOOST_TEST(in_short(update.error()) == "403 E0000038");
    BOOST_TEST(client.call(delete_user{.id = ada.id}).has_value());
    BOOST_TEST(in_short(client.call(get_user{.id = ada.id}).error()) == "404 E0000007");
    BOOST_TEST(in_short(client.call(delete_user{.id = ada.id}).error()) == "404 E0000007");
    BOOST_TEST(logins(list_group_members{.group_id = group.id}).empty());
    create("ada@example.com"); // the login is free again
    BOOST_TEST(in_short(client.call(delete_user{.id = "me"}).error()) == "403 E0000006");
}

BOOST_AUTO_TEST_CASE(a_type_changes_by_replacement_only)
{
    auto const ada = create("ada@example.com");
    auto const type = client.call(create_user_type{.name = "partner", .display_name = "Partner"}).value();
    user_type_reference const other{type.id};
    BOOST_TEST(in_short(client.call(update_user{.id = ada.id, .type = other}).error()) ==
               "400 E0000001 type: The type of a user is changed by PUT only");
    BOOST_TEST(client.call(update_user{.id = ada.id, .type = ada.type}).has_value());
    auto const r = client.call(replace_user{.id = ada.id, .profile = ada.profile, .type = other});
    BOOST_TEST(r.value().type->id.text == type.id.text);
    BOOST_TEST(in_short(client.call(delete_user_type{.type_id = type.id}).error()) == "403 E0000142"); // in use
}

BOOST_AUTO_TEST_CASE(passwords_are_kept_secret_and_checked)
{
    user_credentials const secret_ones{.password = password_value{"correct horse"},
                                       .recovery_question = recovery_question{"Why?", "Because"}};
    auto const ada = client.call(create_user{.profile = person("ada@example.com"), .credentials = secret_ones}).value();
    auto const body = to_json(client.call(get_user{.id = ada.id}).value());
    BOOST_TEST(body.find("Why?") != std::string::npos);
    BOOST_TEST(body.find("correct horse") == std::string::npos);
    BOOST_TEST(body.find("Because") == std::string::npos);
    auto const again = [&](bool strict) {
        user_credentials_update const same{.password = password_value{"correct horse"}};
        return client.call(update_user{.id = ada.id, .credentials = same, .strict = strict});
    };
    BOOST_TEST(in_short(again(true).error()) == "403 E0000080"); // the history forbids it
    BOOST_TEST(again(false).has_value());
    user_credentials_update const hash{.password = hashed_password{}};
    BOOST_TEST(in_short(client.call(update_user{.id = ada.id, .credentials = hash}).error()) == "403 E0000038");
}

BOOST_AUTO_TEST_CASE(what_was_read_may_be_sent_back)
{
    user_credentials const secret_ones{.password = password_value{"correct horse"}};
    auto const ada = client.call(create_user{.profile = person("ada@example.com"), .credentials = secret_ones}).value();
    user_credentials_update const same{.password = ada.credentials->password};
    auto const r = client.call(
        replace_user{.id = ada.id, .profile = ada.profile, .credentials = same, .type = ada.type});
    BOOST_TEST(r.has_value());
    BOOST_TEST((r->password_changed == ada.password_changed)); // `"password": {}` is none
    user_type_reference const usual{"default"};
    BOOST_TEST(client.call(replace_user{.id = ada.id, .profile = ada.profile, .type = usual}).has_value());
    BOOST_TEST(client.call(update_user{.id = ada.id, .type = usual}).has_value());
    user_type_reference const unknown{"otyUnknown"};
    BOOST_TEST(in_short(client.call(replace_user{.id = ada.id, .profile = ada.profile, .type = unknown}).error()) ==
               "400 E0000001 type: There is no user type 'otyUnknown'");
}

BOOST_AUTO_TEST_CASE(a_user_in_transition_cannot_be_changed)
{
    auto const ada = create("ada@example.com");
    org.set_status(ada.id, user_status::provisioned, user_status::active);
    BOOST_TEST((client.call(get_user{.id = ada.id}).value().transitioning_to_status == user_status::active));
    auto const update = update_user{.id = ada.id, .profile = user_profile_update{.title = "x"}};
    BOOST_TEST(in_short(client.call(update).error()) == "409 E0000112");
    org.set_status(ada.id, user_status::active);
    BOOST_TEST(client.call(update).has_value());
}

BOOST_AUTO_TEST_CASE(attributes_have_a_bound_and_are_merged_at_once)
{
    auto const ada = create("ada@example.com");
    boost::json::object many;
    for (int i = 0; i < 900; ++i) many["a" + std::to_string(i)] = i;
    BOOST_TEST(client.call(update_user{.id = ada.id, .profile = user_profile_update{.custom = many}}).has_value());
    for (int i = 900; i < 1'100; ++i) many["a" + std::to_string(i)] = i;
    auto const too_many = client.call(update_user{.id = ada.id, .profile = user_profile_update{.custom = many}});
    BOOST_TEST(in_short(too_many.error()) == "400 E0000001 profile: A user has 1,000 attributes at most");
}

BOOST_AUTO_TEST_CASE(groups_and_realm_of_a_new_user)
{
    auto const group = create_group_named("Analysts");
    auto const realm = client.call(create_realm{.profile = {.name = "Partners"}}).value();
    auto const ada = client.call(create_user{.profile = person("ada@example.com"),
                                             .group_ids = std::vector<id_of<okta::group>>{group.id},
                                             .realm_id = realm.id});
    BOOST_TEST(ada.value().realm_id->text == realm.id.text);
    BOOST_TEST(logins(list_group_members{.group_id = group.id}).size() == 1u);
    BOOST_TEST(in_short(client.call(delete_realm{.realm_id = realm.id}).error()) == "400 E0000178");
    std::vector<id_of<okta::group>> const many(21, group.id);
    BOOST_TEST(in_short(client.call(create_user{.profile = person("b@example.com"), .group_ids = many}).error()) ==
               "400 E0000093");
    std::vector<id_of<okta::group>> const unknown{"00gUnknown"};
    BOOST_TEST(in_short(client.call(create_user{.profile = person("b@example.com"), .group_ids = unknown}).error()) ==
               "404 E0000007");
    BOOST_TEST(in_short(client.call(get_user{.id = "b@example.com"}).error()) == "404 E0000007"); // nothing was created
}

BOOST_AUTO_TEST_CASE(links_say_what_can_be_done)
{
    auto const ada = client.call(create_user{.profile = person("ada@example.com"), .activate = false}).value();
    BOOST_TEST(find_link(*ada.links, "activate")->href ==
               "https://sandbox.example.com/api/v1/users/" + ada.id.text + "/lifecycle/activate");
    auto page = client.pages(list_users{}).next();
    for (auto const& u : *page) BOOST_TEST(u.links->size() == 1u); // in lists the self link only
    BOOST_TEST(client.call(delete_user{.id = ada.id}).has_value());
    BOOST_TEST(find_link(*client.call(get_user{.id = ada.id}).value().links, "delete")->method.value() == "DELETE");
}

BOOST_AUTO_TEST_CASE(answers_can_be_narrowed)
{
    create("ada@example.com", {.login = "", .email = "", .first_name = "Ada", .city = "London"});
    auto page =
        client.pages(list_users{.search = "profile.firstName eq \"Ada\"", .fields = "status,profile:(city)"}).next();
    auto const& u = page->items.at(0);
    BOOST_TEST(!u.id.empty());
    BOOST_TEST(!u.status.empty());
    BOOST_TEST(u.profile.city.value() == "London");
    BOOST_TEST(u.profile.login.empty());
    BOOST_TEST(!u.created.has_value());
    auto bad = client.pages(list_users{.fields = "profile:(login"});
    BOOST_TEST(!bad.next());
    BOOST_TEST(in_short(*bad.failure()).starts_with("400 E0000001 fields:"));
    auto const lean = client.call(get_user{.id = "ada", .content_type = std::string(lean_users)});
    BOOST_TEST(!lean.value().credentials.has_value());
    BOOST_TEST(client.call(get_user{.id = "ada"}).value().credentials.has_value());
}

BOOST_AUTO_TEST_CASE(blocks_are_listed_and_embedded)
{
    auto const ada = create("ada@example.com");
    org.set_blocks(ada.id, {{block_type::device_based, block_scope::any_devices}});
    BOOST_TEST(client.call(list_user_blocks{.id = ada.id}).value().size() == 1u);
    BOOST_TEST(client.call(get_user{.id = ada.id, .expand = "blocks"}).value().embedded->blocks->size() == 1u);
    BOOST_CHECK_THROW(org.set_blocks("00uNobody", {}), okta::exception);
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace org_users_test
