#ifndef OKTA_EVENTS_DEVICES_HPP
#define OKTA_EVENTS_DEVICES_HPP

#include <okta/events/source.hpp>

#include <boost/mp11/list.hpp>

// Only orgs of the Identity Engine send these.

namespace okta::events {

struct device_activated
{
    target<okta::device> device = {};
    log_event details = {};

    using source = system_log<"device.lifecycle.activate">;
    static constexpr documented doc{"A device was activated."};
};
BOOST_DESCRIBE_STRUCT(device_activated, (), (device, details))

struct device_deactivated
{
    target<okta::device> device = {};
    log_event details = {};

    using source = system_log<"device.lifecycle.deactivate">;
    static constexpr documented doc{"A device was deactivated."};
};
BOOST_DESCRIBE_STRUCT(device_deactivated, (), (device, details))

struct device_deleted
{
    target<okta::device> device = {};
    log_event details = {};

    using source = system_log<"device.lifecycle.delete">;
    static constexpr documented doc{"A device was deleted; it can no longer be read."};
};
BOOST_DESCRIBE_STRUCT(device_deleted, (), (device, details))

using device_events = boost::mp11::mp_list<device_activated, device_deactivated, device_deleted>;

} // namespace okta::events
#endif
