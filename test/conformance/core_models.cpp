// The schemas of the 32 actions, and the actions themselves.

#include "models.hpp"

#include <okta/actions/catalogue.hpp>
#include <okta/model/error.hpp>

namespace conformance {

std::vector<model> core_models()
{
    using namespace okta;
    return {
        type<authentication_provider>("AuthenticationProvider"),
        type<open_enum<authentication_provider_type>>("AuthenticationProviderType"),
        type<open_enum<authentication_provider_type>>("AuthenticationProviderTypeWritable"),
        type<authentication_provider>("AuthenticationProviderWritable"),
        request<create_group>("CreateGroupRequest"),
        request<create_realm>("CreateRealmRequest"),
        request<create_user>("CreateUserRequest"),
        type<device>("Device"),
        type<device_display_name>("DeviceDisplayName"),
        type<device>("DeviceList"),
        type<open_enum<device_platform>>("DevicePlatform"),
        type<device_profile>("DeviceProfile"),
        type<device_provider>("DeviceProvider"),
        type<open_enum<device_status>>("DeviceStatus"),
        type<device_user>("DeviceUser"),
        type<device>("DeviceWithProviders"),
        type<open_enum<digest_algorithm>>("DigestAlgorithm"),
        type<open_enum<disk_encryption_type>>("DiskEncryptionTypeDef"),
        type<error_document>("Error"),
        type<error_cause>("ErrorCause"),
        type<group>("Group"),
        type<group::group_profile>("GroupProfile"),
        type<open_enum<group_type>>("GroupType"),
        type<link_hints>("HrefHints"),
        type<okta::link>("HrefObject"),
        type<okta::link>("HrefObjectActivateLink"),
        type<okta::link>("HrefObjectDeactivateLink"),
        type<okta::link>("HrefObjectSelfLink"),
        type<okta::link>("HrefObjectSuspendLink"),
        type<okta::link>("HrefObjectUnsuspendLink"),
        type<std::string>("HttpMethod"),
        type<links>("LinksSelf"),
        type<links>("LinksSelfAndFullUsersLifecycle"),
        type<links>("LinksSelfAndLifecycle"),
        type<directory_group_profile>("OktaActiveDirectoryGroupProfile"),
        type<okta_group_profile>("OktaUserGroupProfile"),
        type<okta_verify_payload>("OktaVerifyPayload"),
        type<password>("PasswordCredential"),
        type<password_hash>("PasswordCredentialHash"),
        type<open_enum<password_hash_algorithm>>("PasswordCredentialHashAlgorithm"),
        type<password_hook>("PasswordCredentialHook"),
        type<realm>("Realm"),
        type<realm_profile>("RealmProfile"),
        type<recovery_question>("RecoveryQuestionCredential"),
        request<update_realm>("UpdateRealmRequest"),
        request<update_user>("UpdateUserRequest"),
        type<user>("User"),
        type<user_block>("UserBlock"),
        type<user_credentials>("UserCredentials"),
        type<user_credentials>("UserCredentialsWritable"),
        type<user>("UserGetSingleton"),
        type<user_info>("UserInfo"),
        type<open_enum<user_next_login>>("UserNextLogin"),
        type<user_profile>("UserProfile"),
        type<open_enum<user_status>>("UserStatus"),
        type<user_type>("UserType"),
        type<links>("UserTypeLinks"),
        request<update_user_type>("UserTypePostRequest"),
        request<replace_user_type>("UserTypePutRequest"),
    };
}

std::vector<model> actions()
{
    std::vector<model> all;
    okta::for_each_action(
        [&]<class A>(std::type_identity<A>) { all.push_back(request<A>(okta::detail::info_of<A>().id)); });
    return all;
}

} // namespace conformance
