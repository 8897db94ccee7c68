#ifndef OKTA_MODEL_DEVICE_HPP
#define OKTA_MODEL_DEVICE_HPP

#include <okta/describe/compiled_table.hpp>
#include <okta/describe/containers.hpp>
#include <okta/model/result.hpp>
#include <okta/model/user.hpp>

namespace okta {

enum class device_status { active, created, deactivated, suspended, unsuspended };
BOOST_DESCRIBE_ENUM(device_status, active, created, deactivated, suspended, unsuspended)

enum class device_platform { android, ios, macos, windows };
BOOST_DESCRIBE_ENUM(device_platform, android, ios, macos, windows)

enum class disk_encryption_type { all_internal_volumes, full, none, system_volume, user_ };
BOOST_DESCRIBE_ENUM(disk_encryption_type, all_internal_volumes, full, none, system_volume, user_)

struct device_profile
{
    std::string display_name = {};
    open_enum<device_platform> platform = {};
    std::optional<bool> registered = {};
    std::optional<open_enum<okta::disk_encryption_type>> disk_encryption_type = {};
    std::optional<std::string> imei = {};
    std::optional<bool> integrity_jailbreak = {};
    std::optional<bool> managed = {};
    std::optional<std::string> manufacturer = {};
    std::optional<std::string> meid = {};
    std::optional<std::string> model = {};
    std::optional<std::string> os_version = {};
    std::optional<bool> secure_hardware_present = {};
    std::optional<std::string> serial_number = {};
    std::optional<std::string> sid = {};
    std::optional<std::string> tpm_public_key_hash = {};
    std::optional<std::string> udid = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(device_profile, (),
                      (display_name, platform, registered, disk_encryption_type, imei, integrity_jailbreak, managed,
                       manufacturer, meid, model, os_version, secure_hardware_present, serial_number, sid,
                       tpm_public_key_hash, udid, custom))

struct device_display_name
{
    std::optional<std::string> value = {};
    std::optional<bool> sensitive = {}; ///< personal data, to be masked
};
BOOST_DESCRIBE_STRUCT(device_display_name, (), (value, sensitive))

enum class management_status { managed, not_managed };
BOOST_DESCRIBE_ENUM(management_status, managed, not_managed)

enum class screen_lock_type { none, passcode, biometric };
BOOST_DESCRIBE_ENUM(screen_lock_type, none, passcode, biometric)

/// A user of a device: a full one with `expand=user`, id, name and login with `expand=userSummary`.
struct device_user
{
    std::optional<std::string> created = {}; ///< a timestamp, though not declared as one
    std::optional<open_enum<okta::management_status>> management_status = {};
    std::optional<open_enum<okta::screen_lock_type>> screen_lock_type = {};
    std::optional<okta::user> user = {};
};
BOOST_DESCRIBE_STRUCT(device_user, (), (created, management_status, screen_lock_type, user))

struct device_embedded
{
    std::optional<std::vector<device_user>> users = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(device_embedded, (), (users, custom))

struct okta_verify_payload
{
    std::optional<std::string> client_version = {};
    custom_attributes custom = {};
};
BOOST_DESCRIBE_STRUCT(okta_verify_payload, (), (client_version, custom))

struct device_provider
{
    std::optional<std::string> provider = {};
    std::optional<std::string> payload_version = {};
    std::optional<okta_verify_payload> payload = {};
};
BOOST_DESCRIBE_STRUCT(device_provider, (), (provider, payload_version, payload))

/// A device (Okta Identity Engine only).
struct device
{
    id_of<device> id = {};
    open_enum<device_status> status = {};
    device_profile profile = {};
    std::optional<timestamp> created = {};
    std::optional<timestamp> last_updated = {};
    std::optional<std::string> resource_type = {};
    std::optional<std::string> resource_id = {};
    std::optional<std::string> resource_alternate_id = {};
    std::optional<device_display_name> resource_display_name = {};
    std::optional<std::vector<device_provider>> providers = {};
    std::optional<device_embedded> embedded = {};
    std::optional<okta::links> links = {};

    static constexpr renamed wire{{{"embedded", "_embedded"}, {"links", "_links"}}};
};
BOOST_DESCRIBE_STRUCT(device, (),
                      (id, status, profile, created, last_updated, resource_type, resource_id, resource_alternate_id,
                       resource_display_name, providers, embedded, links))

#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_table<device>;
extern template struct detail::compiled_table<page<device>>;
extern template class result<device>;
extern template class result<page<device>>;
#endif

} // namespace okta
#endif
