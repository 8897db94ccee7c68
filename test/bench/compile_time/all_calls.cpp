// All 32 actions, each called once.

#include <okta.hpp>

#include <cstdio>

template <class T>
void report(okta::result<T> const& r)
{
    std::printf("%d\n", r.facts().status);
}

int main(int, char** argv)
{
    okta::client org{argv[1], okta::api_token{argv[2]}, okta::asio_transport{}};
    report(org.call(okta::list_devices{}));
    report(org.call(okta::get_device{.device_id = "x"}));
    report(org.call(okta::delete_device{.device_id = "x"}));
    report(org.call(okta::activate_device{.device_id = "x"}));
    report(org.call(okta::deactivate_device{.device_id = "x"}));
    report(org.call(okta::list_groups{}));
    report(org.call(okta::get_group{.group_id = "x"}));
    report(org.call(okta::create_group{.profile = {.name = "x"}}));
    report(org.call(okta::update_group{.group_id = "x", .profile = {.name = "x"}}));
    report(org.call(okta::delete_group{.group_id = "x"}));
    report(org.call(okta::list_group_members{.group_id = "x"}));
    report(org.call(okta::add_user_to_group{.group_id = "x", .user_id = "x"}));
    report(org.call(okta::remove_user_from_group{.group_id = "x", .user_id = "x"}));
    report(org.call(okta::list_realms{}));
    report(org.call(okta::get_realm{.realm_id = "x"}));
    report(org.call(okta::create_realm{.profile = {.name = "x"}}));
    report(org.call(okta::update_realm{.realm_id = "x", .profile = {.name = "x"}}));
    report(org.call(okta::delete_realm{.realm_id = "x"}));
    report(org.call(okta::get_user_info{}));
    report(org.call(okta::list_users{}));
    report(org.call(okta::get_user{.id = "x"}));
    report(org.call(okta::create_user{.profile = {.login = "x", .email = "x"}}));
    report(org.call(okta::update_user{.id = "x"}));
    report(org.call(okta::replace_user{.id = "x", .profile = okta::user_profile{.login = "x", .email = "x"}}));
    report(org.call(okta::list_user_blocks{.id = "x"}));
    report(org.call(okta::delete_user{.id = "x"}));
    report(org.call(okta::list_user_types{}));
    report(org.call(okta::get_user_type{.type_id = "x"}));
    report(org.call(okta::create_user_type{.name = "x", .display_name = "x"}));
    report(org.call(okta::update_user_type{.type_id = "x"}));
    report(org.call(okta::replace_user_type{.type_id = "x", .name = "x", .display_name = "x", .description = "x"}));
    report(org.call(okta::delete_user_type{.type_id = "x"}));
}
