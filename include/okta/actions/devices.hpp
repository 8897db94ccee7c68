#ifndef OKTA_ACTIONS_DEVICES_HPP
#define OKTA_ACTIONS_DEVICES_HPP

#include <okta/action/action.hpp>
#include <okta/model/device.hpp>
#include <okta/model/result.hpp>

// Devices exist in Okta Identity Engine only. No action creates one: a device enrols itself.

namespace okta {

enum class device_expand { user_, user_summary };
BOOST_DESCRIBE_ENUM(device_expand, user_, user_summary)
constexpr auto wire_names(device_expand) { return renamed{{{"user_", "user"}, {"user_summary", "userSummary"}}}; }

/// Search results may be stale: read a device by its id before changing anything.
struct list_devices
{
    std::optional<std::string> search = {};
    std::optional<std::int32_t> limit = {};
    std::optional<std::string> after = {};
    std::optional<open_enum<device_expand>> expand = {};

    using endpoint = get<"/api/v1/devices{?after,limit,search,expand}", page<device>, scope::devices_read>;
    static constexpr documented doc{
        "Lists the org's devices.",
        {{"search", "Expression over profile.*, id, status and lastUpdated, such as status eq \"ACTIVE\"."},
         {"limit", "Page size, 1 to 200; 200 unless given, 20 recommended."},
         {"after", "Cursor of a page, as the previous page's next link has it."},
         {"expand", "user or userSummary: adds the device's users."}}};
};
BOOST_DESCRIBE_STRUCT(list_devices, (), (search, limit, after, expand))

struct get_device
{
    required<id_of<device>> device_id;

    using endpoint = get<"/api/v1/devices/{deviceId}", device, scope::devices_read>;
    static constexpr documented doc{"Gets a device.", {{"device_id", "The device's id."}}};
};
BOOST_DESCRIBE_STRUCT(get_device, (), (device_id))

/// Works on a deactivated device only, and for good.
struct delete_device
{
    required<id_of<device>> device_id;

    using endpoint = del<"/api/v1/devices/{deviceId}", no_content, scope::devices_manage>;
    static constexpr documented doc{"Deletes a deactivated device.", {{"device_id", "The device's id."}}};
};
BOOST_DESCRIBE_STRUCT(delete_device, (), (device_id))

struct activate_device
{
    required<id_of<device>> device_id;

    using endpoint =
        post<"/api/v1/devices/{deviceId}/lifecycle/activate", no_content, scope::devices_manage, idempotent>;
    static constexpr documented doc{"Activates a device.", {{"device_id", "The device's id."}}};
};
BOOST_DESCRIBE_STRUCT(activate_device, (), (device_id))

/// Drops all links between the device and its users, their factors and certificates.
struct deactivate_device
{
    required<id_of<device>> device_id;

    using endpoint =
        post<"/api/v1/devices/{deviceId}/lifecycle/deactivate", no_content, scope::devices_manage, idempotent>;
    static constexpr documented doc{"Deactivates a device.", {{"device_id", "The device's id."}}};
};
BOOST_DESCRIBE_STRUCT(deactivate_device, (), (device_id))

using device_actions =
    boost::mp11::mp_list<list_devices, get_device, delete_device, activate_device, deactivate_device>;

template <class A>
    requires boost::mp11::mp_contains<device_actions, A>::value
struct detail::listed_in<A>
{
    using type = device_actions;
};
#ifdef OKTA_SEPARATE_COMPILATION
extern template struct detail::compiled_actions<device_actions>;
#endif

} // namespace okta
#endif
